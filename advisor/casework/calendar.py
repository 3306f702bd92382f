"""One person's week: meetings, follow-ups and promises in the firm's zone; and a meeting booked into somebody's day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from advisor.casework.assign import share
from advisor.domain.errors import Invalid
from advisor.domain.roles import Actor, CaseRight, Role, case_right
from advisor.domain.words import N_
from advisor.records.case import AccessRole, Case
from advisor.records.contact import Message
from advisor.records.party import Party
from advisor.records.promise import OUTSTANDING, Promise
from advisor.records.reminder import STILL_OPEN, Reminder
from advisor.records.staff import Staff
from advisor.services.access import standing, visible
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.notes import seal_text
from advisor.stages.meeting.actions import Booking, book
from advisor.stages.meeting.records import STANDING, Appointment

BOOKED = N_("%(who)s booked a meeting into your day: %(client)s, %(when)s.")
MOST = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a day. A case the reader may not open shows as busy time only (`case_id` None)."""

    kind: str  # meeting, followup, promise
    at: datetime | None
    minutes: int
    day: date
    case_id: int | None
    number: str
    name: str
    text: str
    plan: str = ""
    place: str = ""
    appointment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """Whose seven days, from which Monday, in whose zone."""

    staff_id: int
    monday: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.monday, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.monday + timedelta(days=7), time(), self.zone)


def week_of(session: Session, week: Week, reader: Actor, today: date) -> dict[date, list[Item]]:
    """Everything of the seven days, each day in order: three statements. Others' files stay closed to the reader."""
    may = visible(reader, today)
    items = [*_meetings(session, week, may), *_followups(session, week, may), *_promises(session, week, may)]
    days: dict[date, list[Item]] = {week.monday + timedelta(days=n): [] for n in range(7)}
    for item in sorted(items, key=lambda i: (i.at is not None, i.at or week.start)):
        if item.day in days:
            days[item.day].append(item)
    return days


def book_for(ctx: Context, case_id: int, booking: Booking) -> Appointment:
    """Book a meeting into a person's day: who is not let in yet may work in the file until then, and is told."""
    host = ctx.session.get(Staff, booking.host_id) if booking.host_id else None
    if host is None or host.disabled_at is not None or not host.roles & {Role.ADVISOR, Role.OPERATOR, Role.MANAGER}:
        raise Invalid("host_id", "unknown")
    row = book(ctx, case_id, booking)
    case = ctx.session.get_one(Case, case_id)
    if case_right(host.actor(), standing(ctx.session, host.actor(), case, ctx.today)) is not CaseRight.WRITE:
        share(ctx, case_id, host.id, AccessRole.SHARED, row.at.date() + timedelta(days=1))
    if host.id != ctx.actor.id:
        _tell(ctx, case, row, host)
    return row


def _tell(ctx: Context, case: Case, row: Appointment, host: Staff) -> None:
    client = ctx.session.get_one(Party, case.client_id)
    when = row.at.astimezone(ZoneInfo(host.time_zone)).strftime("%Y-%m-%d %H:%M")
    message = Message(case_id=case.id, party_id=client.id, for_staff_id=host.id, from_name=ctx.actor.name, at=ctx.now)
    text = say(host.language, BOOKED, who=ctx.actor.name, client=client.name, when=when)
    message.body = seal_text(ctx.session, client.uid, ("message", message.uid, "body"), text)
    ctx.session.add(message)
    ctx.session.flush()
    ctx.record("message.taken", "message", message.id, case_id=case.id, party_id=client.id)


def _meetings(session: Session, week: Week, may: ColumnElement[bool]) -> list[Item]:
    query = (
        select(Appointment, Case.id, Case.number, Party.name, may.label("may"))
        .join(Case, Case.id == Appointment.case_id).join(Party, Party.id == Case.client_id)
        .where(Appointment.at >= week.start, Appointment.at < week.end,
               or_(Appointment.result.is_(None), Appointment.result.in_([r for r in STANDING if r])),
               func.coalesce(Appointment.host_id, Case.owner_id) == week.staff_id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Item("meeting", row.at, row.minutes, row.at.astimezone(week.zone).date(), case_id if opens else None,
             number if opens else "", name if opens else "", "", place=row.place.value if opens else "",
             appointment_id=row.id if opens else None)
        for row, case_id, number, name, opens in session.execute(query)
    ]  # fmt: skip


def _followups(session: Session, week: Week, may: ColumnElement[bool]) -> list[Item]:
    query = (
        select(Reminder.due_at, Reminder.text, Reminder.plan, Case.id, Case.number, Party.name)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .where(Reminder.assignee_id == week.staff_id, STILL_OPEN, Reminder.due_at >= week.start,
               Reminder.due_at < week.end, may)
        .order_by(Reminder.due_at).limit(MOST)
    )  # fmt: skip
    return [
        Item("followup", at, 0, at.astimezone(week.zone).date(), case_id, number, name, text, plan)
        for at, text, plan, case_id, number, name in session.execute(query)
    ]


def _promises(session: Session, week: Week, may: ColumnElement[bool]) -> list[Item]:
    last = week.monday + timedelta(days=6)
    query = (
        select(Promise.due_on, Promise.text, Promise.promiser, Case.id, Case.number, Party.name)
        .join(Case, Case.id == Promise.case_id).join(Party, Party.id == Case.client_id)
        .where(OUTSTANDING, Promise.due_on >= week.monday, Promise.due_on <= last, Case.owner_id == week.staff_id,
               may)
        .limit(MOST)
    )  # fmt: skip
    return [
        Item("promise", None, 0, day, case_id, number, name, text, str(side))
        for day, text, side, case_id, number, name in session.execute(query)
    ]
