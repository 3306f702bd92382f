"""The history of a case for the firm's own audit: an inner paper, never shown or sent to the client."""

from dataclasses import dataclass
from datetime import date

from advisor.papers.letterhead import Heading
from advisor.papers.pages import Page, compose, words

KIND = "history"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened: when at the firm's place, what, the sentences that belong to it, and by whom."""

    on: date
    time: str
    what: str
    lines: tuple[str, ...] = ()
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuedPaper:
    """A paper of the case: its bytes can be compared with the SHA-256 (hex)."""

    on: date
    time: str
    title: str
    number: str
    sha256: str
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class TrailProof:
    """What the trail holds about the case. `broken` are entries that are not as they were written; `seal` is hex."""

    first: int
    last: int
    entries: int
    seal: str
    broken: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HistoryPaper:
    """Everything a case history prints, in the firm's language; `zone` is the clock its times are read on."""

    heading: Heading
    language: str
    issued_on: date
    zone: str
    stands: str
    moves: tuple[Happening, ...]
    overrides: tuple[Happening, ...]
    verdicts: tuple[Happening, ...]
    answers: tuple[Happening, ...]
    consents: tuple[Happening, ...]
    papers: tuple[IssuedPaper, ...]
    trail: TrailProof
    closing: str = ""


def history(paper: HistoryPaper) -> Page:
    """The case history as a page for the press."""
    _ = words(paper.language)
    return compose(KIND, paper, _("Case history for audit"))
