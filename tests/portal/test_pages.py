"""The client's page through real links, codes and letters, on both engines (issue 2 point 9; A14, A38)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.casework.status import Closing, close
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.link import Link
from advisor.records.outbox import Letter
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party
from advisor.records.reminder import Reminder
from advisor.services.links import make_link, revoke_link
from advisor.services.store import open_store
from advisor.stages.offer.answers.records import OfferAnswer
from advisor.transaction import transaction
from tests import make

PDF = b"%PDF-1.7 offer"


@pytest.fixture
def link(house: Flask, cast: make.Cast) -> tuple[int, str]:
    """A case with an issued offer and a client link: (case id, path of the page)."""
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test")
        case = make.case(ctx, cast.advisor, client)
        stored = open_store(ctx.session).put(client.uid, PDF)
        ctx.session.add(Paper(
            case_id=case.id, party_id=client.id, kind=PaperKind.OFFER, number="O-2026-000001", language="pl",
            file_uid=stored.uid, sha256=stored.sha256, size=stored.size, issued_at=ctx.now,
        ))  # fmt: skip
        _link, url = make_link(ctx, case, client, "http://x")
        return case.id, url.removeprefix("http://x")


def last_letter(kind: str) -> Letter:
    db.session.rollback()  # a new view of the ledger
    return db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id.desc())).first()  # type: ignore[return-value]


def acceptance(code: str) -> dict[str, str]:
    """The form of the page as it stands now, with a name and a code."""
    paper = db.session.scalars(select(Paper.id).order_by(Paper.id.desc())).first()
    return {"name": "Zofia Wójcik", "code": code, "paper": str(paper)}


def test_the_first_opening_is_noted_once_and_plans_a_call(house: Flask, link: tuple[int, str]) -> None:
    web = house.test_client()
    for _ in range(3):
        page = web.get(link[1])
        assert page.status_code == 200
    assert "Zofia" in page.text
    plans = db.session.scalars(select(Reminder).where(Reminder.plan == "link.opened")).all()
    assert len(plans) == 1
    assert db.session.scalars(select(Link)).one().first_opened_at is not None


def test_the_paper_is_served_as_issued_and_its_opening_is_noted(house: Flask, link: tuple[int, str]) -> None:
    paper = db.session.scalars(select(Paper)).one()
    answer = house.test_client().get(f"{link[1]}/papers/{paper.id}.pdf")
    assert answer.data == PDF
    db.session.rollback()  # a new view of the ledger
    assert db.session.scalars(select(Paper)).one().opened_at is not None


def test_wrong_expired_and_revoked_links_all_look_the_same(
    house: Flask, link: tuple[int, str], cast: make.Cast
) -> None:
    web = house.test_client()
    assert web.get("/c/" + "x" * 22).status_code == 404
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        row = ctx.session.scalars(select(Link)).one()
        row.expires_at = ctx.now - timedelta(seconds=1)
    assert web.get(link[1]).status_code == 404
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        row = ctx.session.scalars(select(Link)).one()
        row.expires_at = ctx.now + timedelta(days=1)
        revoke_link(ctx, ctx.session.get_one(Case, link[0]), row.id)
    assert web.get(link[1]).status_code == 404


def test_a_client_cannot_reach_another_clients_paper(house: Flask, link: tuple[int, str], cast: make.Cast) -> None:
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        other = make.party(ctx, "Jan Nowak", phone="600 021 999")
        case = make.case(ctx, cast.advisor, other)
        foreign = Paper(case_id=case.id, party_id=other.id, kind=PaperKind.OFFER, number="O-2026-000002",
                        language="pl", issued_at=ctx.now)  # fmt: skip
        ctx.session.add(foreign)
        ctx.session.flush()
        paper_id = foreign.id
    assert house.test_client().get(f"{link[1]}/papers/{paper_id}.pdf").status_code == 404


def test_the_offer_is_accepted_with_the_code_from_the_letter(house: Flask, link: tuple[int, str]) -> None:
    web = house.test_client()
    assert web.post(f"{link[1]}/code").status_code == 302
    code = re.search(r"\b(\d{6})\b", last_letter("code").text)
    assert code is not None
    other = "000000" if code[1] != "000000" else "1"
    wrong = web.post(f"{link[1]}/accept", data=acceptance(other))
    assert wrong.status_code == 422
    assert db.session.scalar(select(OfferAnswer)) is None
    right = web.post(f"{link[1]}/accept", data=acceptance(code[1]))
    assert right.status_code == 302, right.text
    db.session.rollback()
    answer = db.session.scalars(select(OfferAnswer)).one()
    assert (answer.answer, answer.by_client) == ("accepted", True)
    again = web.post(f"{link[1]}/accept", data=acceptance(code[1]))
    assert again.status_code == 422  # a code works once


def test_guessing_a_code_ends_after_five_tries(house: Flask, link: tuple[int, str]) -> None:
    web = house.test_client()
    web.post(f"{link[1]}/code")
    code = re.search(r"\b(\d{6})\b", last_letter("code").text)
    assert code is not None
    for _ in range(5):
        web.post(f"{link[1]}/accept", data=acceptance("abc"))
    assert web.post(f"{link[1]}/accept", data=acceptance(code[1])).status_code == 422
    assert db.session.scalar(select(OfferAnswer)) is None


def test_a_question_reaches_the_advisor_as_letter_and_follow_up(house: Flask, link: tuple[int, str]) -> None:
    web = house.test_client()
    assert web.post(f"{link[1]}/ask", data={"question": "Kiedy decyzja?"}).status_code == 302
    letter = last_letter("client_asked")
    db.session.rollback()
    assert letter.to_address == "advisor@example.test"
    assert "Kiedy decyzja" not in letter.text  # the words stay sealed in the case
    assert db.session.scalar(select(Reminder).where(Reminder.plan.startswith("client.asked"))) is not None


def test_a_double_click_asks_once_and_hostile_letters_are_refused(house: Flask, link: tuple[int, str]) -> None:
    """R5 and DONE 4 on the client's page."""
    web = house.test_client()
    for _ in range(2):
        assert web.post(f"{link[1]}/ask", data={"question": "Kiedy decyzja?"}).status_code == 302
    assert len(db.session.scalars(select(Reminder).where(Reminder.plan.startswith("client.asked"))).all()) == 1
    assert web.post(f"{link[1]}/ask", data={"question": "x\u202ey"}).status_code == 422


def test_nothing_internal_is_on_the_clients_page(
    house: Flask, link: tuple[int, str], browser: Callable[[str], FlaskClient], actor: Callable[[str], Actor]
) -> None:
    """A14: notes, next action, commission are absent."""
    from advisor.records.contact import ContactChannel, ContactResult
    from advisor.services.outreach import Contact, log_contact

    with transaction(actor("advisor"), datetime.now(UTC)) as ctx:
        case = ctx.session.get_one(Case, link[0])
        case.next_action = "INTERNAL-NEXT"
        log_contact(ctx, case, Contact(ContactChannel.CALL, ContactResult.REACHED, "INTERNAL-NOTE"))
    page = house.test_client().get(link[1]).text
    assert "INTERNAL" not in page
    assert db.session.get_one(Party, 1).name in page


def test_an_offer_the_client_never_saw_is_not_accepted(house: Flask, link: tuple[int, str]) -> None:
    """R5: a page left open accepts what it showed; a newer offer is shown first, the code stays good."""
    web = house.test_client()
    web.post(f"{link[1]}/code")
    code = re.search(r"\b(\d{6})\b", last_letter("code").text)
    assert code is not None
    seen = acceptance(code[1])
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        first = ctx.session.scalars(select(Paper)).one()
        ctx.session.add(Paper(
            case_id=first.case_id, party_id=first.party_id, kind=PaperKind.OFFER, number="O-2026-000002",
            language="pl", file_uid=first.file_uid, sha256=first.sha256, size=first.size, issued_at=ctx.now,
            version_no=2,
        ))  # fmt: skip
    stale = web.post(f"{link[1]}/accept", data=seen)
    assert (stale.status_code, "O-2026-000002" in stale.text) == (409, True)
    assert db.session.scalars(select(OfferAnswer)).all() == []
    assert web.post(f"{link[1]}/accept", data=acceptance(code[1])).status_code == 302


def test_a_closed_case_takes_no_acceptance(house: Flask, link: tuple[int, str]) -> None:
    web = house.test_client()
    web.post(f"{link[1]}/code")
    code = re.search(r"\b(\d{6})\b", last_letter("code").text)
    assert code is not None
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        close(ctx, Closing(link[0], "fee"))
    assert web.post(f"{link[1]}/accept", data=acceptance(code[1])).status_code == 404
    assert db.session.scalars(select(OfferAnswer)).all() == []
