"""Money: exact amounts in minor units of one currency (DOMAIN part E; RELIABILITY B3)."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.errors import AdvisorError
from advisor.domain.finance.currencies import DIGITS, minor_digits, minor_unit
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import Money, from_minor, round_down, round_half_up, to_minor
from advisor.domain.finance.typed import parse_amount, parse_money

D = Decimal


@pytest.mark.parametrize(("currency", "digits"), [("PLN", 2), ("EUR", 2), ("RUB", 2), ("JPY", 0), ("KWD", 3)])
def test_minor_units_follow_iso_4217(currency, digits):
    assert minor_digits(currency) == digits
    assert minor_unit(currency) == D(10) ** -digits


@pytest.mark.parametrize("currency", ["XYZ", "pln", "", "PLN ", None, 5, []])
def test_an_unknown_currency_is_refused(currency):
    with pytest.raises(FinanceError, match="currency"):
        Money(D(1), currency)


@pytest.mark.parametrize(
    "amount", [1.5, "10", 10, D("NaN"), D("Infinity"), D("sNaN"), D("0.001"), D(10) ** 15, D("1e308"), None]
)
def test_money_is_an_exact_decimal_within_bounds(amount):
    with pytest.raises(FinanceError):
        Money(amount, "PLN")


def test_money_takes_the_decimals_of_its_currency():
    assert str(Money(D(5), "PLN")) == "5.00 PLN"
    assert str(Money(D("5.0"), "JPY")) == "5 JPY"
    assert str(Money(D("-0"), "PLN")) == "0.00 PLN"
    assert Money(D("5"), "PLN") == Money(D("5.00"), "PLN")
    assert hash(Money(D("5"), "PLN")) == hash(Money(D("5.00"), "PLN"))
    with pytest.raises(FinanceError, match="JPY has 0 decimals"):
        Money(D("5.5"), "JPY")


def test_rounding_is_half_up_and_down_cuts():
    assert round_half_up(D("2.345"), "PLN") == D("2.35")
    assert round_half_up(D("-2.345"), "PLN") == D("-2.35")
    assert round_half_up(D("2.3449999"), "PLN") == D("2.34")
    assert round_half_up(D("0.5"), "JPY") == 1
    assert round_half_up(D("0.0005"), "KWD") == D("0.001")
    assert round_down(D("2.349"), "PLN") == D("2.34")
    assert Money.rounded(D("33.335"), "PLN") == Money(D("33.34"), "PLN")


def test_sums_compare_and_never_mix_currencies():
    ten, one = Money(D(10), "PLN"), Money(D(1), "PLN")
    assert (ten + one, ten - one, -one) == (Money(D(11), "PLN"), Money(D(9), "PLN"), Money(D(-1), "PLN"))
    assert one < ten
    assert one <= one  # noqa: PLR0124
    assert ten > one
    assert ten >= ten  # noqa: PLR0124
    assert ten
    assert not Money.zero("PLN")
    assert ten.times(3) == Money(D(30), "PLN")
    assert Money(D("33.33"), "PLN").percent(D("7.5")) == Money(D("2.50"), "PLN")
    for mix in (lambda: ten + Money(D(1), "EUR"), lambda: ten < Money(D(1), "EUR"), lambda: ten - Money(D(1), "EUR")):
        with pytest.raises(FinanceError, match="convert first"):
            mix()


@given(
    st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1),
    st.sampled_from(["PLN", "JPY", "KWD"]),
)
def test_the_ledger_form_is_lossless(minor, currency):
    assert to_minor(from_minor(minor, currency)) == minor


def test_the_ledger_form():
    assert to_minor(Money(D("1234.56"), "PLN")) == 123456
    assert to_minor(Money(D("1234"), "JPY")) == 1234
    assert from_minor(1, "KWD").amount == D("0.001")
    assert max(DIGITS.values()) == 3
    assert to_minor(Money(D("999999999999999.999"), "KWD")) < 2**63
    for bad in (1.0, "1", True, None):
        with pytest.raises(FinanceError, match="whole number"):
            from_minor(bad, "PLN")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234\u202f567,89", "1234567.89"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567,8", "1234567.80"),
        ("1,234,567", "1234567.00"),
        ("1'234'567.80", "1234567.80"),
        ("1.000", "1000.00"),
        ("12,500", "12500.00"),
        ("10.555", "10555.00"),
        ("0.500", "0.50"),
        ("1234.500", "1234.50"),
        ("  12 ", "12.00"),
        ("12.", "12.00"),
        ("-5,5", "-5.50"),
        ("\u2212 5", "-5.00"),
        ("+5", "5.00"),
        ("-0", "0.00"),
        ("1 234,56 zł", "1234.56"),
        ("PLN 100", "100.00"),
        ("100pln", "100.00"),
        ("999999999999999.99", "999999999999999.99"),
    ],
)
def test_typed_amounts_are_read(text, amount):
    """RELIABILITY B3."""
    parsed = parse_amount(text, "PLN")
    assert parsed == D(amount)
    assert str(parsed) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "abc",
        "12abc",
        "NaN",
        "Infinity",
        "1e5",
        "1E308",
        "0x10",
        "5 %",
        "١٢٣",
        "1..2",
        "1,2,3",
        "1.2.3",
        "1,234.567,89",
        "12 34",
        "1 23,45",
        "1.23.456,7",
        "--5",
        "+-5",
        "5-",
        ",50",
        "100 EUR",
        "$5",
        "1.234567",
        "1000000000000000",
        "9" * 41,
        "5\u202e",
        "5\x00",
        "1_000",
        "PLN",
        "zł 5 zł",
        None,
        5,
    ],
)
def test_other_texts_are_refused_with_a_sentence(text):
    """RELIABILITY B3."""
    with pytest.raises(FinanceError) as refusal:
        parse_amount(text, "PLN")
    assert str(refusal.value)
    assert "%(" not in str(refusal.value)
    assert isinstance(refusal.value, AdvisorError)


def test_the_decimal_mark_of_the_language_settles_doubt():
    assert parse_amount("1.234", "PLN", decimal_mark=",") == 1234
    assert parse_amount("1,500", "PLN", decimal_mark=",") == D("1.50")
    assert parse_amount("1,500", "PLN", decimal_mark=".") == 1500
    with pytest.raises(FinanceError, match="too many decimals"):
        parse_amount("1,234", "PLN", decimal_mark=",")
    with pytest.raises(FinanceError, match="two ways"):
        parse_amount("1.234", "KWD")
    assert parse_amount("1.234", "KWD", decimal_mark=".") == D("1.234")
    assert parse_money("1 234", "JPY") == Money(D(1234), "JPY")
    with pytest.raises(FinanceError, match="too many decimals"):
        parse_amount("12,5", "JPY")


@given(st.integers(min_value=0, max_value=10**14), st.sampled_from(["{:,.2f}", "{:.2f}"]), st.booleans())
def test_printed_amounts_are_read_back(minor, form, european):
    text = form.format(D(minor) / 100)
    if european:
        text = text.translate(str.maketrans(",.", ".,"))
    assert parse_amount(text) == D(minor) / 100


@given(st.text(max_size=45))
def test_no_text_makes_the_reader_stumble(text):
    with contextlib.suppress(FinanceError):
        assert abs(parse_amount(text)) < 10**15
