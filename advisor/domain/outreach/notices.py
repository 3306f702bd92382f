"""When an instalment is spoken of: before it is due, while it is due, and first after it was missed.

Sources: ES-10 and ES-16 (one day before; the last two days), CN-29 (first call within 24 hours), ES-14 (no answer ->
message). Times are local to the client and naive; the lawful window always wins over the 24 hours.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from advisor.domain.outreach.contact import Channel, Contact, Jurisdiction, Purpose, calendar_of
from advisor.domain.outreach.guard import decide
from advisor.domain.outreach.policy import Policy, Row, shipped_policy
from advisor.domain.outreach.windows import Hours, hours_on
from advisor.domain.outreach.working_days import add_working_days

FIRST_CALL_WITHIN = timedelta(hours=24)
_SEARCH_DAYS = 60
_DAY = timedelta(days=1)


class CallResult(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    PHONE_OFF = "phone_off"


@dataclass(frozen=True, slots=True)
class CallSpan:
    """From when to when the first overdue call may be made, local to the client."""

    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Fallback:
    """What follows a call that reached nobody: a message, today or on a later day; nothing after an answered one."""

    next: Channel | None
    same_day: bool


def pre_due_reminder_on(due_on: date, calendar: str) -> date:
    """Give the day of the reminder: the last working day strictly before the due date (ES-10)."""
    return add_working_days(due_on, -1, calendar)


def tracking_days(due_on: date) -> tuple[date, date]:
    """Give the two days on which payment is watched: the day before the due date and the due date (ES-16)."""
    return due_on - _DAY, due_on


def debt_purpose(jurisdiction: Jurisdiction) -> Purpose:
    """Name the purpose under which the jurisdiction's policy rows speak of overdue debts."""
    if jurisdiction is Jurisdiction.US:
        return Purpose.THIRD_PARTY_DEBT_COLLECTION
    return Purpose.ANY_DEBT_RELATED if jurisdiction is Jurisdiction.HOUSE else Purpose.OVERDUE_DEBT


def _hours_row(jurisdiction: Jurisdiction, policy: Policy, day: date) -> Row:
    """Give the row whose hours a call keeps: the country's, advice included, else the house's."""
    for place in (jurisdiction, Jurisdiction.HOUSE):
        asked = Contact(place, debt_purpose(place), Channel.CALL, datetime.combine(day, time()))
        for row in policy.rows_for(asked):
            if row.windows:
                return row
    raise LookupError("The policy gives neither the country nor the house any hours for calls.")


def _call_hours(at: datetime, jurisdiction: Jurisdiction, calendar: str, policy: Policy) -> list[tuple[date, Hours]]:
    """List the days from `at` on with their lawful hours, closed days left out."""
    row = _hours_row(jurisdiction, policy, at.date())
    name = calendar_of(jurisdiction, calendar)
    days = (at.date() + _DAY * n for n in range(_SEARCH_DAYS))
    return [(day, hours) for day in days if (hours := hours_on(row.windows, day, name))]


def first_overdue_call(
    defaulted_at: datetime, jurisdiction: Jurisdiction, calendar: str = "", policy: Policy | None = None
) -> CallSpan:
    """Give the first lawful span that lies within 24 hours after default, or else the first lawful window after it.

    Where the country has no hours of its own for debt calls, those of the house are kept (CP19, CP21, CN-29).
    """
    limit = defaulted_at + FIRST_CALL_WITHIN
    spans = [
        (max(datetime.combine(day, hours.start), defaulted_at), datetime.combine(day, hours.end))
        for day, hours in _call_hours(defaulted_at, jurisdiction, calendar, policy or shipped_policy())
    ]
    lawful = [(start, end) for start, end in spans if start < end]
    start, end = lawful[0]
    return CallSpan(start, min(end, limit) if start < limit else end)


def fallback(result: CallResult, contact: Contact, policy: Policy | None = None) -> Fallback:
    """Say what follows a call (ES-14): after no answer a message, the same day where one is still lawful that day."""
    if result is CallResult.ANSWERED:
        return Fallback(None, same_day=False)
    answer = decide(replace(contact, channel=Channel.MESSAGE), policy)
    lawful_at = contact.at if answer.allowed else answer.next_allowed_at
    if lawful_at is None:
        return Fallback(None, same_day=False)
    return Fallback(Channel.MESSAGE, same_day=lawful_at.date() == contact.at.date())
