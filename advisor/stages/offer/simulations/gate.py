"""The law applied to one set of assumptions: both schedules and their effective annual rates (CN-22; DOMAIN part C)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.domain.finance.apr import RateConvention, effective_annual_rate, published
from advisor.domain.finance.days import DayCount
from advisor.domain.finance.loan import Fees, Loan, Method
from advisor.domain.finance.money import Money
from advisor.domain.finance.schedule import repayment
from advisor.domain.finance.table import Schedule

MOST_MONTHS = 420


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a simulation assumes. Amounts are decimals of `currency`, the rate is nominal percent a year."""

    amount: Decimal
    currency: str
    months: int
    annual_rate: Decimal
    first_due_on: date
    advanced_on: date | None = None
    day_count: DayCount = DayCount.EQUAL_MONTHS
    upfront_fee: Decimal = Decimal(0)
    instalment_fee: Decimal = Decimal(0)

    @property
    def rate_convention(self) -> RateConvention:
        """Time in equal months where interest counts so, in days over 365 otherwise."""
        equal = self.day_count is DayCount.EQUAL_MONTHS
        return RateConvention.EQUAL_MONTHS if equal else RateConvention.ACT_365


@dataclass(frozen=True, slots=True)
class Simulated:
    """Both schedules of the same assumptions, each with its effective annual rate in percent (two decimals)."""

    annuity: Schedule
    annuity_rate: Decimal
    equal_principal: Schedule
    equal_principal_rate: Decimal


def simulate(given: Assumptions) -> Simulated:
    """Compute both schedules. FinanceError, in words, for assumptions no bank could lend on."""
    tables = [repayment(_loan(given, method)) for method in (Method.ANNUITY, Method.EQUAL_PRINCIPAL)]
    rates = [published(effective_annual_rate(table, convention=given.rate_convention)) for table in tables]
    return Simulated(tables[0], rates[0], tables[1], rates[1])


def _loan(given: Assumptions, method: Method) -> Loan:
    return Loan(
        principal=Money(given.amount, given.currency),
        annual_rate=given.annual_rate,
        months=given.months,
        first_due_on=given.first_due_on,
        advanced_on=given.advanced_on,
        method=method,
        day_count=given.day_count,
        fees=Fees(upfront=given.upfront_fee, per_instalment=given.instalment_fee),
    )
