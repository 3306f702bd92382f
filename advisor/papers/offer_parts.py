"""The pieces an offer is made of, beside its simulations: terms, commission, plan, conditions, documents, time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Fee:
    """One line of our fee. `amount` None when it is a rule ("1.5 % of the sum paid out"), which `basis` then says."""

    title: str
    basis: str
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of the draft contract; paragraphs of `text` are separated by line breaks."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How we would work together: what we do, what it costs, and the contract we propose."""

    scope: tuple[str, ...]
    fees: tuple[Fee, ...]
    contract_title: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Commission:
    """What somebody else pays us for this case: `amount`, or `basis` in words when it is a rule; zero is said too."""

    payer: str
    basis: str = ""
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse a commission that says neither an amount nor a rule."""
        if self.amount is None and not self.basis.strip():
            raise ValueError("A commission needs an amount or the rule it follows.")


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """The rules and terms of one institution's product (or of one legal route)."""

    institution: str
    product: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfferDocument:
    """One document of the list; `needed_by` is a word such as "Filing"."""

    name: str
    issued_by: str = ""
    needed_by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeStep:
    """One step of the time plan: what, when (in words or a date in words), and who acts."""

    title: str
    when: str
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Remainder:
    """A debt that stays after the procedure, with the clause it stays by."""

    title: str
    amount: Decimal
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The debt-relief plan: route and why, steps, what may be written off, what stays. The court decides.

    `rules` names the rule set, `rules_on` the day of its edition (SPEC A6, OP-1).
    """

    route: str
    why: str
    may_be_written_off: Decimal
    rules: str
    rules_on: date
    steps: tuple[TimeStep, ...] = ()
    stays: tuple[Remainder, ...] = ()

    @property
    def stays_total(self) -> Decimal:
        """The sum of what stays."""
        return sum((each.amount for each in self.stays), Decimal(0))
