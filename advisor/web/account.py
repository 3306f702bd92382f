"""My settings: language, theme, time zone, password, running sessions; password reset by mail."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import login_user
from sqlalchemy import delete, select
from werkzeug.wrappers import Response
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import PUBLIC, STAFF, allow
from advisor.domain.errors import Invalid
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.staff import Staff, WebSession
from advisor.services import brakes, passwords, people
from advisor.services.context import Context
from advisor.transaction import bookkeeping, transaction
from advisor.web.kit.forms import HouseForm, once
from advisor.web.kit.now import now
from advisor.web.kit.page import page
from advisor.web.kit.who import me

bp = Blueprint("account", __name__)

LANGUAGES = (("en", "English"), ("pl", "Polski"), ("ru", "Русский"))
ZONES = ("Europe/Warsaw", "Europe/Moscow", "Europe/Madrid", "Europe/Berlin", "Europe/London", "Europe/Kyiv",
         "Asia/Shanghai", "Asia/Yekaterinburg", "Asia/Novosibirsk", "UTC")  # fmt: skip


class TasteForm(HouseForm):
    """How the pages look and speak."""

    language = SelectField(_l("Language"), choices=LANGUAGES)
    theme = SelectField(
        _l("Light or dark"), choices=[("system", _l("As the system")), ("light", _l("Light")), ("dark", _l("Dark"))]
    )
    time_zone = SelectField(_l("Time zone"), choices=ZONES)


class PasswordForm(HouseForm):
    """The old password and the new one."""

    old = PasswordField(_l("Password now"), [DataRequired(), Length(max=256)])
    password = PasswordField(_l("New password"), [DataRequired(), Length(max=256)])


class ForgotForm(HouseForm):
    """Whose password."""

    email = StringField(_l("E-mail"), [DataRequired(), Length(max=254)])


class ResetForm(HouseForm):
    """A new password."""

    password = PasswordField(_l("New password"), [DataRequired(), Length(max=256)])


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
    if not form.validate_on_submit():
        return _page(422, taste=form)

    def run(ctx: Context) -> dict[str, Any]:
        staff = ctx.session.get_one(Staff, ctx.actor.id)
        staff.language, staff.theme, staff.time_zone = form.language.data, form.theme.data, form.time_zone.data
        ctx.record("staff.taste", "staff", staff.id)
        return {}

    once(form, run)
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
    try:
        once(form, lambda ctx: _set(ctx, form.password.data))
    except Invalid as problem:
        form.refuse(problem)
        return _page(422, password=form)
    staff = db.session.get_one(Staff, me().id)
    session.clear()
    session.row_id = None  # type: ignore[attr-defined]  # the old row is gone with the others
    login_user(staff)
    session.renew()  # type: ignore[attr-defined]
    flash(gettext("The password was changed. Other sessions have ended."), "ok")
    return redirect(url_for("account.show"))


@bp.post("/account/sessions/end")
@allow(STAFF)
def end_others() -> Response:
    """End all my other sessions."""
    with bookkeeping() as ledger:
        others = delete(WebSession).where(WebSession.staff_id == me().id)
        ledger.execute(others.where(WebSession.id != (session.row_id or 0)))  # type: ignore[attr-defined]
    flash(gettext("All other sessions have ended."), "ok")
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


def _set(ctx: Context, new: str) -> dict[str, Any]:
    people.set_password(ctx, ctx.session.get_one(Staff, ctx.actor.id), new)
    return {}


def _page(code: int, taste: HouseForm | None = None, password: HouseForm | None = None) -> tuple[str, int]:
    staff = me()
    mine = select(WebSession).where(WebSession.staff_id == staff.id).order_by(WebSession.seen_at.desc())
    return page("web/account/account.html", code, taste=taste or TasteForm(obj=staff), password=password or PasswordForm(),
                sessions=list(db.session.scalars(mine)), current=session.row_id)  # type: ignore[attr-defined]  # fmt: skip
