"""How long a paper is good, in words: the rule and its number of days."""

from advisor.domain.checklist_words import NOT_OLDER, NOT_OLDER_WORKING
from advisor.domain.checklists import Document


def validity(paper: Document | None, limit_days: int | None) -> tuple[tuple[str, str], int] | None:
    """The counted sentence and its days; None when nothing limits the paper's age."""
    if limit_days is not None:
        return NOT_OLDER, limit_days
    if paper is None:
        return None
    if paper.working_days is not None:
        return NOT_OLDER_WORKING, paper.working_days
    return None if paper.validity_days is None else (NOT_OLDER, paper.validity_days)
