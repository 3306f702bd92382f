"""The papers we print, by their code: from stored plain values to a page for the press."""

from collections.abc import Callable
from typing import Any

from advisor.papers.checklist import ChecklistPaper, checklist
from advisor.papers.pages import Page
from advisor.papers.plain import from_plain

KINDS: dict[str, tuple[type, Callable[[Any], Page]]] = {
    "checklist": (ChecklistPaper, checklist),
}


def page_of(kind: str, values: dict[str, Any]) -> Page:
    """The page of a paper stored as plain values. Raises KeyError for an unknown kind, ValueError for bad values."""
    paper, compose = KINDS[kind]
    return compose(from_plain(paper, values))
