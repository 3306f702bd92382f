"""Best time to call: learned from which calls were answered (SPEC ES-12: "answered 4 of 5 calls 14-16 h")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

SLOT_HOURS = 2


@dataclass(frozen=True, slots=True)
class Call:
    """One of our calls: when, local to the client, and whether it was answered."""

    at: datetime
    answered: bool


@dataclass(frozen=True, slots=True)
class BestTime:
    """The two hours in which the client answers best, from `from_hour` to before `to_hour`, with the evidence."""

    from_hour: int
    to_hour: int
    answered: int
    tried: int


def best_time(calls: Iterable[Call]) -> BestTime | None:
    """Suggest the two hours, counted from even ones, with the best share of answered calls; None where none was.

    Shares are judged with one answered and one missed call added, so that 4 of 5 beats 1 of 1. Of equal shares the
    one with more calls wins, then the earlier.
    """
    slots: dict[int, list[bool]] = {}
    for call in calls:
        slots.setdefault(call.at.hour - call.at.hour % SLOT_HOURS, []).append(call.answered)
    answered = [BestTime(hour, hour + SLOT_HOURS, sum(told), len(told)) for hour, told in slots.items() if any(told)]
    return max(answered, key=_merit, default=None)


def _merit(slot: BestTime) -> tuple[Fraction, int, int]:
    return Fraction(slot.answered + 1, slot.tried + 2), slot.tried, -slot.from_hour
