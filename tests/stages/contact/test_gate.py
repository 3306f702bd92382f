"""The gate of contact, line by line, without any database (SPEC A0; Finare step 1; OP-02, OP-17)."""

from datetime import date

import pytest

from advisor.domain.catalogue import Source
from advisor.domain.debts import Outcome
from advisor.domain.debts.affordability import Carrying
from advisor.domain.process import Profile
from advisor.stages.contact.affordability.gate import Facts as Ability
from advisor.stages.contact.gate import Facts, gate
from advisor.stages.contact.prequalification.gate import Facts as Debts
from advisor.stages.contact.prequalification.gate import standing
from advisor.stages.contact.review.gate import Answer, Standing
from advisor.stages.contact.stage import FINDINGS

TODAY = date(2026, 3, 2)
QUALIFIED = Debts(Outcome.QUALIFIED)


def lead(profile: Profile = Profile.DEBT_RELIEF, **values: object) -> Facts:
    """A lead with nothing missing, changed as the test wants."""
    whole = {"source": Source.WEBSITE, "notice_given": True, "channel_verified": True, "debts": QUALIFIED,
             "ability": Ability(Carrying.FITS)}  # fmt: skip
    return Facts(profile, **(whole | values))  # type: ignore[arg-type]


def codes(facts: Facts, *, blocking: bool = True) -> set[str]:
    return {f.code for f in gate(facts, TODAY).findings if f.blocking is blocking}


@pytest.mark.parametrize("profile", list(Profile))
def test_a_whole_lead_passes_in_both_profiles(profile: Profile) -> None:
    assert gate(lead(profile), TODAY).findings == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"source": None}, "contact.source_missing"),
        ({"source": Source.CLIENT_REFERRAL}, "contact.referrer_missing"),
        ({"source": Source.PARTNER_REFERRAL}, "contact.referrer_missing"),
        ({"notice_given": False}, "contact.notice_missing"),
        ({"debts": Debts()}, "contact.verdict_missing"),
        ({"debts": Debts(Outcome.REFUSED, ("TOTAL_NOT_ABOVE_MIN",))}, "contact.verdict_refused"),
        ({"debts": Debts(Outcome.AWAITING_CONSENT, mixed=True)}, "contact.consent_missing"),
        ({"debts": Debts(Outcome.REFER, answer=Answer.DECLINED)}, "contact.review_declined"),
    ],
)
def test_each_line_blocks_alone(values: dict[str, object], code: str) -> None:
    assert codes(lead(**values)) == {code}


def test_a_named_referrer_and_every_other_source_pass() -> None:
    assert codes(lead(source=Source.CLIENT_REFERRAL, referrer_named=True)) == set()
    for source in set(Source) - {Source.CLIENT_REFERRAL, Source.PARTNER_REFERRAL}:
        assert codes(lead(source=source)) == set()


def test_what_only_warns() -> None:
    """Channel verified and affordability are warnings (SPEC A0); a doubt lets the meeting be booked provisionally."""
    assert codes(lead(channel_verified=False), blocking=False) == {"contact.channel_unverified"}
    financing = Profile.FINANCING
    assert codes(lead(financing, ability=Ability()), blocking=False) == {"contact.affordability_missing"}
    assert codes(lead(financing, ability=Ability(Carrying.WARN)), blocking=False) == {"contact.affordability_high"}
    assert codes(lead(financing, ability=Ability(Carrying.REFER)), blocking=False) == {"contact.review_waiting"}
    assert codes(lead(debts=Debts(Outcome.REFER)), blocking=False) == {"contact.review_waiting"}
    for ability in Carrying:
        assert codes(lead(financing, ability=Ability(ability))) == set()


def test_commercial_rules_may_be_overridden_the_missing_consent_never() -> None:
    """OP-17: KVAL without consent is impossible for a mixed lead, for a manager too."""
    refused = gate(lead(debts=Debts(Outcome.REFUSED, ("TOTAL_NOT_ABOVE_MIN",))), TODAY)
    assert refused.overridable
    mixed = gate(lead(debts=Debts(Outcome.REFUSED, ("TOTAL_NOT_ABOVE_MIN",), mixed=True)), TODAY)
    assert not mixed.overridable
    assert not gate(lead(debts=Debts(Outcome.AWAITING_CONSENT, mixed=True)), TODAY).overridable


@pytest.mark.parametrize("outcome", [Outcome.QUALIFIED_PARTIAL, Outcome.REFER, Outcome.AWAITING_CONSENT])
def test_a_mixed_lead_is_never_qualified_without_a_running_consent(outcome: Outcome) -> None:
    """An approved mixed lead still awaits the client's consent; a withdrawn consent reopens the decision."""
    assert standing(Debts(outcome, mixed=True, answer=Answer.APPROVED)) is Standing.AWAITING_CONSENT
    assert standing(Debts(outcome, mixed=True, consent=True, answer=Answer.APPROVED)) is Standing.QUALIFIED


def test_every_refusal_clause_is_its_own_line() -> None:
    found = gate(lead(debts=Debts(Outcome.REFUSED, ("TOTAL_NOT_ABOVE_MIN", "SECURED_ABOVE_MAX"))), TODAY).blocking
    assert [f.subject for f in found] == ["TOTAL_NOT_ABOVE_MIN", "SECURED_ABOVE_MAX"]


def test_every_code_has_words_and_an_anchor() -> None:
    worst = (
        Facts(Profile.DEBT_RELIEF), Facts(Profile.FINANCING, Source.CLIENT_REFERRAL),
        lead(debts=Debts(Outcome.REFUSED, ("NO_DEBTS",), mixed=True)),
    )  # fmt: skip
    for facts in worst:
        for finding in gate(facts, TODAY).findings:
            assert finding.code in FINDINGS
            assert finding.action
