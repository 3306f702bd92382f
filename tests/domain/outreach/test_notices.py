"""Schedule rules: pre-due reminder, tracking days, first overdue call, fallback (ES-10, ES-14, ES-16, CN-29)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from advisor.domain.outreach.contact import Attempt, Channel, Circumstances, Contact, Jurisdiction, Purpose
from advisor.domain.outreach.notices import (
    CallResult,
    CallSpan,
    Fallback,
    fallback,
    first_overdue_call,
    pre_due_reminder_on,
    tracking_days,
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("due", "calendar", "reminder"),
    [
        ("2025-03-14", "PL", "2025-03-13"),
        ("2025-03-17", "PL", "2025-03-14"),  # Monday due, Friday reminder
        ("2025-04-22", "PL", "2025-04-18"),  # Easter Monday; Good Friday is worked in Poland
        ("2025-12-27", "PL", "2025-12-23"),
        ("2025-11-03", "RU", "2025-11-01"),  # the working Saturday
        ("2024-03-01", "PL", "2024-02-29"),
        ("2025-01-07", "ES", "2025-01-03"),
    ],
)
def test_es_10_the_reminder_is_on_the_last_working_day_before(due: str, calendar: str, reminder: str) -> None:
    assert pre_due_reminder_on(date.fromisoformat(due), calendar) == date.fromisoformat(reminder)


def test_es_16_payment_is_watched_on_the_last_two_days() -> None:
    assert tracking_days(date(2024, 3, 1)) == (date(2024, 2, 29), date(2024, 3, 1))


@pytest.mark.parametrize(
    ("defaulted", "place", "start", "end"),
    [
        ("2025-03-14T23:59", "RU", "2025-03-15T09:00", "2025-03-15T20:00"),
        ("2025-03-12T15:00", "RU", "2025-03-12T15:00", "2025-03-12T22:00"),  # at once, until that window closes
        ("2025-03-12T05:00", "RU", "2025-03-12T08:00", "2025-03-12T22:00"),
        ("2025-03-12T22:00", "RU", "2025-03-13T08:00", "2025-03-13T22:00"),
        ("2025-03-12T21:00", "US", "2025-03-13T08:00", "2025-03-13T21:00"),
        ("2025-03-15T15:00", "CO", "2025-03-17T07:00", "2025-03-17T19:00"),  # Sunday is closed: past 24 hours
        ("2025-03-14T19:30", "CO", "2025-03-15T08:00", "2025-03-15T15:00"),
        ("2025-03-14T20:00", "house", "2025-03-17T09:00", "2025-03-17T20:00"),
        ("2025-03-14T23:59", "PL", "2025-03-15T08:00", "2025-03-15T20:00"),  # good practice is kept when planning
        ("2025-03-14T23:59", "ES", "2025-03-17T09:00", "2025-03-17T20:00"),  # no Spanish hours for debts: the house's
        ("2024-02-28T23:00", "CN", "2024-02-29T08:00", "2024-02-29T22:00"),
    ],
)
def test_cn_29_the_first_overdue_call_lies_in_lawful_hours(defaulted: str, place: str, start: str, end: str) -> None:
    assert first_overdue_call(local(defaulted), Jurisdiction(place)) == CallSpan(local(start), local(end))


def test_cn_29_the_24_hours_end_the_span() -> None:
    span = first_overdue_call(local("2025-03-14T19:45"), Jurisdiction.RU, calendar="RU")
    assert span.not_after == local("2025-03-14T22:00")
    early = first_overdue_call(local("2025-03-15T20:00"), Jurisdiction.RU)
    assert (early.not_before, early.not_after) == (local("2025-03-16T09:00"), local("2025-03-16T20:00"))
    late = first_overdue_call(local("2025-03-13T21:59:30"), Jurisdiction.CN)
    assert late == CallSpan(local("2025-03-13T21:59:30"), local("2025-03-13T22:00"))


def test_cn_29_a_window_open_past_24_hours_is_cut() -> None:
    """A Friday evening after hours of Colombia's Friday, Saturday closes before 24 hours; cut shows on Sunday in RU."""
    span = first_overdue_call(local("2025-03-07T22:00"), Jurisdiction.RU)  # Saturday 8 March: a day off
    assert span == CallSpan(local("2025-03-08T09:00"), local("2025-03-08T20:00"))
    assert first_overdue_call(local("2025-03-09T20:30"), Jurisdiction.RU) == CallSpan(
        local("2025-03-10T08:00"), local("2025-03-10T20:30")
    )


CALL = Contact(Jurisdiction.RU, Purpose.OVERDUE_DEBT, Channel.CALL, local("2025-03-12T10:00"))


def test_es_14_no_answer_leads_to_a_message_the_same_day_within_caps() -> None:
    sent = Attempt(local("2025-03-12T09:00"), Channel.MESSAGE)
    for result in (CallResult.NO_ANSWER, CallResult.PHONE_OFF):
        assert fallback(result, CALL) == Fallback(Channel.MESSAGE, same_day=True)
        assert fallback(result, replace(CALL, history=(sent,))) == Fallback(Channel.MESSAGE, same_day=True)
        assert fallback(result, replace(CALL, history=(sent, sent))) == Fallback(Channel.MESSAGE, same_day=False)
    assert fallback(CallResult.NO_ANSWER, replace(CALL, at=local("2025-03-12T07:00"))).same_day
    assert not fallback(CallResult.NO_ANSWER, replace(CALL, at=local("2025-03-12T22:30"))).same_day


def test_es_14_nothing_follows_an_answer_or_a_closed_channel() -> None:
    assert fallback(CallResult.ANSWERED, CALL) == Fallback(None, same_day=False)
    closed = Circumstances(opted_out=frozenset({Channel.MESSAGE}))
    assert fallback(CallResult.NO_ANSWER, replace(CALL, known=closed)) == Fallback(None, same_day=False)
