"""People and teams in the settings: who works here, in which roles, who may sign in."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from advisor.domain.doors import ADMINS, allow
from advisor.domain.errors import NotFound, StaleVersion
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.staff import Staff, Team
from advisor.services import people
from advisor.services.context import Context
from advisor.services.words import ROLE_TITLES
from advisor.web.kit.fields import LineField, short
from advisor.web.kit.forms import HouseForm, accepted, once
from advisor.web.kit.now import the_firm
from advisor.web.kit.page import page
from advisor.web.kit.places import LanguageField, zone_field

bp = Blueprint("people", __name__, url_prefix="/settings")


class PersonForm(HouseForm):
    """A member of staff."""

    name = short(_l("Name"), DataRequired())
    email = LineField(_l("E-mail"), [DataRequired(), Length(max=254)])
    roles = SelectMultipleField(_l("Roles"), choices=[(str(r), _l(t)) for r, t in ROLE_TITLES.items()],
                                option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))  # fmt: skip
    team_id = SelectField(_l("Team"), coerce=int)
    phone = LineField(_l("Phone"), [Length(max=32)])
    language = LanguageField()
    time_zone = zone_field()
    discount_limit = IntegerField(_l("May give a discount up to, percent"), [Optional(), NumberRange(0, 100)])
    month_target = IntegerField(_l("Cases to complete a month"), [Optional(), NumberRange(0, 999)])


class TeamForm(HouseForm):
    """A new team."""

    name = short(_l("Name of the team"), DataRequired())


@bp.get("/people")
@allow(ADMINS)
def show() -> tuple[str, int]:
    """People and teams."""
    return _page(200)


@bp.post("/teams")
@allow(ADMINS)
def add_team() -> Response | tuple[str, int]:
    """Add a team."""
    form = TeamForm()
    if not (form.validate_on_submit() and accepted(form, lambda ctx: people.add_team(ctx, form.name.data))):
        return _page(422, team_form=form)
    return redirect(url_for("people.show"))


@bp.route("/people/new", methods=["GET", "POST"])
@bp.route("/people/<int:staff_id>", methods=["GET", "POST"])
@allow(ADMINS)
def person(staff_id: int = 0) -> Response | tuple[str, int]:
    """Add or change a member of staff."""
    staff = db.session.get(Staff, staff_id) if staff_id else None
    if staff_id and staff is None:
        raise NotFound
    form = PersonForm(obj=staff, time_zone=the_firm().time_zone)
    form.watch(staff)
    if request.method == "GET" and staff is not None:
        form.roles.data = [str(role) for role in staff.roles]
    form.team_id.choices = [(0, "–"), *((t.id, t.name) for t in db.session.scalars(select(Team).order_by(Team.name)))]
    if request.method == "GET" or not form.validate_on_submit():
        return page("web/settings/person.html", 200 if request.method == "GET" else 422, form=form, staff=staff)
    status = 422
    try:
        if accepted(form, lambda ctx: _save_person(ctx, staff_id, form)):
            flash(gettext("Saved."), "ok")
            return redirect(url_for("people.show"))
    except StaleVersion:
        form.stale()
        status = 409
    staff = db.session.get(Staff, staff_id) if staff_id else None
    return page("web/settings/person.html", status, form=form, staff=staff)


@bp.post("/people/<int:staff_id>/disable")
@allow(ADMINS)
def disable(staff_id: int) -> Response:
    """Nobody signs in as this person any more."""
    once(None, lambda ctx: {"id": people.disable(ctx, staff_id).id})
    return redirect(url_for("people.show"))


@bp.post("/people/<int:staff_id>/enable")
@allow(ADMINS)
def enable(staff_id: int) -> Response:
    """Let the person in again."""
    once(None, lambda ctx: {"id": people.enable(ctx, staff_id).id})
    return redirect(url_for("people.show"))


def _save_person(ctx: Context, staff_id: int, form: PersonForm) -> None:
    wanted = people.Person(
        form.name.data, form.email.data, frozenset(Role(r) for r in form.roles.data or ()), form.team_id.data or None,
        form.phone.data, form.language.data, form.time_zone.data, form.discount_limit.data or 0,
        form.month_target.data or 0,
    )  # fmt: skip
    if staff_id:
        people.change_person(ctx, staff_id, wanted)
    else:
        people.add_person(ctx, wanted)


def _page(code: int, team_form: Any = None) -> tuple[str, int]:
    teams = {t.id: t.name for t in db.session.scalars(select(Team).order_by(Team.name))}
    staff = list(db.session.scalars(select(Staff).order_by(Staff.disabled_at.is_not(None), Staff.name)))
    return page("web/settings/people.html", code, team_form=team_form or TeamForm(formdata=None), teams=teams,
                staff=staff)  # fmt: skip
