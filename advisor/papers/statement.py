"""The split statement: what of the debts may be written off and what stays, told before the client agrees (OP-16, 17).

The wording never promises: the court decides, and the rules are named with the day of their edition (SPEC A6).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.papers.letterhead import Heading
from advisor.papers.pages import Page, compose, words

KIND = "statement"


@dataclass(frozen=True, kw_only=True)
class DebtLine:
    """One debt: what it is, to whom, how much, and the clause of the rules it falls under. `clause` may be empty."""

    title: str
    creditor: str
    amount: Decimal
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class LawNote:
    """May the law help? The second verdict, apart from ours: its answer, why, and the rules it follows."""

    answer: str
    lines: tuple[str, ...]
    rules: str
    rules_on: date


@dataclass(frozen=True, kw_only=True)
class StatementPaper:
    """Everything the statement prints, amounts in `currency`; `open` are debts a person still has to look at."""

    heading: Heading
    language: str
    issued_on: date
    currency: str
    rules: str
    rules_on: date
    may_be_written_off: tuple[DebtLine, ...] = ()
    stays: tuple[DebtLine, ...] = ()
    open: tuple[DebtLine, ...] = ()
    consent_wording: str = ""
    verdict: str = ""
    law: LawNote | None = None

    def __post_init__(self) -> None:
        """Refuse a statement about nothing (OP-03)."""
        if not (self.may_be_written_off or self.stays or self.open):
            raise ValueError("A statement needs at least one debt.")

    @property
    def off_total(self) -> Decimal:
        """The sum that may be written off."""
        return _total(self.may_be_written_off)

    @property
    def stays_total(self) -> Decimal:
        """The sum that stays."""
        return _total(self.stays)

    @property
    def open_total(self) -> Decimal:
        """The sum nobody has decided about yet."""
        return _total(self.open)


def statement(paper: StatementPaper) -> Page:
    """The split statement as a page for the press."""
    _ = words(paper.language)
    return compose(KIND, paper, _("Your debts: what may be written off"))


def _total(debts: tuple[DebtLine, ...]) -> Decimal:
    return sum((debt.amount for debt in debts), Decimal(0))
