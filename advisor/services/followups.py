"""Follow-ups: schedule, snooze, finish, reassign and cancel reminders. The schedule is rows; the clock only looks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import undefer

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.outreach.cadence import Cadence, Snooze, due_moment, snooze
from advisor.domain.outreach.recurring import EVERY, occurrence
from advisor.domain.process import StageKey
from advisor.records.case import Case
from advisor.records.outbox import Audience, Letter
from advisor.records.party import Party
from advisor.records.reminder import OPEN, OPEN_REMINDERS, Reminder, ReminderState
from advisor.records.sealed import load_party_keys
from advisor.services.context import Context
from advisor.services.place import place_of
from advisor.services.rows import moment_of

LIMIT_YEARS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """A follow-up to be scheduled: working days after now, at a local time, with words for the person it rings for."""

    key: str  # stage.contact, offer.opened, ...
    text: str
    days: int
    at: time = time(9)
    stage: StageKey | None = None  # cancelled when the case leaves this stage; None survives moves
    inside: bool = False  # done in the firm, without a word to the client: the firm's clock and working days count


def schedule(ctx: Context, case: Case, plan: Plan) -> Reminder:
    """Plan a follow-up for the owner: working days of the client's country, 09:00 in the client's zone.

    One that is done `inside` the firm goes by the firm's.
    """
    client = ctx.session.get_one(Party, case.client_id, options=[undefer(Party.seal_key)])
    return _add(ctx, case, _planned(ctx, case, client, plan))


def turn(ctx: Context, case: Case, plan: Plan) -> Reminder:
    """Leave the case's stage and plan the next one's follow-up: what the old one wanted loses its point.

    One look at the client and the case's open reminders serves both, and the next action.
    """
    found = ctx.session.execute(_WAITING, {"case_id": case.id, "client_id": case.client_id}).all()
    rows = [row for _client, row in found if row is not None]
    _call_off(ctx, case, "moved_on", [row for row in rows if row.stage == case.stage])
    reminder = _planned(ctx, case, found[0][0], plan)
    ctx.session.add(reminder)
    ctx.session.flush()
    ctx.record("reminder.planned", "reminder", reminder.id, case_id=case.id, plan=reminder.plan)
    waiting = [row for row in (*rows, reminder) if row.state in OPEN and row.audience == Audience.STAFF]
    first = min(waiting, key=lambda row: (row.due_at, row.id))
    case.next_action, case.next_action_at = first.text, first.due_at
    return reminder


_WAITING = (
    select(Party, Reminder)
    .outerjoin(Reminder, OPEN_REMINDERS.where)
    .where(Party.id == bindparam("client_id"))
    .options(undefer(Party.seal_key))
)
"""A client with the open reminders of a case, and the key that the trail seals with."""


def _planned(ctx: Context, case: Case, client: Party, plan: Plan) -> Reminder:
    load_party_keys(ctx.session, [client.id])  # the trail will seal with it; now it costs no statement
    place = place_of(ctx.session, client, inside=plan.inside)
    due_at = due_moment(ctx.now, Cadence(plan.days, True, plan.at), place.zone, place.country)
    return Reminder(
        case_id=case.id, stage=plan.stage, plan=plan.key, text=plan.text, assignee_id=case.owner_id, due_at=due_at,
        zone=str(place.zone), anchor_at=ctx.now, offset_days=plan.days, slot=plan.at.strftime("%H:%M"),
        inside=plan.inside, message_id=new_message_id(), created_at=ctx.now,
    )  # fmt: skip


def remind_at(  # noqa: PLR0913 - when, where, what, and rarely how often
    ctx: Context, case: Case, local: datetime, zone: str, text: str, *, every: str = ""
) -> Reminder:
    """Plan a free reminder ("Thursday 10:00") at a local time of a zone; it survives moves, and may come `every` week.

    `local` is naive, as people say it. Raises Invalid for an empty text, a past or absurdly far moment.
    """
    if every and every not in EVERY:
        raise Invalid("every", "unknown")
    if not text.strip():
        raise Invalid("text", "missing")
    due_at = moment_of("at", local, zone)
    if due_at <= ctx.now:
        raise Invalid("at", "in_the_past")
    if due_at.year > ctx.now.year + LIMIT_YEARS:
        raise Invalid("at", "too_far")
    return _add(ctx, case, Reminder(
        case_id=case.id, plan="free", text=text.strip(), assignee_id=case.owner_id, due_at=due_at, zone=zone,
        slot=local.strftime("%H:%M"), message_id=new_message_id(), created_at=ctx.now, every=every,
        anchor_at=due_at if every else None,
    ))  # fmt: skip


def ring_again(reminder: Reminder, now: datetime) -> Reminder | None:
    """The next ring of a recurring reminder after `now`, at the same time of day; None for one that comes once.

    Rings that were missed while nobody looked are not made up for: the one that rings late stands for them.
    """
    if not reminder.every or reminder.anchor_at is None:
        return None
    nth, zone = reminder.nth + 1, ZoneInfo(reminder.zone)
    while (due_at := occurrence(reminder.anchor_at, reminder.every, nth, zone)) <= now:
        nth += 1
    return Reminder(
        case_id=reminder.case_id, plan=reminder.plan, text=reminder.text, assignee_id=reminder.assignee_id,
        due_at=due_at, zone=reminder.zone, anchor_at=reminder.anchor_at, slot=reminder.slot, every=reminder.every,
        nth=nth, message_id=new_message_id(), created_at=now,
    )  # fmt: skip


def drop(ctx: Context, case: Case, reminder_id: int, why: str) -> Reminder:
    """Call a follow-up off, with the reason in words; Invalid without one. A recurring one ends with it."""
    reminder = open_reminder(ctx, case, reminder_id)
    if not why.strip():
        raise Invalid("why", "missing")
    reminder.state, reminder.cancelled_at, reminder.cancelled_why = ReminderState.CANCELLED, ctx.now, "dropped"
    reminder.outcome = why.strip()
    ctx.record("reminder.dropped", "reminder", reminder.id, case_id=case.id, plan=reminder.plan)
    _heard(ctx, reminder.id)
    refresh_next_action(ctx, case)
    return reminder


def finish(ctx: Context, case: Case, reminder_id: int, outcome: str) -> Reminder:
    """Mark a follow-up done with its outcome in words; Invalid without one."""
    reminder = open_reminder(ctx, case, reminder_id)
    if not outcome.strip():
        raise Invalid("outcome", "missing")
    reminder.state, reminder.done_at, reminder.done_by = ReminderState.DONE, ctx.now, ctx.actor.id
    reminder.outcome = outcome.strip()
    ctx.record("reminder.done", "reminder", reminder.id, case_id=case.id, plan=reminder.plan)
    _heard(ctx, reminder.id)
    refresh_next_action(ctx, case)
    return reminder


def put_off(ctx: Context, case: Case, reminder_id: int, preset: Snooze) -> Reminder:
    """Snooze by a preset, counted where the follow-up is: in the client's zone and country, or in the firm's."""
    reminder = open_reminder(ctx, case, reminder_id)
    place = place_of(ctx.session, ctx.session.get_one(Party, case.client_id), inside=reminder.inside)
    due_at = snooze(preset, ctx.now, ZoneInfo(reminder.zone), place.country)
    return _move(ctx, case, reminder, due_at)


def put_off_until(ctx: Context, case: Case, reminder_id: int, local: datetime, zone: str) -> Reminder:
    """Snooze to a local moment of a zone (the person's own clock); Invalid when it is past or absurdly far."""
    reminder = open_reminder(ctx, case, reminder_id)
    due_at = moment_of("at", local, zone)
    if due_at <= ctx.now:
        raise Invalid("at", "in_the_past")
    if due_at.year > ctx.now.year + LIMIT_YEARS:
        raise Invalid("at", "too_far")
    return _move(ctx, case, reminder, due_at)


def reassign(ctx: Context, case: Case, reminder_id: int, staff_id: int) -> Reminder:
    """Give a follow-up to a colleague."""
    reminder = open_reminder(ctx, case, reminder_id)
    reminder.assignee_id = staff_id
    ctx.record("reminder.reassigned", "reminder", reminder.id, case_id=case.id, to=staff_id)
    return reminder


def cancel(ctx: Context, case: Case, why: str, *, stage: StageKey | None = None, plan: str = "") -> int:
    """Cancel the open reminders of a stage (or of a plan, or all of the case); say how many lost their point."""
    wanted = [Reminder.stage == stage] if stage is not None else []
    return _cancel(ctx, case, why, *wanted, *([Reminder.plan == plan] if plan else []))


def cancel_but(ctx: Context, case: Case, why: str, plan: str) -> int:
    """Cancel the open reminders of a case but those of one plan."""
    return _cancel(ctx, case, why, Reminder.plan != plan)


def _cancel(ctx: Context, case: Case, why: str, *wanted: ColumnElement[bool]) -> int:
    query = select(Reminder).where(Reminder.case_id == case.id, Reminder.state.in_(OPEN), *wanted)
    return _call_off(ctx, case, why, ctx.session.scalars(query).all())


def _call_off(ctx: Context, case: Case, why: str, rows: Sequence[Reminder]) -> int:
    for row in rows:
        row.state, row.cancelled_at, row.cancelled_why = ReminderState.CANCELLED, ctx.now, why
    if rows:
        ctx.record("reminder.cancelled", "case", case.id, case_id=case.id, why=why, count=len(rows))
    return len(rows)


def refresh_next_action(ctx: Context, case: Case) -> None:
    """Copy the earliest open reminder onto the case row, so that lists and the board need no join.

    What the house sends to the client by itself is nobody's next action.
    """
    ctx.session.flush()
    query = select(Reminder.text, Reminder.due_at).where(
        Reminder.case_id == case.id, Reminder.state.in_(OPEN), Reminder.audience == Audience.STAFF
    )
    row = ctx.session.execute(query.order_by(Reminder.due_at, Reminder.id).limit(1)).first()
    case.next_action, case.next_action_at = (row.text, row.due_at) if row else ("", None)


def open_reminder(ctx: Context, case: Case, reminder_id: int) -> Reminder:
    """An open reminder of this case; NotFound when there is none."""
    reminder = ctx.session.get(Reminder, reminder_id)
    if reminder is None or reminder.case_id != case.id or reminder.state not in OPEN:
        raise NotFound
    return reminder


def new_message_id() -> str:
    """A Message-ID fixed before the first try, so that a repeat on the wire is recognisable (R3)."""
    return f"<{secrets.token_hex(16)}@advisor.invalid>"


def _heard(ctx: Context, reminder_id: int) -> None:
    """What was done or called off no longer rings the bell."""
    letters = update(Letter).where(Letter.reminder_id == reminder_id, Letter.read_at.is_(None))
    ctx.session.execute(letters.values(read_at=ctx.now))


def _add(ctx: Context, case: Case, reminder: Reminder) -> Reminder:
    ctx.session.add(reminder)
    ctx.session.flush()
    ctx.record("reminder.planned", "reminder", reminder.id, case_id=case.id, plan=reminder.plan)
    refresh_next_action(ctx, case)
    return reminder


def _move(ctx: Context, case: Case, reminder: Reminder, due_at: datetime) -> Reminder:
    reminder.due_at, reminder.state, reminder.rung_at = due_at, ReminderState.PLANNED, None
    reminder.snoozed += 1
    reminder.message_id = new_message_id()  # ringing again is a new message, not a repeat of the old one
    ctx.record("reminder.snoozed", "reminder", reminder.id, case_id=case.id, until=due_at.isoformat())
    refresh_next_action(ctx, case)
    return reminder
