"""Signing on the client's page: contract and power of attorney in full, a code, sign with a name, or decline."""

from decimal import Decimal
from functools import partial

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import LINK, allow
from advisor.domain.errors import Invalid, NotFound, StaleVersion, TooManyTries
from advisor.domain.finance.money import Money
from advisor.domain.process import Status
from advisor.extensions import db
from advisor.papers.clause_facts import money_words
from advisor.papers.contract import ContractPaper
from advisor.papers.errors import PressError
from advisor.papers.issue import press_draft
from advisor.portal.door import ClientForm, Page, attempt, client_blueprint, now, page, the_firm, this_case, write
from advisor.records.case import Case
from advisor.records.link import Link
from advisor.records.paper import Paper
from advisor.records.party import Party
from advisor.records.staff import firm_day
from advisor.services import codes
from advisor.services.context import Context
from advisor.services.papers import Pressed, coming_number
from advisor.stages.contract.signing.actions import decline_by_client, draft_signed, keep_copy, sign_by_client
from advisor.stages.contract.signing.gate import key_of, same
from advisor.stages.contract.signing.records import ToSign, to_sign

bp: Blueprint = client_blueprint("portal_signing")

TRIES = 3


class SignForm(ClientForm):
    """Typed name and one-time code; `papers` are those the page showed, so nothing newer is signed unread."""

    papers = HiddenField()
    name = StringField(_l("Your name"), [DataRequired(), Length(max=200)])
    code = StringField(_l("Code from the letter"), [DataRequired(), Length(max=12)])


class DeclineForm(ClientForm):
    """I do not sign, because ..."""

    reason = TextAreaField(_l("Why you do not want to sign"), [DataRequired(), Length(max=2000)])


@bp.get("/<int:case_id>/sign")
@allow(LINK)
def show() -> Page:
    """What waits for my signature, word for word, and what I have signed."""
    return _page(200)


@bp.post("/<int:case_id>/sign/code")
@allow(LINK)
def code() -> Page:
    """Send me a fresh code: signing is an act of its own."""
    attempt(lambda ctx: codes.send_code(
        ctx, ctx.session.get_one(Link, g.link_id), ctx.session.get_one(Party, g.party_id), the_firm().name
    ), gettext("A code is on its way to you."))  # fmt: skip
    return redirect(url_for("portal_signing.show", _anchor="sign"))


@bp.post("/<int:case_id>/sign")
@allow(LINK)
def sign() -> Page:
    """Sign what the page showed with my name and the code; the signed copy is printed afterwards."""
    form = SignForm()
    if not form.validate_on_submit():
        return _page(422, sign=form)
    try:
        if not write(lambda ctx: _sign(ctx, form)):
            form.code.errors = [gettext("This code is wrong.")]
            return _page(422, sign=form)
    except StaleVersion:
        form.form_errors.append(gettext("The papers changed meanwhile. Please read them again before you sign."))
        return _page(409, sign=form)
    except TooManyTries as error:
        form.code.errors = [gettext("Please wait %(seconds)s seconds.", seconds=error.until_seconds)]
        return _page(429, sign=form)
    except Invalid as problem:
        field = form.code if problem.field == "code" else form.name
        field.errors = [gettext("Ask for a fresh code first.") if problem.field == "code" else gettext("Check this.")]
        return _page(422, sign=form)
    _print_copy()
    flash(gettext("Thank you. You have signed; the signed copy is among your papers."), "ok")
    return redirect(url_for("portal_signing.show"))


@bp.post("/<int:case_id>/sign/decline")
@allow(LINK)
def decline() -> Page:
    """I do not sign; my reason goes to the advisor."""
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(422, decline=form)
    if not attempt(lambda ctx: decline_by_client(ctx, _own(ctx), form.reason.data or ""),
                   gettext("Your advisor knows that you do not want to sign and why.")):  # fmt: skip
        return _page(409, decline=form)
    return redirect(url_for("portal_signing.show"))


def _sign(ctx: Context, form: SignForm) -> bool:
    """True when the code fits; a wrong try is written down too. StaleVersion when other papers wait by now."""
    link = ctx.session.get_one(Link, g.link_id, with_for_update=True)
    case = _own(ctx)
    if not same(to_sign(ctx.session, case, ctx.today).waiting, form.papers.data or ""):
        raise StaleVersion
    if not codes.code_fits(ctx, link, form.code.data or ""):
        return False
    sign_by_client(ctx, case, form.name.data or "", form.papers.data or "")
    return True


def _own(ctx: Context) -> Case:
    """The case, as long as it runs and is this client's own; NotFound otherwise."""
    case = ctx.session.get_one(Case, g.case_id)
    if case.status is Status.CLOSED or case.client_id != g.party_id:
        raise NotFound
    return case


def _print_copy() -> None:
    """Print and keep the signed copy, with no transaction open while the press works.

    The signature stands without it: when the press is away, staff make the copy from the contract room.
    """
    for _attempt in range(TRIES):
        session = db.session()
        try:
            draft = draft_signed(session, this_case(), firm_day(session, now()))
            number = coming_number(session, draft.kind, now())
            session.rollback()
            pressed = press_draft(draft, number, "")
            write(partial(_keep, pressed=pressed))
        except StaleVersion:
            continue
        except (Invalid, PressError):
            return
        return


def _keep(ctx: Context, pressed: Pressed) -> Paper:
    return keep_copy(ctx, _own(ctx), pressed)


def _page(status: int, **forms: ClientForm) -> tuple[str, int]:
    session, case = db.session(), this_case()
    if case.client_id != g.party_id:
        raise NotFound
    found: ToSign = to_sign(session, case, firm_day(session, now()))
    values = {"sign": SignForm(formdata=None), "decline": DeclineForm(formdata=None)} | forms
    values["sign"]["papers"].data = key_of(found.waiting)
    return page("portal/signing.html", status, found=found, closed=case.status is Status.CLOSED,
                in_words=_in_words, **values)  # fmt: skip


def _in_words(paper: ContractPaper, amount: Decimal) -> str:
    """An amount as the contract itself writes it."""
    return money_words(paper.language, Money(amount, paper.currency))
