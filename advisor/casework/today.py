"""Today: one ordered list of what wants doing, that can honestly reach empty."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, select, union_all
from sqlalchemy.orm import Session

from advisor.casework.board import Card, cards
from advisor.domain.process import StageKey, Status
from advisor.domain.roles import Actor
from advisor.records.case import Case
from advisor.records.contact import Message
from advisor.records.party import Party
from advisor.records.reminder import STILL_OPEN, Reminder

LATE_LINES, SOON_LINES, STILL_LINES = 25, 20, 10
"""Lines of Today: what is overdue, what comes within a week, what stands still. The rest stands in the case table."""


@dataclass(frozen=True, slots=True)
class Due:
    """One line of Today: a follow-up that rings, with its case."""

    reminder_id: int
    case_id: int
    number: str
    name: str
    phone: str
    stage: StageKey
    text: str
    plan: str
    due_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Today:
    """What wants doing: overdue, due today, the next seven days, and files that stand still."""

    overdue: tuple[Due, ...]
    today: tuple[Due, ...]
    week: tuple[Due, ...]
    stuck: tuple[Card, ...]
    overdue_count: int
    today_count: int
    done_today: int
    messages: int


def today_list(session: Session, actor: Actor, now: datetime, zone: ZoneInfo, stand_ins: tuple[int, ...] = ()) -> Today:
    """The list of one person (and of those he stands in for today); it can honestly reach empty. Three statements."""
    start = datetime.combine(now.astimezone(zone).date(), time(), zone)
    end, week = start + timedelta(days=1), start + timedelta(days=8)
    mine = and_(Reminder.assignee_id.in_([actor.id or 0, *stand_ins]), STILL_OPEN)
    found = _due(session, (LATE_LINES, mine, Reminder.due_at < start),
                 (SOON_LINES, mine, Reminder.due_at >= start, Reminder.due_at < week))  # fmt: skip
    overdue, coming = tuple(d for d in found if d.due_at < start), tuple(d for d in found if d.due_at >= start)
    counts = select(
        select(func.count()).where(mine, Reminder.due_at < start).scalar_subquery(),
        select(func.count()).where(mine, Reminder.due_at >= start, Reminder.due_at < end).scalar_subquery(),
        select(func.count()).where(Reminder.done_by == actor.id, Reminder.done_at >= start).scalar_subquery(),
        select(func.count()).where(Message.for_staff_id == actor.id, Message.read_at.is_(None)).scalar_subquery(),
    )
    late_count, today_count, done, messages = session.execute(counts).one()
    owners = [actor.id or 0, *stand_ins]
    silent = cards().where(Case.owner_id.in_(owners), Case.status == Status.ACTIVE, Case.next_action_at.is_(None))
    stuck = tuple(Card(*row) for row in session.execute(silent.order_by(Case.stage_since_at).limit(STILL_LINES)))
    return Today(
        overdue, tuple(d for d in coming if d.due_at < end), tuple(d for d in coming if d.due_at >= end), stuck,
        late_count, today_count, done, messages,
    )  # fmt: skip


def _due(session: Session, *spans: tuple[Any, ...]) -> tuple[Due, ...]:
    """The first follow-ups of every span (so many, its conditions), earliest first: one statement."""
    order = Reminder.due_at, Reminder.id
    parts = [select(Reminder.id).where(*span[1:]).order_by(*order).limit(span[0]).subquery() for span in spans]
    first = union_all(*(select(part.c.id) for part in parts)).subquery()
    query: Select[*tuple[Any, ...]] = (
        select(Reminder.id, Case.id, Case.number, Party.name, Party.phone, Case.stage, Reminder.text, Reminder.plan,
               Reminder.due_at, Reminder.zone)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .where(Reminder.id.in_(select(first.c.id))).order_by(Reminder.due_at, Reminder.id)
    )  # fmt: skip
    return tuple(Due(*row) for row in session.execute(query))
