"""The client's page from the firm's side: send or revoke the link, answer messages, see what the client sees."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, url_for
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, Length

from advisor.casework.client_page import staff, thread
from advisor.casework.client_page.todo import things_to_do
from advisor.casework.client_page.view import client_view, language_of
from advisor.domain.doors import CASE_READ, CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party, consents_of
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.guard import ContactRefused
from advisor.services.language import LANGUAGES
from advisor.web.kit.fields import ProseField
from advisor.web.kit.forms import HouseForm, accepted, once
from advisor.web.kit.now import now
from advisor.web.kit.page import page
from advisor.web.kit.rulings import refusal

bp = Blueprint("client_page", __name__, url_prefix="/cases/<int:case_id>/client-page")

Answer = Response | tuple[str, int]


class AnswerForm(HouseForm):
    """An answer the client reads on the page."""

    text = ProseField(_l("Answer"), [DataRequired(), Length(max=5000)])


@bp.get("")
@allow(CASE_READ)
def show(case_id: int) -> Answer:
    """Link, conversation, wishes and consents; questions count as read once somebody who may answer saw them."""
    answer = _page(case_id, AnswerForm(formdata=None), 200)
    if g.grant.may_write and any(said.mine and said.read_at is None for said in _thread(case_id)):
        once(None, lambda ctx: _seen(ctx, case_id))
    return answer


@bp.post("/send")
@allow(CASE_WRITE)
def send(case_id: int) -> Answer:
    """Send the client a fresh link."""

    def run(ctx: Context) -> dict[str, Any]:
        case = writable(ctx, case_id)
        thread.send_link(ctx, case, ctx.session.get_one(Party, case.client_id), _base_url())
        return {}

    try:
        once(HouseForm(), run)
        flash(gettext("The link is on its way."), "ok")
    except ContactRefused as problem:
        flash(refusal(problem), "bad")
    except Invalid as problem:
        reason = {"do_not_contact": gettext("This person asked not to be contacted.")}
        flash(reason.get(problem.code) or gettext("The client has no e-mail address and no phone number."), "bad")
    return redirect(url_for("client_page.show", case_id=case_id))


@bp.post("/revoke")
@allow(CASE_WRITE)
def revoke(case_id: int) -> Answer:
    """Close the door: every link of this case, and every device let in through one, ends now."""
    once(HouseForm(), lambda ctx: {"count": staff.close_door(ctx, writable(ctx, case_id))})
    flash(gettext("The client page is closed. A new link opens it again."), "ok")
    return redirect(url_for("client_page.show", case_id=case_id))


@bp.post("/answer")
@allow(CASE_WRITE)
def answer(case_id: int) -> Answer:
    """Answer the client; a letter tells that there is an answer, without its words."""
    form = AnswerForm()
    if not (form.validate_on_submit() and accepted(
        form, lambda ctx: thread.answer(ctx, case_id, form.text.data, _base_url())
    )):  # fmt: skip
        return _page(case_id, form, 422)
    flash(gettext("The answer is on the client's page."), "ok")
    return redirect(url_for("client_page.show", case_id=case_id))


@bp.get("/preview")
@allow(CASE_READ)
def preview(case_id: int) -> Answer:
    """What the client sees, in the client's language, with nothing to press."""
    case, client = _case(case_id), _client(case_id)
    mine = client_view(db.session(), case, client, now())
    with force_locale(language_of(client)):
        html, status = page("web/client_page/preview.html", case=case, mine=mine, lang=language_of(client),
                            todos=things_to_do(db.session(), case, mine), said=_thread(case_id))  # fmt: skip
    return html, status


def _page(case_id: int, form: AnswerForm, status: int) -> tuple[str, int]:
    case, client = _case(case_id), _client(case_id)
    return page("web/client_page/show.html", status, case=case, client=client, form=form, said=_thread(case_id),
                door=staff.door_state(db.session(), case_id, now()), may_write=g.grant.may_write,
                language=LANGUAGES[language_of(client)],
                consents=consents_of(db.session(), client.id))  # fmt: skip


def _case(case_id: int) -> Case:
    return db.session.get_one(Case, case_id)


def _client(case_id: int) -> Party:
    return db.session.get_one(Party, _case(case_id).client_id)


def _thread(case_id: int) -> list[thread.Said]:
    return thread.thread(db.session(), case_id, _client(case_id))


def _seen(ctx: Context, case_id: int) -> dict[str, Any]:
    case = writable(ctx, case_id)
    thread.read_by_staff(ctx, case, ctx.session.get_one(Party, case.client_id))
    return {}


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].base_url)
