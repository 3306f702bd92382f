"""Cadence: when a follow-up rings. Days are counted in the client's country, hours in the client's time zone.

Every moment that enters or leaves is aware; what leaves is UTC. Nothing here reads a clock: `now` is an argument.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from advisor.domain.outreach.working_days import add_working_days, is_working_day

MORNING = time(9)
AFTERNOON = time(15)
QUIET_FROM = time(20)
_MONDAY = 0
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Cadence:
    """So many days after (or, negative, before) an anchor, at a time of day of the client's place."""

    offset_days: int
    working: bool = True
    at: time = MORNING


@dataclass(frozen=True, slots=True)
class Place:
    """Whose clock and calendar of working days count."""

    zone: ZoneInfo
    country: str


class Snooze(StrEnum):
    """The presets a person may put a reminder off by."""

    IN_ONE_HOUR = "in_one_hour"
    THIS_AFTERNOON = "this_afternoon"
    TOMORROW = "tomorrow"
    NEXT_WORKING_DAY = "next_working_day"
    NEXT_MONDAY = "next_monday"


def moment_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the UTC moment at which clocks in `zone` show `at` on `day`.

    Where clocks go forward over that time, the moment they would have shown it (02:30 becomes 03:30); where they
    show it twice, the first of the two.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def first_after_gap(local: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the first local time after the gap a naive `local` falls into, where clocks go forward; None elsewhere."""
    at = local.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local:
        return None
    after = at.astimezone(zone).utcoffset()
    while (at - _MINUTE).astimezone(zone).utcoffset() == after:
        at -= _MINUTE
    return at.astimezone(zone).replace(second=0, microsecond=0)


def local_moment(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give what clock and calendar in `zone` show at `moment`; refuses a naive moment with ValueError."""
    if moment.tzinfo is None:
        raise ValueError("A moment must carry its time zone.")
    return moment.astimezone(zone)


def due_moment(anchor: datetime, cadence: Cadence, zone: ZoneInfo, country: str) -> datetime:
    """Give the UTC moment a follow-up is due, counted from the anchor's day at the client's place (issue 2 point 7).

    Working days are those of `country`. Computed from the anchor each time, never from an earlier due moment, so
    that it may be recomputed when the anchor, the zone or the country changes.
    """
    day = local_moment(anchor, zone).date()
    if cadence.working:
        return moment_at(add_working_days(day, cadence.offset_days, country), cadence.at, zone)
    return moment_at(day + timedelta(days=cadence.offset_days), cadence.at, zone)


def snooze(preset: Snooze, now: datetime, zone: ZoneInfo, country: str) -> datetime:
    """Give the UTC moment a preset means at `now`; always later than `now`.

    "This afternoon" is 15:00, of the next day once 15:00 has passed; the others are 09:00 of a later day.
    """
    here = local_moment(now, zone)
    if preset is Snooze.IN_ONE_HOUR:
        return now.astimezone(UTC) + timedelta(hours=1)
    today, tomorrow = here.date(), here.date() + timedelta(days=1)
    if preset is Snooze.THIS_AFTERNOON:
        return moment_at(today if here.time() < AFTERNOON else tomorrow, AFTERNOON, zone)
    if preset is Snooze.NEXT_WORKING_DAY:
        return moment_at(add_working_days(today, 1, country), MORNING, zone)
    if preset is Snooze.NEXT_MONDAY:
        return moment_at(today + timedelta(days=7 - (today.weekday() - _MONDAY) % 7), MORNING, zone)
    return moment_at(tomorrow, MORNING, zone)


def next_allowed(moment: datetime, zone: ZoneInfo, country: str) -> datetime:
    """Give `moment`, or the next one outside quiet hours: a working day, 09:00 to before 20:00 at the client's place.

    The house rule (CP21) for letters and reminders the machine sends by itself; the result is UTC.
    """
    here = local_moment(moment, zone)
    today = here.date()
    if not is_working_day(today, country) or here.time() >= QUIET_FROM:
        return moment_at(add_working_days(today, 1, country), MORNING, zone)
    if here.time() < MORNING:
        return moment_at(today, MORNING, zone)
    return moment.astimezone(UTC)
