"""The affordability pre-check of financing cases: dated ratio limits; it warns and refers, never refuses (SPEC A0)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.debts import InputProblem, NoPackInForce, pack_as_of
from advisor.domain.debts.affordability import Carrying, LoanFacts, afford, loan_facts_from_json
from advisor.domain.debts.explain import compared
from advisor.domain.debts.packs import AFFORDABILITY_KEYS

CENT = Decimal("0.01")
money = st.none() | st.integers(0, 10**10).map(lambda cents: Decimal(cents) / 100)


def household(income: str, due: str, asked: str, currency: str = "PLN") -> LoanFacts:
    return LoanFacts(currency, Decimal(income), Decimal(due), Decimal(asked))


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        (Decimal("2500.00") - CENT, Carrying.FITS),
        (Decimal("2500.00"), Carrying.FITS),
        (Decimal("2500.00") + CENT, Carrying.WARN),
        (Decimal("3500.00"), Carrying.WARN),
        (Decimal("3500.00") + CENT, Carrying.REFER),
    ],
)
def test_limits_to_the_grosz(asked: Decimal, outcome: Carrying) -> None:
    pack = pack_as_of("affordability_pl", date(2026, 1, 1))
    assert afford(household("10000.00", "1500.00", f"{asked:.2f}"), pack).outcome is outcome


def test_the_comparison_is_in_money_so_that_no_rounded_ratio_contradicts_it() -> None:
    answer = afford(household("10000.00", "1500.00", "2500.01"), pack_as_of("affordability_pl", date(2026, 1, 1)))
    assert answer.burden == Decimal("0.4000")
    assert [compared(r.comparison).say() for r in answer.reasons if r.comparison] == ["4 000.01 is more than 4 000"]


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2023, 1, 1), Carrying.FITS),
        (date(2023, 12, 31), Carrying.FITS),
        (date(2024, 1, 1), Carrying.WARN),
    ],
)
def test_the_same_household_is_judged_by_the_limits_of_the_day(day: date, outcome: Carrying) -> None:
    facts = household("100000.00", "20000.00", "40000.00", "RUB")
    assert afford(facts, pack_as_of("affordability_ru", day)).outcome is outcome


def test_before_the_first_edition_there_is_no_limit_to_invent() -> None:
    with pytest.raises(NoPackInForce):
        pack_as_of("affordability_pl", date(2022, 3, 31))


@given(money, money, money, st.sampled_from(sorted(AFFORDABILITY_KEYS)))
def test_it_never_refuses_and_never_fails(
    income: Decimal | None, due: Decimal | None, asked: Decimal | None, currency: str
) -> None:
    pack = pack_as_of(AFFORDABILITY_KEYS[currency], date(2026, 1, 1))
    answer = afford(LoanFacts(currency, income, due, asked), pack)
    assert answer.outcome in {Carrying.FITS, Carrying.WARN, Carrying.REFER}
    assert bool(answer.reasons) is (answer.outcome is not Carrying.FITS)


@pytest.mark.parametrize(
    ("source", "field", "code"),
    [
        ({}, "currency", "missing"),
        ({"currency": "zł"}, "currency", "not_a_currency"),
        ({"currency": "PLN", "net_income": 5}, "net_income", "not_a_decimal_string"),
        ({"currency": "PLN", "obligations": "-1.00"}, "obligations", "negative"),
        ({"currency": "PLN", "income": "1.00"}, "facts", "unknown_key"),
    ],
)
def test_bad_facts(source: Any, field: str, code: str) -> None:
    with pytest.raises(InputProblem) as caught:
        loan_facts_from_json(source)
    assert (caught.value.field, caught.value.code) == (field, code)
