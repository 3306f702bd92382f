"""What a client sends, wishes and takes along (issue 4 point 7; ZA-06; GDPR art. 15 and 20)."""

import html
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from advisor.casework.client_page.tasks import give_task
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.party import Consent, ConsentPurpose, Party
from advisor.records.reminder import Reminder
from advisor.records.trail import TrailEntry
from advisor.records.upload import Upload
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.parties import note_consent
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.actions import receive_file, reject_item, request_items
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, files_of
from advisor.stages.monitoring.debits.records import DebitAuthorisation
from advisor.transaction import transaction
from tests import make
from tests.portal.conftest import Linked, happen


def photo(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 60), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def item_id(link: Linked) -> int:
    """The first paper of the list, requested."""

    happen(lambda ctx: build_list(ctx, link.case_id))
    happen(lambda ctx: request_items(ctx, ctx.session.get_one(Case, link.case_id)))
    return db.session.scalars(select(ChecklistItem.id).where(ChecklistItem.form.is_(False))).first() or 0


def send(web: FlaskClient, link: Linked, item_id: int, *photos: bytes, note: str = "") -> int:
    files = [("files", (io.BytesIO(content), f"IMG_{turn}.jpg")) for turn, content in enumerate(photos)]
    return web.post(f"{link.home}/send/{item_id}", data=MultiDict([*files, ("note", note)])).status_code


def item(item_id: int) -> ChecklistItem:
    db.session.rollback()
    return db.session.get_one(ChecklistItem, item_id)


def test_a_photo_is_received_and_the_advisor_has_one_task(web: FlaskClient, link: Linked, item_id: int) -> None:
    assert send(web, link, item_id, photo(), note="Strona 2 jest pusta") == 302
    assert (item(item_id).state, item(item_id).client_note) == (ItemState.RECEIVED, "Strona 2 jest pusta")
    second = (
        db.session.scalars(
            select(ChecklistItem.id).where(ChecklistItem.id != item_id, ChecklistItem.form.is_(False))
        ).first()
        or 0
    )
    assert send(web, link, second, photo("red")) == 302
    db.session.rollback()
    task = db.session.scalars(select(Reminder).where(Reminder.plan == "client.sent")).one()
    assert task.text == "The client sent 2 papers: check them"
    happen(lambda ctx: reject_item(ctx, link.case_id, item_id, "unreadable"))
    happen(lambda ctx: reject_item(ctx, link.case_id, second, "unreadable"))
    db.session.rollback()
    assert db.session.scalars(select(Reminder).where(Reminder.plan == "client.sent")).one().cancelled_why == "judged"


def test_photos_become_one_document_in_their_order(web: FlaskClient, link: Linked, item_id: int) -> None:
    """The worker binds them; until then the page says so, and a double click changes nothing."""
    from io import BytesIO

    from pypdf import PdfReader

    from advisor.jobs.papers import bind_photos
    from advisor.services.uploads import read_upload

    key = "k" * 32
    for _ in range(2):
        files = [("files", (io.BytesIO(photo(colour)), f"{colour}.jpg")) for colour in ("red", "green", "blue")]
        sent = web.post(f"{link.home}/send/{item_id}", data=MultiDict([*files, ("key", key)]))
        assert sent.status_code == 302
    assert "putting your photos together" in web.get(f"{link.home}/send?lang=en").text
    db.session.rollback()
    assert (
        db.session.scalars(select(Reminder).where(Reminder.plan == "client.sent"))
        .one()
        .text.startswith("The client sent 1 paper")
    )
    bind_photos()
    assert item(item_id).state is ItemState.RECEIVED
    upload = db.session.scalars(select(Upload)).one()
    assert len(PdfReader(BytesIO(b"".join(read_upload(db.session(), upload)))).pages) == 3
    happen(lambda ctx: receive_file(ctx, link.case_id, item_id, Incoming("ours.jpg", photo("white"))))
    page = web.get(f"{link.home}/send/{item_id}").text
    assert (upload.file_name in page, "ours.jpg" in page) == (True, False)  # "What you sent" is the client's own


def test_an_expired_paper_is_asked_for_and_taken(web: FlaskClient, link: Linked, item_id: int) -> None:
    def accepted_long_ago(ctx: Context) -> None:
        row = ctx.session.get_one(ChecklistItem, item_id)
        row.state, row.valid_until_on = ItemState.ACCEPTED, ctx.now.date() - timedelta(days=2)

    happen(accepted_long_ago)
    assert "send a fresh one" in web.get(f"{link.home}/send?lang=en").text
    assert send(web, link, item_id, photo()) == 302
    assert item(item_id).state is ItemState.RECEIVED


def test_the_same_photo_again_is_one_file(web: FlaskClient, link: Linked, item_id: int) -> None:
    """A double click or a broken line leaves one whole file."""
    assert [send(web, link, item_id, photo()) for _ in range(3)] == [302] * 3
    db.session.rollback()
    assert len(db.session.scalars(select(Upload)).all()) == 1
    assert len(files_of(db.session(), link.case_id)[item_id]) == 1


def test_what_is_refused_leaves_nothing_and_says_why(web: FlaskClient, link: Linked, item_id: int) -> None:
    answer = web.post(f"{link.home}/send/{item_id}", data={"files": (io.BytesIO(b"MZ\x90 program"), "scan.pdf")})
    assert answer.status_code == 422
    empty = web.post(f"{link.home}/send/{item_id}", data={"note": "x"})
    assert empty.status_code == 422
    db.session.rollback()
    assert db.session.scalars(select(Upload)).all() == []
    assert item(item_id).state is ItemState.REQUESTED


def test_a_rejected_paper_says_why_and_is_sent_again(web: FlaskClient, link: Linked, item_id: int) -> None:
    send(web, link, item_id, photo())
    happen(lambda ctx: reject_item(ctx, link.case_id, item_id, "unreadable", "Strona 1"))
    home = web.get(f"{link.home}?lang=en").text
    assert "Send papers again" in home
    assert f"{link.home}/send/{item_id}" in home
    page = web.get(f"{link.home}/send/{item_id}").text
    assert "Strona 1" in page
    assert send(web, link, item_id, photo("blue")) == 302
    assert item(item_id).state is ItemState.RECEIVED


def test_papers_are_named_in_the_language_chosen_on_the_page(web: FlaskClient, link: Linked, item_id: int) -> None:
    """No mixed screens; and "other" says nothing beside the words typed for it."""
    assert send(web, link, item_id, photo()) == 302
    happen(lambda ctx: reject_item(ctx, link.case_id, item_id, "other", "Zdjęcie jest ciemne."))
    paper = item(item_id)
    for language in ("pl", "ru", "en"):
        page = web.get(f"{link.home}/send/{item_id}?lang={language}").text
        assert html.escape(paper.name(language)) in page
        assert "Zdjęcie jest ciemne." in page
        assert f"{say(language, 'Other')} Zdj" not in page


def test_what_was_not_asked_cannot_be_sent(web: FlaskClient, link: Linked, item_id: int) -> None:
    form = ChecklistItem.form.is_(True)
    ours = db.session.scalars(select(ChecklistItem.id).where(form)).first()
    assert ours is not None
    assert send(web, link, ours, photo()) == 404
    assert send(web, link, 99_999, photo()) == 404


def test_a_later_date_asked_at_night_is_a_task_in_the_morning(link: Linked) -> None:
    """ZA-06: at 03:00 asked, at 09:00 on the list, at the client's place."""
    night = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # 03:00 in Warsaw, a Tuesday
    with transaction(make.COMMAND, night) as ctx:
        task = give_task(ctx, ctx.session.get_one(Case, link.case_id), "client.later", "x")
        assert task.due_at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    with transaction(make.COMMAND, datetime(2026, 3, 7, 11, 0, tzinfo=UTC)) as ctx:  # a Saturday
        other = give_task(ctx, ctx.session.get_one(Case, link.case_id), "client.asked", "x")
        assert other.due_at == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


def test_the_wish_for_a_later_date_is_in_the_conversation(web: FlaskClient, link: Linked) -> None:
    day = (datetime.now(UTC).date() + timedelta(days=20)).isoformat()
    for _ in range(2):
        assert web.post(f"{link.home}/later", data={"day": day, "reason": "Jestem w szpitalu"}).status_code == 302
    assert web.get(f"{link.home}/messages").text.count("Jestem w szpitalu") == 1
    assert web.post(f"{link.home}/later", data={"day": "2020-01-01"}).status_code == 422
    db.session.rollback()
    assert len(db.session.scalars(select(Reminder).where(Reminder.plan == "client.later")).all()) == 1


def test_wishes_are_kept_with_the_trail(web: FlaskClient, link: Linked) -> None:
    wish = {"channel": "sms", "language": "ru", "reach_from": "10:00", "reach_to": "18:30"}
    assert web.post(f"{link.home}/me", data=wish).status_code == 302
    db.session.rollback()
    client = db.session.get_one(Party, link.party_id)
    kept = (client.preferred_channel, client.language, client.reach_from, client.reach_to)
    assert kept == ("sms", "ru", "10:00", "18:30")
    assert 'lang="ru"' in web.get(link.home).text
    assert db.session.scalar(select(TrailEntry.seq).where(TrailEntry.verb == "client.wishes")) is not None
    assert web.post(f"{link.home}/me", data=wish | {"reach_to": "09:00"}).status_code == 422
    assert web.post(f"{link.home}/me", data=wish | {"language": "xx"}).status_code == 422


def test_a_consent_is_withdrawn_by_its_owner_only(web: FlaskClient, link: Linked) -> None:
    def give(ctx: object) -> None:
        for party_id, purpose in ((link.party_id, ConsentPurpose.MARKETING), (other, ConsentPurpose.MARKETING)):
            note_consent(ctx, ctx.session.get_one(Party, party_id), purpose, "paper")  # type: ignore[attr-defined,arg-type]

    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        other = make.party(ctx, "Jan Nowak", phone="600 021 555").id
        give(ctx)
    mine, foreign = db.session.scalars(select(Consent.id).order_by(Consent.id)).all()
    assert web.post(f"{link.home}/consents/{mine}/withdraw").status_code == 302
    assert web.post(f"{link.home}/consents/{foreign}/withdraw").status_code == 404
    db.session.rollback()
    assert db.session.get_one(Consent, mine).withdrawn_at is not None
    assert db.session.get_one(Consent, foreign).withdrawn_at is None


def test_the_copy_of_my_data_holds_mine_and_is_in_the_trail(
    house: Flask, web: FlaskClient, link: Linked, item_id: int
) -> None:
    send(web, link, item_id, photo())
    web.post(f"{link.home}/messages", data={"question": "Kiedy decyzja?"})
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        ctx.session.add(DebitAuthorisation(
            case_id=link.case_id, payee="Bank Wisła", from_on=date(2026, 3, 1), signed_on=date(2026, 2, 20),
            signed_how="paper", signer="Zofia Wójcik", recorded_at=ctx.now,
        ))  # fmt: skip
        ctx.session.add(ContactAttempt(
            party_id=link.party_id, case_id=link.case_id, at=ctx.now, channel=ContactChannel.CALL,
            result=ContactResult.REACHED, pay_how="cash", pay_ready=True,
        ))  # fmt: skip
    answer = web.post(f"{link.home}/me/copy")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    told = json.loads(archive.read("my-data.json"))
    assert (told["person"]["name"], told["cases"][0]["messages"][0]["text"]) == ("Zofia Wójcik", "Kiedy decyzja?")
    (debit,) = told["cases"][0]["debit_authorisations"]
    assert (debit["payee"], debit["from_on"], debit["to_on"]) == ("Bank Wisła", "2026-03-01", None)
    (paid,) = [contact["payment"] for contact in told["contacts"] if contact["payment"]]
    assert (paid["how"], paid["money_there"], paid["enough"]) == ("cash", True, None)
    names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"my-data.json", "papers", "sent"}
    db.session.rollback()
    assert db.session.scalar(select(TrailEntry.seq).where(TrailEntry.verb == "client.exported")) is not None
