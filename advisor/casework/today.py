"""Today: one ordered list of what wants doing, that can honestly reach empty."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Select, and_, bindparam, func, select, union_all
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

    @property
    def more_ahead(self) -> bool:
        """True when the next seven days may hold more than is listed."""
        return len(self.today) + len(self.week) >= SOON_LINES

    @property
    def more_stuck(self) -> bool:
        """True when more files than those listed may stand still."""
        return len(self.stuck) >= STILL_LINES


_THEIRS = and_(Reminder.assignee_id.in_(bindparam("owners", expanding=True)), STILL_OPEN)
_START: BindParameter[datetime] = bindparam("start")
_END: BindParameter[datetime] = bindparam("end")
_WEEK: BindParameter[datetime] = bindparam("week")


def _due(*spans: tuple[Any, ...]) -> Select[*tuple[Any, ...]]:
    """The first follow-ups of every span (so many, its conditions), earliest first."""
    order = Reminder.due_at, Reminder.id
    parts = [select(Reminder.id).where(_THEIRS, *span[1:]).order_by(*order).limit(span[0]).subquery() for span in spans]
    first = union_all(*(select(part.c.id) for part in parts)).subquery()
    return (
        select(Reminder.id, Case.id, Case.number, Party.name, Party.phone, Case.stage, Reminder.text, Reminder.plan,
               Reminder.due_at, Reminder.zone)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .where(Reminder.id.in_(select(first.c.id))).order_by(*order)
    )  # fmt: skip


# The landing page is asked for all day, so its statements are put together once.
_LINES = _due((LATE_LINES, Reminder.due_at < _START), (SOON_LINES, Reminder.due_at >= _START, Reminder.due_at < _WEEK))
_COUNTS = select(
    select(func.count()).where(_THEIRS, Reminder.due_at < _START).scalar_subquery(),
    select(func.count()).where(_THEIRS, Reminder.due_at >= _START, Reminder.due_at < _END).scalar_subquery(),
    select(func.count()).where(Reminder.done_by == bindparam("me"), Reminder.done_at >= _START).scalar_subquery(),
    select(func.count()).where(Message.for_staff_id == bindparam("me"), Message.read_at.is_(None)).scalar_subquery(),
)
_SILENT = (
    cards().where(Case.owner_id.in_(bindparam("owners", expanding=True)), Case.status == Status.ACTIVE,
                  Case.next_action_at.is_(None))
    .order_by(Case.stage_since_at).limit(STILL_LINES)
)  # fmt: skip


def day_began(now: datetime, zone: ZoneInfo) -> datetime:
    """When the reader's day began: what was due before it is overdue, in every list and count."""
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def today_list(session: Session, actor: Actor, now: datetime, zone: ZoneInfo, stand_ins: tuple[int, ...] = ()) -> Today:
    """The list of one person (and of those he stands in for today); it can honestly reach empty. Three statements."""
    start = day_began(now, zone)
    end, week = start + timedelta(days=1), start + timedelta(days=8)
    values = {"owners": [actor.id or 0, *stand_ins], "me": actor.id, "start": start, "end": end, "week": week}
    found = tuple(Due(*row) for row in session.execute(_LINES, values))
    late_count, today_count, done, messages = session.execute(_COUNTS, values).one()
    coming = tuple(d for d in found if d.due_at >= start)
    return Today(
        tuple(d for d in found if d.due_at < start), tuple(d for d in coming if d.due_at < end),
        tuple(d for d in coming if d.due_at >= end), tuple(Card(*row) for row in session.execute(_SILENT, values)),
        late_count, today_count, done, messages,
    )  # fmt: skip
