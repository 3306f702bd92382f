"""Rows that cannot be right, a client who moved, a leap day, a line cut after DATA: real workers, both engines."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from advisor.domain.outreach.plans import Rule, Step, To, Via
from advisor.domain.roles import COMMAND
from advisor.records.case import Case
from advisor.records.outbox import Audience, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.wording import Wording
from advisor.services import plans
from advisor.services.followups import new_message_id
from advisor.transaction import write
from tests.faults.conftest import Due
from tests.faults.place import Place, until
from tests.faults.sink import Sink
from tests.faults.test_mail import let_time_pass, letters
from tests.faults.test_reminders import sent, where_it_is

SILENT = Rule((Step(4, working=False, at="12:00", via=(Via.EMAIL,)),), 1, To.NOBODY, 0)


def test_a_line_cut_after_data_brings_the_same_letter_again(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """The server took the letter and the answer was lost: nothing is lost, the repeat has the same Message-ID."""
    wanted = due(1)
    sink.cut = True
    place.start("worker")
    until(lambda: [bool(row.last_error) for row in letters(ledger_of)] == [True], 60)
    assert [row.state for row in letters(ledger_of)] == [LetterState.WAITING]
    sink.cut = False
    let_time_pass(ledger_of)
    until(lambda: sent(ledger_of) == 1, 60)
    assert (len(sink.ids), set(sink.ids)) == (2, wanted)


def odd(session: Session) -> Letter:
    return next(row for row in letters(session) if row.key == "odd")


def test_an_address_with_line_breaks_reaches_nobody_and_holds_up_nobody(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    """A20: written past every form into the outbox, it makes no second recipient and ends as failed."""
    now = datetime.now(UTC)
    ledger_of.execute(insert(Letter).values(
        kind="follow_up", key="odd", message_id=new_message_id(), audience=Audience.STAFF, subject="s", text="t",
        to_address="a@example.test\r\nBcc: thief@example.test", papers=[], next_try_at=now, created_at=now,
    ))  # fmt: skip
    ledger_of.commit()
    wanted = due(3)
    place.start("worker")
    until(lambda: sent(ledger_of) == 3, 60)
    for tries in range(1, 4):
        until(lambda tries=tries: odd(ledger_of).attempts == tries, 60)  # type: ignore[misc]
        until(lambda: odd(ledger_of).state is not LetterState.LEASED, 60)
        let_time_pass(ledger_of)
    until(lambda: odd(ledger_of).state is LetterState.FAILED, 60)
    assert sorted(sink.ids) == sorted(wanted)


def test_words_that_cannot_be_filled_still_ring(place: Place, ledger_of: Session, due: Due, sink: Sink) -> None:
    """The firm's own wording names a place that nobody fills: the reminders ring in plain words."""
    with write(ledger_of, COMMAND) as ctx:
        ctx.session.add(Wording(kind="follow_up", language="en", subject="{x}", text="{everything}", made_at=ctx.now))
    wanted = due(3)
    place.start("worker")
    until(lambda: sent(ledger_of) == 3, 60)
    assert sorted(sink.ids) == sorted(wanted)
    assert all("Call" in body and "{" not in body for _id, body in sink.messages)


def test_what_comes_every_year_on_the_29th_of_february_comes_on_the_28th(
    place: Place, ledger_of: Session, due: Due, sink: Sink
) -> None:
    leap = datetime(2024, 2, 29, 9, tzinfo=UTC)
    due(1, leap)
    with write(ledger_of, COMMAND) as ctx:
        row = ctx.session.scalars(select(Reminder).where(Reminder.due_at == leap)).one()
        row.every, row.anchor_at, row.slot = "year", leap, "10:00"
    place.start("worker")
    until(lambda: sent(ledger_of) == 1, 60)
    now = datetime.now(UTC)
    years = (now.year, now.year + 1)
    days = [leap.replace(year=y, day=29 if y % 4 == 0 else 28) for y in years]
    following = select(Reminder.due_at).where(Reminder.every == "year", Reminder.state == ReminderState.PLANNED)
    assert ledger_of.scalars(following).all() == [next(day for day in days if day > now)]
    assert len(sink.ids) == 1


def test_a_client_who_moved_is_not_woken_by_what_was_planned_for_the_old_place(
    place: Place, ledger_of: Session, leads: list[int], sink: Sink
) -> None:
    """Planned for noon here; the client now lives where it is two at night: it waits for the morning there."""
    night = where_it_is(2)
    with write(ledger_of, COMMAND) as ctx:
        case = ctx.session.get_one(Case, leads[0])
        client = ctx.session.get_one(Party, case.client_id)
        client.email, client.preferred_channel = "moved@example.test", "email"
        asked_at = ctx.now - timedelta(days=3)
        plans.start(ctx, case, plans.Event("silent", asked_at), SILENT)
        row = ctx.session.scalars(select(Reminder).where(Reminder.plan == "silent")).one()
        row.due_at = ctx.now - timedelta(minutes=1)
        client.time_zone = night
    place.start("worker")
    ring = select(Reminder).where(Reminder.plan == "silent").execution_options(populate_existing=True)
    until(lambda: ledger_of.rollback() or ledger_of.scalars(ring).one().held_why, 60)  # type: ignore[func-returns-value]
    row = ledger_of.scalars(ring).one()
    assert (row.state, row.held_why) == (ReminderState.PLANNED, "quiet_hours")
    assert 9 <= row.due_at.astimezone(ZoneInfo(night)).hour < 20
    assert row.due_at > datetime.now(UTC) + timedelta(hours=3)
    assert ledger_of.scalar(select(func.count()).where(Letter.audience == Audience.CLIENT)) == 0
    assert sink.ids == []
