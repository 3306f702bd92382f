"""Ring what is due: reminders become letters to their person, a batch in one transaction, each exactly once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.records.case import Case
from advisor.records.outbox import Audience, Letter
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.staff import Staff
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.post import render_letter

LATE_AFTER_MINUTES = 5


def ring_due(ctx: Context, base_url: str, limit: int = 200) -> int:
    """Turn up to `limit` due reminders into outbox letters; return how many rang.

    Locking is the claim: PostgreSQL skips rows another worker holds, SQLite's write lock makes us alone; the state
    changes in the same transaction as the letter is written, and the letter's unique key is the reminder's message id,
    so none can ring twice.
    """
    rows = _due(ctx.session, ctx.now, limit)
    letters = []
    for reminder, case, client, staff in rows:
        reminder.state, reminder.rung_at = ReminderState.RUNG, ctx.now
        if staff is not None and staff.disabled_at is None:
            letters.append(_letter(ctx, base_url, reminder, (case.number, client.name), staff))
    ctx.session.add_all(letters)
    return len(rows)


def _due(session: Session, now: datetime, limit: int) -> list[tuple[Reminder, Case, Party, Staff | None]]:
    query = (
        select(Reminder, Case, Party, Staff)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .outerjoin(Staff, Staff.id == Reminder.assignee_id)
        .where(Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now)
        .order_by(Reminder.due_at, Reminder.id).limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def _letter(ctx: Context, base_url: str, reminder: Reminder, who: tuple[str, str], staff: Staff) -> Letter:
    number, client = who
    local = reminder.due_at.astimezone(ZoneInfo(reminder.zone))
    values = {
        "reader": staff.name, "client": client, "number": number, "url": f"{base_url}/cases/{reminder.case_id}",
        "text": say(staff.language, reminder.text) if reminder.plan != "free" else reminder.text,
        "when": format_datetime(local, "d MMM y, HH:mm", locale=staff.language),
        "late": (ctx.now - reminder.due_at).total_seconds() > LATE_AFTER_MINUTES * 60,
    }  # fmt: skip
    subject, text = render_letter("follow_up", staff.language, values)
    return Letter(
        kind="follow_up", key=reminder.message_id, message_id=reminder.message_id, audience=Audience.STAFF,
        staff_id=staff.id, case_id=reminder.case_id, reminder_id=reminder.id, to_address=staff.email,
        language=staff.language, why="reminder.assigned", next_try_at=ctx.now, created_at=ctx.now,
        subject=subject, text=text,
    )  # fmt: skip
