"""Burden, what is left, the payment and the loan that still fit (SPEC ES-19: figures for a talk, no refusal)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.finance.affordability import (
    Budget,
    burden,
    capacity,
    debt_service_cover,
    highest_loan,
    highest_payment,
    loan_to_value,
)
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import Money
from advisor.domain.finance.unrounded import Level, level_table, monthly_rate

D = Decimal


def pln(amount):
    return Money(D(amount), "PLN")


HOUSEHOLD = Budget(income=pln(8000), living_costs=pln(3500), debt_payments=pln(1200))


def test_burden_and_what_is_left():
    figures = capacity(HOUSEHOLD, pln(1400))
    assert figures.burden_before == 15
    assert figures.burden_after == D("32.5")
    assert figures.left == pln(1900)
    assert capacity(HOUSEHOLD, pln(4000)).left == pln(-700)


def test_without_income_there_is_no_burden_figure():
    assert burden(pln(100), pln(0)) is None
    assert capacity(Budget(income=pln(0), living_costs=pln(10), debt_payments=pln(0)), pln(5)).burden_after is None


def test_the_highest_payment_obeys_both_limits():
    assert highest_payment(HOUSEHOLD, D(40)) == pln(2000)  # 40 % of 8 000 less 1 200
    assert highest_payment(HOUSEHOLD, D(100)) == pln(3300)  # what the budget leaves
    assert highest_payment(HOUSEHOLD, D(10)) == pln(0)
    for limit in (D(-1), D(101)):
        with pytest.raises(FinanceError, match="burden"):
            highest_payment(HOUSEHOLD, limit)


@given(st.integers(1, 10**8), st.integers(0, 3000), st.integers(1, 600))
def test_the_highest_loan_is_just_repaid_by_the_payment(minor, rate, months):
    payment, rate = pln(D(minor) / 100), D(rate) / 100
    loan = highest_loan(payment, rate, months)
    more = loan + pln("0.01")

    def instalment(money):
        return level_table(Level(financed=money.amount, rate=monthly_rate(rate), periods=months)).instalment

    tiny = D("1e-20")
    assert not loan or instalment(loan) <= payment.amount + tiny
    assert instalment(more) > payment.amount - tiny


def test_firm_and_security_figures():
    assert debt_service_cover(pln(150_000), pln(120_000)) == D("1.25")
    assert debt_service_cover(pln(150_000), pln(0)) is None
    assert loan_to_value([pln(200_000), pln(40_000)], pln(300_000)) == 80
    assert loan_to_value([], pln(300_000)) == 0
    assert loan_to_value([pln(1)], pln(0)) is None


def test_negative_figures_and_mixed_currencies_are_refused():
    with pytest.raises(FinanceError, match="cannot be negative"):
        Budget(income=pln(-1), living_costs=pln(0), debt_payments=pln(0))
    euro = Money(D(1), "EUR")
    for mix in (
        lambda: Budget(income=pln(1), living_costs=euro, debt_payments=pln(0)),
        lambda: burden(euro, pln(1)),
        lambda: capacity(HOUSEHOLD, euro),
        lambda: debt_service_cover(euro, pln(1)),
        lambda: loan_to_value([euro], pln(1)),
    ):
        with pytest.raises(FinanceError, match="convert first"):
            mix()
