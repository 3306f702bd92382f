"""The client door itself: a token opens it, a one-time code lets a device in, everything else is 404.

Every module of this door makes its blueprint here, so no view can be reached without the token, the device and the
person's own case.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, refresh
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as Answer

from advisor.domain.errors import AdvisorError, NotFound, TooManyTries
from advisor.domain.folding import hostile
from advisor.domain.roles import Actor, ActorKind
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.client_device import ClientDevice
from advisor.records.party import Party
from advisor.records.staff import Firm, firm
from advisor.services import brakes
from advisor.services.context import Context
from advisor.services.entries import SEEN_EVERY, device_of
from advisor.services.language import LANGUAGES
from advisor.services.links import Opened, link_of_token, open_page
from advisor.transaction import bookkeeping, transaction

Page = tuple[str, int] | Answer
MOST_TOGETHER = 200 * 1024 * 1024
"""All photos of one sending together; each file has its own limit. They go to the disk as they come."""
COOKIE = "advisor-client"
LANGUAGE = "advisor-language"
OUTSIDE = frozenset({"portal.enter", "portal.code", "portal.check"})
"""What may be asked for before a device is let in: nothing personal stands there."""


class ClientForm(FlaskForm):
    """A form of the client's page: control and bidi characters are refused at the field."""

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields' own checks, then the house's."""
        good = super().validate(extra_validators)
        for field in self._fields.values():
            if isinstance(field.data, str) and hostile(field.data):
                field.errors = [*field.errors, gettext("This holds characters that cannot be used.")]
                good = False
        return bool(good)


def client_blueprint(name: str) -> Blueprint:
    """A blueprint behind the door. Its addresses begin with the token; those about a case say which (`case_id`)."""
    bp = Blueprint(name, f"advisor.portal.{name}", url_prefix="/c/<token>")
    bp.url_value_preprocessor(_open)
    bp.url_defaults(_place)
    bp.before_request(_let_in)
    bp.after_request(_remember_language)
    bp.register_error_handler(CSRFError, _expired)
    return bp


def this_case() -> Case:
    """The case in the address, one of the person's own (read again inside a transaction)."""
    return db.session.get_one(Case, g.case_id)


def this_client() -> Party:
    """The person the link is for."""
    return db.session.get_one(Party, g.party_id)


def now() -> datetime:
    """This request's moment (UTC), the same for all it does."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def the_firm() -> Firm:
    """The firm's settings, read once a request."""
    if "firm" not in g:
        g.firm = firm(db.session())
    row: Firm = g.firm
    return row


def write(act: Callable[[Context], Any]) -> Any:
    """One transaction in the client's name; the trail knows the client by number only.

    Of two equal sendings at one moment the slower one meets the other's key; tried again, it finds the work done.
    """
    client = Actor(ActorKind.CLIENT, f"client:{g.party_id}", None)
    try:
        with transaction(client, now()) as ctx:
            return act(ctx)
    except IntegrityError:
        with transaction(client, now()) as ctx:
            return act(ctx)


def attempt(act: Callable[[Context], Any], done: str) -> bool:
    """Do it and say so; what the house refuses becomes a sentence."""
    try:
        write(act)
    except TooManyTries as error:
        flash(gettext("Please wait %(seconds)s seconds.", seconds=error.until_seconds), "warn")
    except AdvisorError:
        flash(gettext("This is not possible right now. Please call us."), "bad")
    else:
        flash(done, "ok")
        return True
    return False


def page(template: str, status: int = 200, **values: Any) -> tuple[str, int]:
    """A page of this door, in the client's language and zone."""
    house = the_firm()
    html = render_template(template, me=None, lang=g.language, languages=_languages(), firm=house.name,
                           firm_phone=house.phone, inside="device" in g, many=len(g.cases) > 1, **values)  # fmt: skip
    return html, status


def _languages() -> list[dict[str, Any]]:
    here, values = _page_here()
    return [{"code": code, "text": text, "href": url_for(here, **values, lang=code), "current": code == g.language}
            for code, text in LANGUAGES.items()]  # fmt: skip


def _page_here() -> tuple[str, dict[str, Any]]:
    """The page of this address, where it can be looked at; else the doorstep."""
    rule = request.url_rule
    if rule is not None and request.endpoint and "GET" in (rule.methods or ()):
        return request.endpoint, dict(request.view_args or {})
    return "portal.enter", {}


def _open(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Open the token and the case of the address; whatever does not open looks the same: 404, counted, throttled."""
    values = values if values is not None else {}
    if endpoint == "portal_sending.item":
        request.max_content_length = MOST_TOGETHER
    token = values.pop("token", "")
    try:
        opened = open_page(db.session(), token, now())
    except NotFound:
        _refuse(token)
    g.opened = opened  # held on to: the session forgets rows nobody holds, and the page would read them again
    g.token, g.link_id, g.party_id = token, opened.link.id, opened.party.id
    g.cases = {case.id: case for case in opened.cases}
    own = opened.link.case_id if opened.link.case_id in g.cases else opened.cases[0].id
    g.case_id = values.pop("case_id", own)
    _speak(opened)
    if g.case_id not in g.cases:
        abort(404)


def _speak(opened: Opened) -> None:
    """The reader's language (chosen here, else the person's own) and zone, for the whole request."""
    chosen = (request.args.get("lang", ""), request.cookies.get(LANGUAGE, ""), opened.party.language)
    g.language = next((code for code in chosen if code in LANGUAGES), "en")
    g.zone = ZoneInfo(opened.party.time_zone)
    refresh()


def _remember_language(answer: Response) -> Response:
    """A language chosen on a page stays for this browser."""
    chosen = request.args.get("lang", "")
    if chosen in LANGUAGES:
        answer.set_cookie(LANGUAGE, chosen, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    return answer


def _refuse(token: str) -> None:
    """Count a token that opens nothing; many from one address hold it back. A dead link is told in the trail."""
    key = "link:" + hashlib.sha256((request.remote_addr or "").encode()).hexdigest()[:32]
    try:
        brakes.check(db.session(), now(), key)
    except TooManyTries:
        abort(429)
    link = link_of_token(db.session(), token)
    with bookkeeping() as ledger:
        brakes.wrong_try(ledger, now(), key, brakes.ADDRESS)
    if link is not None:
        g.party_id, link_id, case_id, why = (
            link.party_id,
            link.id,
            link.case_id,
            "revoked" if link.revoked_at else "over",
        )
        write(lambda ctx: ctx.record("link.refused", "link", link_id, case_id=case_id, party_id=g.party_id, why=why))
    abort(404)


def _place(endpoint: str, values: dict[str, Any]) -> None:
    values.setdefault("token", g.get("token", ""))
    if current_app.url_map.is_endpoint_expecting(endpoint, "case_id"):
        values.setdefault("case_id", g.get("case_id", 0))


def _let_in() -> Answer | None:
    """Only a device that gave the code goes further than the doorstep; the link alone shows nothing personal."""
    device = device_of(db.session(), request.cookies.get(cookie_name(), ""), g.party_id, now())
    if device is not None:
        g.device = device.id
        _seen(device)
        return None
    return None if request.endpoint in OUTSIDE else redirect(url_for("portal.enter"))


def _seen(device: ClientDevice) -> None:
    """Note when the page was last looked at, every few minutes."""
    if device.seen_at >= now() - SEEN_EVERY:
        return
    device_id = device.id
    with bookkeeping() as ledger:
        ledger.get_one(ClientDevice, device_id).seen_at = now()


def cookie_name() -> str:
    """The name of the device's cookie; with the prefix that binds it to this host where the site is secure."""
    return f"__Host-{COOKIE}" if current_app.config["SETTINGS"].secure_cookies else COOKIE


def _expired(_error: CSRFError) -> Answer:
    """A form left open too long: show the page again instead of an error."""
    flash(gettext("The page was open for a long time. Please send it once more."), "warn")
    here, values = _page_here()
    return redirect(url_for(here, **values))
