"""Amounts as people type them: the short ones."""

from decimal import Decimal

import pytest

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.typed import parse_amount


@pytest.mark.parametrize(("text", "amount"), [("0", "0.00"), ("5", "5.00"), ("-7", "-7.00"), ("+3", "3.00")])
def test_one_digit_is_an_amount(text: str, amount: str) -> None:
    """A zero fee and a one-zloty price can be typed."""
    assert parse_amount(text, "PLN") == Decimal(amount)


@pytest.mark.parametrize("text", ["--5", "+-5", "-", "+"])
def test_signs_alone_or_doubled_are_not(text: str) -> None:
    with pytest.raises(FinanceError):
        parse_amount(text, "PLN")
