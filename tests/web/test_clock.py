"""Is the clock alive? Said in the top bar, to machines, and in a banner when late (issue 6 point 3; SPEC C-6)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.roles import COMMAND
from advisor.jobs import leader, reminders
from advisor.records.reminder import Reminder
from advisor.services import followups
from advisor.transaction import bookkeeping, transaction
from tests import make

Browser = Callable[[str], FlaskClient]


def tick(at: datetime) -> None:
    with bookkeeping() as session:
        leader.elect(session, "clock", "worker", at)


def health(house: Flask) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(house.test_client().get("/health").text)
    return said


@pytest.fixture
def late(house: Flask, cast: make.Cast) -> int:
    """A reminder that should have rung ten minutes ago, though the clock ticks."""
    now = datetime.now(UTC)
    tick(now)
    with transaction(COMMAND) as ctx:
        case = make.case(ctx, cast.advisor)
        row = followups.remind_at(ctx, case, now.replace(tzinfo=None) + timedelta(hours=1), "UTC", "Call")
        row.due_at = now - timedelta(minutes=10)
        return row.id


def test_a_clock_that_ticks_is_well(house: Flask, cast: make.Cast, browser: Browser) -> None:
    tick(datetime.now(UTC))
    assert health(house)["scheduler"] == "ok"
    assert 'class="health"' not in browser("admin").get("/settings/clock").text


def test_a_clock_that_stopped_is_said_to_people_and_machines(house: Flask, cast: make.Cast, browser: Browser) -> None:
    tick(datetime.now(UTC) - timedelta(minutes=6))
    said = health(house)
    assert (said["scheduler"], said["late_reminders"]) == ("late", 0)
    assert "advisor_scheduler_silent 1" in house.test_client().get("/metrics").text
    assert 'class="health"' in browser("admin").get("/settings/clock").text


def test_what_is_late_is_counted_until_it_rings(late: int, house: Flask, browser: Browser) -> None:
    said = health(house)
    assert (said["scheduler"], said["late_reminders"], said["backlog"]) == ("late", 1, 1)
    assert "advisor_late_reminders 1" in house.test_client().get("/metrics").text
    assert 'class="health"' in browser("admin").get("/settings/clock").text
    assert reminders.ring("http://x") == 1
    with transaction(COMMAND) as ctx:
        assert ctx.session.get_one(Reminder, late).rung_at is not None
    assert health(house)["scheduler"] == "ok"
