"""A loan simulation as the offer prints it: what it assumes, and one or both repayment schedules to the cent.

The papers compute no interest. They add up the columns they print, so that a clerk who recomputes a column finds
the total that stands below it (CN-22).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.domain.finance.table import Schedule as LawSchedule

# Two schedules fit beside each other on a portrait page while no figure is longer than 9 999 999.99.
WIDEST_BESIDE = len("9999999.99")


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row: payment = interest + capital, `fee` comes on top, `balance` is owed afterwards."""

    number: int
    due_on: date
    payment: Decimal
    interest: Decimal
    capital: Decimal
    balance: Decimal
    fee: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A repayment table. `effective_rate` is the annual rate with all costs in percent, None when not computed."""

    rows: tuple[Instalment, ...]
    effective_rate: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse an empty table."""
        if not self.rows:
            raise ValueError("A schedule needs at least one instalment.")

    @property
    def first(self) -> Decimal:
        """What the first due day costs, fee included."""
        return self.rows[0].payment + self.rows[0].fee

    @property
    def last(self) -> Decimal:
        """What the last due day costs, fee included."""
        return self.rows[-1].payment + self.rows[-1].fee

    @property
    def total_interest(self) -> Decimal:
        """The interest column added up."""
        return sum((row.interest for row in self.rows), Decimal(0))

    @property
    def total_fees(self) -> Decimal:
        """The fee column added up."""
        return sum((row.fee for row in self.rows), Decimal(0))

    @property
    def total_capital(self) -> Decimal:
        """The capital column added up: the amount lent."""
        return sum((row.capital for row in self.rows), Decimal(0))

    @property
    def total_payments(self) -> Decimal:
        """The payment column added up, fees apart."""
        return sum((row.payment for row in self.rows), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A cost of the loan outside the table, such as an arrangement fee."""

    title: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """One product simulated. `annual_rate` is nominal percent; `rate_kind` and `convention` are words for the reader.

    At least one schedule; with both, the paper compares equal instalments and equal capital parts.
    """

    institution: str
    product: str
    amount: Decimal
    annual_rate: Decimal
    rate_kind: str
    convention: str
    equal_instalments: Schedule | None = None
    equal_capital: Schedule | None = None
    charges: tuple[Charge, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a simulation without figures, or one whose capital is not the amount."""
        if not self.schedules:
            raise ValueError("A simulation needs a schedule.")
        if any(schedule.total_capital != self.amount for schedule in self.schedules):
            raise ValueError("The capital column does not add up to the amount.")

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """The schedules that are given, equal instalments first."""
        return tuple(each for each in (self.equal_instalments, self.equal_capital) if each)

    @property
    def months(self) -> int:
        """The number of instalments of the longest schedule."""
        return max(len(schedule.rows) for schedule in self.schedules)

    @property
    def total_charges(self) -> Decimal:
        """All charges outside the tables."""
        return sum((charge.amount for charge in self.charges), Decimal(0))

    def cost(self, schedule: Schedule) -> Decimal:
        """What the loan costs beyond the amount lent: interest, fees and charges."""
        return schedule.total_interest + schedule.total_fees + self.total_charges

    def paid(self, schedule: Schedule) -> Decimal:
        """Everything the client pays: the amount and its cost."""
        return self.amount + self.cost(schedule)

    @property
    def beside(self) -> bool:
        """May both tables stand side by side? Not with fee columns, unequal lengths or very long figures."""
        rows = [row for schedule in self.schedules for row in schedule.rows]
        lengths = {len(schedule.rows) for schedule in self.schedules}
        widest = max(len(f"{max(row.payment, row.balance, row.capital):f}") for row in rows)
        fits = widest <= WIDEST_BESIDE and not any(row.fee for row in rows)
        return fits and len(self.schedules) == 2 and len(lengths) == 1

    @property
    def pairs(self) -> tuple[tuple[Instalment, Instalment], ...]:
        """The rows of both schedules by number; only when `beside`."""
        left, right = self.schedules
        return tuple(zip(left.rows, right.rows, strict=True))


def from_law(schedule: LawSchedule, effective_rate: Decimal | None = None) -> Schedule:
    """The schedule of the finance law as the paper prints it; its upfront fee belongs into `Simulation.charges`."""
    rows = tuple(
        Instalment(row.number, row.due_on, row.instalment, row.interest, row.principal, row.balance, row.fee)
        for row in schedule.rows
    )
    return Schedule(rows=rows, effective_rate=effective_rate)
