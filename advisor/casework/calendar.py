"""One person's week: meetings, follow-ups and promises in the firm's zone; and a meeting booked into somebody's day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select
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
EACH, MOST = 10, 300
"""So many follow-ups, and so many promises, a day shows at first; the most it ever shows."""


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
    """Whose seven days, from which Monday, in whose zone, and the day of which everything is wanted."""

    staff_id: int
    monday: date
    zone: ZoneInfo
    whole: date | None = None

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.monday, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.monday + timedelta(days=7), time(), self.zone)

    def limit(self, day: date) -> int:
        """How many of a kind this day shows."""
        return MOST if day == self.whole else EACH

    def shown(self, ranked: Subquery) -> ColumnElement[bool]:
        """What of a day's rows is read: one more than it shows, to know that there are more."""
        first = ranked.c.place <= EACH + 1
        if self.whole is None:
            return first
        return or_(first, and_(ranked.c.weekday == (self.whole - self.monday).days, ranked.c.place <= MOST + 1))


@dataclass(slots=True)
class Day:
    """One day in order; `more` says that not everything is shown."""

    items: list[Item] = field(default_factory=list)
    more: bool = False


def week_of(session: Session, week: Week, reader: Actor, today: date) -> dict[date, Day]:
    """The seven days: three statements. Every meeting, the first of the rest; others' files stay closed."""
    may = visible(reader, today)
    rows = [*_meetings(session, week, may), *_followups(session, week, may), *_promises(session, week, may)]
    days = {week.monday + timedelta(days=n): Day() for n in range(7)}
    for place, item in sorted(rows, key=lambda row: (row[1].at is not None, row[1].at or week.start)):
        if item.day in days and place <= week.limit(item.day):
            days[item.day].items.append(item)
        elif item.day in days:
            days[item.day].more = True
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


Placed = list[tuple[int, Item]]
"""Things with their place within their kind and day."""


def _meetings(session: Session, week: Week, may: ColumnElement[bool]) -> Placed:
    query = (
        select(Appointment, Case.id, Case.number, Party.name, may.label("may"))
        .join(Case, Case.id == Appointment.case_id).join(Party, Party.id == Case.client_id)
        .where(Appointment.at >= week.start, Appointment.at < week.end,
               or_(Appointment.result.is_(None), Appointment.result.in_([r for r in STANDING if r])),
               func.coalesce(Appointment.host_id, Case.owner_id) == week.staff_id)
        .limit(MOST)
    )  # fmt: skip
    return [
        (0, Item("meeting", row.at, row.minutes, row.at.astimezone(week.zone).date(), case_id if opens else None,
                 number if opens else "", name if opens else "", "", place=row.place.value if opens else "",
                 appointment_id=row.id if opens else None))
        for row, case_id, number, name, opens in session.execute(query)
    ]  # fmt: skip


def _followups(session: Session, week: Week, may: ColumnElement[bool]) -> Placed:
    nights = [datetime.combine(week.monday + timedelta(days=n), time(), week.zone) for n in range(1, 7)]
    weekday = case(*((Reminder.due_at < night, n) for n, night in enumerate(nights)), else_=6)
    place = func.row_number().over(partition_by=weekday, order_by=(Reminder.due_at, Reminder.id))
    ranked = (
        select(Reminder.id, place.label("place"), weekday.label("weekday")).join(Case, Case.id == Reminder.case_id)
        .where(Reminder.assignee_id == week.staff_id, STILL_OPEN, Reminder.due_at >= week.start,
               Reminder.due_at < week.end, may)
        .subquery()
    )  # fmt: skip
    query = (
        select(ranked.c.place, Reminder.due_at, Reminder.text, Reminder.plan, Case.id, Case.number, Party.name)
        .select_from(ranked).join(Reminder, Reminder.id == ranked.c.id)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .where(week.shown(ranked)).order_by(Reminder.due_at, Reminder.id)
    )  # fmt: skip
    return [
        (place, Item("followup", at, 0, at.astimezone(week.zone).date(), case_id, number, name, text, plan))
        for place, at, text, plan, case_id, number, name in session.execute(query)
    ]


def _promises(session: Session, week: Week, may: ColumnElement[bool]) -> Placed:
    days = [week.monday + timedelta(days=n) for n in range(7)]
    weekday = case({day: n for n, day in enumerate(days)}, value=Promise.due_on)
    place = func.row_number().over(partition_by=Promise.due_on, order_by=Promise.id)
    ranked = (
        select(Promise.id, place.label("place"), weekday.label("weekday")).join(Case, Case.id == Promise.case_id)
        .where(OUTSTANDING, Promise.due_on >= days[0], Promise.due_on <= days[6], Case.owner_id == week.staff_id, may)
        .subquery()
    )  # fmt: skip
    query = (
        select(ranked.c.place, Promise.due_on, Promise.text, Promise.promiser, Case.id, Case.number, Party.name)
        .select_from(ranked).join(Promise, Promise.id == ranked.c.id)
        .join(Case, Case.id == Promise.case_id).join(Party, Party.id == Case.client_id)
        .where(week.shown(ranked)).order_by(Promise.due_on, Promise.id)
    )  # fmt: skip
    return [
        (place, Item("promise", None, 0, day, case_id, number, name, text, str(side)))
        for place, day, text, side, case_id, number, name in session.execute(query)
    ]
