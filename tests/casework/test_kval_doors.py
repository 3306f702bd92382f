"""OP-17 through every door: a mixed lead without the client's consent leaves contact by none of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.casework.advance import Order, advance
from advisor.casework.withdrawing import withdraw
from advisor.domain.errors import GateClosed
from advisor.domain.process import StageKey
from advisor.domain.roles import COMMAND, Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Consent
from advisor.stages.contact.actions import give_notice
from advisor.stages.contact.prequalification.actions import answer_consent, save_interview
from advisor.stages.contact.prequalification.records import held
from advisor.stages.contact.review.actions import answer_review
from advisor.stages.contact.review.gate import Answer
from advisor.stages.contact.review.records import waiting
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.stages.contact.test_prequalification import MIXED, YES, sheet

Do = Callable[..., Any]
DOUBTFUL = sheet(("bank_loan", "400000.00"), ("mortgage", "900000.00"), ("alimony", "120000.00"))


@pytest.fixture
def do(actor: Callable[[str], Actor]) -> Do:
    def run(what: Callable[..., Any], who: str = "advisor") -> Any:
        with transaction(actor(who), NOW) as ctx:
            return what(ctx)

    return run


@pytest.fixture
def mixed(house: Flask, cast: make.Cast, do: Do) -> int:
    """A mixed lead with everything but the consent."""
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        case_id = make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                            currency="RUB", amount=None).id  # fmt: skip
    do(lambda ctx: give_notice(ctx, case_id, "phone"))
    do(lambda ctx: save_interview(ctx, case_id, MIXED))
    return case_id


def stage(case_id: int) -> StageKey:
    db.session.rollback()
    return db.session.get_one(Case, case_id).stage


@pytest.mark.parametrize("target", [StageKey.MEETING, StageKey.ANALYSIS, StageKey.DOCUMENTS])
@pytest.mark.parametrize(("who", "reason"), [("advisor", ""), ("manager", "I know him."), ("manager", "x")])
def test_no_order_moves_it_whoever_gives_it(mixed: int, do: Do, who: str, reason: str, target: StageKey) -> None:
    """One step, several steps in one sitting, with a manager's override: the same answer from the same gate."""
    with pytest.raises(GateClosed):
        do(lambda ctx: advance(ctx, Order(mixed, target, override_reason=reason)), who)
    assert stage(mixed) is StageKey.CONTACT


@pytest.mark.parametrize("who", ["advisor", "manager"])
def test_the_dialog_of_form_and_drag_says_no(mixed: int, browser: Callable[[str], FlaskClient], who: str) -> None:
    """Form and drag open the same dialog; HTMX or not, with an override or not."""
    web = browser(who)
    assert "The client has not agreed that a part of the debt stays." in web.get(f"/cases/{mixed}/move?to=meeting").text
    for headers in ({}, {"HX-Request": "true"}):
        for reason in ("", "I know him."):
            sent = web.post(f"/cases/{mixed}/move", data={"to": "meeting", "override_reason": reason}, headers=headers)
            assert sent.status_code in (403, 409, 422)
    assert stage(mixed) is StageKey.CONTACT


def test_an_approval_by_a_person_is_no_consent_of_the_client(mixed: int, do: Do) -> None:
    """ZA-03: approved by the rule editor, the mixed lead still awaits the client; after the "yes" it goes."""
    do(lambda ctx: save_interview(ctx, mixed, DOUBTFUL))
    review = waiting(db.session(), mixed)
    assert review is not None
    do(lambda ctx: answer_review(ctx, mixed, review.id, Answer.APPROVED, "Take it."), "editor")
    with pytest.raises(GateClosed):
        do(lambda ctx: advance(ctx, Order(mixed, StageKey.MEETING, override_reason="x")), "manager")
    do(lambda ctx: answer_consent(ctx, mixed, YES))
    do(lambda ctx: advance(ctx, Order(mixed, StageKey.MEETING)))
    assert stage(mixed) is StageKey.MEETING


def test_a_refusal_by_the_client_and_a_withdrawal_close_the_way_again(mixed: int, do: Do) -> None:
    """Withdrawn on the client's card, not in the interview: the gate sees it all the same."""
    do(lambda ctx: answer_consent(ctx, mixed, replace(YES, agrees=False)))
    with pytest.raises(GateClosed):
        do(lambda ctx: advance(ctx, Order(mixed, StageKey.MEETING, override_reason="x")), "manager")
    do(lambda ctx: answer_consent(ctx, mixed, YES))
    consent = held(db.session(), mixed).consent
    assert consent is not None
    do(lambda ctx: withdraw(ctx, ctx.session.get_one(Consent, consent.id)))
    with pytest.raises(GateClosed):
        do(lambda ctx: advance(ctx, Order(mixed, StageKey.MEETING, override_reason="x")), "manager")
    assert stage(mixed) is StageKey.CONTACT


def test_closing_without_a_reason_is_refused_at_every_door(mixed: int, browser: Callable[[str], FlaskClient]) -> None:
    """OP-19: form and drag to the closing lane ask for the structured reason."""
    web = browser("advisor")
    for reason in ("", "because"):
        assert web.post(f"/cases/{mixed}/close", data={"reason": reason}).status_code == 422
    db.session.rollback()
    assert db.session.get_one(Case, mixed).closed_at is None
    assert web.post(f"/cases/{mixed}/close", data={"reason": "PARTIAL_DECLINED"}).status_code == 302
