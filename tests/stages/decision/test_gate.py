"""The gate of the decision room: SPEC A0, Finare step 9, both profiles."""

from dataclasses import replace
from datetime import date

import pytest

from advisor.domain.process import Profile
from advisor.stages.decision.gate import Facts, Ruling, gate
from advisor.stages.decision.stage import FINDINGS, NOT_GIVEN, OUTCOMES, REASON_TITLES, REMEDIES

DAY = date(2026, 3, 2)
YES = Ruling("Bank A", refused=False, told=True, answer="accepted", contract_on=DAY)
NO = Ruling("Bank B", refused=True, has_reasons=True, told=True, has_remedy=True)


def codes(*rulings: Ruling, profile: Profile = Profile.FINANCING, blocking: bool = True) -> list[str]:
    verdict = gate(Facts(profile, rulings), DAY)
    return [finding.code for finding in verdict.findings if finding.blocking is blocking]


def test_no_decision_blocks_unless_everything_was_withdrawn() -> None:
    assert codes() == ["decision.outcome_missing"]
    assert gate(Facts(Profile.FINANCING, withdrawn=True), DAY).open


def test_accepted_terms_with_the_contract_date_open_the_gate() -> None:
    assert gate(Facts(Profile.FINANCING, (YES,)), DAY).findings == ()
    assert codes(replace(YES, contract_on=None)) == ["decision.contract_date_missing"]


def test_the_client_must_be_told_each_decision() -> None:
    """SPEC A0: told to the client (who, when, channel)."""
    assert codes(replace(YES, told=False), replace(NO, told=False)) == ["decision.not_told"] * 2


def test_an_approval_without_an_answer_blocks() -> None:
    assert codes(replace(YES, answer="", contract_on=None)) == ["decision.answer_missing"]


@pytest.mark.parametrize("answer", ["declined", "expired"])
def test_declined_or_expired_terms_need_a_remedy_or_none(answer: str) -> None:
    lost = replace(YES, answer=answer, contract_on=None)
    assert codes(lost) == ["decision.remedy_missing"]
    assert codes(replace(lost, has_remedy=True)) == []


def test_a_refusal_needs_reasons_and_a_remedy() -> None:
    """Finare step 9: refusal: causes, remedies, possibility of further co-operation or none."""
    assert codes(replace(NO, has_reasons=False)) == ["decision.reason_missing"]
    assert codes(replace(NO, has_remedy=False)) == ["decision.remedy_missing"]
    assert codes(NO) == []


def test_a_refusal_beside_accepted_terms_needs_no_remedy() -> None:
    assert codes(YES, replace(NO, has_remedy=False)) == []


def test_a_losing_approval_warns_until_it_is_withdrawn() -> None:
    """SPEC A0: losing approvals withdrawn."""
    losing = Ruling("Bank C", refused=False, told=True)
    assert codes(YES, losing) == []
    assert codes(YES, losing, blocking=False) == ["decision.losing_approval"]
    assert codes(YES, replace(losing, withdrawn=True), blocking=False) == []


def test_debt_relief_a_ruling_names_the_next_procedure() -> None:
    """SPEC A0 debt relief: decision = ruling (opened / plan / discharged / refused) with the next procedure."""
    opened = Ruling("Court", refused=False, told=True)
    assert codes(opened, profile=Profile.DEBT_RELIEF) == ["decision.next_step_missing"]
    assert codes(replace(opened, next_procedure="sale"), profile=Profile.DEBT_RELIEF) == []
    assert codes(replace(NO, has_remedy=False), profile=Profile.DEBT_RELIEF) == ["decision.remedy_missing"]
    assert set(OUTCOMES[Profile.DEBT_RELIEF]) == {"opened", "plan", "discharged", "refused"}


def test_every_reason_offers_a_remedy() -> None:
    """C-7: reasons are coded and each offers a remedy."""
    assert REMEDIES.keys() == REASON_TITLES.keys()
    assert NOT_GIVEN in REMEDIES


def test_every_finding_has_its_sentence() -> None:
    seen = {
        *codes(), *codes(replace(YES, told=False, contract_on=None)), *codes(replace(YES, answer="")),
        *codes(replace(NO, has_reasons=False, has_remedy=False)), *codes(YES, replace(YES, answer=""), blocking=False),
        *codes(Ruling("Court", refused=False, told=True), profile=Profile.DEBT_RELIEF),
    }  # fmt: skip
    assert seen == FINDINGS.keys()
