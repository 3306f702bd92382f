"""What can be done in the meeting room: book, move, walk in, confirm, note the result; the invitation as a file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.process import LINE, Profile, StageKey, Status
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.party import Party
from advisor.records.staff import Staff, firm_day
from advisor.services import followups
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.services.notes import seal_text
from advisor.services.rows import moment_of
from advisor.stages.contact.records import standing
from advisor.stages.contact.review.gate import Standing
from advisor.stages.meeting.gate import Place, Result
from advisor.stages.meeting.inviting.actions import follow, tell_if_invited, write_to_client
from advisor.stages.meeting.records import Appointment, busy, newest
from advisor.stages.meeting.stage import AGREE_ANEW, CONFIRM, NOTE_RESULT

LONGEST = 480
FARTHEST = timedelta(days=366)
PLANS = ("stage.contact", "stage.meeting", "meeting.confirm", "meeting.result", "meeting.anew")
MAY_MEET = frozenset({Standing.QUALIFIED, Standing.REFERRED})


@dataclass(frozen=True, slots=True)
class Booking:
    """An agreed time as the client's clock shows it (naive), a place, and what was said."""

    local: datetime
    place: Place
    where: str = ""
    minutes: int = 60
    free_said: bool = False
    confirmed: bool = False
    host_id: int | None = None  # who holds it; the owner of the case when nobody is named


def book(ctx: Context, case_id: int, booking: Booking) -> Appointment:
    """Book a meeting; an open one is moved by it. Plans "confirm" the working day before and "note the result" after.

    While the case stands in contact only a qualified or referred lead may be booked, the latter provisionally
    (OP-02; financing always). Raises Invalid for a past or far moment, too long a place, a lead that may not be met.
    """
    case = _active(ctx, case_id)
    client = ctx.session.get_one(Party, case.client_id)
    at = moment_of("local", booking.local, client.time_zone)
    _check(ctx, case, booking, at)
    before = _replace(ctx, case)
    row = _add(ctx, case, Appointment(
        case_id=case.id, at=at, zone=client.time_zone, minutes=booking.minutes, place=booking.place,
        where=booking.where.strip(), provisional=standing(ctx.session, case) is Standing.REFERRED,
        free_said_at=ctx.now if booking.free_said else None, confirmed_at=ctx.now if booking.confirmed else None,
        booked_at=ctx.now, booked_by=ctx.actor.id, booked_name=ctx.actor.name, host_id=booking.host_id,
    ))  # fmt: skip
    _plan(ctx, case, row)
    ctx.record("meeting.booked", "appointment", row.id, case_id=case.id, place=row.place, provisional=row.provisional)
    tell_if_invited(ctx, case, row, follow(row, before))
    return row


def walk_in(ctx: Context, case_id: int) -> Appointment:
    """The client stands in the door: the meeting takes place now, at our office, free of charge."""
    case = _active(ctx, case_id)
    client = ctx.session.get_one(Party, case.client_id)
    if case.stage is StageKey.CONTACT:
        raise Invalid("place", "does_not_fit")
    _replace(ctx, case)
    row = _add(ctx, case, Appointment(
        case_id=case.id, at=ctx.now, zone=client.time_zone, place=Place.OFFICE, walk_in=True, free_said_at=ctx.now,
        confirmed_at=ctx.now, result=Result.HELD, result_at=ctx.now, booked_at=ctx.now, booked_by=ctx.actor.id,
        booked_name=ctx.actor.name,
    ))  # fmt: skip
    ctx.record("meeting.walked_in", "appointment", row.id, case_id=case.id)
    return row


def confirm(ctx: Context, case_id: int, appointment_id: int) -> Appointment:
    """The client confirmed, and heard that the meeting is free of charge."""
    case = _active(ctx, case_id)
    row = _open(ctx, case, appointment_id)
    row.free_said_at, row.confirmed_at = row.free_said_at or ctx.now, row.confirmed_at or ctx.now
    followups.cancel(ctx, case, "confirmed", plan="meeting.confirm")
    followups.refresh_next_action(ctx, case)
    ctx.record("meeting.confirmed", "appointment", row.id, case_id=case.id)
    return row


def invite(ctx: Context, case_id: int, appointment_id: int) -> Letter:
    """Write the invitation to the client, in the client's language and on the client's clock; it says free of charge.

    Asked again it is a letter of its own (the first was lost, or went to a wrong address). Raises Invalid('email', ...)
    without an address or where no contact is wished.
    """
    case = _active(ctx, case_id)
    row = _open(ctx, case, appointment_id)
    letter = write_to_client(ctx, case, row)
    row.invited_at, row.free_said_at = ctx.now, row.free_said_at or ctx.now
    return letter


def note_result(ctx: Context, case_id: int, appointment_id: int, result: Result, note: str = "") -> Appointment:
    """Note how an appointment ended. A no-show keeps the stage and plans a call for a new day (Finare step 2).

    Raises Invalid('result', 'in_the_future') for a meeting of a later day said to be held, or missed before its hour.
    """
    case = _active(ctx, case_id)
    row = _open(ctx, case, appointment_id)
    early = firm_day(ctx.session, row.at) > ctx.today if result is Result.HELD else row.at > ctx.now
    if early and result is not Result.CANCELLED:
        raise Invalid("result", "in_the_future")
    client = ctx.session.get_one(Party, case.client_id)
    row.result, row.result_at = result, ctx.now
    row.note = seal_text(ctx.session, client.uid, ("appointment", row.uid, "note"), note)
    _forget_plans(ctx, case)
    if result is not Result.HELD:
        followups.schedule(ctx, case, Plan("meeting.anew", AGREE_ANEW, 1, stage=case.stage))
    ctx.record("meeting.closed", "appointment", row.id, case_id=case.id, result=result)
    if result is Result.CANCELLED:
        tell_if_invited(ctx, case, row, row.invited_at is not None)
    return row


def appointment_of(case: Case, row: Appointment | None) -> Appointment:
    """The appointment, if it belongs to this case; NotFound otherwise."""
    if row is None or row.case_id != case.id:
        raise NotFound
    return row


def _check(ctx: Context, case: Case, booking: Booking, at: datetime) -> None:
    if at <= ctx.now:
        raise Invalid("local", "in_the_past")
    if at > ctx.now + FARTHEST:
        raise Invalid("local", "too_far")
    if not 5 <= booking.minutes <= LONGEST:
        raise Invalid("minutes", "out_of_range")
    if len(booking.where) > 400:
        raise Invalid("where", "too_long")
    _is_free(ctx, case, booking, at)
    if LINE.index(case.stage) > LINE.index(StageKey.ANALYSIS):
        raise WrongStatus(case.stage)
    here = standing(ctx.session, case) if case.stage is StageKey.CONTACT else Standing.QUALIFIED
    if here not in MAY_MEET and not (here is Standing.MISSING and case.profile is Profile.FINANCING):
        raise Invalid("local", "not_qualified")


def _is_free(ctx: Context, case: Case, booking: Booking, at: datetime) -> None:
    """Whose day it is booked into (the owner's where nobody is named) has no other meeting then."""
    host_id = booking.host_id or case.owner_id
    if host_id is None:
        return
    ctx.session.get(Staff, host_id, with_for_update=True)  # two who book one hour at once: the second sees the first
    if busy(ctx.session, host_id, at, booking.minutes, case.id):
        raise Invalid("local", "host_busy")


def _replace(ctx: Context, case: Case) -> Appointment | None:
    """An open appointment is moved by a new one, and given; what was planned around it loses its point."""
    row = newest(ctx.session, case.id)
    if row is not None and row.result is not None:
        row = None
    if row is not None:
        row.result, row.result_at = Result.MOVED, ctx.now
        ctx.record("meeting.moved", "appointment", row.id, case_id=case.id)
    _forget_plans(ctx, case)
    return row


def _forget_plans(ctx: Context, case: Case) -> None:
    for plan in PLANS:
        followups.cancel(ctx, case, "replaced", plan=plan)
    followups.refresh_next_action(ctx, case)


def _plan(ctx: Context, case: Case, row: Appointment) -> None:
    """Ring the day before at nine for the confirmation, and when the meeting is over for its result."""
    zone = ZoneInfo(row.zone)
    start = row.at.astimezone(zone).replace(tzinfo=None)
    before = (start - timedelta(days=1)).replace(hour=9, minute=0)
    rings = [("meeting.result", start + timedelta(minutes=row.minutes), NOTE_RESULT)]
    if row.confirmed_at is None and before.replace(tzinfo=zone) > ctx.now:
        rings.append(("meeting.confirm", before, CONFIRM))
    for plan, local, text in rings:
        reminder = followups.remind_at(ctx, case, local, row.zone, text)
        reminder.plan, reminder.stage = plan, StageKey.MEETING


def _add(ctx: Context, case: Case, row: Appointment) -> Appointment:
    ctx.session.add(row)
    ctx.session.flush()
    followups.refresh_next_action(ctx, case)
    return row


def _open(ctx: Context, case: Case, appointment_id: int) -> Appointment:
    row = appointment_of(case, ctx.session.get(Appointment, appointment_id))
    if row.result is not None:
        raise NotFound
    return row


def _active(ctx: Context, case_id: int) -> Case:
    case = writable(ctx, case_id)
    if case.status is not Status.ACTIVE:
        raise WrongStatus(case.status)
    return case
