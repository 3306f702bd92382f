"""Ring what is due: reminders become letters to their person, a batch in one transaction, each exactly once."""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.outreach.cadence import moment_at
from advisor.records.case import Case
from advisor.records.outbox import Audience, Channel, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.staff import Staff, firm
from advisor.records.wish import PostWish
from advisor.records.wording import Wording, wording_of
from advisor.services import followups, wordings
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.letter_kinds import KINDS

log = logging.getLogger("advisor.services.ringing")
LATE_AFTER_MINUTES = 5
MISSED = timedelta(hours=2)
"""What rings later than this, because nobody ticked, waits for the morning of its reader: nobody is woken by it."""
NIGHT_FROM, MORNING = time(21), time(7)

Due = tuple[Reminder, Case, Party, Staff | None, PostWish | None]


def ring_due(ctx: Context, base_url: str, limit: int = 200) -> int:
    """Turn up to `limit` due reminders into outbox letters; return how many rang.

    Locking is the claim: PostgreSQL skips rows another worker holds, SQLite's write lock makes us alone; the state
    changes in the same transaction as the letter is written, and the letter's unique key is the reminder's message id,
    so none can ring twice.
    """
    rows = _due(ctx.session, ctx.now, limit)
    bell = _Bell(ctx, base_url) if rows else None
    found: list[Reminder | Letter] = []
    for reminder, case, client, staff, wish in rows:
        reminder.state, reminder.rung_at = ReminderState.RUNG, ctx.now
        if staff is not None and staff.disabled_at is None and bell is not None:
            found.append(bell.letter(reminder, (case.number, client.name), staff, wish))
        if again := followups.ring_again(reminder, ctx.now):
            found.append(again)
    ctx.session.add_all(found)
    return len(rows)


def _due(session: Session, now: datetime, limit: int) -> list[Due]:
    query = (
        select(Reminder, Case, Party, Staff, PostWish)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .outerjoin(Staff, Staff.id == Reminder.assignee_id).outerjoin(PostWish, PostWish.staff_id == Staff.id)
        .where(Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now, Reminder.audience == Audience.STAFF)
        .order_by(Reminder.due_at, Reminder.id).limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(query)]


class _Bell:
    """Writes the letters of one batch; the firm's name and its own wording are read once."""

    def __init__(self, ctx: Context, base_url: str) -> None:
        self.ctx, self.base_url = ctx, base_url
        self.firm = firm(ctx.session).name
        self.own: dict[str, Wording | None] = {}

    def letter(self, reminder: Reminder, who: tuple[str, str], staff: Staff, wish: PostWish | None) -> Letter:
        """The letter of one reminder. A template that cannot be filled never holds up what somebody waits for."""
        words = self._words(reminder, who, staff)
        at_once = wish is None or wish.at_once
        return Letter(
            kind="follow_up", key=reminder.message_id, message_id=reminder.message_id, audience=Audience.STAFF,
            staff_id=staff.id, case_id=reminder.case_id, reminder_id=reminder.id, to_address=staff.email,
            channel=Channel.EMAIL if at_once else Channel.BELL,
            state=LetterState.WAITING if at_once else LetterState.SENT, sent_at=None if at_once else self.ctx.now,
            language=staff.language, why=KINDS["follow_up"].why, created_at=self.ctx.now,
            next_try_at=_by_day(self.ctx.now, reminder.due_at, staff),
            subject=words.subject, text=wordings.signed(words, "follow_up", staff.language),
            html=wordings.page_of(words, "follow_up", staff.language, self.firm),
        )  # fmt: skip

    def _words(self, reminder: Reminder, who: tuple[str, str], staff: Staff) -> wordings.Words:
        number, client = who
        local = reminder.due_at.astimezone(ZoneInfo(reminder.zone))
        text = say(staff.language, reminder.text) if reminder.plan != "free" else reminder.text
        values = {
            "reader": staff.name, "client": client, "number": number, "text": text,
            "url": f"{self.base_url}/cases/{reminder.case_id}",
            "when": format_datetime(local, "d MMM y, HH:mm", locale=staff.language),
            "late": (self.ctx.now - reminder.due_at).total_seconds() > LATE_AFTER_MINUTES * 60,
        }  # fmt: skip
        if staff.language not in self.own:
            self.own[staff.language] = wording_of(self.ctx.session, "follow_up", staff.language)
        try:
            return wordings.words_of("follow_up", staff.language, values, self.own[staff.language])
        except Exception as error:  # whatever a template does, the reminder still rings
            log.error("the words of reminder %s cannot be made: %s", reminder.id, type(error).__name__)
            return wordings.Words(f"{number}: {text}", f"{text}\n{values['url']}\n")


def _by_day(now: datetime, due_at: datetime, staff: Staff) -> datetime:
    """Now; but what was missed for hours waits for the reader's morning when it is night there."""
    zone = ZoneInfo(staff.time_zone)
    here = now.astimezone(zone)
    if now - due_at < MISSED or MORNING <= here.time() < NIGHT_FROM:
        return now
    day = here.date() + timedelta(days=1) if here.time() >= NIGHT_FROM else here.date()
    return moment_at(day, MORNING, zone)
