"""Reminders: the schedule is rows. A reminder rings at `due_at`; the offset that made it stays beside it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, and_, false, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import StageKey
from advisor.domain.words import N_
from advisor.records.base import BOOKKEEPING, PERSONAL, Row, choice
from advisor.records.case import STAGE
from advisor.records.outbox import Audience
from advisor.records.together import CASE, Rows


class ReminderState(StrEnum):
    """Who sets it: PLANNED follow-ups, RUNG the worker (its letter is written), DONE a person, CANCELLED a move."""

    PLANNED = "planned"
    RUNG = "rung"
    DONE = "done"
    CANCELLED = "cancelled"


REMINDER_STATE_TITLES: dict[ReminderState, str] = {
    ReminderState.PLANNED: N_("Planned"),
    ReminderState.RUNG: N_("Due, told"),
    ReminderState.DONE: N_("Done"),
    ReminderState.CANCELLED: N_("Cancelled"),
}


_NOT_OVER = text("done_at IS NULL AND cancelled_at IS NULL")


class Reminder(Row):
    """One follow-up that will ring for one person. Anchor, offset and slot say how `due_at` was computed."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_due", "state", "due_at"),
        Index("ix_reminder_case", "case_id", "state"),
        Index("ix_reminder_open", "assignee_id", "due_at", sqlite_where=_NOT_OVER, postgresql_where=_NOT_OVER),
        Index("ix_reminder_done", "done_by", "done_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    stage: Mapped[StageKey | None] = mapped_column(STAGE, default=None)  # None: a free one, survives moves
    plan: Mapped[str] = mapped_column(String(60), default="free")  # stage.<key>, offer.opened, free, ...
    text: Mapped[str] = mapped_column(info=PERSONAL)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    due_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    anchor_at: Mapped[datetime | None] = mapped_column(default=None)
    offset_days: Mapped[int | None] = mapped_column(default=None)  # working days of the client's country
    working: Mapped[bool] = mapped_column(default=True)  # False: the offset counts calendar days
    slot: Mapped[str] = mapped_column(String(5), default="09:00")  # local time in `zone`
    inside: Mapped[bool] = mapped_column(default=False, server_default=false())  # done in the firm: its clock and days
    every: Mapped[str] = mapped_column(String(8), default="")  # day, week, month, ...: rings again by itself
    nth: Mapped[int] = mapped_column(default=0)  # which ring of a recurring one, or which step of a plan
    audience: Mapped[Audience] = mapped_column(choice(Audience, 16), default=Audience.STAFF)
    channels: Mapped[str] = mapped_column(String(60), default="")  # for a client: in this order, "own,phone,sms,email"
    letter: Mapped[str] = mapped_column(String(40), default="")  # for a client: which letter
    held_why: Mapped[str] = mapped_column(String(60), default="", info=BOOKKEEPING)  # why it waits longer than planned
    state: Mapped[ReminderState] = mapped_column(choice(ReminderState), default=ReminderState.PLANNED, info=BOOKKEEPING)
    message_id: Mapped[str] = mapped_column(String(200), unique=True, info=BOOKKEEPING)  # fixed before the first try
    snoozed: Mapped[int] = mapped_column(default=0)
    rung_at: Mapped[datetime | None] = mapped_column(default=None, info=BOOKKEEPING)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    outcome: Mapped[str] = mapped_column(default="", info=PERSONAL)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_why: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]


OPEN = (ReminderState.PLANNED, ReminderState.RUNG)
STILL_OPEN = and_(Reminder.state.in_(OPEN), Reminder.done_at.is_(None), Reminder.cancelled_at.is_(None))
"""The condition of an open reminder, said so that both engines walk the index of the open ones in order."""


OPEN_REMINDERS = Rows(
    Reminder, and_(Reminder.case_id == CASE, Reminder.state.in_(OPEN)), (Reminder.due_at, Reminder.id)
)


def open_reminders(session: Session, case_id: int) -> list[Reminder]:
    """Reminders of a case that still want something, earliest first."""
    return OPEN_REMINDERS.of(session, case_id)
