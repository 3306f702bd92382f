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
    """The scheduler's state. `late_reminders` should have rung more than five minutes ago."""

    last_tick_at: datetime | None
    late_reminders: int
    waiting_letters: int
    failed_letters: int
    silent: bool

    @property
    def well(self) -> bool:
        """True when nothing is late and the clock ticked lately (or never had to)."""
        return not self.silent and self.late_reminders == 0


def clock_health(session: Session, now: datetime) -> Health:
    """Read the scheduler's state in one statement."""
    late = select(func.count()).where(Reminder.state == ReminderState.PLANNED, Reminder.due_at < now - LATE)
    waiting = select(func.count()).where(Letter.state == LetterState.WAITING)
    failed = select(func.count()).where(Letter.state == LetterState.FAILED)
    tick = select(func.max(Lease.ticked_at)).where(Lease.name == "clock")
    row = session.execute(
        select(tick.scalar_subquery(), late.scalar_subquery(), waiting.scalar_subquery(), failed.scalar_subquery())
    ).one()
    silent = row[0] is None or row[0] < now - LATE
    return Health(row[0], row[1], row[2], row[3], silent)
