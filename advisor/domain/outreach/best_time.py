"""Best time to call: learned from which calls were answered (SPEC ES-12: "answered 4 of 5 calls 14-16 h")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

SLOT_HOURS = 2
_LAST_START = 24 - SLOT_HOURS


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
    """Suggest the two hours with the best share of answered calls; None where none was ever answered.

    Shares are judged with one answered and one missed call added, so that 4 of 5 beats 1 of 1. Of equal shares the
    one with more calls wins, then the earlier.
    """
    known = [(call.at.hour, call.answered) for call in calls]
    slots = []
    for start in range(_LAST_START + 1):
        told = [answered for hour, answered in known if start <= hour < start + SLOT_HOURS]
        if any(told):
            slots.append(BestTime(start, start + SLOT_HOURS, sum(told), len(told)))
    return max(
        slots, key=lambda slot: (Fraction(slot.answered + 1, slot.tried + 2), slot.tried, -slot.from_hour), default=None
    )
