"""Whether a household or firm can carry a payment: burden, what is left, and the loan that would still fit.

The figures are reasons for a talk, never a refusal (SPEC ES-19); limits are parameters of the room that uses them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import check_months
from advisor.domain.finance.money import LAW, Money, round_down
from advisor.domain.finance.unrounded import monthly_rate
from advisor.domain.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Monthly figures in one currency: net income, living costs, payments on debts there are already."""

    income: Money
    living_costs: Money
    debt_payments: Money

    def __post_init__(self) -> None:
        """Refuse negative figures and mixed currencies."""
        zero = Money.zero(self.income.currency)
        if self.income < zero or self.living_costs < zero or self.debt_payments < zero:
            raise FinanceError(N_("Income and costs cannot be negative."))


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a new payment means for a budget.

    `burden_before` and `burden_after`: all debt payments over income in percent, unrounded, None without income;
    `left`: monthly money left after everything.
    """

    burden_before: Decimal | None
    burden_after: Decimal | None
    left: Money


def burden(payments: Money, income: Money) -> Decimal | None:
    """Debt payments over income in percent (debt service to income), unrounded; None when there is no income."""
    if payments.currency != income.currency:
        raise FinanceError(
            N_("%(left)s and %(right)s cannot be mixed: convert first."), left=payments.currency, right=income.currency
        )
    if income.amount <= 0:
        return None
    with localcontext(LAW):
        return payments.amount * 100 / income.amount


def capacity(budget: Budget, payment: Money) -> Capacity:
    """What the budget looks like with `payment` a month on top."""
    after = budget.debt_payments + payment
    return Capacity(
        burden_before=burden(budget.debt_payments, budget.income),
        burden_after=burden(after, budget.income),
        left=budget.income - budget.living_costs - after,
    )


def highest_payment(budget: Budget, most_burden: Decimal) -> Money:
    """The highest new monthly payment that keeps the burden at `most_burden` percent and leaves nobody short."""
    if not 0 <= most_burden <= 100:
        raise FinanceError(N_("The highest burden must be from 0 to 100 percent."))
    currency = budget.income.currency
    with localcontext(LAW):
        by_burden = round_down(budget.income.amount * most_burden / 100, currency) - budget.debt_payments.amount
    by_budget = (budget.income - budget.living_costs - budget.debt_payments).amount
    return Money(max(min(by_burden, by_budget), Decimal(0)), currency)


def highest_loan(payment: Money, annual_rate: Decimal, months: int) -> Money:
    """The largest loan that equal instalments of `payment` repay in `months`, cut to the minor unit."""
    check_months(months)
    rate = monthly_rate(annual_rate)
    with localcontext(LAW):
        worth = (1 - (1 + rate) ** -months) / rate if rate else Decimal(months)
        return Money(round_down(payment.amount * worth, payment.currency), payment.currency)


def debt_service_cover(operating_cash: Money, debt_service: Money) -> Decimal | None:
    """A firm's yearly operating cash over its yearly debt service (DSCR, a plain ratio); None without debt service."""
    if operating_cash.currency != debt_service.currency:
        raise FinanceError(
            N_("%(left)s and %(right)s cannot be mixed: convert first."),
            left=operating_cash.currency,
            right=debt_service.currency,
        )
    if debt_service.amount <= 0:
        return None
    with localcontext(LAW):
        return operating_cash.amount / debt_service.amount


def loan_to_value(loans: Sequence[Money], value: Money) -> Decimal | None:
    """All loans on a thing over its value in percent, unrounded; None for a thing without value."""
    total = sum((loan for loan in loans), start=Money.zero(value.currency))
    return burden(total, value)
