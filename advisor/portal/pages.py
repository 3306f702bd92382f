"""The client's page: the doorstep with its one-time code, the home of a case, its papers, and who works on it."""

from flask import Blueprint, Response, flash, g, make_response, redirect, request, stream_with_context, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from advisor.casework.client_page.todo import things_to_do
from advisor.casework.client_page.view import client_view, papers_for_client
from advisor.casework.client_page.words import CALL_AFTER_OPENING
from advisor.domain.doors import LINK, allow
from advisor.domain.errors import AdvisorError, Invalid, NotFound, TooManyTries
from advisor.extensions import db
from advisor.portal.door import (
    ClientForm,
    Page,
    client_blueprint,
    cookie_name,
    now,
    page,
    the_firm,
    this_case,
    this_client,
    write,
)
from advisor.records.case import Case
from advisor.records.link import Link
from advisor.records.outbox import Channel
from advisor.records.paper import Paper
from advisor.records.party import Party
from advisor.services import codes, entries, followups
from advisor.services.context import Context
from advisor.services.papers import read_paper

bp: Blueprint = client_blueprint("portal")


class CodeForm(ClientForm):
    """The one-time code."""

    code = StringField(_l("Code from the letter"), [DataRequired(), Length(max=12)])


@bp.get("")
@allow(LINK)
def enter() -> Page:
    """The doorstep: ask for a code; who is let in already goes on to the case, or chooses one."""
    if "device" in g:
        return redirect(url_for("portal.cases") if len(g.cases) > 1 and "lang" not in request.args else _home())
    return _doorstep(CodeForm(formdata=None))


@bp.post("/code")
@allow(LINK)
def code() -> Page:
    """Send me a one-time code."""
    status = 302
    try:
        by_email = request.form.get("by") == "email"
        write(lambda ctx: codes.send_code(ctx, _link(ctx), _client(ctx), the_firm().name, by_email=by_email))
        flash(gettext("A code is on its way to you."), "ok")
    except TooManyTries as error:
        status = 429
        flash(gettext("Please wait %(seconds)s seconds.", seconds=error.until_seconds), "warn")
    except AdvisorError:
        flash(gettext("This is not possible right now. Please call us."), "bad")
    if status == 429:
        return _doorstep(CodeForm(formdata=None), status)
    return redirect(url_for("portal.enter", _anchor="type-code"))


@bp.post("/enter")
@allow(LINK)
def check() -> Page:
    """Try the code; the right one lets this device in for half a day."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _doorstep(form, 422)
    try:
        token = write(lambda ctx: _let_in(ctx, form.code.data or ""))
    except TooManyTries as error:
        form.code.errors = [gettext("Please wait %(seconds)s seconds.", seconds=error.until_seconds)]
        return _doorstep(form, 429)
    except Invalid:
        form.code.errors = [gettext("Ask for a fresh code first.")]
        return _doorstep(form, 422)
    if not token:
        form.code.errors = [gettext("This code is wrong.")]
        return _doorstep(form, 422)
    answer = make_response(redirect(url_for("portal.cases") if len(g.cases) > 1 else _home()))
    secure = cookie_name().startswith("__Host-")
    answer.set_cookie(cookie_name(), token, secure=secure, httponly=True, samesite="Lax", path="/",
                      max_age=int(entries.LIFE.total_seconds()))  # fmt: skip
    return answer


@bp.post("/leave")
@allow(LINK)
def leave() -> Page:
    """Sign this device out."""
    write(lambda ctx: entries.leave(ctx, g.device))
    answer = make_response(redirect(url_for("portal.enter")))
    answer.delete_cookie(cookie_name(), path="/")
    return answer


@bp.get("/cases")
@allow(LINK)
def cases() -> Page:
    """All my cases."""
    return page("portal/cases.html", rows=list(g.cases.values()))


@bp.get("/<int:case_id>")
@allow(LINK)
def show() -> Page:
    """My case: where it stands, what comes next, one thing to do. The first look is noted and plans a call."""
    if db.session.get_one(Link, g.link_id).first_opened_at is None:
        write(_opened)
    case, client = this_case(), this_client()
    mine = client_view(db.session(), case, client, now(), g.language)
    return page("portal/home.html", mine=mine, todos=things_to_do(db.session(), case, mine))


@bp.get("/<int:case_id>/papers")
@allow(LINK)
def papers() -> Page:
    """My papers."""
    return page("portal/papers.html", papers=papers_for_client(db.session(), this_case(), this_client()))


@bp.get("/<int:case_id>/papers/<int:paper_id>.pdf")
@allow(LINK)
def paper(paper_id: int) -> Response:
    """One of my papers, as it was issued."""
    mine = papers_for_client(db.session(), this_case(), this_client())
    row = next((each for each in mine if each.id == paper_id and each.file_uid), None)
    if row is None:
        raise NotFound
    number, first = row.number, row.opened_at is None
    if first:
        write(lambda ctx: _paper_opened(ctx, paper_id))
    chunks = read_paper(db.session(), db.session.get_one(Paper, paper_id))
    response = Response(stream_with_context(chunks), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@bp.get("/<int:case_id>/people")
@allow(LINK)
def people() -> Page:
    """Who works on my file, and how to reach them."""
    return page("portal/people.html", mine=client_view(db.session(), this_case(), this_client(), now(), g.language))


def _home() -> str:
    return url_for("portal.show", case_id=g.case_id)


def _doorstep(form: CodeForm, status: int = 200) -> tuple[str, int]:
    """Nothing personal: the firm, and where a code would go, mostly hidden."""
    link, client = db.session.get_one(Link, g.link_id), this_client()
    waits = bool(link.code_hash and link.code_expires_at and link.code_expires_at > now())
    return page(
        "portal/enter.html",
        status,
        form=form,
        waits=waits,
        to=codes.where_to(client),
        by_sms=bool(client.email) and codes.channel_of(client) is Channel.SMS,
    )


def _let_in(ctx: Context, typed: str) -> str:
    """A token for the device when the code fits; empty otherwise, with the try written down."""
    link = ctx.session.get_one(Link, g.link_id, with_for_update=True)
    return entries.let_in(ctx, link, _client(ctx)) if codes.code_fits(ctx, link, typed) else ""


def _opened(ctx: Context) -> None:
    link = _link(ctx)
    link.first_opened_at = ctx.now
    case = ctx.session.get_one(Case, g.case_id)
    followups.schedule(ctx, case, followups.Plan("link.opened", CALL_AFTER_OPENING, 1))
    ctx.record("link.opened", "link", link.id, case_id=case.id, party_id=link.party_id)


def _paper_opened(ctx: Context, paper_id: int) -> None:
    row = ctx.session.get_one(Paper, paper_id)
    row.opened_at = row.opened_at or ctx.now
    ctx.record("paper.opened", "paper", row.id, case_id=row.case_id, party_id=row.party_id)


def _link(ctx: Context) -> Link:
    return ctx.session.get_one(Link, g.link_id)


def _client(ctx: Context) -> Party:
    return ctx.session.get_one(Party, g.party_id)
