"""Repayment tables without any rounding inside, for checking published figures; offers use `schedule` instead."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import NamedTuple

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import check_months, check_rate
from advisor.domain.finance.money import LAW, round_half_up
from advisor.domain.words import N_

MAX_PERIODS = 1200


class RateConversion(StrEnum):
    """How a monthly rate follows from the annual one."""

    NOMINAL = "nominal/12"
    EFFECTIVE = "effective"


class Line(NamedTuple):
    """One unrounded line: balance is what is owed after the payment."""

    number: int
    instalment: Decimal
    capital: Decimal
    interest: Decimal
    balance: Decimal


class Table(NamedTuple):
    """An unrounded table: its equal instalment (or first one), total interest and lines."""

    instalment: Decimal
    total_interest: Decimal
    lines: list[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What equal instalments must repay; `rate` is the monthly fraction.

    `in_advance` of the `periods` instalments are paid on day one, the others at the ends of the first months;
    `left` is what is still owed right after the last instalment.
    """

    financed: Decimal
    rate: Decimal
    periods: int
    in_advance: int = 0
    left: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Refuse terms that no instalment repays."""
        check_months(self.periods, MAX_PERIODS)
        if self.financed <= 0:
            raise FinanceError(N_("The loan amount must be above zero."))
        if not 0 <= self.in_advance <= self.periods:
            raise FinanceError(N_("The payments in advance cannot exceed the term."))
        if not 0 <= self.left <= self.financed:
            raise FinanceError(N_("The residual must be between zero and the amount financed."))


def monthly_rate(annual_rate: Decimal, conversion: RateConversion = RateConversion.NOMINAL) -> Decimal:
    """The monthly rate (a fraction): a twelfth of the nominal rate, or the 12th root of 1 + effective rate less 1."""
    check_rate(annual_rate)
    with localcontext(LAW):
        if conversion is RateConversion.NOMINAL:
            return annual_rate / 1200
        return (1 + annual_rate / 100) ** (Decimal(1) / 12) - 1


def level_table(plan: Level) -> Table:
    """The equal instalment of the plan and its lines, computed from the end so that they stay exact at any rate."""
    with localcontext(LAW):
        rate, first, last = plan.rate, plan.in_advance, plan.periods
        step = 1 / (1 + rate)
        discount = step ** (last - first)
        worth = first + (1 - discount) / rate if rate else Decimal(last)
        instalment = (plan.financed - plan.left * discount) / worth
        balances = [plan.left]
        for _ in range(last - first - 1):
            balances.append((balances[-1] + instalment) * step)
        for number in range(min(first, last - 1), 0, -1):
            balances.append(plan.financed - instalment * number)
        return _table(plan, instalment, balances[::-1])


def _table(plan: Level, instalment: Decimal, balances: list[Decimal]) -> Table:
    lines, before = [], plan.financed
    for number, balance in enumerate(balances, start=1):
        capital = before - balance if number > plan.in_advance else instalment
        lines.append(Line(number, instalment, capital, instalment - capital, balance))
        before = balance
    return Table(instalment, instalment * plan.periods + plan.left - plan.financed, lines)


def equal_principal_table(principal: Decimal, annual_rate: Decimal, periods: int) -> Table:
    """Equal capital parts plus a twelfth of the nominal rate on the balance; `instalment` is the first one."""
    check_months(periods, MAX_PERIODS)
    rate = monthly_rate(annual_rate)
    with localcontext(LAW):
        part = principal / periods
        lines = []
        for number in range(1, periods + 1):
            interest = part * (periods - number + 1) * rate
            lines.append(Line(number, part + interest, part, interest, part * (periods - number)))
        return Table(lines[0].instalment, principal * rate * (periods + 1) / 2, lines)


def rounded_payment_table(plan: Level, currency: str) -> Table:
    """The instalment rounded half-up while balances run unrounded; the last one is what is left plus its interest.

    FinanceError when the rounded instalment does not reduce the debt, or ends it too soon.
    """
    instalment = round_half_up(level_table(plan).instalment, currency)
    lines, before = [], plan.financed
    with localcontext(LAW):
        for number in range(1, plan.periods + 1):
            interest = before * plan.rate if number > plan.in_advance else before * 0
            capital = instalment - interest if number < plan.periods else before - plan.left
            before -= capital
            if not 0 <= before < plan.financed:
                raise FinanceError(N_("Instalments rounded to the smallest coin never repay this loan."))
            lines.append(Line(number, capital + interest, capital, interest, before))
        return Table(instalment, sum((line.interest for line in lines), start=Decimal(0)), lines)
