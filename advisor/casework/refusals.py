"""Refusals of a month by clause, source, operator and sum (OP-21)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from advisor.casework.board import Scope
from advisor.domain.process import Outcome, Status
from advisor.records.case import Case
from advisor.records.staff import Staff
from advisor.stages.contact.prequalification.records import Interview, Prequalification


@dataclass(frozen=True, slots=True)
class Refused:
    """Refused cases of one reason, source and operator: how many, and the debt (or money asked for), minor units."""

    reason: str
    source: str
    operator: str
    currency: str
    count: int
    amount: int


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
        .where(within(Case.closed_at, month, month))
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


def within(moment: Any, first: date, last: date) -> ColumnElement[bool]:
    """The condition that a moment lies in the months from the first to the last, both included."""
    return and_(moment >= month_of(first)[0], moment < month_of(last)[1])
