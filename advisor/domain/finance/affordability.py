"""Burden: what debt payments take of an income. A reason for a talk, never a refusal (SPEC ES-19)."""

from decimal import Decimal, localcontext

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import LAW, Money
from advisor.domain.words import N_


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
