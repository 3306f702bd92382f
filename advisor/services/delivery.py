"""Deliver the outbox: lease a few letters, commit, send, mark. Never lost; a repeat carries the same Message-ID (R3).

A letter whose lease ran out (its worker was killed) is offered again. Temporary refusals are retried with growing gaps
for a day, permanent ones three times; then the next channel is tried, and at the end the letter is FAILED and a
follow-up for a person appears (R4). Before a letter to a client is leased, the contact guard is asked (`may_go`).
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from advisor.domain.outreach.contact import Channel as Way
from advisor.domain.outreach.contact import Purpose
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.outbox import Audience, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.services import followups, guard
from advisor.services.context import Context
from advisor.services.letter_kinds import BY_REQUEST, KINDS

log = logging.getLogger("advisor.services.delivery")
LEASE = timedelta(minutes=2)
"""Longer than the courier's time-out, so that a slow server does not make repeats."""
IMPOSSIBLE = 2 * LEASE
"""A lease that ends later was taken by a clock that has been set back since. Twice as long, because who waited for a
lock, or has a slower clock, compares with a moment before that of the lease: it must not take it for such a one."""
GAPS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 240, 360, 360))
PERMANENT_TRIES = 3
REACH_OTHERWISE = N_("A letter could not be delivered: reach the client another way")
FORBIDDEN = N_("A message to the client was held back by the contact rules: see why")


class Answer(StrEnum):
    """What the courier says about one letter."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"  # the provider says it arrived
    LATER = "later"  # 4xx, time-out, no connection
    NEVER = "never"  # 5xx


@dataclass(frozen=True, slots=True)
class Report:
    """The courier's answer with a short technical reason (never an address or a text)."""

    answer: Answer
    why: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Why a letter may not go now: until when it waits (None: never), and the rule."""

    until: datetime | None
    why: str


def claim(ctx: Context, holder: str, limit: int) -> list[Letter]:
    """Lease due letters for this worker. PostgreSQL skips rows others hold; SQLite's write lock makes us alone."""
    session, now = ctx.session, ctx.now
    due = or_(
        and_(Letter.state == LetterState.WAITING, Letter.next_try_at <= now),
        and_(Letter.state == LetterState.LEASED, Letter.leased_until < now),
        and_(Letter.state == LetterState.LEASED, Letter.leased_until > now + IMPOSSIBLE),
    )
    query = select(Letter).where(due).order_by(Letter.next_try_at, Letter.id).limit(limit)
    rows = list(session.scalars(query.with_for_update(skip_locked=True)))
    if readers := {row.party_id for row in rows if row.audience is Audience.CLIENT and row.party_id}:
        guard.hold(session, readers)  # two workers cannot both lease the last message a person may get
    leased = []
    for row in rows:  # one by one: what is leased counts for the next letter to the same person
        if row.audience is Audience.STAFF or _may_leave(ctx, row):
            row.state, row.leased_until, row.leased_by = LetterState.LEASED, now + LEASE, holder
            row.attempts += 1
            leased.append(row)
    return leased


def may_go(session: Session, letter: Letter, party: Party, now: datetime) -> Held | None:
    """The one place where a message asks the guard before it is claimed. None: it may go now.

    A one-time code was asked for by the client this minute and is no contact of ours. What a person sends by hand was
    asked about when the button was pressed; what the house sends by itself also keeps the house's hours.
    """
    if letter.kind in BY_REQUEST:
        return None
    if party.do_not_contact:
        return Held(None, "do_not_contact")
    if not KINDS[letter.kind].automatic:
        return None
    at = guard.next_lawful(session, party, Way.MESSAGE, Purpose(letter.purpose), now, letter.id)
    return None if at is not None and at <= now else Held(at, "contact_rules")


def mark(ctx: Context, reports: dict[int, Report], holder: str) -> None:
    """Write down what became of leased letters. Somebody else's lease is left alone, but a success is a success."""
    for letter in _locked(ctx, reports):
        if letter.state is not LetterState.SENT:
            _mark(ctx, letter, holder, reports[letter.id])


def give_back(ctx: Context, letter_ids: Collection[int], holder: str) -> None:
    """Let go of leased letters that were not tried; they are due at once and the try does not count."""
    for letter in _locked(ctx, letter_ids):
        if letter.state is LetterState.LEASED and letter.leased_by == holder:
            letter.state, letter.leased_until, letter.leased_by = LetterState.WAITING, None, ""
            letter.attempts -= 1


def bounced(ctx: Context, message_id: str, why: str) -> Letter | None:
    """A letter the server had taken came back: it failed after all. None for a Message-ID that is not ours."""
    letter = _by_message_id(ctx, message_id)
    if letter is not None and letter.state is LetterState.SENT:
        letter.last_error, letter.sent_at = why[:300], None
        _give_up(ctx, letter)
    return letter


def delivered(ctx: Context, message_id: str) -> Letter | None:
    """Somebody confirmed that a letter arrived."""
    letter = _by_message_id(ctx, message_id)
    if letter is not None and letter.state is LetterState.SENT:
        letter.delivered_at = letter.delivered_at or ctx.now
    return letter


def cancel(ctx: Context, letter: Letter, why: str) -> None:
    """A letter that did not leave yet will not; anything else is left alone."""
    if letter.state in (LetterState.WAITING, LetterState.LEASED):
        letter.state, letter.cancelled_at, letter.cancelled_why = LetterState.CANCELLED, ctx.now, why[:200]


def _may_leave(ctx: Context, letter: Letter) -> bool:
    """Ask for a client's letter; one that nobody can judge is tried again later and holds up nobody else's."""
    try:
        return _lawful(ctx, letter)
    except SQLAlchemyError:
        raise
    except Exception as error:
        log.error("letter %s cannot be judged: %s", letter.id, type(error).__name__)
        letter.state, letter.leased_by, letter.attempts = LetterState.LEASED, "", letter.attempts + 1
        _mark(ctx, letter, "", Report(Answer.LATER, type(error).__name__))
        return False


def _lawful(ctx: Context, letter: Letter) -> bool:
    """Whether a client's letter may be leased now; one that may not waits, or ends with a word to a person."""
    party = ctx.session.get(Party, letter.party_id) if letter.party_id else None
    if party is None or KINDS[letter.kind].audience is not Audience.CLIENT:
        cancel(ctx, letter, "wrong_audience")  # internal words never leave for a client, whatever wrote them there
        return False
    held = may_go(ctx.session, letter, party, ctx.now)
    if held is None:
        return True
    if held.until is not None:
        letter.state, letter.next_try_at = LetterState.WAITING, held.until
        return False
    cancel(ctx, letter, held.why)
    _tell(ctx, letter, FORBIDDEN)
    return False


def _locked(ctx: Context, ids: Collection[int]) -> list[Letter]:
    if not ids:
        return []
    query = select(Letter).where(Letter.id.in_(list(ids))).order_by(Letter.id).with_for_update()
    return list(ctx.session.scalars(query))


def _by_message_id(ctx: Context, message_id: str) -> Letter | None:
    return ctx.session.scalar(select(Letter).where(Letter.message_id == message_id.strip()).with_for_update())


def _mark(ctx: Context, letter: Letter, holder: str, report: Report) -> None:
    if report.answer in (Answer.ACCEPTED, Answer.DELIVERED):
        letter.state, letter.sent_at, letter.last_error = LetterState.SENT, ctx.now, ""
        letter.delivered_at = ctx.now if report.answer is Answer.DELIVERED else None
        return
    if letter.leased_by != holder or letter.state is not LetterState.LEASED:
        return
    letter.last_error = report.why[:300]
    allowed = PERMANENT_TRIES if report.answer is Answer.NEVER else len(GAPS)
    if letter.attempts >= allowed:
        _give_up(ctx, letter)
    else:
        letter.state = LetterState.WAITING
        letter.next_try_at = ctx.now + GAPS[min(letter.attempts, len(GAPS)) - 1]


def _give_up(ctx: Context, letter: Letter) -> None:
    """Undeliverable mail goes by the next channel, or becomes visible work for the owner of the case."""
    letter.state, letter.failed_at = LetterState.FAILED, ctx.now
    ctx.record("letter.failed", "letter", letter.id, case_id=letter.case_id, kind=letter.kind, attempts=letter.attempts)
    if not _other_channel(ctx, letter):
        _tell(ctx, letter, REACH_OTHERWISE)


def _tell(ctx: Context, letter: Letter, text: str) -> None:
    case = ctx.session.get(Case, letter.case_id) if letter.case_id else None
    if case is not None:
        followups.schedule(ctx, case, followups.Plan(f"undelivered.{letter.id}", text, 0))


def _other_channel(ctx: Context, letter: Letter) -> bool:
    """Let the reminder behind the letter ring again through the channels that are left; False where none is."""
    reminder = ctx.session.get(Reminder, letter.reminder_id) if letter.reminder_id and letter.fallback else None
    if reminder is None or reminder.state is not ReminderState.RUNG:
        return False
    reminder.channels, reminder.state, reminder.due_at = letter.fallback, ReminderState.PLANNED, ctx.now
    reminder.message_id = followups.new_message_id()
    return True
