"""Burden (SPEC ES-19: figures for a talk, no refusal)."""

from decimal import Decimal

import pytest

from advisor.domain.finance.affordability import burden
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import Money


def pln(amount):
    return Money(Decimal(amount), "PLN")


def test_burden_is_payments_over_income_in_percent():
    assert burden(pln(1200), pln(8000)) == 15
    assert burden(pln(2600), pln(8000)) == Decimal("32.5")
    assert burden(pln(0), pln(1)) == 0


def test_without_income_there_is_no_burden_figure():
    assert burden(pln(100), pln(0)) is None


def test_mixed_currencies_are_refused():
    with pytest.raises(FinanceError, match="convert first"):
        burden(Money(Decimal(1), "EUR"), pln(1))
