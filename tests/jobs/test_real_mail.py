"""Mails as a mail server receives them: text, HTML and calendar parts, headers; reports of other servers read back."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.jobs import letters
from advisor.jobs.bounces import take_reports
from advisor.records.outbox import Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder
from advisor.records.staff import Staff
from advisor.services import post
from advisor.services.courier import MailServer
from advisor.services.language import LANGUAGES
from advisor.services.letter_kinds import KINDS, STAFF_KINDS
from advisor.stages.meeting.actions import Booking, book, invite
from advisor.stages.meeting.gate import Place
from advisor.transaction import transaction
from tests import make
from tests.bench.server import free_port
from tests.make import NOW


class Inbox:
    """Keeps what it is given; `drop` closes the connection after DATA without a word."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.drop = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self.drop:
            server.transport.close()
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, MailServer]]:
    found = Inbox()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield found, MailServer("127.0.0.1", controller.port, "none", "", "", "firm@example.test", Path("/nonexistent"))
    controller.stop()


def write_all(language: str, cast: make.Cast) -> None:
    """One letter of every kind with its example values."""
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language=language)
        staff = ctx.session.get_one(Staff, cast.advisor)
        staff.language = language
        for kind, about in KINDS.items():
            values: dict[str, Any] = dict(about.places) | {"late": False}
            if "papers" in values:
                values["papers"] = [("Bank statement", "")] if kind == "paper_again" else ["Bank statement"]
            draft = post.Draft(kind, f"all.{kind}", values, unsubscribe="https://x.test/stop/1/2")
            if kind in STAFF_KINDS:
                post.to_staff(ctx, staff, draft)
            else:
                post.to_client(ctx, client, draft)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_arrives_as_text_and_html_that_say_why(
    house: Flask, cast: make.Cast, inbox: tuple[Inbox, MailServer], language: str
) -> None:
    """Nothing left over in any part; both parts say the same; the reader's language is named."""
    found, server = inbox
    write_all(language, cast)
    letters.deliver(server, NOW)
    assert len(found.mails) == len(KINDS)
    for mail in found.mails:
        text, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert text is not None
        assert html is not None
        for part in (text.get_content(), html.get_content(), mail["Subject"]):
            assert "%(" not in part
            assert "{{" not in part
        assert f'lang="{language}"' in html.get_content()
        assert text.get_content().replace("\r", "").count("\n-- \n") == 1
        assert mail["List-Unsubscribe"] == "<https://x.test/stop/1/2>"


def test_an_invitation_carries_a_calendar_request(
    house: Flask, cast: make.Cast, inbox: tuple[Inbox, MailServer]
) -> None:
    found, server = inbox
    with transaction(COMMAND, NOW) as ctx:
        case = make.case(ctx, cast.advisor, make.party(ctx, email="zofia@example.test"))
        row = book(ctx, case.id, Booking(NOW.replace(day=5, hour=10, tzinfo=None), Place.OFFICE))
        invite(ctx, case.id, row.id)
    letters.deliver(server, NOW)
    mail = next(mail for mail in found.mails if mail["To"] == "zofia@example.test")
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert parts[0].get_param("method") == "REQUEST"
    assert parts[1].get_filename() == "invitation.ics"
    content = parts[1].get_payload(decode=True)
    assert isinstance(content, bytes)
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert str(event["organizer"]) == "mailto:advisor@example.test"


def test_a_connection_dropped_after_data_is_repeated_under_the_same_id(
    house: Flask, cast: make.Cast, inbox: tuple[Inbox, MailServer]
) -> None:
    found, server = inbox
    with transaction(COMMAND, NOW) as ctx:
        post.to_staff(ctx, ctx.session.get_one(Staff, cast.advisor), post.Draft("test", "drop"))
    found.drop = True
    letters.deliver(server, NOW)
    letter = db.session.scalars(select(Letter)).one()
    assert letter.state is LetterState.WAITING
    assert letter.last_error == "SMTPServerDisconnected"
    found.drop = False
    again = letter.next_try_at
    letters.deliver(server, again)
    assert len({mail["Message-ID"] for mail in found.mails}) == 1
    assert len(found.mails) == 2


def report(message_id: str, action: str, status: str) -> bytes:
    """What another server sends back (RFC 3464)."""
    return (
        "From: mailer-daemon@example.test\nTo: firm@example.test\nSubject: Delivery Status\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n\nSorry.\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        f"Final-Recipient: rfc822; z@example.test\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {message_id}\nSubject: x\n\nhello\n--b--\n"
    ).encode()


def test_a_bounce_becomes_visible_work_and_a_receipt_is_kept(
    house: Flask, cast: make.Cast, inbox: tuple[Inbox, MailServer], tmp_path: Path
) -> None:
    _found, server = inbox
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, email="zofia@example.test")
        case = make.case(ctx, cast.advisor, client)
        for key in ("one", "two"):
            values = dict(KINDS["link"].places)
            post.to_client(ctx, client, post.Draft("link", key, values, case_id=case.id))
        case_id = case.id
    letters.deliver(server, NOW)
    one, two = db.session.scalars(select(Letter).where(Letter.kind == "link").order_by(Letter.id))
    folder = tmp_path / "bounces"
    folder.mkdir()
    (folder / "1.eml").write_bytes(report(one.message_id, "failed", "5.1.1"))
    (folder / "2.eml").write_bytes(report(two.message_id, "delivered", "2.0.0"))
    (folder / "3.eml").write_bytes(report("<stranger@x>", "failed", "5.1.1"))
    (folder / "4.eml").write_bytes(b"Subject: buy now\n\n" + b"\xff" * 100)
    assert take_reports(tmp_path) == 3
    assert take_reports(tmp_path) == 0
    assert [path.name for path in (folder / "not-understood").iterdir()] == ["4.eml"]
    db.session.rollback()
    assert (one.state, one.last_error) == (LetterState.FAILED, "bounced 5.1.1")
    assert two.delivered_at is not None
    plans = set(db.session.scalars(select(Reminder.plan).where(Reminder.case_id == case_id)))
    assert f"undelivered.{one.id}" in plans


def test_a_party_that_asked_for_silence_after_a_letter_was_written_gets_nothing(
    house: Flask, cast: make.Cast, inbox: tuple[Inbox, MailServer]
) -> None:
    found, server = inbox
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, email="zofia@example.test")
        post.to_client(ctx, client, post.Draft("link", "k", dict(KINDS["link"].places)))
        client_id = client.id
    with transaction(COMMAND, NOW) as ctx:
        ctx.session.get_one(Party, client_id).do_not_contact = True
    letters.deliver(server, NOW)
    assert found.mails == []
    assert db.session.scalars(select(Letter)).one().cancelled_why == "do_not_contact"
