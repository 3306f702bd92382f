"""An SMS provider that answers 500, refuses, or hangs up: messages wait, become work for a person, never double."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.case import Case
from advisor.records.outbox import Channel, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder
from advisor.services import post
from advisor.services.letter_kinds import KINDS
from advisor.transaction import write
from tests.faults.place import Place, until
from tests.faults.test_mail import let_time_pass, letters


class Provider(ThreadingHTTPServer):
    """Keeps what it is sent and answers with `code`."""

    code = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answerer)
        self.taken: list[dict[str, Any]] = []


class Answerer(BaseHTTPRequestHandler):
    """One message."""

    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.code == 200:
            self.server.taken.append(body | {"key": self.headers["Idempotency-Key"]})
        self.send_response(self.server.code)
        self.end_headers()
        self.wfile.write(b'{"state": "delivered"}')

    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture
def provider(place: Place) -> Iterator[Provider]:
    found = Provider()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    place.settings["ADVISOR_SMS_URL"] = f"http://127.0.0.1:{found.server_address[1]}/send"
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def short(ledger_of: Session, leads: list[int]) -> str:
    """A short message that waits; its Message-ID."""
    with write(ledger_of, COMMAND, datetime.now(UTC)) as ctx:
        case = ctx.session.get_one(Case, leads[0])
        client = ctx.session.get_one(Party, case.client_id)
        draft = post.Draft("link", "short", dict(KINDS["link"].places), case_id=case.id)
        return post.to_client(ctx, client, draft, Channel.SMS).message_id


def test_a_provider_in_trouble_is_asked_again_and_takes_the_message_once(
    place: Place, ledger_of: Session, short: str, provider: Provider
) -> None:
    provider.code = 500
    place.start("worker")
    until(lambda: letters(ledger_of)[0].last_error == "HTTP 500", 60)
    assert letters(ledger_of)[0].state is LetterState.WAITING
    provider.code = 200
    let_time_pass(ledger_of)
    until(lambda: letters(ledger_of)[0].state is LetterState.SENT, 60)
    assert [message["key"] for message in provider.taken] == [short.strip("<>")]
    assert provider.taken[0]["to"].startswith("+48")
    assert letters(ledger_of)[0].delivered_at is not None


def test_a_number_the_provider_refuses_becomes_work_for_a_person(
    place: Place, ledger_of: Session, short: str, provider: Provider
) -> None:
    provider.code = 400
    place.start("worker")
    for tries in range(1, 4):
        until(lambda tries=tries: letters(ledger_of)[0].attempts == tries, 60)  # type: ignore[misc]
        until(lambda: letters(ledger_of)[0].state is not LetterState.LEASED, 60)
        let_time_pass(ledger_of)
    until(lambda: letters(ledger_of)[0].state is LetterState.FAILED, 60)
    plans = set(ledger_of.scalars(select(Reminder.plan)))
    assert f"undelivered.{ledger_of.scalar(select(Letter.id))}" in plans
