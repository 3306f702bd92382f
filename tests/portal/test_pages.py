"""The client's page through real links, codes and letters, on both engines (issue 4 point 7; A14, A38)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.casework.status import Closing, close
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.link import Link
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party
from advisor.records.reminder import Reminder
from advisor.services.context import Context
from advisor.stages.offer.answers.records import OfferAnswer
from advisor.transaction import transaction
from tests import make
from tests.portal.conftest import PDF, Linked, happen, last_code, last_letter, linked

PAGES = ("", "/send", "/papers", "/offer", "/messages", "/people", "/me", "/later")


def acceptance(code: str) -> dict[str, str]:
    """The form of the offer as it stands now, with a name and a code."""
    paper = db.session.scalars(select(Paper.id).order_by(Paper.id.desc())).first()
    return {"name": "Zofia Wójcik", "code": code, "paper": str(paper)}


def test_the_first_look_is_noted_once_and_plans_a_call(web: FlaskClient, link: Linked) -> None:
    for _ in range(3):
        page = web.get(link.home)
        assert page.status_code == 200
    assert "Zofia" in page.text
    db.session.rollback()  # a new view of the ledger
    plans = db.session.scalars(select(Reminder).where(Reminder.plan == "link.opened")).all()
    assert len(plans) == 1
    assert db.session.scalars(select(Link)).one().first_opened_at is not None


def test_every_page_answers_in_the_clients_language(web: FlaskClient, link: Linked) -> None:
    for path in PAGES:
        page = web.get(link.home + path)
        assert (page.status_code, 'lang="pl"' in page.text) == (200, True), path
    assert 'lang="ru"' in web.get(f"{link.home}/send?lang=ru").text
    assert 'lang="ru"' in web.get(f"{link.home}/papers").text  # the choice stays


def test_the_paper_is_served_as_issued_and_its_opening_is_noted(web: FlaskClient, link: Linked) -> None:
    paper = db.session.scalars(select(Paper)).one()
    answer = web.get(f"{link.home}/papers/{paper.id}.pdf")
    assert answer.data == PDF
    db.session.rollback()  # a new view of the ledger
    assert db.session.scalars(select(Paper)).one().opened_at is not None


def test_the_offer_is_accepted_with_the_code_from_the_letter(web: FlaskClient, link: Linked) -> None:
    pass_a_minute()
    assert web.post(f"{link.home}/offer/code").status_code == 302
    code = last_code()
    wrong = web.post(f"{link.home}/offer", data=acceptance("000000" if code != "000000" else "1"))
    assert wrong.status_code == 422
    assert db.session.scalar(select(OfferAnswer)) is None
    right = web.post(f"{link.home}/offer", data=acceptance(code))
    assert right.status_code == 302, right.text
    db.session.rollback()
    answer = db.session.scalars(select(OfferAnswer)).one()
    assert (answer.answer, answer.by_client) == ("accepted", True)
    assert web.post(f"{link.home}/offer", data=acceptance(code)).status_code == 422  # a code works once


def pass_a_minute() -> None:
    """The pause between two codes is over."""
    happen(lambda ctx: setattr(ctx.session.scalars(select(Link)).first(), "code_expires_at", None))


def test_guessing_a_code_ends_after_five_tries(web: FlaskClient, link: Linked) -> None:
    pass_a_minute()
    web.post(f"{link.home}/offer/code")
    code = last_code()
    for _ in range(5):
        web.post(f"{link.home}/offer", data=acceptance("abc"))
    assert web.post(f"{link.home}/offer", data=acceptance(code)).status_code == 422
    assert db.session.scalar(select(OfferAnswer)) is None


def test_a_question_reaches_the_advisor_as_letter_and_task(web: FlaskClient, link: Linked) -> None:
    assert web.post(f"{link.home}/messages", data={"question": "Kiedy decyzja?"}).status_code == 302
    letter = last_letter("client_asked")
    assert letter.to_address == "advisor@example.test"
    assert "Kiedy decyzja" not in letter.text  # the words stay sealed in the case
    assert "Kiedy decyzja" in web.get(f"{link.home}/messages").text
    assert db.session.scalar(select(Reminder).where(Reminder.plan == "client.asked")) is not None


def test_a_double_click_asks_once_and_hostile_letters_are_refused(web: FlaskClient, link: Linked) -> None:
    """R5 and DONE 4 on the client's page."""
    for _ in range(2):
        assert web.post(f"{link.home}/messages", data={"question": "Kiedy decyzja?"}).status_code == 302
    assert web.get(f"{link.home}/messages").text.count("Kiedy decyzja?") == 1
    db.session.rollback()
    assert len(db.session.scalars(select(Reminder).where(Reminder.plan == "client.asked")).all()) == 1
    assert web.post(f"{link.home}/messages", data={"question": "x\u202ey"}).status_code == 422


def test_nothing_internal_is_on_the_clients_page(web: FlaskClient, link: Linked, actor: Callable[[str], Actor]) -> None:
    """A14: notes, next action, messages between colleagues and commission are absent."""
    from advisor.records.contact import ContactChannel, ContactResult
    from advisor.services.messages import leave_message
    from advisor.services.outreach import Contact, log_contact

    with transaction(actor("advisor"), datetime.now(UTC)) as ctx:
        case = ctx.session.get_one(Case, link.case_id)
        case.next_action = "INTERNAL-NEXT"
        log_contact(ctx, case, Contact(ContactChannel.CALL, ContactResult.REACHED, "INTERNAL-NOTE"))
        leave_message(ctx, case, ctx.session.get_one(Party, link.party_id), "INTERNAL-MESSAGE")
    for path in PAGES:
        assert "INTERNAL" not in web.get(link.home + path).text, path
    assert b"INTERNAL" not in web.post(f"{link.home}/me/copy").data


def test_an_offer_the_client_never_saw_is_not_accepted(web: FlaskClient, link: Linked) -> None:
    """R5: a page left open accepts what it showed; a newer offer is shown first, the code stays good."""
    from tests.portal.conftest import issue_offer

    pass_a_minute()
    web.post(f"{link.home}/offer/code")
    seen = acceptance(last_code())
    happen(lambda ctx: issue_offer(
        ctx, ctx.session.get_one(Case, link.case_id), ctx.session.get_one(Party, link.party_id), 2))  # fmt: skip
    stale = web.post(f"{link.home}/offer", data=seen)
    assert (stale.status_code, "O-2026-000002" in stale.text) == (409, True)
    assert db.session.scalars(select(OfferAnswer)).all() == []
    assert web.post(f"{link.home}/offer", data=acceptance(seen["code"])).status_code == 302


def test_a_closed_case_takes_no_acceptance_and_asks_for_nothing(web: FlaskClient, link: Linked) -> None:
    pass_a_minute()
    web.post(f"{link.home}/offer/code")
    code = last_code()
    happen(lambda ctx: close(ctx, Closing(link.case_id, "fee")))
    assert web.post(f"{link.home}/offer", data=acceptance(code)).status_code == 404
    assert db.session.scalars(select(OfferAnswer)).all() == []
    assert "/send/" not in web.get(f"{link.home}/send").text


def test_two_cases_are_a_list_and_a_merge_brings_the_others_along(
    house: Flask, cast: make.Cast, link: Linked, web: FlaskClient, actor: Callable[[str], Actor]
) -> None:
    """The survivor of a merge sees everything of both, through the same link."""
    from advisor.casework.merging import merge

    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        double = linked(ctx, cast.advisor, "Zofia Wojcik", 7)
    assert web.get(f"{link.door}/{double.case_id}").status_code == 404
    with transaction(actor("advisor"), datetime.now(UTC)) as ctx:
        merge(ctx, link.party_id, double.party_id)
    both = web.get(f"{link.door}/cases").text
    assert f"{link.door}/{double.case_id}" in both
    assert f"{link.door}/{link.case_id}" in both
    assert "O-2026-000007" in web.get(f"{link.door}/{double.case_id}/papers").text
    paper = db.session.scalars(select(Paper).where(Paper.number == "O-2026-000007")).one()
    assert web.get(f"{link.door}/{double.case_id}/papers/{paper.id}.pdf").data == PDF


def test_how_long_it_takes_is_said_only_with_enough_cases_of_our_own(
    web: FlaskClient, link: Linked, cast: make.Cast
) -> None:
    """Median of the firm's own cases; with too few the page says so."""
    from advisor.casework.advance import Order, advance
    from advisor.domain.process import StageKey
    from advisor.stages.contact.actions import give_notice

    assert "too few cases" in web.get(f"{link.home}?lang=en").text
    now = datetime.now(UTC)
    for number in range(5):
        with transaction(make.COMMAND, now - timedelta(days=30)) as ctx:
            other = make.case(ctx, cast.advisor, make.party(ctx, f"Jan {number}", phone=f"60010000{number}")).id
            give_notice(ctx, other, "phone")
        with transaction(make.COMMAND, now - timedelta(days=23)) as ctx:
            advance(ctx, Order(other, StageKey.MEETING))
    assert "about 7 days" in web.get(link.home).text


def test_without_an_offer_there_is_no_page_of_it(web: FlaskClient, link: Linked) -> None:
    def take_back(ctx: Context) -> None:
        for row in ctx.session.scalars(select(Paper).where(Paper.kind == PaperKind.OFFER)):
            ctx.session.delete(row)

    happen(take_back)
    assert web.get(f"{link.home}/offer").status_code == 404
    assert web.get(f"{link.home}/papers").status_code == 200


def test_the_offer_is_declined_with_a_reason_and_a_question_reaches_the_advisor(web: FlaskClient, link: Linked) -> None:
    """Issue 5 point 4: the client declines with a reason or asks; empty words are refused, nothing is stored."""
    paper = re.search(r'name="paper" type="hidden" value="(\d+)"', web.get(f"{link.home}/offer?lang=en").text)
    assert paper is not None
    empty = web.post(f"{link.home}/offer/words", data={"paper": paper[1], "words": " ", "answer": "declined"})
    assert empty.status_code == 422
    assert db.session.scalar(select(OfferAnswer.id)) is None
    for answer in ("question", "declined"):
        sent = {"paper": paper[1], "words": f"Too dear ({answer})", "answer": answer}
        assert web.post(f"{link.home}/offer/words", data=sent).status_code == 302
    db.session.rollback()
    rows = db.session.scalars(select(OfferAnswer).order_by(OfferAnswer.id)).all()
    assert [(row.answer, row.words, row.channel, row.by_client) for row in rows] == [
        ("question", "Too dear (question)", "portal", True), ("declined", "Too dear (declined)", "portal", True),
    ]  # fmt: skip
    assert "Declined on" in web.get(f"{link.home}/offer").text
    stale = web.post(f"{link.home}/offer/words", data={"paper": "999", "words": "x", "answer": "declined"})
    assert stale.status_code == 409


def test_an_expired_offer_is_not_accepted(web: FlaskClient, link: Linked) -> None:
    """Issue 5 point 4: an offer has a last day."""
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        ctx.session.scalars(select(Paper)).one().valid_until_on = date(2026, 1, 1)
    assert "This offer has expired" in web.get(f"{link.home}/offer?lang=en").text
    web.post(f"{link.home}/offer/code")
    seen = acceptance(last_code())
    answer = web.post(f"{link.home}/offer", data=seen)
    assert answer.status_code == 422
    assert "This offer has expired" in answer.text
    db.session.rollback()
    assert db.session.scalar(select(OfferAnswer.id)) is None
