"""Signing on the client's page: the full wording, a code, a name; hashes kept; declining; nothing signed unread."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.papers.issue import press_draft
from advisor.records.case import Case
from advisor.records.engagement import Engagement
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party
from advisor.records.reminder import Reminder
from advisor.records.staff import firm_day
from advisor.records.trail import TrailEntry
from advisor.services.papers import coming_number
from advisor.stages.contract.actions import Agreed, negotiate
from advisor.stages.contract.composition.actions import draft_contract, draft_mandate, issue_contract, issue_mandate
from advisor.transaction import transaction
from tests.portal.conftest import Linked, last_code
from tests.portal.test_pages import pass_a_minute


def engaged() -> Engagement:
    db.session.rollback()
    return db.session.scalars(select(Engagement)).one()


def issue(link: Linked, who: Actor) -> None:
    """Print and keep contract and power of attorney."""
    for draw, keep in ((draft_contract, issue_contract), (draft_mandate, issue_mandate)):
        now = datetime.now(UTC)
        db.session.rollback()
        day: date = firm_day(db.session(), now)
        draft = draw(db.session(), db.session.get_one(Case, link.case_id), day)
        number = coming_number(db.session(), draft.kind, now)
        db.session.rollback()
        pressed = press_draft(draft, number, "http://x")
        with transaction(who, now) as ctx:
            keep(ctx, link.case_id, pressed, day)


@pytest.fixture
def waiting(house: Flask, link: Linked, actor: Callable[[str], Actor]) -> Linked:
    """A client in English with contract and power of attorney to sign."""
    with transaction(actor("advisor"), datetime.now(UTC)) as ctx:
        ctx.session.get_one(Party, link.party_id).language = "en"
        negotiate(ctx, link.case_id, Agreed("We file for you.", 100_000, Decimal("1.5"), fee_parts=2,
                                            fee_first_on=date(2026, 12, 31)))  # fmt: skip
    issue(link, actor("advisor"))
    return link


def signature(web: FlaskClient, link: Linked, **more: str) -> dict[str, str]:
    """The form as the page showed it, with a name and a fresh code."""
    text = web.get(f"{link.home}/sign").text
    papers = text.split('name="papers"')[1].split('value="')[1].split('"')[0]
    pass_a_minute()
    assert web.post(f"{link.home}/sign/code").status_code == 302
    return {"papers": papers, "name": "Zofia Wójcik", "code": last_code()} | more


def test_the_page_shows_every_word_and_takes_the_signature(web: FlaskClient, waiting: Linked) -> None:
    page = web.get(f"{waiting.home}/sign")
    assert page.status_code == 200
    assert "Read and sign our contract" in web.get(waiting.home).text
    contract, mandate = (db.session.scalars(select(Paper).where(Paper.kind == kind)).one()
                         for kind in (PaperKind.CONTRACT, PaperKind.MANDATE))  # fmt: skip
    for words in ("We file for you.", "§ 1 Subject", "no result is promised", contract.sha256, mandate.sha256,
                  "PLN\N{NO-BREAK SPACE}500.00", "1.5 % of the sum paid out"):  # fmt: skip
        assert words in page.text, words
    form = signature(web, waiting)
    wrong = "000000" if form["code"] != "000000" else "000001"
    assert web.post(f"{waiting.home}/sign", data=form | {"code": wrong}).status_code == 422
    assert engaged().signed_on is None
    assert web.post(f"{waiting.home}/sign", data=form).status_code == 302
    row = engaged()
    assert (row.signed_how, row.signer, row.text_hash) == ("portal", "Zofia Wójcik", contract.sha256)
    assert row.mandate_paper_id == mandate.id
    assert row.copy_paper_id is not None
    copy = db.session.get_one(Paper, row.copy_paper_id)
    assert web.get(f"{waiting.home}/papers/{copy.id}.pdf").data.startswith(b"%PDF")
    verbs = list(db.session.scalars(select(TrailEntry.verb)))
    assert {"contract.signed", "contract.mandate_signed", "contract.copy_made"} <= set(verbs)
    assert db.session.scalars(select(Reminder).where(Reminder.plan == "contract.client_signed")).one()
    assert web.post(f"{waiting.home}/sign", data=form).status_code in (409, 422)
    assert "You have signed the contract" in web.get(f"{waiting.home}/sign").text


def test_terms_that_changed_after_reading_are_not_signed(
    web: FlaskClient, waiting: Linked, actor: Callable[[str], Actor]
) -> None:
    form = signature(web, waiting)
    with transaction(actor("advisor"), datetime.now(UTC)) as ctx:
        negotiate(ctx, waiting.case_id, Agreed("We file and wait.", 100_000, Decimal("1.5")))
    assert web.post(f"{waiting.home}/sign", data=form).status_code == 409
    assert engaged().signed_on is None


def test_the_client_declines_with_a_reason(web: FlaskClient, waiting: Linked) -> None:
    assert web.post(f"{waiting.home}/sign/decline", data={"reason": " "}).status_code == 422
    assert web.post(f"{waiting.home}/sign/decline", data={"reason": "Too dear"}).status_code == 302
    assert engaged().declined_at is not None
    assert "You declined on" in web.get(f"{waiting.home}/sign").text
    assert "Read and sign our contract" not in web.get(waiting.home).text
    assert db.session.scalars(select(Reminder).where(Reminder.plan == "contract.client_declined")).one()


def test_without_papers_nothing_waits_and_nothing_can_be_signed(web: FlaskClient, link: Linked) -> None:
    assert web.get(f"{link.home}/sign").status_code == 200
    pass_a_minute()
    assert web.post(f"{link.home}/sign/code").status_code == 302
    form = {"papers": "", "name": "Zofia Wójcik", "code": last_code()}
    assert web.post(f"{link.home}/sign", data=form).status_code == 409
    assert web.post(f"{link.home}/sign/decline", data={"reason": "No"}).status_code == 409


def test_the_page_asks_the_ledger_a_fixed_number_of_times(web: FlaskClient, waiting: Linked) -> None:
    from tests.web.test_statements import statements

    assert statements(web, f"{waiting.home}/sign") <= 16
