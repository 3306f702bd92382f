"""Reminders under fire (R3): two workers at once, workers killed around the sending, a worker down over a DST day."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from advisor.records.outbox import Letter, LetterState
from advisor.records.reminder import Reminder, ReminderState
from tests.faults.conftest import Due
from tests.faults.place import Place, kill, until
from tests.faults.sink import Sink


def sent(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).where(Letter.state == LetterState.SENT)) or 0


def let_leases_end(session: Session) -> None:
    """What two minutes of waiting would do."""
    session.rollback()
    session.execute(text("UPDATE outbox_letter SET leased_until = '2020-01-01' WHERE state = 'leased'"))
    session.execute(text("UPDATE lease SET expires_at = '2020-01-01'"))
    session.commit()


def test_two_workers_at_once_deliver_each_of_300_reminders_once(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """R3, issue 2: real processes, both engines."""
    wanted = due(300)
    place.start("worker")
    place.start("worker")
    until(lambda: sent(ledger_of) >= 300, 90)
    assert sorted(sink.ids) == sorted(wanted)
    rung = select(func.count()).where(Reminder.state == ReminderState.RUNG)
    assert ledger_of.scalar(rung) == 300
    assert ledger_of.scalar(select(func.max(Letter.attempts))) == 1


def test_a_worker_killed_before_the_server_takes_the_letter_loses_nothing(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """kill -9 between lease and send: every letter leaves later, once, with its first Message-ID."""
    wanted = due(20)
    sink.hold_before = True
    first = place.start("worker")
    assert sink.reached.wait(60)
    kill(first)
    assert sink.ids == []
    sink.hold_before = False
    sink.release.set()
    let_leases_end(ledger_of)
    place.start("worker")
    until(lambda: sent(ledger_of) >= 20, 60)
    assert sorted(sink.ids) == sorted(wanted)


def test_a_worker_killed_after_the_server_took_the_letter_repeats_it_under_the_same_id(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """kill -9 between send and mark: nothing is lost, and the repeat is recognisable."""
    wanted = due(20)
    sink.hold_after = True
    first = place.start("worker")
    assert sink.reached.wait(60)
    kill(first)
    once = list(sink.ids)
    assert len(once) == 1
    sink.hold_after = False
    sink.release.set()
    let_leases_end(ledger_of)
    place.start("worker")
    until(lambda: sent(ledger_of) >= 20, 60)
    assert set(sink.ids) == wanted
    assert sorted(sink.ids) == sorted([*wanted, *once])


def test_a_worker_down_for_26_hours_over_a_clock_change_delivers_each_once(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """F16: Warsaw left summer time on 25 October 2026 at 01:00 UTC; both 02:30 are rung, each with its own hour."""
    night = datetime(2026, 10, 24, 10, 30, tzinfo=UTC)
    wanted = due(27, night, timedelta(hours=1))
    place.start("worker")
    until(lambda: sent(ledger_of) >= 27, 60)
    assert sorted(sink.ids) == sorted(wanted)
    told = [body for _, body in sink.messages]
    assert sum("2:30" in body for body in told) >= 2
    assert place.run("check", "--json").returncode == 0
