"""Signing on the client's page: contract and power of attorney in full, a code, sign with a name, or decline."""

from decimal import Decimal
from functools import partial

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import LINK, allow
from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.finance.money import Money
from advisor.domain.process import Status
from advisor.extensions import db
from advisor.papers.clause_facts import money_words
from advisor.papers.contract import ContractPaper
from advisor.papers.errors import PressError
from advisor.papers.issue import press_draft
from advisor.portal.by_code import DONE, CodeForm, act_by_code, send_code
from advisor.portal.door import ClientForm, Page, attempt, client_blueprint, now, page, this_case, write
from advisor.records.case import Case
from advisor.records.paper import Paper
from advisor.records.staff import firm_day
from advisor.services.context import Context
from advisor.services.papers import Pressed, coming_number
from advisor.stages.contract.signing.actions import decline_by_client, draft_signed, keep_copy, sign_by_client
from advisor.stages.contract.signing.gate import key_of, same
from advisor.stages.contract.signing.records import ToSign, to_sign

bp: Blueprint = client_blueprint("portal_signing")

TRIES = 3


class SignForm(CodeForm):
    """My signature; `papers` are those the page showed, so nothing newer is signed unread."""

    papers = HiddenField()


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
    return send_code("portal_signing.show", "sign")


@bp.post("/<int:case_id>/sign")
@allow(LINK)
def sign() -> Page:
    """Sign what the page showed with my name and the code; the signed copy is printed afterwards."""
    form = SignForm()
    stale = gettext("The papers changed meanwhile. Please read them again before you sign.")
    status = act_by_code(form, lambda ctx: _shown(ctx, form.papers.data or ""), lambda ctx, case: sign_by_client(
        ctx, case, form.name.data or "", form.papers.data or ""), stale)  # fmt: skip
    if status != DONE:
        return _page(status, sign=form)
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


def _shown(ctx: Context, seen: str) -> Case:
    """The case whose papers the page showed. StaleVersion when other papers wait by now."""
    case = _own(ctx)
    if not same(to_sign(ctx.session, case, ctx.today).waiting, seen):
        raise StaleVersion
    return case


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
