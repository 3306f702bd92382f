"""The week of one person in the firm's zone; booking into a colleague's day; the words of a meeting as a message."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from advisor.casework import assign
from advisor.casework.calendar import Week, book_for, week_of
from advisor.domain.doors import CASE_READ, STAFF, WORKERS, allow
from advisor.domain.errors import AdvisorError, Invalid
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.staff import Staff, active_staff
from advisor.services.context import Context
from advisor.stages.meeting.actions import LONGEST, Booking, appointment_of
from advisor.stages.meeting.gate import Place
from advisor.stages.meeting.records import Appointment
from advisor.stages.meeting.stage import INVITATION_TEXT, PLACES
from advisor.web.kit.errors import sentence
from advisor.web.kit.fields import LineField, LocalMomentField, short
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import now, the_firm, today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("calendar", __name__)

Answer = Response | tuple[str, int]


class BookForm(HouseForm):
    """Whose day, which client, when by the firm's clock."""

    host_id = SelectField(_l("Who holds the meeting"), [InputRequired()], coerce=int)
    number = LineField(_l("Case number"), [DataRequired(), Length(max=16)])
    local = LocalMomentField(_l("Day and time, by the firm's clock"), [DataRequired()])
    minutes = IntegerField(_l("Duration, minutes"), [InputRequired(), NumberRange(5, LONGEST)], default=60)
    place = SelectField(_l("Place"), choices=lambda: [(str(key), gettext(PLACES[key])) for key in Place])
    where = short(_l("Address, number or link"))
    free_said = BooleanField(_l("I said that the meeting is free of charge"))


class SubstituteForm(HouseForm):
    """Who stands in today."""

    substitute_id = SelectField(_l("Stands in for me today"), [InputRequired()], coerce=int)


@bp.get("/calendar")
@allow(STAFF)
def show() -> Answer:
    """Seven days of mine or of a colleague; what I may not open shows as busy."""
    return _week(SubstituteForm(formdata=None), 200)


@bp.post("/calendar/substitute")
@allow(WORKERS)
def substitute() -> Answer:
    """A colleague stands in for me today, with my rights."""
    form = SubstituteForm()
    form.substitute_id.choices = [(row.id, row.name) for row in _workers()]
    day = today()
    if form.validate_on_submit() and accepted(form, lambda ctx: assign.substitute(
        ctx, actor().id or 0, assign.StandIn(form.substitute_id.data, day, day),
    )):  # fmt: skip
        flash(gettext("Your colleague stands in for you today."), "ok")
        return redirect(url_for("calendar.show"))
    return _week(form, 422)


@bp.route("/calendar/book", methods=["GET", "POST"])
@allow(WORKERS)
def book() -> Answer:
    """Book a meeting of one of my cases into somebody's day."""
    form = BookForm(host_id=_number(request.args.get("who")) or actor().id, local=_morning(request.args.get("day", "")),
                    number=request.args.get("case", "")[:16])  # fmt: skip
    form.host_id.choices = [(row.id, row.name) for row in _workers()]
    if request.method == "POST" and form.validate_on_submit():
        try:
            if accepted(form, lambda ctx: _book(ctx, form)):
                flash(gettext("The meeting is booked."), "ok")
                day = form.local.given.date()
                return redirect(url_for("calendar.show", who=form.host_id.data, week=day.isoformat()))
        except AdvisorError as error:
            form.form_errors.append(sentence(error))
    return page("web/calendar/book.html", 200 if request.method == "GET" else 422, form=form, zone=the_firm().time_zone)


@bp.get("/cases/<int:case_id>/meeting/<int:appointment_id>/message")
@allow(CASE_READ)
def message(case_id: int, appointment_id: int) -> Answer:
    """The agreed time in the client's words and on the client's clock, to copy or send by one's own phone."""
    session, case = db.session(), g.grant.case
    row = appointment_of(case, session.get(Appointment, appointment_id))
    client = session.get_one(Party, case.client_id)
    with force_locale(client.language):
        when = format_datetime(row.at.astimezone(ZoneInfo(row.zone)), "EEEE, d MMMM y, HH:mm", locale=client.language)
        place = ", ".join(part for part in (gettext(PLACES[row.place]), row.where) if part)
        words = " ".join((gettext("Good day, this is %(firm)s.", firm=the_firm().name),
                          gettext("Our meeting: %(when)s, %(place)s.", when=when, place=place),
                          gettext(INVITATION_TEXT)))  # fmt: skip
    return page("web/calendar/message.html", case=case, client=client, words=words)


def _book(ctx: Context, form: BookForm) -> None:
    """The form's clock is the firm's; the use case asks for the client's."""
    case_id = ctx.session.scalar(select(Case.id).where(Case.number == form.number.data.strip()))
    if case_id is None:
        raise Invalid("number", "unknown_case")
    client = ctx.session.scalars(select(Party).join(Case, Case.client_id == Party.id).where(Case.id == case_id)).one()
    at = form.local.given.replace(tzinfo=ZoneInfo(the_firm().time_zone))
    book_for(ctx, case_id, Booking(
        at.astimezone(ZoneInfo(client.time_zone)).replace(tzinfo=None), Place(form.place.data), form.where.data or "",
        form.minutes.data or 60, bool(form.free_said.data), host_id=form.host_id.data,
    ))  # fmt: skip


def _week(form: SubstituteForm, code: int) -> Answer:
    session, firm = db.session(), the_firm()
    workers = _workers()
    names = {row.id: row.name for row in workers} | {actor().id or 0: actor().name}
    who = _number(request.args.get("who"))
    who = who if who in names else actor().id or 0
    monday = _monday(request.args.get("week", ""))
    week = Week(who, monday, ZoneInfo(firm.time_zone), _whole(request.args.get("day", ""), monday))
    form.substitute_id.choices = [(row.id, row.name) for row in workers if row.id != actor().id]
    return page("web/calendar/week.html", code, days=week_of(session, week, actor(), today()), week=week, who=who,
                names=names, workers=workers, form=form, today=today(), zone=week.zone, now=now(),
                before=monday - timedelta(days=7), after=monday + timedelta(days=7), mine=who == actor().id,
                places={key.value: gettext(title) for key, title in PLACES.items()})  # fmt: skip


def _workers() -> list[Staff]:
    return active_staff(db.session(), Role.ADVISOR, Role.OPERATOR, Role.MANAGER)


def _monday(text: str) -> date:
    """The Monday of a day in the address; of this week where it is no day, or a far one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today()
    day = day if abs((day - today()).days) < 3660 else today()
    return day - timedelta(days=day.weekday())


def _whole(text: str, monday: date) -> date | None:
    """The day of the week shown of which the address wants everything."""
    return next((day for day in (monday + timedelta(days=n) for n in range(7)) if day.isoformat() == text), None)


def _morning(text: str) -> Any:
    try:
        return f"{date.fromisoformat(text)}T10:00"
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else None
