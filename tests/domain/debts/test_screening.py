"""Screening: an earlier insolvency and the conduct of 213.28 p. 4 are left to a person (DOMAIN A.4)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from advisor.domain.debts import SHIPPED, Debt, InputProblem, Lead, Outcome, lead_from_json, lead_to_json, prequalify
from advisor.domain.debts.extrajudicial import HintFacts, hint
from advisor.domain.debts.packs import HINT, HINT_2020, HINT_2024
from advisor.domain.debts.prequalify import GROUND_CLAUSES
from advisor.domain.debts.review import reviewers
from advisor.domain.debts.screening import ALL, EARLIER, confirmed
from advisor.domain.debts.words import REASONS
from advisor.domain.roles import Role

LEAD = Lead((Debt("bank_loan", Decimal("400000.00")),), mortgage=False)


@pytest.mark.parametrize("code", ALL)
def test_a_yes_refers_to_the_underwriter_with_its_clause(code: str) -> None:
    decision = prequalify(replace(LEAD, screening=(code,)))
    assert decision.outcome is Outcome.REFER
    assert [(reason.code, reason.clause) for reason in decision.reasons] == [(code, GROUND_CLAUSES[code])]
    assert reviewers(decision) == {Role.UNDERWRITER}
    assert code in REASONS


def test_our_own_refusal_goes_before_the_doubt() -> None:
    low = replace(LEAD, debts=(Debt("bank_loan", Decimal("80000.00")),), screening=ALL)
    assert [reason.code for reason in prequalify(low).reasons] == ["TOTAL_NOT_ABOVE_MIN"]


def test_unasked_questions_change_nothing() -> None:
    assert prequalify(LEAD).outcome is Outcome.QUALIFIED
    assert confirmed({"conviction": None, "earlier_insolvency": False}) == ()


def test_the_answers_survive_storage_in_a_fixed_order() -> None:
    facts = lead_to_json(LEAD) | {"screening": list(reversed(ALL))}
    lead = lead_from_json(facts)
    assert lead.screening == ALL
    assert lead_from_json(lead_to_json(lead)) == lead
    assert "screening" not in lead_to_json(LEAD), "the shared format of leads stays as it is"


@pytest.mark.parametrize(
    ("value", "code"),
    [("CONVICTION", "not_a_list"), ([1], "not_a_list"), (["THEFT"], "not_a_choice"), ([EARLIER, EARLIER], "repeated")],
)
def test_bad_answers_are_refused(value: Any, code: str) -> None:
    with pytest.raises(InputProblem) as problem:
        lead_from_json(lead_to_json(LEAD) | {"screening": value})
    assert (problem.value.field, problem.value.code) == ("screening", code)


def test_the_law_pack_says_what_is_asked() -> None:
    packs = [pack for pack in SHIPPED if pack.key == HINT]
    assert len(packs) == 3
    assert all(set(pack.rules.screening) == set(ALL) for pack in packs)


@pytest.mark.parametrize(
    ("years", "possible_2020", "possible_now"), [(4, False, False), (5, False, True), (10, True, True)]
)
def test_the_years_since_the_last_insolvency_follow_the_edition(
    years: int, possible_2020: bool, possible_now: bool
) -> None:
    """Ten years before 2023-11-03, five since."""
    facts = HintFacts(Decimal("300000.00"), enforcement_closed_46_1_4=True, other_enforcement_open=False,
                      earlier_insolvency=True, years_since_insolvency=years)  # fmt: skip
    assert hint(facts, HINT_2020).possible is possible_2020
    assert hint(facts, HINT_2024).possible is possible_now
    assert ("TOO_SOON" in hint(facts, HINT_2024).why) is not possible_now


def test_an_earlier_insolvency_of_unknown_age_leaves_the_hint_open() -> None:
    facts = HintFacts(Decimal("300000.00"), enforcement_closed_46_1_4=True, other_enforcement_open=False,
                      earlier_insolvency=True)  # fmt: skip
    answer = hint(facts, HINT_2024)
    assert not answer.possible
    assert answer.repeat is not None
    assert answer.repeat.met is None
