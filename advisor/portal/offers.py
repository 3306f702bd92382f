"""The offer on the client's page: read it, accept it with a name and a code, decline it with a reason, or ask."""

from typing import Any

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.casework.client_page.view import papers_for_client
from advisor.domain.doors import LINK, allow
from advisor.domain.errors import NotFound, StaleVersion
from advisor.domain.process import Status
from advisor.extensions import db
from advisor.portal.by_code import DONE, CodeForm, act_by_code, send_code
from advisor.portal.door import (
    ClientForm,
    Page,
    attempt,
    client_blueprint,
    now,
    page,
    this_case,
    this_client,
)
from advisor.records.case import Case
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.records.staff import firm_day
from advisor.services.context import Context
from advisor.stages.offer.answers.actions import answer_by_client
from advisor.stages.offer.answers.gate import expired
from advisor.stages.offer.answers.records import answers_of

bp: Blueprint = client_blueprint("portal_offer")


class AcceptForm(CodeForm):
    """My yes; `paper` is the offer the page showed, so no newer one is accepted."""

    paper = HiddenField()


class WordsForm(ClientForm):
    """Why I decline, or what I want to know first; `answer` is the button that was pressed."""

    paper = HiddenField(render_kw={"id": False})
    words = TextAreaField(_l("Your reason or question"), [DataRequired(), Length(max=2000)])
    answer = HiddenField()


@bp.get("/<int:case_id>/offer")
@allow(LINK)
def show() -> Page:
    """Our offer and my answer."""
    return _page(200, AcceptForm(formdata=None))


@bp.post("/<int:case_id>/offer/code")
@allow(LINK)
def code() -> Page:
    """Send me a fresh code: accepting is an act of its own."""
    return send_code("portal_offer.show", "accept")


@bp.post("/<int:case_id>/offer")
@allow(LINK)
def accept() -> Page:
    """Accept the offer the page showed with my name and the code."""
    form = AcceptForm()
    stale = gettext("Read the offer first. To accept it, ask for a code, then type your name and the code.")
    status = act_by_code(form, lambda ctx: _shown(ctx, form.paper.data), lambda ctx, shown: answer_by_client(
        ctx, *shown, "accepted", (form.name.data or "").strip()), stale)  # fmt: skip
    if status != DONE:
        return _page(status, form)
    flash(gettext("Thank you. Your advisor knows that you accept the offer."), "ok")
    return redirect(url_for("portal_offer.show"))


@bp.post("/<int:case_id>/offer/words")
@allow(LINK)
def answer() -> Page:
    """I decline the offer the page showed, because; or I ask something about it."""
    form = WordsForm()
    kind = "question" if form.answer.data == "question" else "declined"
    if not form.validate_on_submit():
        return _page(422, AcceptForm(formdata=None), form)
    done = gettext("Your advisor has your question.") if kind == "question" else gettext(
        "Your advisor knows that you decline the offer and why.")  # fmt: skip
    if not attempt(lambda ctx: answer_by_client(ctx, *_shown(ctx, form.paper.data), kind, form.words.data or ""), done):
        return _page(409, AcceptForm(formdata=None), form)
    return redirect(url_for("portal_offer.show"))


def _shown(ctx: Context, paper_id: str | None) -> tuple[Case, Paper]:
    """The case and the offer the page showed. StaleVersion when another was issued since, NotFound when closed."""
    case = ctx.session.get_one(Case, g.case_id)
    offer = newest_paper(ctx.session, case.id, PaperKind.OFFER)
    if offer is None or case.status is Status.CLOSED or case.client_id != g.party_id:
        raise NotFound
    if paper_id != str(offer.id):
        raise StaleVersion
    return case, offer


def _page(status: int, form: AcceptForm, words: WordsForm | None = None) -> tuple[str, int]:
    session, case = db.session(), this_case()
    mine = papers_for_client(session, case, this_client())
    offer = next((paper for paper in mine if paper.kind is PaperKind.OFFER), None)
    if offer is None:
        raise NotFound
    words = words or WordsForm(formdata=None)
    form.paper.data = words.paper.data = str(offer.id)
    answers = answers_of(session, case.id)
    values: dict[str, Any] = {
        "offer": offer, "form": form, "words": words, "closed": case.status is Status.CLOSED,
        "said": next((row for row in answers if row.paper_id == offer.id), None),
        "accepted_on": next((row.answered_on for row in answers if row.answer == "accepted"), None),
        "expired": expired(offer.valid_until_on, firm_day(session, now())),
    }  # fmt: skip
    return page("portal/offer.html", status, **values)
