"""One broken row never holds up the others, and two workers never hold the same letter: on both engines (issue 6)."""

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.jobs import leader, reminders
from advisor.records.outbox import Audience, Channel, Lease, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.services.delivery import IMPOSSIBLE, LEASE, claim
from advisor.services.followups import new_message_id
from advisor.services.ringing import AGAIN
from advisor.transaction import bookkeeping, transaction
from tests import make
from tests.make import NOW

LATER = NOW + timedelta(days=10)


@pytest.fixture
def due(house: Flask, cast: make.Cast) -> list[int]:
    """Five due reminders of five cases; the third has a zone that no clock knows."""
    with transaction(COMMAND, NOW) as ctx:
        cases = [make.case(ctx, cast.advisor) for _ in range(5)]
        ctx.session.flush()
        rows = [ctx.session.scalars(select(Reminder).where(Reminder.case_id == case.id)).one() for case in cases]
        rows[2].zone = "Nowhere/Never"
        return [row.id for row in rows]


def test_a_reminder_that_cannot_be_rung_is_put_ahead_and_the_others_ring(
    due: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL, "advisor.jobs"):
        assert reminders.ring("http://x", LATER) == 5
        assert reminders.ring("http://x", LATER) == 0
    broken = db.session.get_one(Reminder, due[2])
    states = {row: db.session.get_one(Reminder, row).state for row in due if row != due[2]}
    assert set(states.values()) == {ReminderState.RUNG}
    assert (broken.state, broken.due_at, broken.held_why) == (ReminderState.PLANNED, LATER + AGAIN, "cannot_ring")
    assert len(db.session.scalars(select(Letter)).all()) == 4
    with transaction(COMMAND, LATER) as ctx:
        ctx.session.get_one(Reminder, due[2]).zone = "UTC"
    assert reminders.ring("http://x", LATER + AGAIN) == 1
    assert db.session.get_one(Reminder, due[2]).state is ReminderState.RUNG


def letter_to(party: Party, number: int) -> Letter:
    return Letter(
        kind="reminder", key=f"k{number}", message_id=new_message_id(), audience=Audience.CLIENT, party_id=party.id,
        to_address=party.email, channel=Channel.EMAIL, subject="s", text="t", next_try_at=NOW, created_at=NOW,
    )  # fmt: skip


def test_a_client_nobody_can_judge_holds_up_no_other_clients_letter(house: Flask, cast: make.Cast) -> None:
    with transaction(COMMAND, NOW) as ctx:
        clients = [make.party(ctx, name=f"Client {n}", email=f"c{n}@example.test") for n in range(3)]
        ctx.session.flush()
        clients[0].time_zone = "Nowhere/Never"
        letters = [letter_to(client, n) for n, client in enumerate(clients)]
        ctx.session.add_all(letters)
    noon = NOW.replace(hour=11)
    with transaction(COMMAND, noon) as ctx:
        taken = [row.key for row in claim(ctx, "one", 10)]
    assert taken == ["k1", "k2"]
    broken = db.session.scalars(select(Letter).where(Letter.key == "k0")).one()
    assert (broken.state, broken.attempts, broken.next_try_at > noon) == (LetterState.WAITING, 1, True)
    assert broken.last_error == "ZoneInfoNotFoundError"


def test_a_worker_whose_moment_is_a_second_older_does_not_take_what_another_has_leased(due: list[int]) -> None:
    """A worker that waited for a lock compares with a moment before the lease was written."""
    with transaction(COMMAND, NOW) as ctx:
        ctx.session.get_one(Reminder, due[2]).zone = "UTC"
    reminders.ring("http://x", LATER)
    with transaction(COMMAND, LATER + timedelta(seconds=1)) as ctx:
        assert len(claim(ctx, "first", 10)) == 5
    with transaction(COMMAND, LATER) as ctx:
        assert claim(ctx, "second", 10) == []
    early = LATER + timedelta(seconds=1) + LEASE - IMPOSSIBLE - timedelta(seconds=1)
    with transaction(COMMAND, early) as ctx:
        assert len(claim(ctx, "second", 10)) == 5  # set back by minutes: nobody waits for such a lease


def test_the_elected_clock_is_not_taken_by_one_whose_moment_is_a_second_older(house: Flask) -> None:
    with bookkeeping() as session:
        assert leader.elect(session, "clock", "first", NOW + timedelta(seconds=1)) == 1
    with bookkeeping() as session:
        assert leader.elect(session, "clock", "second", NOW) is None
    assert db.session.scalars(select(Lease.holder)).one() == "first"
