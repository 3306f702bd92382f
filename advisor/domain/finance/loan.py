"""What is agreed about a loan: the plain values from which a repayment schedule follows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from advisor.domain.finance.days import DayCount, shift_months
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import Money, exact
from advisor.domain.words import N_

MAX_MONTHS = 600
MAX_RATE = Decimal(10_000)
ZERO = Decimal(0)


class Method(StrEnum):
    """How the capital is repaid."""

    ANNUITY = "annuity"
    EQUAL_PRINCIPAL = "equal_principal"


class GraceKind(StrEnum):
    """What is paid during the grace period."""

    INTEREST_ONLY = "interest_only"
    FULL = "full"


class Effect(StrEnum):
    """What an early repayment changes: the number of the instalments that follow, or their amount."""

    SHORTEN = "shorten"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Grace:
    """The first `months` instalments pay interest only, or nothing (interest is then added to the capital)."""

    months: int
    kind: GraceKind = GraceKind.INTEREST_ONLY


@dataclass(frozen=True, slots=True)
class RateChange:
    """From instalment `number` on, the annual rate is `annual_rate` percent and the instalment is set anew."""

    number: int
    annual_rate: Decimal


@dataclass(frozen=True, slots=True)
class EarlyRepayment:
    """`amount` paid together with instalment `number` beyond it (None: all that is left), for a `fee`.

    SHORTEN keeps the instalment (a balloon shrinks first); LOWER lowers it by the instalment of the amount.
    """

    number: int
    amount: Decimal | None = None
    effect: Effect = Effect.SHORTEN
    fee: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """What the loan costs beside interest, in the currency of the loan.

    `upfront` is paid at the advance, `per_instalment` and `insurance` with every instalment, `closing` with the
    last one; `insurance_rate` is percent per year of the balance before the instalment, one twelfth a month.
    """

    upfront: Decimal = ZERO
    per_instalment: Decimal = ZERO
    insurance: Decimal = ZERO
    insurance_rate: Decimal = ZERO
    closing: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """A loan repaid monthly; `annual_rate` is nominal percent per year, `balloon` the capital left for the last day.

    `advanced_on` defaults to one month before the first due day. `anchor_day` (default: the first due day's own)
    is the day of the month to return to after short months: first due 28 February with anchor 31 goes on 31 March.
    """

    principal: Money
    annual_rate: Decimal
    months: int
    first_due_on: date
    method: Method = Method.ANNUITY
    advanced_on: date | None = None
    anchor_day: int | None = None
    day_count: DayCount = DayCount.EQUAL_MONTHS
    balloon: Decimal = ZERO
    grace: Grace = Grace(0)
    rate_changes: tuple[RateChange, ...] = ()
    early: tuple[EarlyRepayment, ...] = ()
    fees: Fees = field(default_factory=Fees)

    def __post_init__(self) -> None:
        """Refuse what no bank could lend, each with its own sentence."""
        _check_terms(self)
        _check_dates(self)
        _check_changes(self)

    @property
    def anchor(self) -> int:
        """Day of the month on which instalments fall due where the month has it."""
        return self.first_due_on.day if self.anchor_day is None else self.anchor_day

    @property
    def start_on(self) -> date:
        """Day of the advance, from which interest runs."""
        return shift_months(self.first_due_on, -1, self.anchor) if self.advanced_on is None else self.advanced_on

    def due_on(self, number: int) -> date:
        """Due day of instalment `number` (1 is the first), counted from the anchor, never from the day before."""
        return shift_months(self.first_due_on, number - 1, self.anchor)


def check_rate(rate: Decimal) -> None:
    """FinanceError unless the yearly rate is an exact percentage from 0 to 10 000."""
    if not isinstance(rate, Decimal) or not rate.is_finite():
        raise FinanceError(N_("The rate must be an exact decimal number."))
    if rate < 0:
        raise FinanceError(N_("The rate cannot be negative."))
    if rate > MAX_RATE:
        raise FinanceError(N_("The rate cannot exceed %(most)s percent a year."), most=MAX_RATE)
    if len(rate.as_tuple().digits) > 20:  # keeps every product inside 40 digits, so half cents stay exact
        raise FinanceError(N_("The rate has too many decimals."))


def check_months(months: int, most: int = MAX_MONTHS) -> None:
    """FinanceError unless the term is a whole number of months from 1 to `most`."""
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= most:
        raise FinanceError(N_("The term must be from 1 to %(most)s months."), most=most)


def _check_terms(loan: Loan) -> None:
    currency, fees = loan.principal.currency, loan.fees
    if loan.principal.amount <= 0:
        raise FinanceError(N_("The loan amount must be above zero."))
    check_rate(loan.annual_rate)
    check_months(loan.months)
    check_rate(fees.insurance_rate)
    for fee in (fees.upfront, fees.per_instalment, fees.insurance, fees.closing):
        if exact(fee, currency) < 0:
            raise FinanceError(N_("A fee cannot be negative."))
    if not 0 <= exact(loan.balloon, currency) <= loan.principal.amount:
        raise FinanceError(N_("The final balloon must be between zero and the loan amount."))
    if not 0 <= loan.grace.months < loan.months:
        raise FinanceError(N_("The grace period must be shorter than the term."))


def _check_dates(loan: Loan) -> None:
    day = loan.anchor
    if not 1 <= day <= 31 or shift_months(loan.first_due_on, 0, day) != loan.first_due_on:
        raise FinanceError(N_("The first due day does not fit the day of the month."))
    loan.due_on(loan.months)
    if loan.start_on >= loan.first_due_on:
        raise FinanceError(N_("The first payment must come after the day the loan is paid out."))
    if loan.start_on < shift_months(loan.first_due_on, -12, day):
        raise FinanceError(N_("The first payment comes more than a year after the loan is paid out."))


def _check_changes(loan: Loan) -> None:
    numbers = [change.number for change in loan.rate_changes]
    if numbers != sorted(set(numbers)) or any(not 1 <= number <= loan.months for number in numbers):
        raise FinanceError(N_("Rate changes must name different instalments of the loan, in order."))
    for change in loan.rate_changes:
        check_rate(change.annual_rate)
    paid = [early.number for early in loan.early]
    if paid != sorted(set(paid)) or any(not 1 <= number <= loan.months for number in paid):
        raise FinanceError(N_("Early repayments must name different instalments of the loan, in order."))
    for early in loan.early:
        if early.amount is not None and exact(early.amount, loan.principal.currency) <= 0:
            raise FinanceError(N_("An early repayment must be above zero."))
        if exact(early.fee, loan.principal.currency) < 0:
            raise FinanceError(N_("A fee cannot be negative."))
