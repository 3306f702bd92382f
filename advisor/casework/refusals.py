"""Refusals of a month by clause, source, operator and sum (OP-21), and how long a verdict took (ZA-01)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from advisor.casework.board import Scope
from advisor.domain.process import Outcome, Status
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt
from advisor.records.staff import Staff
from advisor.stages.contact.prequalification.records import Interview, Prequalification

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Refused:
    """Refused cases of one reason, source and operator: how many, and the debt (or money asked for), minor units."""

    reason: str
    source: str
    operator: str
    currency: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes from the first contact to the first verdict: how many cases, and the median (None without a case)."""

    repeat: bool
    count: int
    minutes: int | None


def month_of(day: date) -> tuple[datetime, datetime]:
    """First moment of a day's month and of the next one, UTC as in every report."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    first, last = (datetime.combine(each, time(), UTC) for each in (day.replace(day=1), following))
    return first, last


def refusals(session: Session, scope: Scope, month: date) -> tuple[Refused, ...]:
    """Cases a person closed as refused in the month. The sum is the verdict's debt, else the money asked for (OP-21).

    One statement. The operator is who got the verdict, else the owner.
    """
    verdict = Prequalification
    debt = verdict.written_off + verdict.not_written_off + verdict.disputed
    amount = func.coalesce(debt, Case.amount, 0)
    currency = case((verdict.id.is_not(None), verdict.currency), else_=Case.currency)
    operator = func.coalesce(verdict.by_name, Staff.name, "")
    keys = (Case.closing_reason, Case.source, operator, currency)
    query = (
        select(*keys, func.count(), func.sum(amount))
        .outerjoin(Interview, Interview.case_id == Case.id)
        .outerjoin(verdict, verdict.id == Interview.verdict_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
        .where(scope.condition, Case.status == Status.CLOSED, Case.outcome == Outcome.REFUSED)
        .where(_within(Case.closed_at, month))
        .group_by(*keys)
    )
    rows = [Refused(r[0], r[1] or "", r[2], r[3], r[4], int(r[5])) for r in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: (row.reason, row.source, row.operator, row.currency)))


def totals(rows: tuple[Refused, ...]) -> tuple[tuple[str, int, int], ...]:
    """(currency, cases, sum) of the rows; currencies are never added to each other."""
    found = {row.currency: (0, 0) for row in rows}
    for row in rows:
        count, amount = found[row.currency]
        found[row.currency] = (count + row.count, amount + row.amount)
    return tuple((currency, *found[currency]) for currency in sorted(found))


def pace(session: Session, scope: Scope, month: date) -> tuple[Pace, Pace]:
    """New and repeat clients: median minutes from the first contact to the first verdict given in the month (ZA-01).

    The first contact is the first logged one before the verdict, else the opening of the case. One statement.
    """
    first = select(Prequalification.case_id, func.min(Prequalification.at).label("at"))
    given = first.group_by(Prequalification.case_id).subquery()
    earlier = aliased(Case)
    repeat = select(earlier.id).where(earlier.client_id == Case.client_id, earlier.id < Case.id).exists()
    called = select(func.min(ContactAttempt.at)).where(
        ContactAttempt.case_id == Case.id, ContactAttempt.at <= given.c.at
    )
    query = (
        select(given.c.at, Case.opened_at, called.scalar_subquery(), repeat)
        .join(Case, Case.id == given.c.case_id)
        .where(scope.condition, _within(given.c.at, month))
        .limit(MOST)
    )
    minutes: dict[bool, list[float]] = {False: [], True: []}
    for at, opened_at, called_at, again in session.execute(query):
        minutes[bool(again)].append(max((at - (called_at or opened_at)).total_seconds() / 60, 0))
    new, old = (Pace(key, len(found), round(median(found)) if found else None) for key, found in minutes.items())
    return new, old


def _within(moment: Any, month: date) -> ColumnElement[bool]:
    first, following = month_of(month)
    return and_(moment >= first, moment < following)
