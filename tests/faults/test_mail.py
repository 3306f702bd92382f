"""Mail servers that refuse, hang up or hang (R4, R6): letters wait or become visible work, pages never notice."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from advisor.records.outbox import Letter, LetterState
from advisor.records.reminder import Reminder
from tests.faults.conftest import Due
from tests.faults.place import Place, until
from tests.faults.sink import Sink, silent_server


def letters(session: Session) -> list[Letter]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Letter)))


def let_time_pass(session: Session) -> None:
    """What the growing gaps between tries would take."""
    session.rollback()
    session.execute(text("UPDATE outbox_letter SET next_try_at = '2020-01-01' WHERE state = 'waiting'"))
    session.commit()


@pytest.mark.parametrize("code", ["421 closing", "451 later"])
def test_temporary_refusals_wait_and_leave_when_the_server_is_well(
    place: Place, ledger_of: Session, due: Due, sink: Sink, code: str
) -> None:
    """R4: 4xx is tried again with growing gaps; nothing is lost, nothing is sent twice."""
    wanted = due(3)
    sink.refuse = code
    place.start("worker")
    until(lambda: len(letters(ledger_of)) == 3 and all(row.last_error for row in letters(ledger_of)), 60)
    assert {row.state for row in letters(ledger_of)} == {LetterState.WAITING}
    assert all(row.next_try_at > datetime.now(UTC) for row in letters(ledger_of))
    sink.refuse = ""
    let_time_pass(ledger_of)
    until(lambda: all(row.state is LetterState.SENT for row in letters(ledger_of)), 60)
    assert sorted(sink.ids) == sorted(wanted)


def test_permanent_refusals_become_visible_work_after_three_tries(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """R4: 5xx at most three times, then FAILED and a follow-up for the owner, shown on Today."""
    due(1)
    sink.refuse = "550 no such user"
    place.start("worker")
    for tries in range(1, 4):
        until(lambda tries=tries: [row.attempts for row in letters(ledger_of)] == [tries], 60)  # type: ignore[misc]
        until(lambda: letters(ledger_of)[0].state is not LetterState.LEASED, 60)
        let_time_pass(ledger_of)
    until(lambda: letters(ledger_of)[0].state is LetterState.FAILED, 60)
    plan = f"undelivered.{letters(ledger_of)[0].id}"
    assert plan in set(ledger_of.scalars(select(Reminder.plan)))
    _web, port = place.web()
    visitor = place.sign_in(port)
    assert b"could not be delivered" in visitor.get("/today").body


def test_pages_work_while_the_mail_server_hangs(place: Place, ledger_of: Session, due: Due) -> None:
    """A server that takes the connection and never answers holds up letters, nothing else; the letter waits."""
    listener = silent_server()
    port = str(listener.getsockname()[1])
    place.settings |= {"ADVISOR_SMTP_HOST": "127.0.0.1", "ADVISOR_SMTP_PORT": port, "ADVISOR_SMTP_TLS": "none"}
    due(1)
    place.start("worker")
    _web, web_port = place.web()
    visitor = place.sign_in(web_port)
    until(lambda: [row.state for row in letters(ledger_of)] == [LetterState.LEASED], 60)
    assert visitor.get("/today").status == 200
    until(lambda: [row.state for row in letters(ledger_of)] == [LetterState.WAITING], 60)
    assert letters(ledger_of)[0].last_error
    listener.close()
