"""Which of the offer's parts the client has, and whether he answered."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over until now, the last answer, whether the figures changed after it or the offer ran out."""

    parts: frozenset[str] = frozenset()
    answer: str = ""
    changed_since: bool = False
    valid_until_on: date | None = None


def findings(handed: Handed, needed: frozenset[str], today: date) -> list[Finding]:
    """Blocks until every needed part is with the client; the answer, and later changes, only warn."""
    if not needed <= handed.parts:
        return [Finding("offer.not_handed_over", action="hand-over")]
    found = []
    if expired(handed.valid_until_on, today) and handed.answer != "accepted":
        found.append(Finding("offer.expired", blocking=False, action="issue"))
    if handed.changed_since:
        found.append(Finding("offer.changed_since", blocking=False, action="issue"))
    if handed.answer not in ("accepted", "declined"):
        found.append(Finding("offer.answer_missing", blocking=False, action="answer"))
    return found


def expired(valid_until_on: date | None, today: date) -> bool:
    """An offer binds us to the end of its last day."""
    return valid_until_on is not None and valid_until_on < today


@dataclass(frozen=True, slots=True)
class Trip:
    """How far one issued offer has come: until when it holds, whether it was handed over, opened and answered."""

    valid_until_on: date | None
    handed: bool
    opened: bool
    answer: str = ""


def state_of(trip: Trip, today: date) -> str:
    """The state of an issued offer: accepted, declined, expired, asked, opened, handed or issued."""
    if trip.answer in ("accepted", "declined"):
        return trip.answer
    if expired(trip.valid_until_on, today):
        return "expired"
    if trip.answer:
        return "asked"
    return "opened" if trip.opened else "handed" if trip.handed else "issued"
