"""The shared worked cases (DOMAIN part C): published figures reproduce to the places they really reproduce."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from advisor.domain.finance.answers import SOLVERS, answer
from advisor.domain.finance.case_tables import Rounding, rounding
from advisor.domain.finance.plain import shown

CASES = json.loads(Path(__file__).with_name("finance.json").read_text(encoding="utf-8"))["cases"]
COLUMNS = {"b": "balance", "i": "interest", "p": "capital"}


def figure(results, key):
    """A published figure, read from the results as the header of the file says."""
    if key in results:
        return Decimal(results[key])
    if key == "published_rounded":
        return Decimal(results["apr_percent"])
    if found := re.fullmatch(r"([bip])(\d+)", key):
        return Decimal(results["rows"][int(found[2]) - 1][COLUMNS[found[1]]])
    if found := re.fullmatch(r"balance_after_(\d+)", key):
        return Decimal(results["rows"][int(found[1]) - 1]["balance"])
    first, last = {"interest_month_1": (1, 1), "interest_months_13_24": (13, 24)}[key]
    return sum(Decimal(row["interest"]) for row in results["rows"][first - 1 : last])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_reproduces(case):
    results = answer({key: case[key] for key in ("id", "type", "inputs", "convention")})
    for key, check in case["check"].items():
        place = Decimal(1).scaleb(-check["compare_places"])
        computed = figure(results, key).quantize(place, ROUND_HALF_UP)
        assert computed == Decimal(case["expected"][key]).quantize(place, ROUND_HALF_UP), key
        assert abs(figure(results, key) - Decimal(check["computed"])) < Decimal("1e-7"), key


def test_every_type_of_the_contract_has_a_case():
    assert {case["type"] for case in CASES} == set(SOLVERS)


def test_equal_months_and_days_differ_in_the_second_decimal():
    """DOMAIN part C: the same flows are 19.21 % by days over 365 and 19.26 % by equal months."""
    flows = {
        "advances": [{"amount": "1860", "month": 0}],
        "payments": [{"amount": "170.30", "count": 11, "month": 1}, {"amount": "170.28", "month": 12}],
    }
    rate = answer({"type": "apr_eu", "inputs": flows})["apr_percent"]
    assert Decimal(rate).quantize(Decimal("0.01")) == Decimal("19.26")


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("", Rounding.NONE),
        ("no rounding inside; only the printed figures are rounded", Rounding.NONE),
        ("unrounded", Rounding.NONE),
        ("instalment rounded half-up to the cent", Rounding.EVERYTHING),
        ("payments rounded to the cent while balances run unrounded", Rounding.PAYMENT),
    ],
)
def test_a_convention_in_words_names_its_rounding(words, mode):
    assert rounding(words) is mode


def test_rounded_conventions_round():
    case = {"type": "schedule_annuity", "inputs": {"principal": "2500", "annual_rate_percent": "8.24", "periods": 12}}
    rounded = answer({**case, "convention": "instalment and interest rounded half-up to the cent"})
    assert (rounded["instalment"], rounded["last"]) == ("217.75", "217.72")
    assert sum(Decimal(row["capital"]) for row in rounded["rows"]) == 2500
    payment = answer({**case, "convention": "payments rounded to the cent, balances unrounded"})
    assert payment["instalment"] == "217.75"
    assert payment["rows"][0]["balance"] == "2299.4166666666666667"
    assert sum(Decimal(row["capital"]) for row in payment["rows"]).quantize(Decimal("1e-9")) == 2500


def test_a_lease_with_a_price_tells_its_fees_from_rounded_instalments():
    inputs = {
        "asset_price": "45000",
        "initial_payment": "6750",
        "residual": "450",
        "periods": 60,
        "annual_rate_percent": "10",
        "payments_in_advance": 0,
    }
    results = answer({"type": "lease_instalment", "inputs": inputs, "convention": "instalment rounded to the cent"})
    instalment = Decimal(results["instalment"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(results["sum_of_instalments"]) == instalment * 60
    assert Decimal(results["total_fees"]) == 6750 + instalment * 60 + 450
    assert Decimal(results["total_fees_percent"]) == pytest.approx(Decimal(results["total_fees"]) / 450)


def test_numbers_are_plain_decimal_strings_with_enough_digits():
    """The oracle is the same formula in fractions, which round nothing."""
    growth = 1 + Fraction(6, 1200)
    exact = 200_000 * Fraction(6, 1200) / (1 - growth**-240)
    inputs = {"principal": "200000", "annual_rate_percent": "6", "periods": 240}
    results = answer({"type": "annuity_instalment", "inputs": inputs})
    assert abs(Fraction(results["instalment"]) - exact) < Fraction(1, 10**15)
    assert abs(Fraction(results["total_interest"]) - (240 * exact - 200_000)) < Fraction(1, 10**13)
    assert results["rows"][-1]["balance"] == "0"
    assert len(results["rows"]) == 240
    assert (shown(Decimal("1E+3")), shown(Decimal("-0.00")), shown(Decimal("1e-30"))) == (
        "1000",
        "0",
        "0." + "0" * 29 + "1",
    )
