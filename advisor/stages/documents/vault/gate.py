"""When a paper we hold may be used: good on the day that counts for this list, under this list's own limit."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.checklists import Document, last_good_on


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper accepted before: the days printed on it."""

    issued_on: date | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Use:
    """What a list wants of it: its kind, its own limit, the working calendar, the day that counts."""

    paper: Document
    limit_days: int | None
    country: str
    on: date


def good_until(held: HeldPaper, use: Use) -> tuple[bool, date | None]:
    """May it be used, and its last good day under this list (None: no end). A paper of unknown age does not serve."""
    limit = last_good_on(use.paper, held.issued_on, use.country, use.limit_days)
    ages = use.limit_days is not None or use.paper.validity_days is not None or use.paper.working_days is not None
    if ages and limit is None:
        return False, None
    until = min((day for day in (limit, held.expires_on) if day), default=None)
    return until is None or until >= use.on, until
