"""Is the clock alive? Last tick, what is late, what waits, what could not be delivered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.records.outbox import Lease, Letter, LetterState
from advisor.records.reminder import Reminder, ReminderState

LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Health:
    """The scheduler's state. `late_reminders` should have rung, `late_letters` have left, over five minutes ago."""

    last_tick_at: datetime | None
    late_reminders: int
    waiting_letters: int
    failed_letters: int
    silent: bool
    late_letters: int = 0
    backlog: int = 0  # reminders due and not rung, late or not
    oldest_letter_at: datetime | None = None

    @property
    def well(self) -> bool:
        """True when nothing is late and the clock ticked lately (or never had to)."""
        return not self.silent and self.late_reminders == 0 and self.late_letters == 0


def clock_health(session: Session, now: datetime) -> Health:
    """Read the scheduler's state in one statement."""
    due = (Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now)
    waiting = (Letter.state == LetterState.WAITING,)
    parts = (
        select(func.max(Lease.ticked_at)).where(Lease.name == "clock"),
        select(func.count()).where(Reminder.state == ReminderState.PLANNED, Reminder.due_at < now - LATE),
        select(func.count()).where(*waiting),
        select(func.count()).where(Letter.state == LetterState.FAILED),
        select(func.count()).where(*waiting, Letter.next_try_at < now - LATE),
        select(func.count()).where(*due),
        select(func.min(Letter.created_at)).where(*waiting, Letter.next_try_at <= now),
    )
    tick, late, waits, failed, late_letters, backlog, oldest = session.execute(
        select(*(part.scalar_subquery() for part in parts))
    ).one()
    silent = tick is None or tick < now - LATE
    return Health(tick, late, waits, failed, silent, late_letters, backlog, oldest)
