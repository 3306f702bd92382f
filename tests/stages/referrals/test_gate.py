"""The gate of the referrals room: SPEC A0, Finare step 12."""

from dataclasses import replace
from datetime import date

import pytest

from advisor.stages.referrals.gate import Facts, gate
from advisor.stages.referrals.stage import FINDINGS, OPINIONS, RECOMMENDATIONS

DAY = date(2026, 3, 2)
DONE = Facts("answered", False, "given", False, date(2027, 3, 1))


def codes(facts: Facts) -> set[str]:
    return {finding.code for finding in gate(facts, DAY).blocking}


def test_everything_is_asked_for_first() -> None:
    assert codes(Facts()) == FINDINGS.keys()
    assert codes(DONE) == set()


@pytest.mark.parametrize("state", sorted(OPINIONS.keys() - {"not_appropriate"}))
def test_asking_is_enough_whatever_the_answer(state: str) -> None:
    """SPEC A0: opinion and recommendation asked."""
    assert codes(replace(DONE, opinion=state)) == set()


@pytest.mark.parametrize("state", sorted(RECOMMENDATIONS.keys() - {"not_appropriate"}))
def test_asking_for_a_recommendation_is_enough(state: str) -> None:
    assert codes(replace(DONE, recommendation=state)) == set()


def test_not_appropriate_needs_a_word_why() -> None:
    assert codes(replace(DONE, opinion="not_appropriate")) == {"referrals.opinion_missing"}
    assert codes(replace(DONE, opinion="not_appropriate", opinion_why=True)) == set()
    assert codes(replace(DONE, recommendation="not_appropriate")) == {"referrals.recommendation_missing"}
    assert codes(replace(DONE, recommendation="not_appropriate", recommendation_why=True)) == set()


def test_next_contact_or_do_not_contact() -> None:
    assert codes(replace(DONE, next_contact_on=None)) == {"referrals.next_contact_missing"}
    assert codes(Facts(do_not_contact=True)) == set()
