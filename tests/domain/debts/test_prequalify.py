"""The OP-1 decision: worked cases, thresholds to the kopeck, and agreement with a second evaluator (OP-05 to OP-19)."""

import os
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from advisor.domain.debts import OP1, Debt, Lead, Outcome, Thresholds, lead_from_json, lead_to_json, prequalify
from advisor.domain.debts.decision import Status
from advisor.domain.debts.examples import examples
from advisor.domain.debts.kinds import Group
from advisor.domain.debts.verify import prequalify_json
from tests.domain.debts.evaluator import evaluate
from tests.domain.debts.leads import configs, leads, random_config, random_lead

CASES = examples("op1")
RANDOM_LEADS = int(os.environ.get("TEST_EXAMPLES", "5000"))
many = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KOPECK = Decimal("0.01")
LIMIT = Decimal("100000.00")
CEILING = Decimal("300000.00")
JsonObject = dict[str, Any]


def ordered(answer: JsonObject) -> JsonObject:
    return {key: sorted(value) if isinstance(value, list) else value for key, value in answer.items()}


def lead(*debts: Debt, mortgage: bool | None = False, consent: bool | None = None) -> Lead:
    return Lead(debts, mortgage, consent)


def codes(decision: Any) -> set[str]:
    return {reason.code for reason in decision.reasons}


def with_rules(**rules: Any) -> Any:
    return replace(OP1, rules=replace(OP1.rules, **rules))


def test_all_forty_worked_cases_are_shipped() -> None:
    assert len(CASES) == 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_worked_case(case: Any) -> None:
    assert ordered(prequalify_json(case.given, OP1)) == ordered(dict(case.expected))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_second_evaluator_reproduces_the_worked_cases_too(case: Any) -> None:
    assert evaluate(case.given["lead"], case.given["config"]) == ordered(dict(case.expected))


@many
@given(leads, configs)
@example({"currency": "RUB", "mortgage": True, "partial_consent": None, "debts": []}, {"mortgage_policy": "refuse"})
@example({"currency": "RUB", "mortgage": None, "partial_consent": False, "debts": []}, {})
def test_engine_agrees_with_the_second_evaluator(source: JsonObject, config: JsonObject) -> None:
    assert ordered(prequalify_json({"lead": source, "config": config}, OP1)) == evaluate(source, config)


def test_engine_agrees_with_the_second_evaluator_on_many_leads() -> None:
    """Issue 3: 100 000 leads over all configurations with TEST_EXAMPLES=100000; each lead has its seed."""
    outcomes = set()
    for seed in range(RANDOM_LEADS):
        dice = Random(seed)
        source, config = random_lead(dice), random_config(dice)
        answer = ordered(prequalify_json({"lead": source, "config": config}, OP1))
        assert answer == evaluate(source, config), f"seed {seed}"
        outcomes.add(answer["outcome"])
    assert outcomes == {outcome.value for outcome in Outcome}


SEMANTICS = [
    # (settings, debts, mortgage, outcome, codes, clauses), worked by hand from `config_semantics`
    ({"secured_scope": "each_held"}, ["held 160000.00", "held 300000.01"], False, "refused", {"SECURED_ABOVE_MAX"}, ()),
    (
        {"secured_scope": "sum_all_secured"},
        ["held 200000.00", "lost 100000.01"],
        False,
        "refused",
        {"SECURED_ABOVE_MAX"},
        (),
    ),
    (
        {"secured_scope": "sum_all_secured"},
        ["held 200000.00", "lost 100000.00"],
        False,
        "refer",
        {"COLLATERAL_ABSENT"},
        (),
    ),
    ({"secured_scope": "sum_all_secured"}, ["held 200000.00", "mortgage 900000.00"], None, "refer", {"MORTGAGE"}, ()),
    ({"collateral_gap_policy": "as_unsecured"}, ["lost 100000.00", "utilities 1.00"], False, "qualified", set(), ()),
    (
        {"collateral_gap_policy": "as_unsecured", "credit_kinds": ["secured_loan"]},
        ["lost 100000.00", "utilities 1.00"],
        False,
        "refused",
        {"UTILITIES_CREDIT_BELOW_MIN"},
        (),
    ),
    (
        {"collateral_gap_policy": "as_non_dischargeable"},
        ["lost 200000.00"],
        False,
        "refused",
        {"ONLY_NON_DISCHARGEABLE"},
        ("3.6",),
    ),
    ({"unlisted_policy": "as_dischargeable"}, ["guarantee 100000.01"], False, "qualified", set(), ()),
    (
        {"unlisted_policy": "as_dischargeable"},
        ["guarantee 200000.00", "utilities 1.00"],
        False,
        "refused",
        {"UTILITIES_CREDIT_BELOW_MIN"},
        (),
    ),
    (
        {"unlisted_policy": "as_non_dischargeable"},
        ["guarantee 1.00", "alimony 1.00", "tax 200000.00"],
        False,
        "awaiting_consent",
        {"PART_NOT_WRITTEN_OFF"},
        ("-", "3.1"),
    ),
    (
        {"total_base": "all"},
        ["tax 60000.00", "alimony 40000.01"],
        False,
        "awaiting_consent",
        {"PART_NOT_WRITTEN_OFF"},
        ("3.1",),
    ),
    ({"mortgage_policy": "ignore"}, ["mortgage 900000.00"], True, "refused", {"NO_DEBTS"}, ()),
    ({"mortgage_policy": "ignore"}, ["tax 100000.01"], None, "qualified", set(), ()),
    ({"mortgage_policy": "as_secured"}, ["mortgage 300000.00"], True, "qualified", set(), ()),
    ({"mortgage_policy": "as_secured"}, ["tax 50000.00"], True, "refused", {"TOTAL_NOT_ABOVE_MIN"}, ()),
    ({"mortgage_policy": "refuse"}, ["mortgage 900000.00"], False, "refused", {"MORTGAGE_NOT_ACCEPTED"}, ()),
    (
        {"mortgage_policy": "refuse"},
        ["tax 50000.00"],
        True,
        "refused",
        {"MORTGAGE_NOT_ACCEPTED", "TOTAL_NOT_ABOVE_MIN"},
        (),
    ),
    ({"mortgage_policy": "refuse"}, ["tax 100000.01"], None, "qualified", set(), ()),
    ({}, ["tax 1.00", "utilities 1.00"], True, "refer", {"MORTGAGE"}, ()),
    ({}, ["alimony 1.00"], None, "refer", {"MORTGAGE_UNKNOWN"}, ("3.1",)),
    (
        {},
        ["mortgage 99999.00", "utilities 1.00"],
        True,
        "refused",
        {"TOTAL_NOT_ABOVE_MIN", "UTILITIES_CREDIT_BELOW_MIN"},
        (),
    ),
]


@pytest.mark.parametrize(("config", "debts", "mortgage", "outcome", "expected", "clauses"), SEMANTICS)
def test_op09_each_setting_means_what_its_semantics_say(
    config: JsonObject,
    debts: list[str],
    mortgage: bool | None,
    outcome: str,
    expected: set[str],
    clauses: tuple[str, ...],
) -> None:
    rows: list[JsonObject] = []
    for kind, amount in (text.split() for text in debts):
        pledged = kind in {"held", "lost"}
        rows.append({"kind": "secured_loan", "collateral": kind} if pledged else {"kind": kind})
        rows[-1]["amount"] = amount
    source = {"currency": "RUB", "mortgage": mortgage, "partial_consent": None, "debts": rows}
    answer = prequalify_json({"lead": source, "config": config}, OP1)
    assert (answer["outcome"], set(answer["reasons"])) == (outcome, expected)
    assert tuple(answer["non_dischargeable_clauses"]) == clauses


@pytest.mark.parametrize(
    ("step", "inclusive", "outcome"),
    [
        (-KOPECK, False, "refused"),
        (0 * KOPECK, False, "refused"),
        (KOPECK, False, "qualified"),
        (-KOPECK, True, "refused"),
        (0 * KOPECK, True, "qualified"),
        (KOPECK, True, "qualified"),
    ],
)
def test_op05_the_minimum_is_strict_by_default(step: Decimal, inclusive: bool, outcome: str) -> None:
    decision = prequalify(lead(Debt("bank_loan", LIMIT + step)), with_rules(total_min_inclusive=inclusive))
    assert (decision.outcome, codes(decision)) == (
        outcome,
        {"TOTAL_NOT_ABOVE_MIN"} if outcome == "refused" else set(),
    )


@pytest.mark.parametrize(
    ("step", "inclusive", "outcome"),
    [
        (-KOPECK, True, "qualified"),
        (0 * KOPECK, True, "qualified"),
        (KOPECK, True, "refused"),
        (-KOPECK, False, "qualified"),
        (0 * KOPECK, False, "refused"),
        (KOPECK, False, "refused"),
    ],
)
def test_op06_three_hundred_thousand_secured_passes_by_default(step: Decimal, inclusive: bool, outcome: str) -> None:
    held = lead_from_json(
        {
            "currency": "RUB",
            "mortgage": False,
            "debts": [{"kind": "secured_loan", "amount": f"{CEILING + step:.2f}", "collateral": "held"}],
        }
    )
    decision = prequalify(held, with_rules(secured_max_inclusive=inclusive))
    assert (decision.outcome, codes(decision)) == (outcome, {"SECURED_ABOVE_MAX"} if outcome == "refused" else set())


def test_op06_without_a_secured_loan_the_ceiling_is_not_applicable() -> None:
    strictest = with_rules(secured_max=Decimal("0.00"), secured_max_inclusive=False)
    decision = prequalify(lead(Debt("bank_loan", Decimal("250000.00"))), strictest)
    assert decision.outcome is Outcome.QUALIFIED
    assert [c.status for c in decision.conditions if c.clause == "1.2"] == [Status.NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("step", "inclusive", "outcome"),
    [
        (-KOPECK, True, "refused"),
        (0 * KOPECK, True, "qualified"),
        (KOPECK, True, "qualified"),
        (-KOPECK, False, "refused"),
        (0 * KOPECK, False, "refused"),
        (KOPECK, False, "qualified"),
    ],
)
def test_op08_beside_utilities_credit_of_the_minimum_passes_by_default(
    step: Decimal, inclusive: bool, outcome: str
) -> None:
    debts = (Debt("utilities", Decimal("900000.00")), Debt("credit_card", LIMIT + step))
    decision = prequalify(lead(*debts), with_rules(utilities_credit_min_inclusive=inclusive))
    assert (decision.outcome, codes(decision)) == (
        outcome,
        {"UTILITIES_CREDIT_BELOW_MIN"} if outcome == "refused" else set(),
    )


def test_op07_a_mortgage_is_left_to_a_person_who_may_book_provisionally() -> None:
    decision = prequalify(lead(Debt("bank_loan", Decimal("150000.00")), mortgage=True))
    assert (decision.outcome, decision.grounds) == (Outcome.REFER, ("MORTGAGE",))
    assert decision.allows_provisional_meeting
    assert not decision.allows_meeting


def test_op11_only_alimony_counts_nothing_and_names_clause_3() -> None:
    decision = prequalify(lead(Debt("alimony", Decimal("240000.00"))))
    assert [(r.code, r.clause) for r in decision.reasons] == [("ONLY_NON_DISCHARGEABLE", "3")]
    assert decision.written_off == 0


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        (["33333.33", "33333.33", "33333.34"], "refused"),
        (["10000.10"] * 10, "qualified"),
        (["0.10"] * 3 + ["99999.70"], "refused"),
        (["0.10"] * 3 + ["99999.71"], "qualified"),
    ],
)
def test_op05_sums_are_exact_decimals(parts: list[str], outcome: str) -> None:
    assert prequalify(lead(*(Debt("microloan", Decimal(part)) for part in parts))).outcome == outcome


def test_op17_a_mixed_lead_is_kval_only_with_consent() -> None:
    debts = (Debt("bank_loan", Decimal("400000.00")), Debt("alimony", Decimal("120000.00")))
    verdicts = {consent: prequalify(lead(*debts, consent=consent)) for consent in (None, True, False)}
    assert {consent: v.outcome.value for consent, v in verdicts.items()} == {
        None: "awaiting_consent",
        True: "qualified_partial",
        False: "refused",
    }
    assert {consent: v.allows_meeting for consent, v in verdicts.items()} == {None: False, True: True, False: False}
    assert all(verdict.is_mixed for verdict in verdicts.values())


@pytest.mark.parametrize(
    ("facts", "kind", "outcome"),
    [
        ({"kind": "fine", "fine_for": "public_order"}, "fine_fee", "qualified"),
        ({"kind": "fine", "fine_for": "state_harm"}, "state_harm_fine", "refused"),
        ({"kind": "fine"}, "fine", "refer"),
        (
            {"kind": "challenged_deal", "deal_invalid": True, "payment_ordered": True},
            "challenged_transaction",
            "refused",
        ),
        ({"kind": "challenged_deal", "deal_invalid": True, "payment_ordered": False}, "challenged_deal", "refer"),
        ({"kind": "challenged_deal", "deal_invalid": False, "payment_ordered": True}, "challenged_deal", "refer"),
    ],
)
def test_op13_op14_answers_choose_the_kind(facts: JsonObject, kind: str, outcome: str) -> None:
    asked = lead_from_json({"currency": "RUB", "mortgage": False, "debts": [{**facts, "amount": "150000.00"}]})
    assert (asked.debts[0].law_kind, prequalify(asked).outcome) == (kind, outcome)


@many
@given(leads)
def test_a_disputed_debt_is_counted_in_the_clients_favour(source: JsonObject) -> None:
    """A minimum fails exactly when it would fail with every disputed debt taken as an ordinary bank loan."""
    disputed = lead_from_json({**source, "mortgage": False})
    decision = prequalify(disputed)
    favourable = Lead(
        tuple(
            Debt("bank_loan", line.debt.amount) if line.group is Group.DISPUTED else line.debt
            for line in decision.lines
        ),
        False,
        disputed.partial_consent,
    )
    minimums = {"TOTAL_NOT_ABOVE_MIN", "UTILITIES_CREDIT_BELOW_MIN"}
    assert codes(decision) & minimums == codes(prequalify(favourable)) & minimums


@many
@given(leads, configs)
def test_facts_survive_storage_and_order_has_no_effect(source: JsonObject, config: JsonObject) -> None:
    """OP-22: a verdict can be replayed from its stored facts."""
    stored = lead_from_json(source)
    assert lead_from_json(lead_to_json(stored)) == stored
    turned = {**source, "debts": source["debts"][::-1]}
    forth, back = (prequalify_json({"lead": x, "config": config}, OP1) for x in (source, turned))
    assert ordered(forth) == ordered(back)


def test_five_hundred_rows_of_the_largest_amount_are_summed_exactly() -> None:
    rows = [{"kind": "bank_loan", "amount": "1000000000000.00"}] * 500
    decision = prequalify(lead_from_json({"currency": "RUB", "mortgage": False, "debts": rows}))
    assert decision.written_off == Decimal("500000000000000.00")


def test_the_defaults_are_the_house_readings() -> None:
    assert Thresholds() == OP1.rules
