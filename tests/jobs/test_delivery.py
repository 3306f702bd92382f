"""Reminders ring once and letters leave once, on both engines (R3, R4); real SMTP where a server is needed."""

import socket
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.jobs import letters, reminders
from advisor.records.case import Case
from advisor.records.outbox import Letter, LetterState
from advisor.records.reminder import Reminder, ReminderState
from advisor.services.courier import MailServer
from advisor.services.delivery import GAPS, LEASE, claim
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

LATER = NOW + timedelta(days=10)


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor).id


def folder(tmp_path: Path) -> MailServer:
    return MailServer("", 25, "none", "", "", "firm@example.test", tmp_path / "mail")


def test_a_due_reminder_rings_once_and_its_letter_carries_its_message_id(lead: int, tmp_path: Path) -> None:
    due = db.session.scalars(select(Reminder)).one().due_at
    assert reminders.ring("http://x", due - timedelta(seconds=1)) == 0
    assert reminders.ring("http://x", due) == 1
    assert reminders.ring("http://x", due) == 0
    row = db.session.scalars(select(Reminder)).one()
    assert letters.deliver(folder(tmp_path), due) == 1
    assert letters.deliver(folder(tmp_path), due) == 0
    mails = [message_from_bytes(p.read_bytes()) for p in (tmp_path / "mail").glob("*.eml")]
    assert [m["Message-ID"] for m in mails] == [row.message_id]
    assert mails[0]["To"] == "advisor@example.test"
    assert row.state is ReminderState.RUNG


def test_a_worker_killed_after_the_lease_loses_nothing_and_the_repeat_has_the_same_id(
    lead: int, tmp_path: Path
) -> None:
    reminders.ring("http://x", LATER)
    with transaction(COMMAND, LATER) as ctx:
        taken = [(row.id, row.message_id) for row in claim(ctx, "dead worker", 10)]
    assert len(taken) == 1
    assert letters.deliver(folder(tmp_path), LATER) == 0  # the lease still holds
    assert letters.deliver(folder(tmp_path), LATER + LEASE + timedelta(seconds=1)) == 1
    mail = message_from_bytes(next((tmp_path / "mail").glob("*.eml")).read_bytes())
    assert mail["Message-ID"] == taken[0][1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Refusing:
    """A mail server that answers every recipient with one code and counts."""

    def __init__(self, code: int) -> None:
        self.code, self.asked = code, 0

    async def handle_RCPT(
        self, server: object, session: object, envelope: object, address: str, options: object
    ) -> str:
        self.asked += 1
        return f"{self.code} no"


@pytest.mark.parametrize(("code", "tries"), [(550, 3), (451, len(GAPS))])
def test_refused_mail_is_retried_then_becomes_visible_work(lead: int, tmp_path: Path, code: int, tries: int) -> None:
    """R4: 5xx at most three tries, 4xx for hours; then FAILED and a follow-up for a person."""
    handler = Refusing(code)
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        server = MailServer("127.0.0.1", port, "none", "", "", "firm@example.test", tmp_path)
        reminders.ring("http://x", LATER)
        at = LATER
        for _ in range(tries + 2):
            letters.deliver(server, at)
            db.session.expire_all()
            letter = db.session.scalars(select(Letter)).first()
            assert letter is not None
            at = max(at, letter.next_try_at) + timedelta(seconds=1)
    finally:
        controller.stop()
    assert letter is not None
    assert letter.state is LetterState.FAILED
    assert handler.asked == tries
    plans = set(db.session.scalars(select(Reminder.plan).where(Reminder.case_id == lead)))
    assert f"undelivered.{letter.id}" in plans


def test_a_cancelled_reminder_never_rings(lead: int) -> None:
    from advisor.casework.status import Closing, close

    with transaction(COMMAND, NOW) as ctx:
        close(ctx, Closing(lead, "fee"))
    assert reminders.ring("http://x", LATER) == 0
    assert db.session.get_one(Case, lead).next_action_at is None
