"""The meeting room on screen: book, move, walk in, confirm, note the result, fetch the invitation."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g
from flask_babel import force_locale, format_datetime, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from advisor.domain.doors import CASE_READ, CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.party import Party
from advisor.services.notes import read_text
from advisor.stages.contact.records import standing
from advisor.stages.meeting import actions
from advisor.stages.meeting.gate import Place, Result
from advisor.stages.meeting.inviting.actions import appointment_ics
from advisor.stages.meeting.records import Appointment, appointments_of
from advisor.stages.meeting.stage import PLACES, RESULTS
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import LONG, HouseForm, LocalMomentField, short
from advisor.web.kit.now import the_firm, zone
from advisor.web.kit.room import act

bp = Blueprint("room_meeting", __name__, url_prefix="/cases/<int:case_id>/meeting")

Answer = AnyResponse | tuple[str, int]


class BookForm(HouseForm):
    """When and where, as the client's clock shows it."""

    local = LocalMomentField(_l("Day and time"), [InputRequired()])
    minutes = IntegerField(_l("Duration, minutes"), [InputRequired(), NumberRange(5, actions.LONGEST)], default=60)
    place = SelectField(_l("Place"), choices=lambda: [(str(key), gettext(PLACES[key])) for key in Place])
    where = short(_l("Address, number or link"))
    free_said = BooleanField(_l("I said that the meeting is free of charge"))
    confirmed = BooleanField(_l("The client has confirmed"))

    @property
    def booking(self) -> actions.Booking | None:
        """The booking for the use case; None while the moment is not readable."""
        if self.local.moment is None:
            return None
        return actions.Booking(
            self.local.moment, Place(self.place.data), self.where.data or "", self.minutes.data or 0,
            bool(self.free_said.data), bool(self.confirmed.data),
        )  # fmt: skip


class ResultForm(HouseForm):
    """How the appointment ended."""

    result = RadioField(
        _l("Result"), [InputRequired()],
        choices=lambda: [(str(key), gettext(RESULTS[key])) for key in (Result.HELD, Result.NO_SHOW, Result.CANCELLED)],
    )  # fmt: skip
    note = TextAreaField(_l("Note"), [Length(max=LONG)])


class PlainForm(HouseForm):
    """Nothing but its key."""


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, rows = db.session(), appointments_of(db.session(), file.case.id)
    uid = file.client.uid
    notes = {row.id: read_text(session, uid, ("appointment", row.uid, "note"), row.note) for row in rows if row.note}
    elsewhere = {row.id: format_datetime(row.at.astimezone(ZoneInfo(row.zone)), "short", rebase=False)
                 for row in rows if ZoneInfo(row.zone) != zone()}  # fmt: skip
    return {
        "rows": rows, "open": next((row for row in rows if row.result is None), None),
        "notes": notes, "elsewhere": elsewhere,
        "book": BookForm(formdata=None), "result": ResultForm(formdata=None), "plain": PlainForm(formdata=None),
        "places": {key: gettext(title) for key, title in PLACES.items()},
        "results": {key: gettext(title) for key, title in RESULTS.items()},
        "standing": str(standing(session, file.case)),
    }  # fmt: skip


@bp.post("/book")
@allow(CASE_WRITE)
def book(case_id: int) -> Answer:
    """Book a meeting, or move the one that is open."""
    form = BookForm()
    return act(StageKey.MEETING, case_id, form, "book",
               lambda ctx: form.booking and actions.book(ctx, case_id, form.booking))  # fmt: skip


@bp.post("/walk-in")
@allow(CASE_WRITE)
def walk_in(case_id: int) -> Answer:
    """The client is here: one tap."""
    return act(StageKey.MEETING, case_id, PlainForm(), "plain", lambda ctx: actions.walk_in(ctx, case_id))


@bp.post("/<int:appointment_id>/confirm")
@allow(CASE_WRITE)
def confirm(case_id: int, appointment_id: int) -> Answer:
    """The client confirmed."""
    return act(StageKey.MEETING, case_id, PlainForm(), "plain",
               lambda ctx: actions.confirm(ctx, case_id, appointment_id))  # fmt: skip


@bp.post("/<int:appointment_id>/invite")
@allow(CASE_WRITE)
def invite(case_id: int, appointment_id: int) -> Answer:
    """Send the invitation by e-mail."""
    return act(StageKey.MEETING, case_id, PlainForm(), "plain",
               lambda ctx: actions.invite(ctx, case_id, appointment_id))  # fmt: skip


@bp.post("/<int:appointment_id>/result")
@allow(CASE_WRITE)
def note_result(case_id: int, appointment_id: int) -> Answer:
    """Held, no-show or cancelled."""
    form = ResultForm()
    return act(StageKey.MEETING, case_id, form, "result", lambda ctx: actions.note_result(
        ctx, case_id, appointment_id, Result(form.result.data), form.note.data or ""))  # fmt: skip


@bp.get("/<int:appointment_id>/invitation.ics")
@allow(CASE_READ)
def invitation(case_id: int, appointment_id: int) -> Response:
    """The invitation as a calendar file, in the client's language."""
    session, case = db.session(), g.grant.case
    row = actions.appointment_of(case, session.get(Appointment, appointment_id))
    client = session.get_one(Party, case.client_id)
    with force_locale(client.language):
        ics = appointment_ics(row, the_firm(), client, gettext)
    headers = {"Content-Disposition": f'attachment; filename="{case.number}.ics"'}
    return Response(ics, mimetype="text/calendar", headers=headers)
