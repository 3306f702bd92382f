"""One day for the whole house: gates, rights and pages judge by the firm's calendar day, whatever UTC says."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.casework.assign import share
from advisor.casework.status import hold
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.records.case import AccessRole, Case
from advisor.records.staff import Firm, firm
from advisor.services.access import writable
from advisor.services.rows import past_day
from advisor.stages.documents.actions import build_list
from advisor.stages.monitoring.actions import end_service
from advisor.stages.plan import BY_KEY
from advisor.transaction import transaction
from advisor.web.kit.now import day_of, today
from tests import make

Actors = Callable[[str], Actor]
LATE_EVENING = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
"""Already the 2nd of March in Warsaw, still the 1st of March in New York."""
PLACES = {
    "Europe/Warsaw": date(2026, 3, 2),
    "America/New_York": date(2026, 3, 1),
    "Pacific/Kiritimati": date(2026, 3, 2),
}


@pytest.fixture(params=PLACES)
def day(request: pytest.FixtureRequest, house: Flask, cast: make.Cast) -> date:
    """The firm works in a zone; the day that LATE_EVENING is there."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        firm(ctx.session).time_zone = request.param
    return PLACES[request.param]


@pytest.fixture
def file(day: date, cast: make.Cast) -> int:
    """A case of the advisor, opened the day before."""
    with transaction(make.COMMAND, LATE_EVENING - timedelta(days=1)) as ctx:
        return make.case(ctx, cast.advisor).id


UTC_DAY = re.compile(r"\bnow(\(\))?\.date\(\)")
FREE = {"advisor/cli"}
"""The command door speaks to a shell and seeds the demo; everything else asks for the firm's day."""


def test_nobody_takes_the_day_from_utc() -> None:
    root = Path(__file__).resolve().parents[2]
    found = [
        str(path.relative_to(root)) for path in sorted((root / "advisor").rglob("*.py"))
        if UTC_DAY.search(path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert [path for path in found if not path.startswith(tuple(FREE))] == []


def test_use_cases_and_pages_say_the_same_day(house: Flask, day: date, actor: Actors) -> None:
    """A page never promises what the gate behind it refuses."""
    with transaction(actor("advisor"), LATE_EVENING) as ctx:
        assert ctx.today == day
    with house.test_request_context():
        g.now = LATE_EVENING
        assert today() == day


def test_a_gate_judges_by_the_day_of_the_firm(file: int, day: date, actor: Actors) -> None:
    """The planned filing day is past once it is over at the firm's place, not before and not later."""
    room = BY_KEY[StageKey.DOCUMENTS]
    with transaction(actor("advisor"), LATE_EVENING) as ctx:
        build_list(ctx, file)
    for planned, past in ((day - timedelta(days=1), True), (day, False)):
        with transaction(actor("advisor"), LATE_EVENING) as ctx:
            case = ctx.session.get_one(Case, file)
            case.planned_filing_on = planned
            codes = {f.code for f in room.judge(ctx.session, case, ctx.today).findings}
            assert ("documents.filing_day_past" in codes) is past


def test_days_of_deeds_and_typed_days_are_the_firm_s(file: int, day: date, actor: Actors) -> None:
    with transaction(actor("advisor"), LATE_EVENING) as ctx:
        assert end_service(ctx, file).ended_on == day
        assert past_day(ctx, "on", day) == day
        with pytest.raises(Invalid):
            past_day(ctx, "on", day + timedelta(days=1))
        with pytest.raises(Invalid):
            hold(ctx, file, day, "Client travels")
        assert hold(ctx, file, day + timedelta(days=1), "Client travels").held_until_on == day + timedelta(days=1)


def test_shared_access_ends_with_the_firm_s_day(file: int, day: date, cast: make.Cast, actor: Actors) -> None:
    """The last day counts to its end at the firm's place (SPEC A0, case_access)."""
    with transaction(actor("advisor"), LATE_EVENING) as ctx:
        share(ctx, file, cast.colleague, AccessRole.MENTOR, day)
        with pytest.raises(Invalid):
            share(ctx, file, cast.colleague, AccessRole.MENTOR, day - timedelta(days=1))
    with transaction(actor("colleague"), LATE_EVENING) as ctx:
        assert writable(ctx, file).id == file
    with pytest.raises(NotFound), transaction(actor("colleague"), LATE_EVENING + timedelta(days=1)) as ctx:
        writable(ctx, file)


@given(seconds=st.integers(0, 6 * 366 * 24 * 3600), zone=st.sampled_from(sorted(PLACES)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_at_any_moment_in_any_zone_the_day_is_the_one_on_the_firm_s_wall(house: Flask, seconds: int, zone: str) -> None:
    at = LATE_EVENING + timedelta(seconds=seconds)
    with transaction(make.COMMAND, make.NOW) as ctx:
        ctx.session.merge(Firm(id=1, name="Example Finance", time_zone=zone))
    with house.test_request_context():
        assert day_of(at) == at.astimezone(ZoneInfo(zone)).date()
    with transaction(make.COMMAND, at) as ctx:
        assert ctx.today == at.astimezone(ZoneInfo(zone)).date()
