"""What the verbs of the rooms ask first: an active case, a row of it, texts and days that make sense."""

from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.outreach.cadence import first_after_gap
from advisor.domain.process import Status
from advisor.records.base import Row
from advisor.records.case import Case
from advisor.services.access import writable
from advisor.services.context import Context

R = TypeVar("R", bound=Row)

EARLIEST = date(1990, 1, 1)
LATEST_YEARS = 40


def active(ctx: Context, case_id: int) -> Case:
    """The case, if the actor may change it and it is active; WrongStatus when it is on hold or closed."""
    case = writable(ctx, case_id)
    if case.status is not Status.ACTIVE:
        raise WrongStatus(case.status)
    return case


def of_case(session: Session, kind: type[R], row_id: int, case: Case) -> R:
    """A row by its id, only when it belongs to this case; NotFound otherwise (never somebody else's)."""
    row = session.get(kind, row_id)
    if row is None or getattr(row, "case_id", None) != case.id:
        raise NotFound
    return row


def words(field: str, text: str, limit: int = 2000, *, needed: bool = True) -> str:
    """The trimmed text; Invalid when it is empty (unless not needed), too long or holds control or bidi characters."""
    text = text.strip()
    if needed and not text:
        raise Invalid(field, "missing")
    if len(text) > limit:
        raise Invalid(field, "too_long", limit=limit)
    bidi = ("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069")
    if any((ord(c) < 32 and c not in "\n\r\t") or c in bidi for c in text):
        raise Invalid(field, "control_characters")
    return text


def past_day(ctx: Context, field: str, day: date) -> date:
    """A day that has come at the firm's place."""
    if day > ctx.today:
        raise Invalid(field, "in_the_future")
    if day < EARLIEST:
        raise Invalid(field, "out_of_range")
    return day


def sane_day(ctx: Context, field: str, day: date) -> date:
    """A day people plan with: not before 1990, not more than forty years ahead."""
    if not EARLIEST <= day <= date(ctx.now.year + LATEST_YEARS, 12, 31):
        raise Invalid(field, "out_of_range")
    return day


def coming_day(ctx: Context, field: str, day: date) -> date:
    """A day that is not over yet at the firm's place."""
    if day < ctx.today:
        raise Invalid(field, "in_the_past")
    return sane_day(ctx, field, day)


def amount(field: str, minor: int | None, limit: int = 10**15) -> int | None:
    """An amount in minor units that is not negative and not a typing slip; None when there is none."""
    if minor is not None and not 0 <= minor <= limit:
        raise Invalid(field, "out_of_range")
    return minor


def moment_of(field: str, local: datetime, zone: str) -> datetime:
    """The UTC moment of a naive local one, as people say it; Invalid for a time that the clocks of the zone skip."""
    instead = first_after_gap(local, ZoneInfo(zone))
    if instead is not None:
        raise Invalid(field, "clocks_skip", next=f"{instead:%H:%M}")
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
