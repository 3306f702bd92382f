"""Settings of the firm: name, address, logo, country, zone, currency, languages; a test letter."""

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from advisor.domain.doors import ADMINS, STAFF, allow
from advisor.domain.errors import NotFound, StaleVersion
from advisor.extensions import db
from advisor.records.staff import Firm, Staff
from advisor.services.context import Context
from advisor.services.images import logo_type
from advisor.services.post import Draft, to_staff
from advisor.web.kit.fields import LineField, ProseField, short
from advisor.web.kit.forms import HouseForm, accepted, once
from advisor.web.kit.now import the_firm
from advisor.web.kit.page import page
from advisor.web.kit.places import LanguagesField, country_field, currency_field, zone_field

bp = Blueprint("settings", __name__, url_prefix="/settings")


PLAIN = (
    "name", "address", "email", "phone", "tax_id", "country", "time_zone", "currency", "silence_days", "discount_limit",
)  # fmt: skip


class FirmForm(HouseForm):
    """The firm's own details, printed on papers."""

    name = short(_l("Name of the firm"), DataRequired())
    address = ProseField(_l("Address"), [Length(max=400)])
    email = LineField(_l("E-mail"), [Length(max=254)])
    phone = LineField(_l("Phone"), [Length(max=32)])
    tax_id = LineField(_l("Tax number"), [Length(max=32)])
    country = country_field()
    time_zone = zone_field()
    currency = currency_field()
    languages = LanguagesField(_l("Languages"), [InputRequired()])
    silence_days = IntegerField(_l("Working days without a call before we worry"), [NumberRange(1, 120)])
    discount_limit = IntegerField(_l("Advisors may give a discount up to, percent"), [NumberRange(0, 100)], default=0)
    logo = FileField(_l("Logo (PNG or JPEG, at most 300 kB)"))


@bp.get("")
@allow(ADMINS)
def show() -> tuple[str, int]:
    """Firm, people, teams."""
    return _page(200)


@bp.post("/firm")
@allow(ADMINS)
def firm() -> Response | tuple[str, int]:
    """Save the firm's details."""
    form, status = FirmForm(), 422
    _watch(form)
    try:
        if form.validate_on_submit() and accepted(form, lambda ctx: _save_firm(ctx, form)):
            flash(gettext("Saved."), "ok")
            return redirect(url_for("settings.show"))
    except StaleVersion:
        form.stale()
        status = 409
    return _page(status, firm_form=form)


@bp.post("/test-letter")
@allow(ADMINS)
def test_letter() -> Response:
    """Send me a test letter, so that the mail settings are proved."""

    def run(ctx: Context) -> dict[str, Any]:
        staff = ctx.session.get_one(Staff, ctx.actor.id)
        to_staff(ctx, staff, Draft("test", f"test.{secrets.token_hex(8)}"))
        ctx.record("staff.test_letter", "staff", staff.id)
        return {"to": staff.email}

    flash(gettext("A test letter to %(address)s waits in the outbox.", address=once(None, run)["to"]), "ok")
    return redirect(url_for("settings.show"))


@bp.get("/logo")
@allow(STAFF)
def logo() -> Response:
    """The firm's logo."""
    row = db.session.get(Firm, 1)
    if row is None or not row.logo:
        raise NotFound
    return Response(row.logo, mimetype=row.logo_type)


def _save_firm(ctx: Context, form: FirmForm) -> None:
    row = ctx.session.get(Firm, 1)
    if row is None:
        row = Firm()
        ctx.session.add(row)
    for name in PLAIN:
        setattr(row, name, getattr(form, name).data)
    form.languages.populate_obj(row, "languages")
    content = form.logo.data.read(300_001) if form.logo.data else b""
    if content:
        row.logo, row.logo_type = content, logo_type(content)
    ctx.record("firm.changed", "firm", 1)


def _watch(form: FirmForm) -> None:
    """Nothing to overtake before the firm was saved for the first time."""
    row = the_firm()
    form.watch(row if row.version else None, *PLAIN, "languages")


def _page(code: int, firm_form: FirmForm | None = None) -> tuple[str, int]:
    row = the_firm()
    form = firm_form or FirmForm(obj=row)
    _watch(form)
    return page("web/settings/settings.html", code, firm_form=form, has_logo=bool(row.logo_type))
