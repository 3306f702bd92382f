"""A loan simulation as the offer prints it: what it assumes, and one or both repayment schedules to the cent.

The papers compute no interest. They add up the columns they print, so that a clerk who recomputes a column finds
the total that stands below it (CN-22).
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from advisor.domain.finance.lease_rows import LeaseSchedule, Part
from advisor.domain.finance.table import Schedule as LawSchedule

# Two schedules fit beside each other on a portrait page while no figure is longer than 9 999 999.99.
WIDEST_BESIDE = len("9999999.99")


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row: payment = interest + capital, `fee` comes on top, `balance` is owed afterwards.

    `part` is "instalment", or "initial" and "buy_out" of a lease; `gross` is the payment with VAT where there is any.
    """

    number: int
    due_on: date
    payment: Decimal
    interest: Decimal
    capital: Decimal
    balance: Decimal
    fee: Decimal = Decimal(0)
    part: str = "instalment"
    gross: Decimal | None = None


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
    def instalments(self) -> tuple[Instalment, ...]:
        """The rows that are instalments: not a lease's initial payment and buy-out."""
        return tuple(row for row in self.rows if row.part == Part.INSTALMENT)

    @property
    def first(self) -> Decimal:
        """What the first instalment costs, fee included; without those of a grace period in which nothing is paid."""
        return next((row.payment + row.fee for row in self.instalments if row.payment + row.fee), Decimal(0))

    @property
    def last(self) -> Decimal:
        """What the last instalment costs, fee included."""
        return self.instalments[-1].payment + self.instalments[-1].fee

    @property
    def level(self) -> bool:
        """Do the instalments never rise: no grace period before them, no balloon behind? Then they compare."""
        first, last = self.instalments[0], self.instalments[-1]
        return first.capital > 0 and last.payment <= first.payment * Decimal("1.01")

    @property
    def first_gross(self) -> Decimal | None:
        """The first instalment with VAT; None where no VAT is added."""
        return self.instalments[0].gross

    @property
    def total_gross(self) -> Decimal | None:
        """All payments with VAT added up; None where no VAT is added."""
        return None if self.rows[0].gross is None else sum((row.gross or Decimal(0) for row in self.rows), Decimal(0))

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
    """A named amount: a cost outside the table such as an arrangement fee, or a sum that is part of the terms."""

    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Codes:
    """Kinds and conventions of a simulation as programs name them."""

    kind: str
    rate_kind: str
    day_count: str
    rate_convention: str


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """One product simulated. `annual_rate` is nominal percent; `rate_kind` and `convention` are words for the reader.

    A loan has one or both schedules: equal instalments and equal capital parts. A lease has its own; its amount is the
    net price. `terms` says what else is agreed in sentences, `sums` in amounts (initial payment, balloon ...).
    """

    institution: str
    product: str
    amount: Decimal
    annual_rate: Decimal
    rate_kind: str
    convention: str
    equal_instalments: Schedule | None = None
    equal_capital: Schedule | None = None
    lease: Schedule | None = None
    terms: tuple[str, ...] = ()
    sums: tuple[Charge, ...] = ()
    charges: tuple[Charge, ...] = ()
    note: str = ""
    codes: Codes | None = None

    def __post_init__(self) -> None:
        """Refuse a simulation without figures, or one whose capital is not the amount."""
        if not self.schedules:
            raise ValueError("A simulation needs a schedule.")
        if any(schedule.total_capital != self.amount for schedule in self.schedules):
            raise ValueError("The capital column does not add up to the amount.")

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """The schedules that are given, equal instalments first."""
        return tuple(each for _, each in self.named)

    @property
    def named(self) -> tuple[tuple[str, Schedule], ...]:
        """The schedules that are given with their names: equal_instalments, equal_capital, lease."""
        given = (("equal_instalments", self.equal_instalments), ("equal_capital", self.equal_capital),
                 ("lease", self.lease))  # fmt: skip
        return tuple((name, schedule) for name, schedule in given if schedule)

    @property
    def months(self) -> int:
        """The number of instalments of the longest schedule."""
        return max(len(schedule.instalments) for schedule in self.schedules)

    @property
    def starts_on(self) -> date:
        """The day of the first instalment that is not paid at signing."""
        rows = self.schedules[0].instalments
        return next((row.due_on for row in rows if row.due_on > rows[0].due_on), rows[0].due_on)

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
    def lease_fees_percent(self) -> Decimal | None:
        """All net payments of a lease as percent of its net price, two decimals; None for a loan."""
        if self.lease is None:
            return None
        return (self.lease.total_payments * 100 / self.amount).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def beside(self) -> bool:
        """May both tables stand side by side? Not with fee columns, unequal lengths or very long figures."""
        rows = [row for schedule in self.schedules for row in schedule.rows]
        lengths = {len(schedule.rows) for schedule in self.schedules}
        widest = max(len(f"{max(row.payment, row.balance, row.capital):f}") for row in rows)
        fits = widest <= WIDEST_BESIDE and self.lease is None and not any(row.fee for row in rows)
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


def from_lease(schedule: LeaseSchedule, effective_rate: Decimal | None = None) -> Schedule:
    """The payments of a lease as the paper prints them; with VAT where the lease has a rate of it."""
    rows = tuple(
        Instalment(row.number, row.due_on, row.net, row.interest, row.capital, row.balance, part=str(row.part),
                   gross=row.gross if schedule.lease.vat_rate else None)
        for row in schedule.rows
    )  # fmt: skip
    return Schedule(rows=rows, effective_rate=effective_rate)
