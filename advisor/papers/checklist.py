"""The document checklist: what to bring, from whom to get it, until when, and where to send it (SPEC A2 steps 4, 6)."""

from dataclasses import dataclass
from datetime import date

from advisor.papers.letterhead import Heading
from advisor.papers.pages import Page, compose, words
from advisor.papers.qr import qr_code

KIND = "checklist"
# Status codes that leave the client something to do; every other code means the paper is in or not needed.
OUTSTANDING = frozenset({"needed", "requested", "rejected", "expired"})


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    """One line, in the reader's language. `status` is the code, `status_title` its word.

    `validity` is a rule in words ("not older than 30 days"); `valid_until_on` the last good day of what is held.
    `form` says original, copy or scan; `note` why it was rejected or what to watch for.
    """

    name: str
    status: str
    status_title: str
    issued_by: str = ""
    validity: str = ""
    valid_until_on: date | None = None
    needed_by: str = ""
    how_to_get: str = ""
    copies: int = 1
    form: str = ""
    for_whom: str = ""
    note: str = ""

    @property
    def outstanding(self) -> bool:
        """Does the client still have to bring it?"""
        return self.status in OUTSTANDING


@dataclass(frozen=True, kw_only=True)
class Question:
    """Information asked beside documents; `answer` is empty while it is open."""

    text: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistPaper:
    """Everything the checklist prints. `link` is the client's page and becomes the QR code; empty for none."""

    heading: Heading
    language: str
    issued_on: date
    items: tuple[ChecklistItem, ...]
    deadline_on: date | None = None
    questions: tuple[Question, ...] = ()
    link: str = ""

    @property
    def to_bring(self) -> tuple[ChecklistItem, ...]:
        """Items still to be brought, in the given order."""
        return tuple(item for item in self.items if item.outstanding)

    @property
    def with_us(self) -> tuple[ChecklistItem, ...]:
        """Items that need nothing from the client now."""
        return tuple(item for item in self.items if not item.outstanding)

    @property
    def qr(self) -> str:
        """The link as a picture (data: address), or empty."""
        return qr_code(self.link)


def checklist(paper: ChecklistPaper) -> Page:
    """The checklist as a page for the press."""
    _ = words(paper.language)
    return compose(KIND, paper, _("Document checklist"))
