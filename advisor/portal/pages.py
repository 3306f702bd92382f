"""The client's page: where my matter stands, what is needed, my papers, accept the offer or ask. No account.

A link is bound to one case and one person; everything else is 404. The first opening is noted and plans a call.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext, refresh
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import LINK, allow
from advisor.domain.errors import AdvisorError, Invalid, NotFound, StaleVersion, TooManyTries
from advisor.domain.folding import hostile
from advisor.domain.process import Status
from advisor.domain.roles import Actor, ActorKind
from advisor.extensions import db
from advisor.portal import view
from advisor.records.case import Case, FormKey
from advisor.records.link import Link
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.records.party import Party, one_person
from advisor.records.sealed import blind_index
from advisor.records.staff import Staff, firm
from advisor.services import codes, followups
from advisor.services.context import Context
from advisor.services.language import LANGUAGES
from advisor.services.links import open_link
from advisor.services.messages import leave_message
from advisor.services.post import Draft, to_staff
from advisor.services.store import open_store
from advisor.stages.offer.answers.actions import answer_by_client
from advisor.transaction import transaction

bp = Blueprint("portal", __name__, url_prefix="/c/<token>")

Page = tuple[str, int] | Answer


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


class AcceptForm(ClientForm):
    """Typed name and the code from the letter; `paper` is the offer the page showed, so no newer one is accepted."""

    paper = HiddenField()
    name = StringField(_l("Your name"), [DataRequired(), Length(max=200)])
    code = StringField(_l("Code from the letter"), [DataRequired(), Length(max=12)])


class AskForm(ClientForm):
    """A question to the advisor."""

    question = TextAreaField(_l("Your question"), [DataRequired(), Length(max=5000)])


@bp.url_value_preprocessor
def _open(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Every address of this door starts with a token; whatever does not open looks the same: 404."""
    token = (values or {}).pop("token", "")
    try:
        link = open_link(db.session(), token, datetime.now(UTC))
    except NotFound:
        abort(404)
    g.token, g.link_id, g.case_id, g.party_id = token, link.id, link.case_id, link.party_id


@bp.url_defaults
def _token(endpoint: str, values: dict[str, Any]) -> None:
    values.setdefault("token", g.get("token", ""))


@bp.get("")
@allow(LINK)
def show() -> Page:
    """My page. The first opening is written down and plans a call."""
    if db.session.get_one(Link, g.link_id).first_opened_at is None:
        _write(_opened)
    return _page(200)


@bp.get("/papers/<int:paper_id>.pdf")
@allow(LINK)
def paper(paper_id: int) -> Response:
    """One of my papers, as it was issued."""
    row = db.session.get(Paper, paper_id)
    if row is None or row.case_id != g.case_id or row.party_id not in one_person(db.session(), g.party_id):
        raise NotFound
    content = open_store(db.session()).read(row.file_uid, db.session.get_one(Party, row.party_id).uid)
    number, first = row.number, row.opened_at is None
    if first:
        _write(lambda ctx: _paper_opened(ctx, paper_id))
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@bp.post("/code")
@allow(LINK)
def code() -> Page:
    """Send me a one-time code."""
    return _try(lambda ctx: codes.send_code(ctx, ctx.session.get_one(Link, g.link_id),
                                            ctx.session.get_one(Party, g.party_id), firm(ctx.session).name),
                gettext("A code is on its way to your e-mail address."))  # fmt: skip


@bp.post("/accept")
@allow(LINK)
def accept() -> Page:
    """Accept the offer the page showed with my name and the code."""
    form = AcceptForm()
    if not form.validate_on_submit():
        return _page(422, accept=form)
    try:
        if not _write(lambda ctx: _accept(ctx, form)):
            form.code.errors = [gettext("This code is wrong.")]
            return _page(422, accept=form)
    except StaleVersion:
        text = gettext("Read the offer first. To accept it, ask for a code, then type your name and the code.")
        form.form_errors.append(text)
        return _page(409, accept=form)
    except Invalid as problem:
        form.code.errors = [gettext("Ask for a fresh code first.") if problem.field == "code" else problem.code]
        return _page(422, accept=form)
    flash(gettext("Thank you. Your advisor knows that you accept the offer."), "ok")
    return redirect(url_for("portal.show"))


@bp.post("/ask")
@allow(LINK)
def ask() -> Page:
    """Ask a question; the advisor gets a letter and a follow-up."""
    form = AskForm()
    if not form.validate_on_submit():
        return _page(422, ask=form)
    return _try(lambda ctx: _ask(ctx, form.question.data or ""), gettext("Your question was sent."))


def _opened(ctx: Context) -> None:
    link = ctx.session.get_one(Link, g.link_id)
    link.first_opened_at = ctx.now
    case = ctx.session.get_one(Case, g.case_id)
    followups.schedule(ctx, case, followups.Plan("link.opened", view.CALL_AFTER_OPENING, 1))
    ctx.record("link.opened", "link", link.id, case_id=case.id, party_id=link.party_id)


def _paper_opened(ctx: Context, paper_id: int) -> None:
    row = ctx.session.get_one(Paper, paper_id)
    row.opened_at = row.opened_at or ctx.now
    ctx.record("paper.opened", "paper", row.id, case_id=row.case_id, party_id=row.party_id)


def _accept(ctx: Context, form: AcceptForm) -> bool:
    """True when the code fits; a wrong try is written down too, so that guessing ends.

    StaleVersion when another offer was issued since the page was shown, NotFound when the case is closed.
    """
    link = ctx.session.get_one(Link, g.link_id, with_for_update=True)
    case = ctx.session.get_one(Case, g.case_id)
    offer = newest_paper(ctx.session, case.id, PaperKind.OFFER)
    if offer is None or case.status is Status.CLOSED:
        raise NotFound
    if form.paper.data != str(offer.id):
        raise StaleVersion
    if not codes.code_fits(ctx, link, form.code.data or ""):
        return False
    answer_by_client(ctx, case, offer, "accepted", (form.name.data or "").strip())
    return True


def _ask(ctx: Context, text: str) -> None:
    case, client = ctx.session.get_one(Case, g.case_id), ctx.session.get_one(Party, g.party_id)
    key = blind_index(ctx.session, f"ask {g.link_id} {ctx.today}", text.strip()).hex()
    if ctx.session.get(FormKey, key) is not None:
        return  # the same question twice on a day is a double click, not a second question
    ctx.session.add(FormKey(key=key, digest=key, at=ctx.now))
    row = leave_message(ctx, case, client, text, from_client=True)
    followups.schedule(ctx, case, followups.Plan(f"client.asked.{row.id}", view.ANSWER_QUESTION, 0))
    owner = ctx.session.get(Staff, case.owner_id) if case.owner_id else None
    if owner is not None:
        url = f"{current_app.config['SETTINGS'].base_url}/cases/{case.id}"
        values = {"client": client.name, "number": case.number, "url": url}
        to_staff(ctx, owner, Draft("client_asked", f"client_asked.{row.id}", values, case_id=case.id))


def _write(act: Callable[[Context], Any]) -> Any:
    """One transaction in the client's name; the trail knows the client by number only."""
    with transaction(Actor(ActorKind.CLIENT, f"client:{g.party_id}", None), datetime.now(UTC)) as ctx:
        return act(ctx)


def _try(act: Callable[[Context], Any], done: str) -> Page:
    try:
        _write(act)
    except TooManyTries as error:
        flash(gettext("Please wait %(seconds)s seconds.", seconds=error.until_seconds), "warn")
    except AdvisorError:
        flash(gettext("This is not possible right now. Please call us."), "bad")
    else:
        flash(done, "ok")
    return redirect(url_for("portal.show"))


def _page(status: int, **forms: Any) -> tuple[str, int]:
    """The page in the client's language (or the one chosen in the address)."""
    found = view.client_view(db.session(), g.case_id, g.party_id, datetime.now(UTC))
    chosen = request.args.get("lang", "")
    language = chosen if chosen in LANGUAGES else found.language
    refresh()
    with force_locale(language):
        values = {"accept": AcceptForm(formdata=None), "ask": AskForm(formdata=None)} | forms
        values["accept"].paper.data = str(found.offer.id) if found.offer else ""
        languages = [{"code": c, "text": t, "href": url_for("portal.show", lang=c), "current": c == language}
                     for c, t in LANGUAGES.items()]  # fmt: skip
        html = render_template("portal/home.html", me=None, mine=found, lang=language, languages=languages,
                               firm=found.firm, firm_phone=found.firm_phone, **values)  # fmt: skip
    return html, status
