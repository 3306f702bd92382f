"""The target of the month: who sees whose, and what counts (CN-19)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.casework.targets import Target, targets
from advisor.domain.process import Outcome, Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.staff import Staff
from advisor.transaction import transaction
from tests import make
from tests.web.test_statements import statements

Actors = Callable[[str], Actor]
MONTH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def book(house: Flask, cast: make.Cast) -> list[int]:
    """Two advisors with targets; of five cases two were completed this month, one before, one refused, one runs."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        for staff_id, wanted in ((cast.advisor, 3), (cast.colleague, 1)):
            ctx.session.get_one(Staff, staff_id).month_target = wanted
        found = [make.case(ctx, cast.advisor, make.party(ctx, f"Client {n}", phone=f"600 021 0{n:02d}")).id
                 for n in range(5)]  # fmt: skip
        ends = ((Outcome.COMPLETED, 2), (Outcome.COMPLETED, 1), (Outcome.COMPLETED, -20), (Outcome.REFUSED, 2))
        for case_id, (outcome, day) in zip(found, ends, strict=False):
            case = ctx.session.get_one(Case, case_id)
            case.status, case.outcome, case.closed_at = Status.CLOSED, outcome, MONTH + timedelta(days=day)
    return found


@pytest.mark.parametrize(
    ("who", "own", "seen"),
    [
        ("manager", False, [Target("Anna Advisor", 3, 2)]),
        ("other_manager", False, [Target("Karol Colleague", 1, 0)]),
        ("auditor", False, [Target("Anna Advisor", 3, 2), Target("Karol Colleague", 1, 0)]),
        ("advisor", True, [Target("Anna Advisor", 3, 2)]),
        ("manager", True, []),
    ],
)
def test_the_bar_is_what_was_completed_this_month(
    book: list[int], actor: Actors, who: str, own: bool, seen: list[Target]
) -> None:
    assert targets(db.session(), actor(who), MONTH, own=own) == seen


def test_it_stands_on_today_and_in_the_reports(book: list[int], browser: Callable[[str], FlaskClient]) -> None:
    """The numbers of today's month, whatever it is; one statement more for who has a target, none for others."""
    manager, advisor = browser("manager"), browser("advisor")
    assert 'aria-label="0 of 3 cases"' in manager.get("/reports").text
    assert 'aria-label="0 of 3 cases"' in advisor.get("/today").text
    assert "Target of the month" not in manager.get("/today").text
    assert statements(manager, "/reports?months=12") <= 13


def test_the_administrator_sets_it(book: list[int], cast: make.Cast, browser: Callable[[str], FlaskClient]) -> None:
    form = {"name": "Anna Advisor", "email": "advisor@example.test", "phone": "", "language": "en", "team_id": "1",
            "roles": ["advisor"], "time_zone": "Europe/Warsaw", "month_target": "7"}  # fmt: skip
    admin = browser("admin")
    assert admin.post(f"/settings/people/{cast.advisor}", data=form | {"month_target": "-1"}).status_code == 422
    assert admin.post(f"/settings/people/{cast.advisor}", data=form).status_code == 302
    assert db.session.get_one(Staff, cast.advisor, populate_existing=True).month_target == 7
