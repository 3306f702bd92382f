"""Forms we prepare, ready for signing: the application data sheet and the business plan."""

from dataclasses import dataclass
from datetime import date

from advisor.papers.letterhead import Heading
from advisor.papers.pages import Page, compose, words

DATA_SHEET, BUSINESS_PLAN = "data_sheet", "business_plan"


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """A label and what stands beside it; an empty value prints a line to write on."""

    label: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class FormSection:
    """A heading with rows, or with paragraphs of text."""

    title: str
    rows: tuple[FormRow, ...] = ()
    text: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text line by line, empty lines left out."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True, kw_only=True)
class FormPaper:
    """Everything a prepared form prints, in the client's language."""

    heading: Heading
    language: str
    issued_on: date
    sections: tuple[FormSection, ...]


def data_sheet(paper: FormPaper) -> Page:
    """The application data sheet as a page for the press."""
    _ = words(paper.language)
    return compose(DATA_SHEET, paper, _("Application data sheet"))


def business_plan(paper: FormPaper) -> Page:
    """The business plan as a page for the press."""
    _ = words(paper.language)
    return compose(BUSINESS_PLAN, paper, _("Business plan"))
