"""The legal hint beside the verdict, and the honest alternative (DOMAIN A.4; C-3, C-4)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.domain.debts import Debt, InputProblem, Lead, pack_as_of, prequalify
from advisor.domain.debts.alternatives import Option, alternatives
from advisor.domain.debts.decision import Outcome
from advisor.domain.debts.examples import examples
from advisor.domain.debts.explain import compared
from advisor.domain.debts.extrajudicial import HintFacts, facts_from_json, facts_of, hint
from advisor.domain.debts.lead import Collateral
from advisor.domain.debts.verify import hint_json

TODAY = date(2026, 1, 15)
NOW = pack_as_of("extrajudicial", TODAY)
CLOSED = {"enforcement_closed_46_1_4": True, "other_enforcement_open": False}


def owing(amount: str, **answers: Any) -> HintFacts:
    return HintFacts(Decimal(amount), **answers)


def options(lead: Lead, facts: HintFacts | None = None) -> dict[str, Option]:
    found = alternatives(prequalify(lead), facts or facts_of(lead), NOW)
    return {option.code: option for option in found}


def test_all_six_shared_cases_are_shipped() -> None:
    assert [case.id for case in examples("extrajudicial")] == ["L01", "L04", "L06", "L07", "L09", "L13"]


@pytest.mark.parametrize("case", examples("extrajudicial"), ids=lambda case: case.id)
def test_shared_case(case: Any) -> None:
    assert hint_json({"input": case.given}, NOW) == dict(case.expected)


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("24999.99", ("BELOW_25K",)),
        ("25000.00", ("GROUND_ENFORCEMENT_CLOSED",)),
        ("25000.01", ("GROUND_ENFORCEMENT_CLOSED",)),
        ("999999.99", ("GROUND_ENFORCEMENT_CLOSED",)),
        ("1000000.00", ("GROUND_ENFORCEMENT_CLOSED",)),
        ("1000000.01", ("ABOVE_1M",)),
    ],
)
def test_limits_since_2023_11_03_are_inclusive(amount: str, why: tuple[str, ...]) -> None:
    assert hint(owing(amount, **CLOSED), NOW).why == why


@pytest.mark.parametrize(("age", "why"), [(11, "NO_GROUND"), (12, "GROUND_PENSION_1Y"), (83, "GROUND_PENSION_1Y")])
def test_a_pension_needs_a_writ_of_twelve_months(age: int, why: str) -> None:
    facts = owing("300000.00", main_income_pension=True, enforcement_document_age_months=age, seizable_property=False)
    assert hint(facts, NOW).why == (why,)


def test_all_grounds_met_are_named() -> None:
    facts = owing(
        "300000.00",
        **CLOSED,
        main_income_pension=True,
        child_benefit=True,
        enforcement_document_age_months=84,
        seizable_property=False,
    )
    assert set(hint(facts, NOW).why) == set(NOW.rules.grounds)


def test_seizable_property_or_an_open_proceeding_closes_a_ground() -> None:
    pension = {"main_income_pension": True, "enforcement_document_age_months": 20}
    assert hint(owing("300000.00", **pension, seizable_property=True), NOW).why == ("NO_GROUND",)
    reopened = {"enforcement_closed_46_1_4": True, "other_enforcement_open": True}
    assert hint(owing("300000.00", **reopened), NOW).why == ("NO_GROUND",)


def test_an_unanswered_question_is_neither_met_nor_failed() -> None:
    answer = hint(owing("300000.00"), NOW)
    assert {tick.met for tick in answer.ticks} == {None}
    assert not answer.possible


def test_penalties_do_not_count() -> None:
    facts = owing("1000000.00", penalties=Decimal("500000.00"), **CLOSED)
    assert hint(facts, NOW).possible


def test_c3_the_same_person_in_three_months_gives_three_explained_results() -> None:
    """600 000 owed, a pension with an old writ and a mortgage: Aug 2023, Dec 2023, Oct 2024."""
    person = owing(
        "600000.00",
        main_income_pension=True,
        enforcement_document_age_months=30,
        seizable_property=False,
        mortgage=True,
    )
    days = (date(2023, 8, 31), date(2023, 12, 1), date(2024, 10, 1))
    answers = [hint(person, pack_as_of("extrajudicial", day)) for day in days]
    assert [(a.possible, a.why, a.mortgage_route) for a in answers] == [
        (False, ("ABOVE_500K",), False),
        (True, ("GROUND_PENSION_1Y",), False),
        (True, ("GROUND_PENSION_1Y",), True),
    ]
    assert [compared(a.comparison).say() for a in answers] == [
        "600 000.00 is more than 500 000",
        "600 000.00 is not more than 1 000 000",
        "600 000.00 is not more than 1 000 000",
    ]
    assert [a.repeat_after_years for a in answers] == [10, 5, 5]


@pytest.mark.parametrize(("amount", "duty"), [("499999.99", False), ("500000.00", True), ("500000.01", True)])
def test_the_duty_to_petition_is_shown_from_500_000(amount: str, duty: bool) -> None:
    assert (hint(owing(amount), NOW).duty_to_petition is not None) is duty


@pytest.mark.parametrize(
    ("source", "field", "code"),
    [
        (None, "input", "missing"),
        ({}, "obligations_without_penalties", "missing"),
        ({"obligations_without_penalties": "-1.00"}, "obligations_without_penalties", "negative"),
        ({"obligations_without_penalties": "1.00", "penalties": None}, "penalties", "missing"),
        ({"obligations_without_penalties": "1.00", "pension": True}, "input", "unknown_key"),
        ({"obligations_without_penalties": "1.00", "child_benefit": "yes"}, "child_benefit", "not_true_or_false"),
        *(
            ({"obligations_without_penalties": "1.00", "enforcement_document_age_months": age}, *problem)
            for problem in [("enforcement_document_age_months", "not_whole_months")]
            for age in (-1, 1.5, True, "12", 1201)
        ),
    ],
)
def test_bad_hint_facts(source: object, field: str, code: str) -> None:
    with pytest.raises(InputProblem) as caught:
        facts_from_json(source)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_c4_below_our_floor_the_free_route_is_named_with_its_conditions() -> None:
    lead = Lead((Debt("credit_card", Decimal("80000.00")),), mortgage=False)
    assert prequalify(lead).outcome is Outcome.REFUSED
    found = options(lead, HintFacts(Decimal("80000.00"), **CLOSED, main_income_pension=False))
    ticks = {tick.code: tick.met for tick in found["EXTRAJUDICIAL"].ticks}
    assert ticks == {
        "WITHIN_LIMITS": True,
        "GROUND_ENFORCEMENT_CLOSED": True,
        "GROUND_PENSION_1Y": False,
        "GROUND_CHILD_BENEFIT_1Y": None,
        "GROUND_7Y": None,
    }
    assert {"RESTRUCTURING", "BUDGET_HELP", "LOG_UNLAWFUL_CALLS"} <= set(found)
    assert found["EXTRAJUDICIAL"].reference_on == date(2024, 8, 8)


def test_c4_only_alimony_gets_no_false_hope() -> None:
    assert list(options(Lead((Debt("alimony", Decimal("240000.00")),), mortgage=False))) == [
        "DEBTS_STAY",
        "BUDGET_HELP",
    ]


def test_c4_where_op1_is_stricter_than_the_law_we_say_so() -> None:
    sold = Debt("secured_loan", Decimal("250000.00"), Collateral.SOLD, bank_notified=False, proceeds_to_loan=False)
    assert "DEBTS_STAY" not in options(Lead((sold,), mortgage=False))
    both = options(Lead((sold, Debt("alimony", Decimal("1.00"))), mortgage=False))
    assert {"DEBTS_STAY", "LAW_MAY_DIFFER"} <= set(both)


def test_c4_a_route_that_does_not_fit_the_facts_is_not_offered() -> None:
    assert "EXTRAJUDICIAL" not in options(Lead((Debt("bank_loan", Decimal("1500000.00")),), mortgage=False))
    assert "MORTGAGE_ROUTE" not in options(Lead((Debt("bank_loan", Decimal("90000.00")),), mortgage=False))
    assert "MORTGAGE_ROUTE" in options(Lead((Debt("bank_loan", Decimal("90000.00")),), mortgage=True))
    assert options(Lead((), mortgage=False)) == {}
