"""Overdue is one thing: what was due before the reader's day began, on the board, on Today and in the reports."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient

from advisor.casework.board import Scope, board
from advisor.casework.reports import by_owner
from advisor.casework.today import day_began, today_list
from advisor.extensions import db
from advisor.records.staff import Staff
from advisor.transaction import transaction
from tests import make

Browser = Callable[[str], FlaskClient]
WARSAW = ZoneInfo("Europe/Warsaw")


def test_board_today_and_reports_count_the_same(cast: make.Cast) -> None:
    """At eight in the evening what was due at nine this morning is for today, everywhere; at midnight it is late."""
    morning = datetime(2026, 3, 2, 9, tzinfo=WARSAW)
    with transaction(make.COMMAND, morning.astimezone(UTC)) as ctx:
        case = make.case(ctx, cast.advisor)
        due = case.next_action_at
    assert due is not None
    session = db.session()
    actor = session.get_one(Staff, cast.advisor).actor()
    for at, late in ((due + timedelta(hours=11), 0), (due + timedelta(hours=16), 1)):
        scope, day = Scope(actor, at.date(), actor.id), day_began(at, WARSAW)
        assert sum(column.late for column in board(session, scope, day)) == late
        assert [load.overdue for load in by_owner(session, scope, day)] == [late]
        assert today_list(session, actor, at, WARSAW).overdue_count == late


def test_an_empty_today_promises_nothing_below(cast: make.Cast, browser: Browser) -> None:
    assert "Nothing is planned for the next seven days either." in browser("advisor").get("/today").text
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        make.case(ctx, cast.advisor)
    page = browser("advisor").get("/today").text
    assert re.search(r"Below is what comes next|for today", page)
    assert "next seven days either" not in page
