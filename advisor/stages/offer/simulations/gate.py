"""The law applied to one set of assumptions: schedules and effective annual rates (CN-22; DOMAIN part C)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.domain.finance.apr import RateConvention, effective_annual_rate, published
from advisor.domain.finance.days import DayCount
from advisor.domain.finance.lease import Lease
from advisor.domain.finance.lease_rows import LeaseSchedule, lease_schedule
from advisor.domain.finance.loan import Fees, Grace, Loan, Method, RateChange
from advisor.domain.finance.money import Money
from advisor.domain.finance.schedule import repayment
from advisor.domain.finance.table import Schedule

MOST_MONTHS = 420
LEASE = "lease"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a simulation assumes. Amounts are decimals of `currency`, rates are nominal percent a year.

    `kind` is "loan" or "lease". The amount of a lease is its net price; `residual` is a loan's balloon or a lease's
    buy-out; from instalment `later_from` on a loan bears `later_rate`.
    """

    amount: Decimal
    currency: str
    months: int
    annual_rate: Decimal
    first_due_on: date
    advanced_on: date | None = None
    day_count: DayCount = DayCount.EQUAL_MONTHS
    upfront_fee: Decimal = Decimal(0)
    instalment_fee: Decimal = Decimal(0)
    insurance: Decimal = Decimal(0)
    residual: Decimal = Decimal(0)
    kind: str = "loan"
    grace: Grace = field(default_factory=lambda: Grace(0))
    later_rate: Decimal | None = None
    later_from: int | None = None
    initial_payment: Decimal = Decimal(0)
    in_advance: int = 0
    vat_rate: Decimal = Decimal(0)

    @property
    def rate_convention(self) -> RateConvention:
        """Time in equal months where interest counts so (a lease always does), in days over 365 otherwise."""
        equal = self.kind == LEASE or self.day_count is DayCount.EQUAL_MONTHS
        return RateConvention.EQUAL_MONTHS if equal else RateConvention.ACT_365


@dataclass(frozen=True, slots=True)
class Simulated:
    """Both schedules of a loan, or the one of a lease, each with its effective annual rate in percent (two places)."""

    loans: tuple[tuple[Schedule, Decimal], ...] = ()
    lease: LeaseSchedule | None = None
    lease_rate: Decimal = Decimal(0)


def simulate(given: Assumptions) -> Simulated:
    """Compute the schedules. FinanceError, in words, for assumptions nobody could lend on."""
    if given.kind == LEASE:
        lease = lease_schedule(_lease(given), given.first_due_on)
        return Simulated(lease=lease, lease_rate=published(lease.cost.effective_rate))
    tables = [repayment(_loan(given, method)) for method in (Method.ANNUITY, Method.EQUAL_PRINCIPAL)]
    convention = given.rate_convention
    return Simulated(tuple((t, published(effective_annual_rate(t, convention=convention))) for t in tables))


def _lease(given: Assumptions) -> Lease:
    return Lease(
        price=Money(given.amount, given.currency),
        annual_rate=given.annual_rate,
        months=given.months,
        initial_payment=given.initial_payment,
        residual=given.residual,
        in_advance=given.in_advance,
        vat_rate=given.vat_rate,
        upfront_fee=given.upfront_fee,
    )


def _loan(given: Assumptions, method: Method) -> Loan:
    changes: tuple[RateChange, ...] = ()
    if given.later_rate is not None and given.later_from is not None:
        changes = (RateChange(given.later_from, given.later_rate),)
    return Loan(
        principal=Money(given.amount, given.currency),
        annual_rate=given.annual_rate,
        months=given.months,
        first_due_on=given.first_due_on,
        advanced_on=given.advanced_on,
        method=method,
        day_count=given.day_count,
        balloon=given.residual,
        grace=given.grace,
        rate_changes=changes,
        fees=Fees(upfront=given.upfront_fee, per_instalment=given.instalment_fee, insurance=given.insurance),
    )
