"""How a client has paid so far: who was always on time is left in peace, who was late hears earlier (ZA-07).

Facts only, of payments whose day has come: the day due and the day paid. Nothing is guessed of who never paid yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from advisor.domain.outreach.plans import Different
from advisor.domain.words import N_

ENOUGH = 3
"""So many payments on time, and none late, make somebody who is not reminded by default."""
LOOKED_AT = 12
"""Only the latest count, so that an old slip is forgiven."""
EARLIER = 2
"""Days between the additional reminder and the ordinary one: T-3 and T-1."""


class Habit(StrEnum):
    """What the payments so far show."""

    UNKNOWN = "unknown"
    PUNCTUAL = "punctual"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment whose day has come; None: not paid yet."""

    due_on: date
    paid_on: date | None


REASONS: dict[Habit, str] = {
    Habit.PUNCTUAL: N_("The last payments all came on time: no reminder by itself."),
    Habit.LATE: N_("One of the last payments came late: one more reminder, two days earlier."),
}
DIFFERENCES: dict[Habit, Different] = {
    Habit.PUNCTUAL: Different(off=True), Habit.LATE: Different(earlier_days=EARLIER),
}  # fmt: skip


def habit(payments: Iterable[Paid], today: date) -> Habit:
    """The habit the latest payments show; one that is due today and not paid yet says nothing."""
    come = sorted((p for p in payments if p.paid_on or p.due_on < today), key=lambda p: p.due_on)[-LOOKED_AT:]
    if any(p.paid_on is None or p.paid_on > p.due_on for p in come):
        return Habit.LATE
    return Habit.PUNCTUAL if len(come) >= ENOUGH else Habit.UNKNOWN
