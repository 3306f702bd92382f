"""Write to the client about a meeting: invitation, new time, cancellation; calendars follow by the same UID."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from icalendar import Calendar, Event, vCalAddress

from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.party import Party
from advisor.records.staff import Firm, Staff, firm
from advisor.services import post
from advisor.services.context import Context
from advisor.services.language import say
from advisor.stages.meeting.gate import Place, Result
from advisor.stages.meeting.inviting.gate import occasion
from advisor.stages.meeting.inviting.records import letters_about
from advisor.stages.meeting.inviting.stage import LETTERS
from advisor.stages.meeting.records import Appointment
from advisor.stages.meeting.stage import INVITATION, INVITATION_TEXT, PLACES

WHEN = "EEEE, d MMMM y, HH:mm"
"""A meeting's moment in a letter; its zone is named where the client's clock shows another time."""


def write_to_client(ctx: Context, case: Case, row: Appointment) -> Letter:
    """The letter that fits where the meeting stands, with its calendar file, in the client's language and clock.

    Raises Invalid('email', ...) without an address or where no contact is wished.
    """
    client = ctx.session.get_one(Party, case.client_id)
    owner = ctx.session.get(Staff, case.owner_id) if case.owner_id else None
    house, number = firm(ctx.session), letters_about(ctx.session, row.uid) + 1
    at = row.at.astimezone(ZoneInfo(row.zone))
    values = {
        "when": format_datetime(at, WHEN if row.zone == client.time_zone else f"{WHEN} (VV)", locale=client.language),
        "place": " – ".join(x for x in (say(client.language, PLACES[row.place]), row.where) if x),
        "advisor": owner.name if owner else row.booked_name, "firm": house.name,
    }  # fmt: skip
    what = occasion(row.sequence > 0, row.result is Result.CANCELLED)
    sender = owner.email if owner else house.email
    ics = appointment_ics(row, house, client, lambda text: say(client.language, text), sender)
    draft = post.Draft(LETTERS[what], f"invitation:{row.uid}:{number}", values, case_id=case.id, ics=ics.decode())
    letter = post.to_client(ctx, client, draft)
    ctx.record("meeting.invited", "appointment", row.id, case_id=case.id, letter=number, what=what)
    return letter


def tell_if_invited(ctx: Context, case: Case, row: Appointment, invited: bool) -> Letter | None:
    """Tell the client of a moved or cancelled meeting whose invitation went out; nothing where no letter may go."""
    client = ctx.session.get_one(Party, case.client_id)
    if not invited or not client.email or not post.may_write(ctx, client):
        return None
    return write_to_client(ctx, case, row)


def follow(row: Appointment, before: Appointment | None) -> bool:
    """Let a new appointment take the calendar place of the one it replaces; say whether that one was invited."""
    if before is None or before.invited_at is None:
        return False
    row.calendar_uid, row.sequence = before.calendar_uid or before.uid, before.sequence + 1
    row.invited_at = before.invited_at
    return True


def appointment_ics(
    row: Appointment, house: Firm, client: Party, translate: Callable[[str], str] = str, organizer: str = ""
) -> bytes:
    """The meeting as an iCalendar file in the client's words; it says that the meeting is free of charge.

    The UID stays while a meeting moves and its sequence grows, so calendars follow; a cancelled one is sent as CANCEL.
    With an organizer it is a real invitation, without one a file to be saved.
    """
    gone = row.result in (Result.MOVED, Result.CANCELLED)
    event = Event()
    event.add("uid", f"{row.calendar_uid or row.uid}@advisor.invalid")
    event.add("dtstamp", row.result_at or row.booked_at)
    event.add("dtstart", row.at)
    event.add("duration", timedelta(minutes=row.minutes))
    event.add("summary", f"{translate(INVITATION)} ({house.name})")
    event.add("description", translate(INVITATION_TEXT))
    event.add("location", row.where or (house.address if row.place is Place.OFFICE else client.phone))
    event.add("status", "CANCELLED" if gone else "CONFIRMED" if row.confirmed_at else "TENTATIVE")
    event.add("sequence", row.sequence + (1 if gone else 0))
    if organizer:
        event.add("organizer", vCalAddress(f"mailto:{organizer}"))
        event.add("attendee", vCalAddress(f"mailto:{client.email}"))
    calendar = Calendar()
    calendar.add("prodid", "-//Advisor//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if gone else "REQUEST" if organizer else "PUBLISH")
    calendar.add_component(event)
    ics: bytes = calendar.to_ical()
    return ics
