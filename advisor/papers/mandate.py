"""The power of attorney: what the firm may do in the client's name, from the day of signing, on one page."""

from dataclasses import dataclass
from datetime import date

from advisor.papers.letterhead import Heading
from advisor.papers.offer_parts import Clause
from advisor.papers.pages import Page, compose, words

KIND = "mandate"


@dataclass(frozen=True, kw_only=True)
class MandatePaper:
    """Everything the power of attorney prints; `term` says in words how long it runs."""

    heading: Heading
    language: str
    issued_on: date
    clauses: tuple[Clause, ...]
    wording: str
    term: str
    client_lines: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a power of attorney that says nothing."""
        if not self.clauses:
            raise ValueError("A power of attorney needs clauses.")


def mandate(paper: MandatePaper) -> Page:
    """The power of attorney as a page for the press."""
    _ = words(paper.language)
    return compose(KIND, paper, f"{_('Power of attorney')} {paper.heading.number}".strip())
