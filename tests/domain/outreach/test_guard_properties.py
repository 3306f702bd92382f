"""Property tests of the guard: whatever the log, greedy scheduling by its answers never breaks a rule (SPEC C-11).

The oracle below restates the shared file's header on its own, minute by minute, without the guard's code or data.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor.domain.outreach.cadence import moment_at
from advisor.domain.outreach.contact import Attempt, Channel, Contact, Jurisdiction, Purpose
from advisor.domain.outreach.guard import decide

YEARS = range(2023, 2031)
RUSSIA, COLOMBIA, POLAND = (holidays.country_holidays(code, years=YEARS) for code in ("RU", "CO", "PL"))


def ru_hours(at: datetime) -> bool:
    opens, closes = (time(8), time(22)) if RUSSIA.is_working_day(at.date()) else (time(9), time(20))
    return opens <= at.time() < closes


def us_hours(at: datetime) -> bool:
    return time(8) <= at.time() <= time(21)


def cn_hours(at: datetime) -> bool:
    return time(8) <= at.time() < time(22)


def co_hours(at: datetime) -> bool:
    if at.date() in COLOMBIA or at.weekday() == 6:
        return False
    return time(8) <= at.time() <= time(15) if at.weekday() == 5 else time(7) <= at.time() <= time(19)


def house_hours(at: datetime) -> bool:
    return POLAND.is_working_day(at.date()) and time(9) <= at.time() < time(20)


RULES: dict[tuple[str, str, str], tuple[Callable[[datetime], bool], dict[int, int]]] = {
    ("RU", "overdue_debt", "call"): (ru_hours, {1: 1, 7: 2, 31: 8}),
    ("RU", "overdue_debt", "message"): (ru_hours, {1: 2, 7: 4, 31: 16}),
    ("RU", "overdue_debt", "in_person"): (ru_hours, {7: 1}),
    ("US", "third_party_debt_collection", "call"): (us_hours, {7: 7}),
    ("CN", "overdue_debt", "call"): (cn_hours, {1: 3}),
    ("CO", "overdue_debt", "call"): (co_hours, {1: 1}),
    ("house", "any_debt_related", "call"): (house_hours, {1: 1, 7: 2, 31: 8}),
    ("house", "any_debt_related", "message"): (house_hours, {1: 2, 7: 4, 31: 16}),
}
KEYS = st.sampled_from(sorted(RULES))
STARTS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda n: datetime.fromisoformat("2024-01-01T00:00") + timedelta(minutes=n)
)
LOGS = st.lists(st.tuples(st.integers(0, 45 * 24 * 60), st.sampled_from(Channel), st.booleans()), max_size=25)


def contact(key: tuple[str, str, str], at: datetime, log: list[tuple[int, Channel, bool]]) -> Contact:
    place, purpose, channel = key
    history = tuple(Attempt(at - timedelta(minutes=ago), how, incoming=came) for ago, how, came in log)
    return Contact(Jurisdiction(place), Purpose(purpose), Channel(channel), at, history)


def lawful(key: tuple[str, str, str], asked: Contact) -> bool:
    hours, caps = RULES[key]
    counted = [a.at.date() for a in asked.history if a.channel is asked.channel and not a.incoming]
    today = asked.at.date()
    return hours(asked.at) and all(
        sum(today - timedelta(days=span - 1) <= day <= today for day in counted) < most for span, most in caps.items()
    )


@given(KEYS, STARTS, LOGS)
@settings(deadline=None)
def test_the_guard_agrees_with_the_header(
    key: tuple[str, str, str], at: datetime, log: list[tuple[int, Channel, bool]]
) -> None:
    asked = contact(key, at, log)
    assert decide(asked).allowed is lawful(key, asked)


@given(KEYS, STARTS, LOGS)
@example(("RU", "overdue_debt", "call"), datetime.fromisoformat("2024-02-29T22:00"), [(60, Channel.CALL, False)])
@example(("house", "any_debt_related", "call"), datetime.fromisoformat("2028-02-28T20:00"), [])
@settings(deadline=None, max_examples=40)
def test_the_next_lawful_minute_is_the_first_one(
    key: tuple[str, str, str], at: datetime, log: list[tuple[int, Channel, bool]]
) -> None:
    asked = contact(key, at, log)
    answer = decide(asked)
    if answer.allowed:
        assert answer.next_allowed_at is None
        return
    assert answer.next_allowed_at is not None
    assert lawful(key, replace(asked, at=answer.next_allowed_at))
    minute = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while minute < answer.next_allowed_at:
        assert not lawful(key, replace(asked, at=minute))
        minute += timedelta(minutes=5 if answer.next_allowed_at - minute > timedelta(minutes=10) else 1)


def greedy(asked: Contact, wishes: int) -> list[Attempt]:
    """Make `wishes` contacts as early as the guard allows, each ten minutes after the last; give those made."""
    made: list[Attempt] = []
    for _ in range(wishes):
        answer = decide(asked)
        if not answer.allowed:
            assert answer.next_allowed_at is not None
            asked = replace(asked, at=answer.next_allowed_at)
            assert decide(asked).allowed
        made.append(Attempt(asked.at, asked.channel))
        asked = replace(asked, history=(*asked.history, made[-1]), at=asked.at + timedelta(minutes=10))
    return made


@given(KEYS, STARTS, LOGS)
@settings(deadline=None, max_examples=60)
def test_greedy_scheduling_never_breaks_a_rule(
    key: tuple[str, str, str], at: datetime, log: list[tuple[int, Channel, bool]]
) -> None:
    asked = contact(key, at, log)
    made = greedy(asked, 20)
    history = list(asked.history)
    for attempt in made:
        assert lawful(key, replace(asked, at=attempt.at, history=tuple(history)))
        history.append(attempt)
    caps = RULES[key][1]
    days = sorted(attempt.at.date() for attempt in made)
    for first in days:
        for span, most in caps.items():
            assert sum(first <= day < first + timedelta(days=span) for day in days) <= most


@given(
    STARTS,
    st.lists(st.tuples(st.integers(0, 14 * 24 * 60), st.booleans(), st.sampled_from([None, "a", "b"])), max_size=15),
)
@settings(deadline=None, max_examples=60)
def test_us_no_debt_is_ever_called_about_8_times_or_soon_after_a_talk(
    at: datetime, log: list[tuple[int, bool, str | None]]
) -> None:
    history = tuple(Attempt(at - timedelta(minutes=ago), Channel.CALL, talk, debt=debt) for ago, talk, debt in log)
    place, purpose = Jurisdiction.US, Purpose.THIRD_PARTY_DEBT_COLLECTION
    for debt in ("a", "b"):
        asked = Contact(place, purpose, Channel.CALL, at, history, debt=debt)
        made = greedy(asked, 10)
        for n, call in enumerate(made):
            about = [a for a in history if a.debt in (None, debt)] + made[:n]
            week = [a for a in about if timedelta(0) <= call.at.date() - a.at.date() < timedelta(days=7)]
            assert len(week) < 7
            assert not any(a.conversation for a in week)


ZONES = {
    "RU": ["Europe/Moscow", "Asia/Vladivostok"],
    "US": ["America/New_York", "Pacific/Honolulu"],
    "CN": ["Asia/Shanghai"],
    "CO": ["America/Bogota"],
    "house": ["Europe/Warsaw", "America/Santiago", "Australia/Lord_Howe"],
}
AROUND_CHANGES = st.sampled_from(
    ["2025-03-30", "2025-10-26", "2025-03-09", "2025-11-02", "2025-04-06", "2025-09-07", "2024-02-29"]
).flatmap(
    lambda day: st.integers(-2 * 24 * 60, 2 * 24 * 60).map(
        lambda n: datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(minutes=n)
    )
)


@given(KEYS, AROUND_CHANGES, st.data())
@settings(deadline=None)
def test_through_clock_changes_the_next_moment_is_lawful_at_the_clients_place(
    key: tuple[str, str, str], now: datetime, data: st.DataObject
) -> None:
    zone = ZoneInfo(data.draw(st.sampled_from(ZONES[key[0]])))
    asked = contact(key, now.astimezone(zone).replace(tzinfo=None), [(30, Channel(key[2]), False)])
    answer = decide(asked)
    if answer.next_allowed_at:
        moment = moment_at(answer.next_allowed_at.date(), answer.next_allowed_at.time(), zone)
        there = moment.astimezone(zone).replace(tzinfo=None)
        assert moment > now
        assert lawful(key, replace(asked, at=there))
