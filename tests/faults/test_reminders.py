"""Reminders under fire (R3): many workers at once, killed ones, long downtime, clocks that jump, a database restart."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.outbox import Lease, Letter, LetterState
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.staff import Staff
from advisor.transaction import write
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


@pytest.mark.parametrize("workers", [2, 4, 8])
def test_many_workers_at_once_deliver_each_of_300_reminders_once(
    place: Place, ledger_of: Session, due: Due, sink: Sink, workers: int
) -> None:
    """R3, issues 2 and 6: real processes, both engines."""
    wanted = due(300)
    for _ in range(workers):
        place.start("worker")
    until(lambda: sent(ledger_of) >= 300, 180)
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


def where_it_is(hour: int) -> str:
    """A time zone whose clocks show about this hour now."""
    shift = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-shift:+d}" if shift else "UTC"


def let_staff_live(session: Session, zone: str) -> None:
    with write(session, COMMAND) as ctx:
        for staff in ctx.session.scalars(select(Staff)):
            staff.time_zone = zone


NIGHT = datetime(2026, 10, 24, 10, 30, tzinfo=UTC)
"""Warsaw left summer time on 25 October 2026 at 01:00 UTC; both 02:30 are rung, each with its own hour."""


def test_a_worker_down_for_26_hours_over_a_clock_change_delivers_each_once_in_order(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """F16, issue 6: each exactly once, the earliest first."""
    let_staff_live(ledger_of, where_it_is(12))
    wanted = due(27, NIGHT, timedelta(hours=1))
    place.start("worker")
    until(lambda: sent(ledger_of) >= 27, 60)
    assert sorted(sink.ids) == sorted(wanted)
    told = [body for _, body in sink.messages]
    hours = [int(re.search(r"Call (\d+)", body)[1]) for body in told]  # type: ignore[index]
    assert hours == sorted(hours)
    assert sum("2:30" in body for body in told) >= 2
    assert place.run("check", "--json").returncode == 0


def test_nobody_is_woken_by_what_was_missed(place: Place, ledger_of: Session, due: Due, sink: Sink) -> None:
    """The worker comes back at two at night: all have rung, the letters wait for the morning."""
    let_staff_live(ledger_of, where_it_is(2))
    due(27, NIGHT, timedelta(hours=1))
    place.start("worker")
    rung = select(func.count()).where(Reminder.state == ReminderState.RUNG)
    until(lambda: ledger_of.rollback() or ledger_of.scalar(rung) == 27, 60)  # type: ignore[func-returns-value]
    first = ledger_of.scalar(select(func.min(Letter.next_try_at)))
    assert first is not None
    assert first > datetime.now(UTC) + timedelta(hours=3)
    assert sink.ids == []


def test_a_clock_that_jumped_ahead_and_was_set_back_holds_up_nothing(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """Leases that an hour-fast clock wrote are not waited for: the clock is elected and the letters leave at once."""
    wanted = due(5)
    ledger_of.rollback()
    ahead = datetime.now(UTC) + timedelta(hours=1)
    ledger_of.add(Lease(name="clock", holder="fast", fence=7, expires_at=ahead, ticked_at=ahead))
    ledger_of.commit()
    place.start("worker")
    until(lambda: sent(ledger_of) >= 5, 60)
    assert sorted(sink.ids) == sorted(wanted)
    assert ledger_of.scalar(select(Lease.fence)) == 8


def test_letters_leased_by_a_fast_clock_leave(place: Place, ledger_of: Session, due: Due, sink: Sink) -> None:
    wanted = due(5)
    sink.hold_before = True
    first = place.start("worker")
    assert sink.reached.wait(60)
    kill(first)
    sink.hold_before = False
    sink.release.set()
    ledger_of.rollback()
    ledger_of.execute(text("UPDATE outbox_letter SET leased_until = '2099-01-01' WHERE state = 'leased'"))
    ledger_of.execute(text("UPDATE lease SET expires_at = '2099-01-01'"))
    ledger_of.commit()
    place.start("worker")
    until(lambda: sent(ledger_of) >= 5, 60)
    assert sorted(sink.ids) == sorted(wanted)


def test_the_database_restarts_in_the_middle(
    place: Place, ledger_of: Session, due: Due, sink: Sink, request: pytest.FixtureRequest
) -> None:
    """The worker waits and goes on; each reminder leaves, a repeat only under its own Message-ID."""
    if place.url.startswith("sqlite"):
        pytest.skip("SQLite has no server to restart")
    wanted = due(300)
    place.start("worker")
    until(lambda: len(sink.ids) >= 20, 60)
    ledger_of.close()
    request.getfixturevalue("postgres").ctl("-m", "fast", "restart")
    let_leases_end(ledger_of)
    until(lambda: sent(ledger_of) >= 300, 120)
    assert set(sink.ids) == wanted
