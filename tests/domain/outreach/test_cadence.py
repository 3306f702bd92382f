"""Cadence and snooze: 09:00 at the client's place through clock changes, holidays and 29 February (issue 2 point 7)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.outreach.cadence import (
    Cadence,
    Snooze,
    due_moment,
    first_after_gap,
    moment_at,
    next_allowed,
    snooze,
)
from advisor.domain.outreach.working_days import is_working_day

WARSAW, NEW_YORK, MOSCOW = ZoneInfo("Europe/Warsaw"), ZoneInfo("America/New_York"), ZoneInfo("Europe/Moscow")
ZONES = st.sampled_from(
    [WARSAW, NEW_YORK, MOSCOW]
    + [ZoneInfo(name) for name in ("Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/Bogota")]
)
MOMENTS = st.integers(0, 5_700_000).map(lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_nine_o_clock_holds_through_both_clock_changes() -> None:
    friday_before_spring, friday_before_autumn = utc("2025-03-28T15:00"), utc("2025-10-24T15:00")
    assert due_moment(friday_before_spring, Cadence(0), WARSAW, "PL") == utc("2025-03-28T08:00")
    assert due_moment(friday_before_spring, Cadence(1), WARSAW, "PL") == utc("2025-03-31T07:00")
    assert due_moment(friday_before_autumn, Cadence(0), WARSAW, "PL") == utc("2025-10-24T07:00")
    assert due_moment(friday_before_autumn, Cadence(1), WARSAW, "PL") == utc("2025-10-27T08:00")


def test_a_time_that_does_not_exist_rings_when_it_would_have() -> None:
    assert moment_at(date(2025, 3, 30), time(2, 30), WARSAW) == utc("2025-03-30T01:30")  # clocks show 03:30
    assert due_moment(utc("2025-03-29T12:00"), Cadence(1, working=False, at=time(2, 30)), WARSAW, "PL") == utc(
        "2025-03-30T01:30"
    )
    assert moment_at(date(2011, 12, 30), time(9), ZoneInfo("Pacific/Apia")) == utc("2011-12-30T19:00")  # a lost day


def test_a_time_that_exists_twice_rings_the_first_time() -> None:
    assert moment_at(date(2025, 10, 26), time(2, 30), WARSAW) == utc("2025-10-26T00:30")
    assert moment_at(date(2025, 11, 2), time(1, 30), NEW_YORK) == utc("2025-11-02T05:30")


def test_the_anchor_counts_from_the_day_at_the_clients_place() -> None:
    late_in_utc = utc("2025-03-13T22:30")  # already Friday 14 March in Moscow, still Thursday in New York
    assert due_moment(late_in_utc, Cadence(1), MOSCOW, "RU") == utc("2025-03-17T06:00")
    assert due_moment(late_in_utc, Cadence(1), NEW_YORK, "US") == utc("2025-03-14T13:00")


def test_working_and_calendar_days_differ_over_a_weekend() -> None:
    friday = utc("2025-03-14T10:00")
    assert due_moment(friday, Cadence(2), WARSAW, "PL") == utc("2025-03-18T08:00")
    assert due_moment(friday, Cadence(2, working=False), WARSAW, "PL") == utc("2025-03-16T08:00")
    assert due_moment(friday, Cadence(-1), WARSAW, "PL") == utc("2025-03-13T08:00")


def test_29_february_is_a_day_like_any_other() -> None:
    assert due_moment(utc("2024-02-28T10:00"), Cadence(1), WARSAW, "PL") == utc("2024-02-29T08:00")
    assert due_moment(utc("2024-02-29T10:00"), Cadence(366, working=False), WARSAW, "PL") == utc("2025-03-01T08:00")


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_moment(datetime.fromisoformat("2025-03-14T10:00"), Cadence(1), WARSAW, "PL")


def test_snooze_presets_mean_what_they_say() -> None:
    friday_noon = utc("2025-03-14T11:00")  # 12:00 in Warsaw
    told = {preset: snooze(preset, friday_noon, WARSAW, "PL") for preset in Snooze}
    assert told == {
        Snooze.IN_ONE_HOUR: utc("2025-03-14T12:00"),
        Snooze.THIS_AFTERNOON: utc("2025-03-14T14:00"),
        Snooze.TOMORROW: utc("2025-03-15T08:00"),
        Snooze.NEXT_WORKING_DAY: utc("2025-03-17T08:00"),
        Snooze.NEXT_MONDAY: utc("2025-03-17T08:00"),
    }


def test_this_afternoon_is_tomorrows_once_it_is_over() -> None:
    three_o_clock = utc("2025-03-14T14:00")
    assert snooze(Snooze.THIS_AFTERNOON, three_o_clock - timedelta(minutes=1), WARSAW, "PL") == three_o_clock
    assert snooze(Snooze.THIS_AFTERNOON, three_o_clock, WARSAW, "PL") == utc("2025-03-15T14:00")


def test_next_monday_on_a_monday_is_a_week_away() -> None:
    assert snooze(Snooze.NEXT_MONDAY, utc("2025-03-17T06:00"), WARSAW, "PL") == utc("2025-03-24T08:00")


@given(st.sampled_from(Snooze), MOMENTS, ZONES)
def test_snoozing_never_goes_back(preset: Snooze, now: datetime, zone: ZoneInfo) -> None:
    assert snooze(preset, now, zone, "PL") > now


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2025-03-14T08:00", "2025-03-14T08:00"),  # 09:00 sharp in Warsaw
        ("2025-03-14T07:59", "2025-03-14T08:00"),
        ("2025-03-14T18:59", "2025-03-14T18:59"),
        ("2025-03-14T19:00", "2025-03-17T08:00"),  # 20:00 is quiet, and Saturday comes next
        ("2025-12-24T12:00", "2025-12-29T08:00"),
        ("2025-03-29T12:00", "2025-03-31T07:00"),  # Saturday before the clocks go forward
    ],
)
def test_quiet_hours_of_the_house(moment: str, allowed: str) -> None:
    assert next_allowed(utc(moment), WARSAW, "PL") == utc(allowed)


@given(MOMENTS, ZONES, st.sampled_from(["PL", "RU", "CO", "ZZ"]))
def test_what_is_allowed_lies_in_the_window_and_is_stable(moment: datetime, zone: ZoneInfo, country: str) -> None:
    allowed = next_allowed(moment, zone, country)
    here = allowed.astimezone(zone)
    assert allowed >= moment
    assert time(9) <= here.time() < time(20)
    assert is_working_day(here.date(), country)
    assert next_allowed(allowed, zone, country) == allowed


@pytest.mark.parametrize(
    ("zone", "local", "instead"),
    [
        ("Europe/Warsaw", "2027-03-28T02:30", "03:00"),
        ("Europe/Warsaw", "2027-03-28T02:00", "03:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:10", "02:30"),
        ("Europe/Warsaw", "2027-03-28T03:00", None),
        ("Europe/Warsaw", "2026-10-25T02:30", None),  # shown twice: the first of the two holds
        ("Europe/Moscow", "2027-03-28T02:30", None),
    ],
)
def test_the_first_time_after_a_gap(zone: str, local: str, instead: str | None) -> None:
    found = first_after_gap(datetime.fromisoformat(local), ZoneInfo(zone))
    assert (found and f"{found:%H:%M}") == instead
