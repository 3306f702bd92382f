"""Follow-ups: schedule, snooze, finish, reassign and cancel reminders. The schedule is rows; the clock only looks."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import undefer

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.outreach.cadence import Cadence, Snooze, due_moment, snooze
from advisor.domain.process import StageKey
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder, ReminderState
from advisor.records.sealed import load_party_keys
from advisor.services.context import Context

LIMIT_YEARS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """A follow-up to be scheduled: working days after now, at a local time, with words for the person it rings for."""

    key: str  # stage.contact, offer.opened, ...
    text: str
    days: int
    at: time = time(9)
    stage: StageKey | None = None  # cancelled when the case leaves this stage; None survives moves


def schedule(ctx: Context, case: Case, plan: Plan) -> Reminder:
    """Plan a follow-up for the owner: working days of the client's country, 09:00 in the client's zone."""
    client = ctx.session.get_one(Party, case.client_id, options=[undefer(Party.seal_key)])
    load_party_keys(ctx.session, [client.id])  # the trail will seal with it; now it costs no statement
    zone = ZoneInfo(client.time_zone)
    due_at = due_moment(ctx.now, Cadence(plan.days, True, plan.at), zone, client.country)
    return _add(ctx, case, Reminder(
        case_id=case.id, stage=plan.stage, plan=plan.key, text=plan.text, assignee_id=case.owner_id, due_at=due_at,
        zone=client.time_zone, anchor_at=ctx.now, offset_days=plan.days, slot=plan.at.strftime("%H:%M"),
        message_id=new_message_id(), created_at=ctx.now,
    ))  # fmt: skip


def remind_at(ctx: Context, case: Case, local: datetime, zone: str, text: str) -> Reminder:
    """Plan a free reminder ("Thursday 10:00") at a local time of a zone; it survives moves.

    `local` is naive, as people say it. Raises Invalid for an empty text, a past or absurdly far moment.
    """
    if not text.strip():
        raise Invalid("text", "missing")
    due_at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if due_at <= ctx.now:
        raise Invalid("at", "in_the_past")
    if due_at.year > ctx.now.year + LIMIT_YEARS:
        raise Invalid("at", "too_far")
    return _add(ctx, case, Reminder(
        case_id=case.id, plan="free", text=text.strip(), assignee_id=case.owner_id, due_at=due_at, zone=zone,
        slot=local.strftime("%H:%M"), message_id=new_message_id(), created_at=ctx.now,
    ))  # fmt: skip


def finish(ctx: Context, case: Case, reminder_id: int, outcome: str) -> Reminder:
    """Mark a follow-up done with its outcome in words; Invalid without one."""
    reminder = open_reminder(ctx, case, reminder_id)
    if not outcome.strip():
        raise Invalid("outcome", "missing")
    reminder.state, reminder.done_at, reminder.done_by = ReminderState.DONE, ctx.now, ctx.actor.id
    reminder.outcome = outcome.strip()
    ctx.record("reminder.done", "reminder", reminder.id, case_id=case.id, plan=reminder.plan)
    refresh_next_action(ctx, case)
    return reminder


def put_off(ctx: Context, case: Case, reminder_id: int, preset: Snooze) -> Reminder:
    """Snooze by a preset, counted in the client's zone and country."""
    reminder = open_reminder(ctx, case, reminder_id)
    client = ctx.session.get_one(Party, case.client_id)
    due_at = snooze(preset, ctx.now, ZoneInfo(reminder.zone), client.country)
    return _move(ctx, case, reminder, due_at)


def put_off_until(ctx: Context, case: Case, reminder_id: int, local: datetime, zone: str) -> Reminder:
    """Snooze to a local moment of a zone (the person's own clock); Invalid when it is past or absurdly far."""
    reminder = open_reminder(ctx, case, reminder_id)
    due_at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
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
    rows = ctx.session.scalars(query).all()
    for row in rows:
        row.state, row.cancelled_at, row.cancelled_why = ReminderState.CANCELLED, ctx.now, why
    if rows:
        ctx.record("reminder.cancelled", "case", case.id, case_id=case.id, why=why, count=len(rows))
    return len(rows)


def refresh_next_action(ctx: Context, case: Case) -> None:
    """Copy the earliest open reminder onto the case row, so that lists and the board need no join."""
    ctx.session.flush()
    query = select(Reminder.text, Reminder.due_at).where(Reminder.case_id == case.id, Reminder.state.in_(OPEN))
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
