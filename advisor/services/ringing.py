"""Ring what is due: reminders become letters to their person, a batch in one transaction, each exactly once."""

import logging
from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlalchemy import insert, select, update
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

AGAIN = timedelta(minutes=15)
"""When a reminder that could not be rung is tried again."""

Due = tuple[Reminder, str, str, Staff | None, PostWish | None]


def claim_due(ctx: Context, audience: Audience, limit: int, among: Collection[int] = ()) -> list[int]:
    """Lock up to `limit` due reminders for this transaction, the earliest first; PostgreSQL skips those others hold.

    The lock is the claim (SQLite's write lock makes us alone anyway): who rings a reminder changes its state in the
    same transaction, so none can ring twice. `among` narrows it to some.
    """
    query = select(Reminder.id).where(
        Reminder.state == ReminderState.PLANNED, Reminder.due_at <= ctx.now, Reminder.audience == audience
    )
    if among:
        query = query.where(Reminder.id.in_(among))
    query = query.order_by(Reminder.due_at, Reminder.id).limit(limit)
    return list(ctx.session.scalars(query.with_for_update(skip_locked=True)))


def put_ahead(ctx: Context, reminder_id: int, audience: Audience) -> None:
    """A reminder that cannot be rung waits a quarter of an hour, so that it never stands before the others."""
    if claim_due(ctx, audience, 1, [reminder_id]):
        reminder = ctx.session.get_one(Reminder, reminder_id)
        reminder.due_at, reminder.held_why = ctx.now + AGAIN, "cannot_ring"


def ring_due(ctx: Context, base_url: str, claimed: Collection[int]) -> None:
    """Turn claimed reminders of the staff into outbox letters.

    A letter's unique key is its reminder's message id. Rows that no trail keeps are written in bulk: one statement
    marks what rang, one writes the letters.
    """
    bell = _Bell(ctx, base_url)
    letters = []
    for reminder, number, client, staff, wish in _due(ctx.session, claimed):
        if staff is not None and staff.disabled_at is None:
            letters.append(bell.letter(reminder, (number, client), staff, wish))
        if again := followups.ring_again(reminder, ctx.now):
            ctx.session.add(again)
    rung = update(Reminder).where(Reminder.id.in_(claimed)).values(state=ReminderState.RUNG, rung_at=ctx.now)
    ctx.session.execute(rung, execution_options={"synchronize_session": False})
    if letters:
        ctx.session.execute(insert(Letter), letters)


def _due(session: Session, claimed: Collection[int]) -> list[Due]:
    query = (
        select(Reminder, Case.number, Party.name, Staff, PostWish)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .outerjoin(Staff, Staff.id == Reminder.assignee_id).outerjoin(PostWish, PostWish.staff_id == Staff.id)
        .where(Reminder.id.in_(claimed)).order_by(Reminder.due_at, Reminder.id)
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(query)]


class _Bell:
    """Writes the letters of one batch; the firm's name and its own wording are read once."""

    def __init__(self, ctx: Context, base_url: str) -> None:
        self.ctx, self.base_url = ctx, base_url
        self.firm = firm(ctx.session).name
        self.own: dict[str, Wording | None] = {}

    def letter(self, reminder: Reminder, who: tuple[str, str], staff: Staff, wish: PostWish | None) -> dict[str, Any]:
        """The letter of one reminder. A template that cannot be filled never holds up what somebody waits for."""
        words = self._words(reminder, who, staff)
        at_once = wish is None or wish.at_once
        return {
            "kind": "follow_up", "key": reminder.message_id, "message_id": reminder.message_id, "papers": [],
            "audience": Audience.STAFF, "staff_id": staff.id, "case_id": reminder.case_id, "reminder_id": reminder.id,
            "to_address": staff.email, "channel": Channel.EMAIL if at_once else Channel.BELL,
            "state": LetterState.WAITING if at_once else LetterState.SENT,
            "sent_at": None if at_once else self.ctx.now,
            "language": staff.language, "why": KINDS["follow_up"].why, "created_at": self.ctx.now,
            "next_try_at": _by_day(self.ctx.now, reminder.due_at, staff),
            "subject": words.subject, "text": wordings.signed(words, "follow_up", staff.language),
            "html": wordings.page_of(words, "follow_up", staff.language, self.firm),
        }  # fmt: skip

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
