"""A person's calendar for programs that subscribe to it: open follow-ups and agreed meetings, on everybody's clock."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.reminder import STILL_OPEN, Reminder
from advisor.records.staff import Staff
from advisor.services.language import say
from advisor.stages.meeting.records import Appointment
from advisor.stages.meeting.stage import PLACES

BACK, AHEAD = timedelta(days=14), timedelta(days=120)
MOST = 1000
MEETING = N_("Meeting")


def feed(session: Session, staff: Staff, now: datetime, base_url: str) -> bytes:
    """The feed as iCalendar: two statements. Moments are UTC, so every calendar shows them on its own clock."""
    calendar = Calendar()
    calendar.add("prodid", "-//Advisor//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Advisor – {staff.name}")
    calendar.add("refresh-interval", timedelta(minutes=30), parameters={"VALUE": "DURATION"})
    for event in (*_follow_ups(session, staff, now, base_url), *_meetings(session, staff, now, base_url)):
        calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found


def _follow_ups(session: Session, staff: Staff, now: datetime, base_url: str) -> list[Event]:
    query = (
        select(Reminder, Case.number, Party.name)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .where(Reminder.assignee_id == staff.id, STILL_OPEN, Reminder.due_at.between(now - BACK, now + AHEAD))
        .order_by(Reminder.due_at).limit(MOST)
    )  # fmt: skip
    found = []
    for row, number, client in session.execute(query):
        text = row.text if row.plan == "free" else say(staff.language, row.text)
        event = _event(f"reminder-{row.id}", row.due_at, timedelta(minutes=15), f"{client}: {text}", now)
        event.add("description", f"{number}\n{base_url}/cases/{row.case_id}")
        event.add("transp", "TRANSPARENT")  # a follow-up does not make one busy
        found.append(event)
    return found


def _meetings(session: Session, staff: Staff, now: datetime, base_url: str) -> list[Event]:
    query = (
        select(Appointment, Case.number, Party.name)
        .join(Case, Case.id == Appointment.case_id).join(Party, Party.id == Case.client_id)
        .where(Case.owner_id == staff.id, Appointment.result.is_(None),
               Appointment.at.between(now - BACK, now + AHEAD))
        .order_by(Appointment.at).limit(MOST)
    )  # fmt: skip
    found = []
    for row, number, client in session.execute(query):
        length = timedelta(minutes=row.minutes)
        event = _event(f"meeting-{row.calendar_uid or row.uid}", row.at, length,
                       f"{say(staff.language, MEETING)}: {client}", now)  # fmt: skip
        event.add("location", row.where or say(staff.language, PLACES[row.place]))
        event.add("description", f"{number}\n{base_url}/cases/{row.case_id}")
        event.add("status", "CONFIRMED" if row.confirmed_at else "TENTATIVE")
        found.append(event)
    return found


def _event(uid: str, at: datetime, length: timedelta, summary: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@advisor.invalid")
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("duration", length)
    event.add("summary", summary)
    return event
