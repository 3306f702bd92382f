"""Reports for the manager: funnel, time per stage, override rate per gate line, reasons, silent and stuck cases.

Every report is a fixed number of statements and respects what the reader may open.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from advisor.casework.board import Card, Scope, cards
from advisor.domain.closing import UNDONE
from advisor.domain.process import LINE, StageKey, Status
from advisor.records.case import Case, EventKind, Override, StageEvent
from advisor.records.staff import Staff

FORWARD = (EventKind.MOVED, EventKind.SKIPPED)
SILENT_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the funnel: cases that reached it, their share of the step before (percent), median days in it."""

    stage: StageKey
    reached: int
    share: int | None
    median_days: float | None


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate line: how often it was overridden among the passages of its gate. A high rate: the line is wrong."""

    stage: StageKey
    code: str
    overridden: int
    passages: int

    @property
    def rate(self) -> int:
        """Percent of passages."""
        return round(100 * self.overridden / self.passages) if self.passages else 0


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many cases ended for a reason, and the money asked for, per currency."""

    outcome: str
    reason: str
    count: int
    currency: str
    amount: int


def _since(scope: Scope, since: datetime) -> ColumnElement[bool]:
    return and_(scope.condition, Case.opened_at >= since, Case.closing_reason != UNDONE)


def funnel(session: Session, scope: Scope, since: datetime) -> tuple[Step, ...]:
    """Cases opened since a moment: how many reached each stage or a later one, and how long they stood there."""
    at = case({key: number for number, key in enumerate(LINE)}, value=StageEvent.target, else_=0)
    furthest = (
        select(func.max(at).label("place")).join(Case, Case.id == StageEvent.case_id)
        .where(_since(scope, since)).group_by(StageEvent.case_id).subquery()
    )  # fmt: skip
    ended = session.execute(select(furthest.c.place, func.count()).group_by(furthest.c.place)).all()
    days = time_per_stage(session, scope, since)
    steps: list[Step] = []
    for number, key in enumerate(LINE):
        before = steps[-1].reached if steps else 0
        count = sum(cases for place, cases in ended if place >= number)
        steps.append(Step(key, count, round(100 * count / before) if before else None, days.get(key)))
    return tuple(steps)


def time_per_stage(session: Session, scope: Scope, since: datetime, most: int = 20_000) -> dict[StageKey, float]:
    """Median days cases stood in each stage they have left; survives going back (each stay counts)."""
    query = (
        select(StageEvent.case_id, StageEvent.source, StageEvent.target, StageEvent.at)
        .join(Case, Case.id == StageEvent.case_id)
        .where(_since(scope, since)).order_by(StageEvent.case_id, StageEvent.id).limit(most)
    )  # fmt: skip
    stays: dict[StageKey, list[float]] = {}
    came: dict[int, datetime] = {}
    for case_id, source, target, at in session.execute(query):
        if source is not None and source != target and case_id in came:
            stays.setdefault(source, []).append((at - came[case_id]).total_seconds() / 86400)
        if source != target:
            came[case_id] = at
    return {key: round(_median(found), 1) for key, found in stays.items()}


def override_rates(session: Session, scope: Scope, since: datetime) -> tuple[GateLine, ...]:
    """Overrides per gate line beside the passages of that gate (SPEC A0: a high rate means the line is wrong)."""
    passed = (
        select(StageEvent.source, func.count()).join(Case, Case.id == StageEvent.case_id)
        .where(scope.condition, StageEvent.kind.in_(FORWARD), StageEvent.at >= since).group_by(StageEvent.source)
    )  # fmt: skip
    passages = {row[0]: row[1] for row in session.execute(passed)}
    query = (
        select(Override.stage, Override.code, func.count()).join(Case, Case.id == Override.case_id)
        .where(scope.condition, Override.at >= since).group_by(Override.stage, Override.code)
    )  # fmt: skip
    lines = [GateLine(stage, code, count, passages.get(stage, 0)) for stage, code, count in session.execute(query)]
    return tuple(sorted(lines, key=lambda line: (-line.rate, line.code)))


def closing_reasons(session: Session, scope: Scope, since: datetime) -> tuple[ReasonCount, ...]:
    """Closed cases by outcome and reason, with the sums asked for (OP-21)."""
    query = (
        select(Case.outcome, Case.closing_reason, func.count(), Case.currency, func.coalesce(func.sum(Case.amount), 0))
        .where(scope.condition, Case.status == Status.CLOSED, Case.closed_at >= since, Case.closing_reason != UNDONE)
        .group_by(Case.outcome, Case.closing_reason, Case.currency)
    )
    rows = [ReasonCount(str(r[0]), r[1], r[2], r[3], int(r[4] or 0)) for r in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: -row.count))


@dataclass(frozen=True, slots=True)
class Load:
    """One advisor's open cases and how many are overdue."""

    name: str
    open: int
    overdue: int


def by_owner(session: Session, scope: Scope, day: datetime) -> tuple[Load, ...]:
    """Open and overdue cases per owner; overdue is what was due before `day` began, as on Today."""
    query = (
        select(func.coalesce(Staff.name, ""), func.count(), func.count().filter(Case.next_action_at < day))
        .outerjoin(Staff, Staff.id == Case.owner_id)
        .where(scope.condition, Case.status == Status.ACTIVE).group_by(Staff.name).order_by(Staff.name)
    )  # fmt: skip
    return tuple(Load(*row) for row in session.execute(query))


def exceptions(session: Session, scope: Scope, now: datetime, silence_days: int) -> tuple[Card, ...]:
    """Open cases without human contact for long, or without a next action: an empty list is a good week (FI-14)."""
    edge = now - timedelta(days=silence_days * 7 // 5)
    silent = or_(Case.next_action_at.is_(None), func.coalesce(Case.last_contact_at, Case.opened_at) < edge)
    query = cards().where(scope.condition, Case.status == Status.ACTIVE, silent)
    rows = session.execute(query.order_by(func.coalesce(Case.last_contact_at, Case.opened_at)).limit(SILENT_SHOWN))
    return tuple(Card(*row) for row in rows)


def first_day(today: date, months: int) -> date:
    """The first day of the month so many months back."""
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
