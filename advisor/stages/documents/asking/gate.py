"""On which day a paper counts, and from when on a fresh one may be asked for (SPEC A0; issue 4 point 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from advisor.domain.checklists import Document, NeededBy, earliest_issue_on


@dataclass(frozen=True, slots=True)
class Days:
    """The days a case plans with: when the pack is filed, and when the decision is expected."""

    filing_on: date | None = None
    decision_on: date | None = None

    def counts_on(self, needed_by: NeededBy) -> date | None:
        """The day a paper is checked against: filing, or the decision for what is signed and paid out after it."""
        return self.filing_on if needed_by is NeededBy.FILING else self.decision_on or self.filing_on


@dataclass(frozen=True, slots=True)
class Held:
    """An accepted paper: its kind, its last good day, its own limit in days, the working calendar of the person."""

    paper: Document
    valid_until_on: date
    limit_days: int | None
    country: str


def ask_from_on(held: Held, needed_on: date, earliest: Callable[..., date | None] = earliest_issue_on) -> date | None:
    """The first day on which a fresh paper would still be good on `needed_on`; None while the held one lasts.

    Asking earlier would bring one that is stale again. A paper that ends by its own print may come at once.
    """
    if held.valid_until_on >= needed_on:
        return None
    return earliest(held.paper, needed_on, held.country, held.limit_days) or date.min
