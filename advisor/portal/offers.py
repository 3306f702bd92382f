"""The offer on the client's page: read it, accept it with a name and a code, decline it with a reason, or ask."""

from typing import Any

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.casework.client_page.view import client_view
from advisor.domain.doors import LINK, allow
from advisor.domain.errors import Invalid, NotFound, StaleVersion, TooManyTries
from advisor.domain.process import Status
from advisor.extensions import db
from advisor.portal.door import (
    ClientForm,
    Page,
    attempt,
    client_blueprint,
    now,
    page,
    the_firm,
    this_case,
    this_client,
    write,
)
from advisor.records.case import Case
from advisor.records.link import Link
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.records.party import Party
from advisor.records.staff import firm_day
from advisor.services import codes
from advisor.services.context import Context
from advisor.services.words import INVALID_TITLES
from advisor.stages.offer.answers.actions import answer_by_client
from advisor.stages.offer.answers.gate import expired
from advisor.stages.offer.answers.records import answers_of

bp: Blueprint = client_blueprint("portal_offer")


class AcceptForm(ClientForm):
    """Typed name and the code from the letter; `paper` is the offer the page showed, so no newer one is accepted."""

    paper = HiddenField()
    name = StringField(_l("Your name"), [DataRequired(), Length(max=200)])
    code = StringField(_l("Code from the letter"), [DataRequired(), Length(max=12)])


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
    attempt(lambda ctx: codes.send_code(
        ctx, ctx.session.get_one(Link, g.link_id), ctx.session.get_one(Party, g.party_id), the_firm().name
    ), gettext("A code is on its way to you."))  # fmt: skip
    return redirect(url_for("portal_offer.show", _anchor="accept"))


@bp.post("/<int:case_id>/offer")
@allow(LINK)
def accept() -> Page:
    """Accept the offer the page showed with my name and the code."""
    form = AcceptForm()
    if not form.validate_on_submit():
        return _page(422, form)
    try:
        if not write(lambda ctx: _accept(ctx, form)):
            form.code.errors = [gettext("This code is wrong.")]
            return _page(422, form)
    except StaleVersion:
        form.form_errors.append(
            gettext("Read the offer first. To accept it, ask for a code, then type your name and the code.")
        )
        return _page(409, form)
    except TooManyTries as error:
        form.code.errors = [gettext("Please wait %(seconds)s seconds.", seconds=error.until_seconds)]
        return _page(429, form)
    except Invalid as problem:
        said = INVALID_TITLES.get(problem.code, "This value is not accepted.")
        form.code.errors = [gettext("Ask for a fresh code first.") if problem.field == "code" else gettext(said)]
        return _page(422, form)
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


def _accept(ctx: Context, form: AcceptForm) -> bool:
    """True when the code fits; a wrong try is written down too, so that guessing ends.

    StaleVersion when another offer was issued since the page was shown, NotFound when the case is closed.
    """
    link = ctx.session.get_one(Link, g.link_id, with_for_update=True)
    case, offer = _shown(ctx, form.paper.data)
    if not codes.code_fits(ctx, link, form.code.data or ""):
        return False
    answer_by_client(ctx, case, offer, "accepted", (form.name.data or "").strip())
    return True


def _page(status: int, form: AcceptForm, words: WordsForm | None = None) -> tuple[str, int]:
    mine = client_view(db.session(), this_case(), this_client(), now())
    if mine.offer is None:
        raise NotFound
    words = words or WordsForm(formdata=None)
    form.paper.data = words.paper.data = str(mine.offer.id)
    said = next((row for row in answers_of(db.session(), g.case_id) if row.paper_id == mine.offer.id), None)
    over = expired(mine.offer.valid_until_on, firm_day(db.session(), now()))
    values: dict[str, Any] = {"mine": mine, "form": form, "words": words, "said": said, "expired": over}
    return page("portal/offer.html", status, **values)
