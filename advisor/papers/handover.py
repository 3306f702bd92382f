"""What changes hands: the receipt for originals taken and given back, and the list that goes with a pack."""

from dataclasses import dataclass
from datetime import date

from advisor.papers.letterhead import Heading
from advisor.papers.pages import Page, compose, words

RECEIPT, PACK = "receipt", "pack"


@dataclass(frozen=True, kw_only=True)
class OriginalLine:
    """One original: what, whose, how many, since when; `returned_on` and `returned_to` once it went back."""

    name: str
    for_whom: str = ""
    copies: int = 1
    taken_on: date
    shelf: str = ""
    returned_on: date | None = None
    returned_to: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptPaper:
    """Everything a receipt prints, in the client's language."""

    heading: Heading
    language: str
    issued_on: date
    originals: tuple[OriginalLine, ...]

    @property
    def with_us(self) -> tuple[OriginalLine, ...]:
        """What lies with us now."""
        return tuple(line for line in self.originals if line.returned_on is None)

    @property
    def given_back(self) -> tuple[OriginalLine, ...]:
        """What went back."""
        return tuple(line for line in self.originals if line.returned_on is not None)


@dataclass(frozen=True, kw_only=True)
class PackLine:
    """One paper of the pack, in the reader's language; `place` says whether a file or an original goes along."""

    name: str
    for_whom: str = ""
    copies: int = 1
    issued_on: date | None = None
    valid_until_on: date | None = None
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class PackPaper:
    """The list of accompanying documents. `institution` is who gets the pack; empty while it is not chosen."""

    heading: Heading
    language: str
    issued_on: date
    lines: tuple[PackLine, ...]
    institution: str = ""


def receipt(paper: ReceiptPaper) -> Page:
    """The receipt as a page for the press."""
    _ = words(paper.language)
    return compose(RECEIPT, paper, _("Receipt for originals"))


def pack(paper: PackPaper) -> Page:
    """The list of accompanying documents as a page for the press."""
    _ = words(paper.language)
    return compose(PACK, paper, _("List of accompanying documents"))
