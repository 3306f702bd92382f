"""Follow-ups on screen: a free one ("Thursday 10:00"), done with outcome, put off, given to a colleague."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.domain.outreach.cadence import Snooze
from advisor.domain.outreach.recurring import EVERY_TITLES
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.staff import active_staff
from advisor.services import followups
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.web.kit.fields import LocalMomentField, ProseField
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import zone
from advisor.web.kit.page import page

bp = Blueprint("reminders", __name__, url_prefix="/cases/<int:case_id>/reminders")

Answer = Response | tuple[str, int]

PRESETS: dict[Snooze, Any] = {
    Snooze.IN_ONE_HOUR: _l("In one hour"),
    Snooze.THIS_AFTERNOON: _l("In the afternoon, 15:00"),
    Snooze.TOMORROW: _l("Tomorrow, 09:00"),
    Snooze.NEXT_WORKING_DAY: _l("Next working day, 09:00"),
    Snooze.NEXT_MONDAY: _l("Next Monday, 09:00"),
}


class AddForm(HouseForm):
    """What and when."""

    text = ProseField(_l("What"), [DataRequired(), Length(max=500)])
    at = LocalMomentField(_l("When, by your clock"), [DataRequired()])
    every = SelectField(_l("How often"), choices=[(key, _l(title)) for key, title in EVERY_TITLES.items()], default="")


class DoneForm(HouseForm):
    """What came of it."""

    outcome = ProseField(_l("What came of it"), [DataRequired(), Length(max=2000)])


class DropForm(HouseForm):
    """Why it is not needed."""

    why = ProseField(_l("Why is it not needed?"), [DataRequired(), Length(max=400)])


class SnoozeForm(HouseForm):
    """A preset or an own moment."""

    preset = SelectField(
        _l("Put off until"), choices=[("", _l("The moment below")), *((str(k), v) for k, v in PRESETS.items())]
    )
    at = LocalMomentField(_l("Or by your clock"), [Optional()])


class GiveForm(HouseForm):
    """To whom."""

    staff_id = SelectField(_l("Colleague"), [InputRequired()], coerce=int)


@bp.route("/add", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add(case_id: int) -> Answer:
    """Remind me at a moment of my clock."""
    form = AddForm()
    return _dialog("add", form, lambda ctx, case: followups.remind_at(
        ctx, case, form.at.given, str(zone()), form.text.data, every=form.every.data or ""))  # fmt: skip


@bp.route("/<int:reminder_id>/done", methods=["GET", "POST"])
@allow(CASE_WRITE)
def finish(case_id: int, reminder_id: int) -> Answer:
    """Done, with what came of it."""
    form = DoneForm()
    return _dialog("done", form, lambda ctx, case: followups.finish(ctx, case, reminder_id, form.outcome.data))


@bp.route("/<int:reminder_id>/snooze", methods=["GET", "POST"])
@allow(CASE_WRITE)
def snooze(case_id: int, reminder_id: int) -> Answer:
    """Put off by a preset or to a moment."""
    form = SnoozeForm()

    def act(ctx: Context, case: Any) -> None:
        if form.preset.data:
            followups.put_off(ctx, case, reminder_id, Snooze(form.preset.data))
        elif form.at.moment is not None:
            followups.put_off_until(ctx, case, reminder_id, form.at.moment, str(zone()))
        else:
            raise Invalid("preset", "missing")

    return _dialog("snooze", form, act)


@bp.route("/<int:reminder_id>/drop", methods=["GET", "POST"])
@allow(CASE_WRITE)
def drop(case_id: int, reminder_id: int) -> Answer:
    """Call a follow-up off; a recurring one ends with it."""
    form = DropForm()
    return _dialog("drop", form, lambda ctx, case: followups.drop(ctx, case, reminder_id, form.why.data))


@bp.route("/<int:reminder_id>/give", methods=["GET", "POST"])
@allow(CASE_WRITE)
def give(case_id: int, reminder_id: int) -> Answer:
    """Give the follow-up to a colleague."""
    form = GiveForm()
    workers = active_staff(db.session(), Role.ADVISOR, Role.OPERATOR, Role.MANAGER)
    form.staff_id.choices = [(row.id, row.name) for row in workers]
    return _dialog("give", form, lambda ctx, case: followups.reassign(ctx, case, reminder_id, form.staff_id.data))


def _dialog(name: str, form: HouseForm, do: Any) -> Answer:
    """The rhythm of the small dialogs about one follow-up."""
    case = g.grant.case
    if request.method == "GET" or not form.validate_on_submit():
        return page(f"web/reminders/{name}.html", 200 if request.method == "GET" else 422, form=form, case=case)
    case_id = case.id
    if not accepted(form, lambda ctx: do(ctx, writable(ctx, case_id))):
        return page(f"web/reminders/{name}.html", 422, form=form,
                    case=db.session().get_one(Case, case_id))  # fmt: skip
    flash(gettext("Saved."), "ok")
    return redirect(url_for("cases.show", case_id=case_id))
