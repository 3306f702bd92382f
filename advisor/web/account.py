"""My settings: language, theme, time zone, password, running sessions; password reset by mail."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import login_user
from sqlalchemy import delete, select
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from advisor.casework import assign
from advisor.domain.doors import PUBLIC, STAFF, allow
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.roles import COMMAND, Role
from advisor.extensions import db
from advisor.records.staff import Staff, Substitution, WebSession, active_staff
from advisor.services import brakes, passwords, people
from advisor.services.context import Context
from advisor.transaction import bookkeeping, transaction
from advisor.web.kit.fields import DayField, LineField, SecretField, sane_day
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import now, today
from advisor.web.kit.page import page
from advisor.web.kit.places import LanguageField, zone_field
from advisor.web.kit.sessions import this_session
from advisor.web.kit.who import me

bp = Blueprint("account", __name__)


class TasteForm(HouseForm):
    """How the pages look and speak."""

    language = LanguageField()
    theme = SelectField(
        _l("Light or dark"), choices=[("system", _l("As the system")), ("light", _l("Light")), ("dark", _l("Dark"))]
    )
    time_zone = zone_field()


class SubstituteForm(HouseForm):
    """Who stands in for me, until when."""

    substitute_id = SelectField(_l("Colleague"), coerce=int)
    to_on = DayField(_l("Until (included)"), [InputRequired(), sane_day])
    reason = LineField(_l("Reason"), [Length(max=200)])


class PasswordForm(HouseForm):
    """The old password and the new one."""

    old = SecretField(_l("Password now"), [DataRequired(), Length(max=256)])
    password = SecretField(_l("New password"), [DataRequired(), Length(max=256)])


class ForgotForm(HouseForm):
    """Whose password."""

    email = LineField(_l("E-mail"), [DataRequired(), Length(max=254)])


class ResetForm(HouseForm):
    """A new password."""

    password = SecretField(_l("New password"), [DataRequired(), Length(max=256)])


@bp.get("/account")
@allow(STAFF)
def show() -> tuple[str, int]:
    """My settings."""
    return _page(200)


@bp.post("/account/taste")
@allow(STAFF)
def taste() -> Response | tuple[str, int]:
    """Save language, theme and zone."""
    form = TasteForm()
    if not (form.validate_on_submit() and accepted(form, lambda ctx: _save_taste(ctx, form))):
        return _page(422, taste=form)
    return redirect(url_for("account.show"))


@bp.post("/account/password")
@allow(STAFF)
def password() -> Response | tuple[str, int]:
    """Change my password; all my other sessions end."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(422, password=form)
    key = f"password:{me().id}"
    brakes.check(db.session(), now(), key)
    if not passwords.fits(me().password_hash, form.old.data):
        with bookkeeping() as ledger:
            brakes.wrong_try(ledger, now(), key, brakes.ACCOUNT)
        form.old.errors = [gettext("The password is wrong.")]
        return _page(422, password=form)
    if not accepted(form, lambda ctx: _set_password(ctx, form.password.data)):
        return _page(422, password=form)
    staff = db.session.get_one(Staff, me().id)
    mine = this_session()
    mine.clear()
    mine.row_id = None  # the old row is gone with the others
    login_user(staff)
    mine.renew()
    flash(gettext("The password was changed. Other sessions have ended."), "ok")
    return redirect(url_for("account.show"))


@bp.post("/account/sessions/end")
@allow(STAFF)
def end_others() -> Response:
    """End all my other sessions."""
    with bookkeeping() as ledger:
        others = delete(WebSession).where(WebSession.staff_id == me().id)
        ledger.execute(others.where(WebSession.id != (this_session().row_id or 0)))
    flash(gettext("All other sessions have ended."), "ok")
    return redirect(url_for("account.show"))


@bp.post("/account/substitute")
@allow(STAFF)
def substitute() -> Response | tuple[str, int]:
    """Let a colleague stand in for me from today until a day."""
    form = SubstituteForm()
    form.substitute_id.choices = _colleagues()
    if not (form.validate_on_submit() and accepted(form, lambda ctx: _stand_in(ctx, form))):
        return _page(422, stand_in=form)
    flash(gettext("Your substitute has your rights until that day."), "ok")
    return redirect(url_for("account.show"))


@bp.route("/forgot", methods=["GET", "POST"])
@allow(PUBLIC)
def forgot() -> Response | tuple[str, int]:
    """Ask for a reset link; the answer never tells whether the address exists."""
    form = ForgotForm()
    if not form.validate_on_submit():
        return page("web/account/forgot.html", 200 if request.method == "GET" else 422, form=form, sent=False)
    key = f"forgot:{request.remote_addr}"
    brakes.check(db.session(), now(), key)
    with bookkeeping() as ledger:
        brakes.wrong_try(ledger, now(), key, brakes.ADDRESS)
    with transaction(COMMAND, now()) as ctx:
        people.ask_reset(ctx, form.email.data, current_app.config["SETTINGS"].base_url)
    return page("web/account/forgot.html", 200, form=form, sent=True)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def reset(token: str) -> Response | tuple[str, int]:
    """Set a new password with the link."""
    form = ResetForm()
    try:
        people.reset_link(db.session(), token, now())
    except NotFound:
        again = ForgotForm(formdata=None)
        again.form_errors.append(gettext("This link was used or is too old. Ask for a new one."))
        return page("web/account/forgot.html", 404, form=again, sent=False)
    if not form.validate_on_submit():
        return page("web/account/reset.html", 200 if request.method == "GET" else 422, form=form)
    try:
        with transaction(COMMAND, now()) as ctx:
            people.reset_password(ctx, token, form.password.data)
    except Invalid as problem:
        form.refuse(problem)
        return page("web/account/reset.html", 422, form=form)
    flash(gettext("The password was set. Sign in with it."), "ok")
    return redirect(url_for("sign_in.show"))


def _save_taste(ctx: Context, form: TasteForm) -> None:
    staff = ctx.session.get_one(Staff, ctx.actor.id)
    staff.language, staff.theme, staff.time_zone = form.language.data, form.theme.data, form.time_zone.data
    ctx.record("staff.taste", "staff", staff.id)


def _set_password(ctx: Context, new: str) -> None:
    people.set_password(ctx, ctx.session.get_one(Staff, ctx.actor.id), new)


def _stand_in(ctx: Context, form: SubstituteForm) -> None:
    mine = ctx.session.get_one(Staff, ctx.actor.id)
    who = assign.StandIn(form.substitute_id.data, ctx.today, form.to_on.day, form.reason.data)
    assign.substitute(ctx, mine.id, who)


def _colleagues() -> list[tuple[int, str]]:
    workers = active_staff(db.session(), Role.ADVISOR, Role.OPERATOR, Role.MANAGER)
    return [(row.id, row.name) for row in workers if row.id != me().id]


def _page(code: int, **forms: Any) -> tuple[str, int]:
    staff, ledger = me(), db.session()
    mine = select(WebSession).where(WebSession.staff_id == staff.id).order_by(WebSession.seen_at.desc())
    running = select(Substitution, Staff.name).join(Staff, Staff.id == Substitution.substitute_id).where(
        Substitution.owner_id == staff.id, Substitution.to_on >= today())  # fmt: skip
    values: dict[str, Any] = {
        "taste": TasteForm(formdata=None, obj=staff), "password": PasswordForm(formdata=None),
        "stand_in": SubstituteForm(formdata=None),
    } | forms  # fmt: skip
    values["stand_in"].substitute_id.choices = _colleagues()
    return page("web/account/account.html", code, sessions=list(ledger.scalars(mine)), current=this_session().row_id,
                stand_ins=ledger.execute(running).all(), **values)  # fmt: skip
