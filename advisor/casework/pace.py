"""How long a verdict takes: minutes from the first contact to the first verdict, new and repeat clients (ZA-01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from advisor.casework.board import Scope
from advisor.casework.refusals import within
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt
from advisor.stages.contact.prequalification.records import Prequalification

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes from the first contact to the first verdict: how many cases, and the median (None without a case)."""

    repeat: bool
    count: int
    minutes: int | None


def pace(session: Session, scope: Scope, month: date) -> tuple[Pace, Pace]:
    """New and repeat clients, first verdicts given in the month. One statement."""
    return _of(list(_spans(session, scope, month, month)))


def by_month(session: Session, scope: Scope, first: date, last: date) -> list[tuple[date, Pace, Pace]]:
    """The same month by month, newest first; months without a verdict are left out. One statement."""
    spans = list(_spans(session, scope, first, last))
    months = sorted({day for day, _again, _minutes in spans}, reverse=True)
    return [(month, *_of([span for span in spans if span[0] == month])) for month in months]


def _of(spans: list[tuple[date, bool, float]]) -> tuple[Pace, Pace]:
    found = {again: [minutes for _day, repeat, minutes in spans if repeat is again] for again in (False, True)}
    new, old = (Pace(again, len(all_), round(median(all_)) if all_ else None) for again, all_ in found.items())
    return new, old


def _spans(session: Session, scope: Scope, first: date, last: date) -> Iterator[tuple[date, bool, float]]:
    """(month, repeat client, minutes) of every first verdict from the first to the last month, both included.

    The first contact is the first logged one before the verdict, else the opening of the case.
    """
    earliest = select(Prequalification.case_id, func.min(Prequalification.at).label("at"))
    given = earliest.group_by(Prequalification.case_id).subquery()
    earlier = aliased(Case)
    repeat = select(earlier.id).where(earlier.client_id == Case.client_id, earlier.id < Case.id).exists()
    called = select(func.min(ContactAttempt.at)).where(
        ContactAttempt.case_id == Case.id, ContactAttempt.at <= given.c.at
    )
    query: Any = (
        select(given.c.at, Case.opened_at, called.scalar_subquery(), repeat)
        .join(Case, Case.id == given.c.case_id)
        .where(scope.condition, within(given.c.at, first, last))
        .limit(MOST)
    )
    for at, opened_at, called_at, again in session.execute(query):
        yield _month(at), bool(again), max((at - (called_at or opened_at)).total_seconds() / 60, 0)


def _month(at: datetime) -> date:
    return at.date().replace(day=1)
