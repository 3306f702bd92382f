"""Source, referrer, notice, channel and the affordability pre-check through the real use cases, on both engines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from advisor.domain.catalogue import Source
from advisor.domain.debts.affordability import Carrying
from advisor.domain.errors import Invalid, StaleVersion
from advisor.extensions import db
from advisor.records.case import Case, CaseParty, PartyRole
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.party import Consent, Party
from advisor.stages.contact.actions import SourceNote, give_notice, like_named, note_source, verify_channel
from advisor.stages.contact.affordability.actions import Figures, check_affordability
from advisor.stages.contact.gate import gate
from advisor.stages.contact.records import facts
from advisor.stages.contact.review.actions import answer_review
from advisor.stages.contact.review.gate import Answer
from advisor.stages.contact.review.records import waiting
from tests import make

Do = Callable[..., Any]


def codes(case_id: int) -> set[str]:
    db.session.rollback()
    session = db.session()
    return {f.code for f in gate(facts(session, session.get_one(Case, case_id)), date(2026, 3, 2)).findings}


def referrers(case_id: int) -> list[tuple[int, bool]]:
    query = select(CaseParty).where(CaseParty.case_id == case_id, CaseParty.role == PartyRole.REFERRER)
    return [(row.party_id, row.to_on is None) for row in db.session.scalars(query.order_by(CaseParty.id))]


def test_a_recommendation_links_who_gave_it(borrower: int, do: Do) -> None:
    """Finare step 1: "recommendation" asks who, and links that client or partner."""
    with pytest.raises(Invalid) as refused:
        do(lambda ctx: note_source(ctx, borrower, SourceNote(Source.CLIENT_REFERRAL)))
    assert refused.value.field == "referrer_name"
    do(lambda ctx: note_source(ctx, borrower, SourceNote(Source.CLIENT_REFERRAL, referrer_name="Jan Kowalski")))
    jan = like_named(db.session(), "kowalski")[0].id
    assert referrers(borrower) == [(jan, True)]
    other = do(lambda ctx: make.party(ctx, "Żaneta Łąka", phone="600 333 444")).id
    do(lambda ctx: note_source(ctx, borrower, SourceNote(Source.PARTNER_REFERRAL, other)))
    assert referrers(borrower) == [(jan, False), (other, True)]
    do(lambda ctx: note_source(ctx, borrower, SourceNote(Source.CLIENT_REFERRAL, jan)))
    assert referrers(borrower) == [(jan, True), (other, False)]
    do(lambda ctx: note_source(ctx, borrower, SourceNote(Source.WEBSITE)))
    assert referrers(borrower) == [(jan, False), (other, False)]
    assert "contact.source_missing" not in codes(borrower)


def test_a_client_cannot_recommend_himself_and_a_stranger_is_unknown(borrower: int, do: Do) -> None:
    client = db.session.get_one(Case, borrower).client_id
    for wrong in (client, 999_999):
        with pytest.raises(Invalid):
            do(lambda ctx, wrong=wrong: note_source(ctx, borrower, SourceNote(Source.CLIENT_REFERRAL, wrong)))


def test_a_stale_source_form_is_refused(borrower: int, do: Do) -> None:
    seen = db.session.get_one(Case, borrower).version
    do(lambda ctx: note_source(ctx, borrower, SourceNote(Source.MEDIA, version=seen)))
    with pytest.raises(StaleVersion):
        do(lambda ctx: note_source(ctx, borrower, SourceNote(Source.WEBSITE, version=seen)))


def test_the_notice_is_given_once(borrower: int, do: Do) -> None:
    assert "contact.notice_missing" in codes(borrower)
    do(lambda ctx: give_notice(ctx, borrower, "phone"))
    do(lambda ctx: give_notice(ctx, borrower, "email"))
    assert "contact.notice_missing" not in codes(borrower)
    assert [row.channel for row in db.session.scalars(select(Consent))] == ["phone"]
    with pytest.raises(Invalid):
        do(lambda ctx: give_notice(ctx, borrower, "pigeon"))


def test_a_channel_is_verified_by_hand_or_by_a_call_that_reached(borrower: int, do: Do) -> None:
    assert "contact.channel_unverified" in codes(borrower)
    with pytest.raises(Invalid):
        do(lambda ctx: verify_channel(ctx, borrower, "email"))
    do(lambda ctx: verify_channel(ctx, borrower, "phone"))
    assert "contact.channel_unverified" not in codes(borrower)


def test_a_logged_call_verifies_too(borrower: int, do: Do) -> None:
    client = db.session.get_one(Case, borrower).client_id

    def call(ctx: Any, result: ContactResult) -> None:
        ctx.session.add(ContactAttempt(case_id=borrower, party_id=client, at=make.NOW, channel=ContactChannel.CALL,
                                       result=result))  # fmt: skip

    do(lambda ctx: call(ctx, ContactResult.NO_ANSWER))
    assert "contact.channel_unverified" in codes(borrower)
    do(lambda ctx: call(ctx, ContactResult.REACHED))
    assert "contact.channel_unverified" not in codes(borrower)


@pytest.mark.parametrize(
    ("income", "outcome"), [(800_000, Carrying.REFER), (900_000, Carrying.WARN), (2_000_000, Carrying.FITS)]
)
def test_affordability_warns_and_refers_only(borrower: int, do: Do, income: int, outcome: Carrying) -> None:
    """SPEC A0: 4 500 a month of obligations and instalment against net incomes of 8 000, 9 000 and 20 000 zl."""
    check = do(lambda ctx: check_affordability(ctx, borrower, Figures(income, 200_000, 250_000, "PLN")))
    assert check.outcome is outcome
    assert (waiting(db.session(), borrower) is not None) is (outcome is Carrying.REFER)
    session = db.session()
    assert not {f.code for f in gate(facts(session, session.get_one(Case, borrower)), date(2026, 3, 2)).blocking} & {
        "contact.affordability_missing", "contact.affordability_high", "contact.review_waiting",
    }  # fmt: skip


def test_a_new_check_takes_the_doubt_back_and_only_a_person_declines(borrower: int, do: Do) -> None:
    do(lambda ctx: check_affordability(ctx, borrower, Figures(800_000, 200_000, 250_000, "PLN")))
    do(lambda ctx: check_affordability(ctx, borrower, Figures(2_000_000, 200_000, 250_000, "PLN")))
    assert waiting(db.session(), borrower) is None
    assert db.session.get_one(Case, borrower).referred_to == ""
    do(lambda ctx: check_affordability(ctx, borrower, Figures(None, 200_000, 250_000, "EUR")))
    review = waiting(db.session(), borrower)
    assert review is not None
    do(lambda ctx: answer_review(ctx, borrower, review.id, Answer.DECLINED, "No income"), "underwriter")
    assert "contact.review_declined" in codes(borrower)
    with pytest.raises(Invalid):
        do(lambda ctx: check_affordability(ctx, borrower, Figures(None, None, None, "PLN")))


def test_names_are_found_folded_and_escaped(borrower: int, do: Do) -> None:
    do(lambda ctx: make.party(ctx, "Łukasz Żółw", phone="600 999 111"))
    assert [party.name for party in like_named(db.session(), "zolw")] == ["Łukasz Żółw"]
    for text in ("%", "_", "", "x"):
        assert like_named(db.session(), text) == []
    assert db.session.get(Party, 0) is None
