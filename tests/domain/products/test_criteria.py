"""Criteria of products: a closed language, dated editions by the engine of the debt rules (issue 5 point 3)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.errors import Invalid
from advisor.domain.products.criteria import Criterion, FactValue, Fit, in_force, read_line, read_lines, succeeded
from advisor.domain.products.facts import FACTS
from advisor.domain.products.matching import Sold, match

D = Decimal
DAY = date(2026, 3, 2)
LOAN = Sold("mortgage", "PLN", D(50_000), D(900_000), 60, 360)
FACTS_OF_CASE: dict[str, FactValue] = {"product": "mortgage", "currency": "PLN", "amount": D(310_000), "months": D(120)}


@pytest.mark.parametrize(
    ("line", "value", "fit"),
    [
        ("income >= 5000", D(5000), Fit.YES), ("income >= 5000", D("4999.99"), Fit.NO),
        ("income >= 5000", None, Fit.ASK),
        ("age <= 70", D(70), Fit.YES), ("age <= 70", D(71), Fit.NO), ("age = 18", D(18), Fit.YES),
        ("age != 18", D(18), Fit.NO), ("country = PL, CZ", "CZ", Fit.YES), ("country = PL, CZ", "RU", Fit.NO),
        ("country != RU", "PL", Fit.YES), ("country != RU", "RU", Fit.NO), ("bad_entries = no", False, Fit.YES),
        ("bad_entries = no", True, Fit.NO), ("client_type = sp_zoo, sme", "sme", Fit.YES),
    ],
)  # fmt: skip
def test_a_comparison_holds_fails_or_asks(line: str, value: object, fit: Fit) -> None:
    assert read_line(line).judge(value) is fit  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("income", "not_a_criterion"), ("income > 5", "not_a_criterion"), ("__import__('os')", "not_a_criterion"),
        ("income >= 5 or 1", "not_a_value"), ("salary >= 5", "unknown_fact"), ("income >= five", "not_a_value"),
        ("income >= 5, 6", "not_a_value"), ("income >= -5", "not_a_value"), ("country >= PL", "not_a_value"),
        ("client_type = alien", "not_a_value"), ("bad_entries = maybe", "not_a_value"),
        ("income >= 1e9", "not_a_value"),
        ("country = {evil}", "not_a_value"), ("x" * 300, "not_a_criterion"), ("country = PL,", "not_a_value"),
    ],
)  # fmt: skip
def test_what_is_no_criterion_is_refused_with_its_line(line: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_lines(f"age >= 18\n\n{line}")
    assert (refused.value.field, refused.value.code) == ("criteria", code)


@given(st.text(max_size=60))
def test_no_text_brings_the_reader_down(text: str) -> None:
    try:
        for criterion in read_lines(text):
            assert read_line(criterion.line) == criterion
            assert criterion.fact in FACTS
    except Invalid:
        pass


def test_the_edition_in_force_on_the_day_decides() -> None:
    """The same engine as the debt rules: versions begin on a day, the highest one in force decides."""
    old, new = read_lines("income >= 4000"), read_lines("income >= 5000")
    stored = succeeded({}, old, date(2026, 1, 1), "Letter of the bank")
    stored = succeeded(stored, new, date(2026, 6, 1), "Letter of May")
    assert in_force(stored, date(2025, 12, 31)) == ()
    assert in_force(stored, date(2026, 5, 31)) == old
    assert in_force(stored, date(2026, 6, 1)) == new
    assert [each["version"] for each in stored["editions"]] == [1, 2]
    assert succeeded(stored, new, date(2026, 7, 1), "Letter of May") == stored
    assert in_force(succeeded(stored, (), date(2026, 8, 1), ""), date(2026, 8, 1)) == ()


def test_limits_and_criteria_give_a_reason_for_each_no_and_ask() -> None:
    stored = succeeded({}, read_lines("income >= 6000\nage <= 70\nbad_entries = no"), DAY, "")
    sold = Sold("mortgage", "PLN", D(50_000), D(300_000), 60, 360, stored)
    found = match(sold, FACTS_OF_CASE | {"income": D(5_000), "age": D(40)}, DAY)
    assert found.fit is Fit.NO
    assert [(reason.criterion.line, reason.fit) for reason in found.reasons] == [
        ("amount <= 300000", Fit.NO), ("income >= 6000", Fit.NO), ("bad_entries = no", Fit.ASK),
    ]  # fmt: skip
    assert found.reasons[1].value == D(5_000)


def test_a_product_fits_asks_or_is_of_another_line() -> None:
    assert match(LOAN, FACTS_OF_CASE, DAY).fit is Fit.YES
    assert match(LOAN, FACTS_OF_CASE | {"months": None}, DAY).fit is Fit.ASK
    assert match(LOAN, FACTS_OF_CASE | {"product": "consumer_loan"}, DAY).fit is Fit.NO
    assert match(LOAN, FACTS_OF_CASE | {"currency": "EUR"}, DAY).reasons[0].criterion == Criterion(
        "currency", "=", ("PLN",)
    )
