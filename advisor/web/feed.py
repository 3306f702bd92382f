"""My messages: at once or one letter a day, and the address of my calendar feed; the feed itself."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField, SelectField

from advisor.casework.calendar_feed import feed
from advisor.domain.doors import PUBLIC, STAFF, allow
from advisor.domain.errors import NotFound
from advisor.extensions import db
from advisor.services import wishes
from advisor.services.context import Context
from advisor.web.kit.forms import HouseForm, accepted, once
from advisor.web.kit.now import now
from advisor.web.kit.page import page
from advisor.web.kit.who import me

bp = Blueprint("feed", __name__)
HOURS = [f"{hour:02d}:{minute:02d}" for hour in range(5, 22) for minute in (0, 30)]


class WishForm(HouseForm):
    """How I want to be told."""

    at_once = BooleanField(_l("Send me each due follow-up by e-mail"))
    digest_at = SelectField(
        _l("One letter a day with everything, at"), choices=[("", _l("no such letter")), *((h, h) for h in HOURS)]
    )


@bp.route("/account/messages", methods=["GET"])
@allow(STAFF)
def show() -> tuple[str, int]:
    """My wishes and whether a feed runs."""
    return _page(200)


@bp.post("/account/messages")
@allow(STAFF)
def save() -> Answer | tuple[str, int]:
    """Save how I want to be told."""
    form = WishForm()

    def run(ctx: Context) -> None:
        wishes.wish(ctx, at_once=form.at_once.data, digest_at=form.digest_at.data or "")

    if not (form.validate_on_submit() and accepted(form, run)):
        return _page(422, form)
    flash(gettext("Saved."), "ok")
    return redirect(url_for("feed.show"))


@bp.post("/account/calendar")
@allow(STAFF)
def make() -> tuple[str, int]:
    """A new secret address; it is shown once, the one before is dead."""
    base_url = current_app.config["SETTINGS"].base_url
    made = once(None, lambda ctx: {"url": wishes.new_feed(ctx, base_url)})
    return _page(200, address=made["url"])


@bp.post("/account/calendar/end")
@allow(STAFF)
def end() -> Answer:
    """Nobody reads my calendar by an address any more."""

    def run(ctx: Context) -> dict[str, Any]:
        wishes.end_feed(ctx)
        return {}

    once(None, run)
    flash(gettext("The address is dead."), "ok")
    return redirect(url_for("feed.show"))


@bp.get("/calendar/<token>.ics")
@allow(PUBLIC)
def calendar(token: str) -> Response:
    """The feed; the secret in the address is the key. 404 for everything else."""
    if not 16 <= len(token) <= 64 or not token.isascii():
        raise NotFound
    staff = wishes.feed_owner(db.session(), token)
    content = feed(db.session(), staff, now(), current_app.config["SETTINGS"].base_url)
    return Response(content, mimetype="text/calendar", headers={"Content-Disposition": "inline; filename=advisor.ics"})


def _page(code: int, form: WishForm | None = None, address: str = "") -> tuple[str, int]:
    row = wishes.wish_of(db.session(), me().id)
    return page("web/account/messages.html", code, form=form or WishForm(formdata=None, obj=row), wish=row,
                address=address)  # fmt: skip
