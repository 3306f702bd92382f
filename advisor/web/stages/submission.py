"""The submission room on screen: who signs what, the filing form, what was filed."""

from typing import Any

from flask import Blueprint, g
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.records.case import Case, PartyRole
from advisor.records.engagement import mandate_last
from advisor.records.institution import institutions
from advisor.records.submission import Submission, submissions_of
from advisor.services.rows import of_case
from advisor.stages.documents.desk.records import items_of
from advisor.stages.submission import actions
from advisor.stages.submission.records import Signing, pack_hash, signings_of
from advisor.stages.submission.stage import CHANNELS
from advisor.web.kit.ask import Answer, ask, choices, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, MoneyField, currency_field, sane_day, short
from advisor.web.kit.now import today
from advisor.web.kit.room import act

bp = Blueprint("room_submission", __name__, url_prefix="/cases/<int:case_id>/submission")

HERE = StageKey.SUBMISSION
PAPERS = (N_("Application form"), N_("Data sheet"), N_("Declaration of assets"), N_("Power of attorney"))
SIGNERS = (PartyRole.CLIENT, PartyRole.APPLICANT, PartyRole.CO_APPLICANT, PartyRole.SPOUSE, PartyRole.GUARANTOR,
           PartyRole.REPRESENTATIVE)  # fmt: skip


class SigningForm(HouseForm):
    """A paper and who signs it."""

    paper = short(_l("Paper"), DataRequired())
    signer = short(_l("Who signs"), DataRequired())
    signed_on = DateField(_l("Signed on"), [Optional(), sane_day])


class SignForm(HouseForm):
    """The day of a signature."""

    signed_on = DateField(_l("Signed on"), [InputRequired(), sane_day])


class FilingForm(HouseForm):
    """An application filed with an institution."""

    institution_id = SelectField(_l("Institution"), [InputRequired()], coerce=int)
    filed_on = DateField(_l("Filed on"), [InputRequired(), sane_day])
    channel = SelectField(_l("Channel"), [InputRequired()], choices=choices(CHANNELS))
    reference = short(_l("Reference number"), Length(max=80))
    clerk_name = short(_l("Clerk"))
    amount = MoneyField(_l("Amount applied for"))
    currency = currency_field()


class ReferenceForm(HouseForm):
    """What the institution said about its file."""

    reference = short(_l("Reference number"), Length(max=80))
    clerk_name = short(_l("Clerk"))


class PlainForm(HouseForm):
    """Nothing but the key of the form."""


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case = db.session(), file.case
    return {
        "signings": signings_of(session, case.id), "filed": submissions_of(session, case.id),
        "signing": SigningForm(prefix="signing-", formdata=None, signer=file.client.name),
        "filing": filing_form(case, formdata=None), "channels": in_words(CHANNELS),
        "papers": [*_forms(case.id), *map(gettext, PAPERS)],
        "signers": sorted({party.name for row, party in file.parties if row.role in SIGNERS}),
        "pack": pack_hash(session, case.id), "mandate_over": _mandate_over(case),
    }  # fmt: skip


def _mandate_over(case: Case) -> bool:
    """Has the power of attorney run out or been withdrawn?"""
    last = mandate_last(db.session(), case.id)
    return last is not None and last < today()


def _forms(case_id: int) -> list[str]:
    """Names of the forms on the checklist: what is usually signed."""
    return [item.name(str(get_locale())) for item in items_of(db.session(), case_id) if item.form]


def filing_form(case: Case, **options: Any) -> FilingForm:
    """The filing form with the institutions that fit the case's profile."""
    form = FilingForm(prefix="filing-", filed_on=today(), amount=case.amount, currency=case.currency, **options)
    form.amount.shown_currency = case.currency
    known = institutions(db.session(), *actions.kinds_for(case.profile))
    form.institution_id.choices = [(row.id, row.name) for row in known]
    return form


@bp.post("/signing")
@allow(CASE_WRITE)
def add_signing(case_id: int) -> Answer:
    """Put a paper on the list of signatures."""
    form = SigningForm(prefix="signing-")
    return act(HERE, case_id, form, "signing", lambda ctx: actions.add_signing(
        ctx, case_id, said(form.paper), said(form.signer), said(form.signed_on)))  # fmt: skip


@bp.route("/signing/<int:signing_id>/sign", methods=["GET", "POST"])
@allow(CASE_WRITE)
def sign(case_id: int, signing_id: int) -> Answer:
    """Note when a paper was signed."""
    row = of_case(db.session(), Signing, signing_id, g.grant.case)
    form = SignForm(signed_on=row.signed_on or today())
    return ask(HERE, form, gettext("Signed"), lambda ctx: actions.sign(
        ctx, case_id, signing_id, said(form.signed_on)), hint=f"{row.paper}: {row.signer}")  # fmt: skip


@bp.post("/signing/<int:signing_id>/remove")
@allow(CASE_WRITE)
def remove_signing(case_id: int, signing_id: int) -> Answer:
    """Take a paper off the list of signatures."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.remove_signing(ctx, case_id, signing_id))


@bp.post("/file")
@allow(CASE_WRITE)
def file_submission(case_id: int) -> Answer:
    """Write down an application filed with an institution."""
    form = filing_form(g.grant.case)
    return act(HERE, case_id, form, "filing", lambda ctx: actions.file_submission(ctx, case_id, actions.Filing(
        said(form.institution_id), said(form.filed_on), said(form.channel), form.reference.data or "",
        form.clerk_name.data or "", said(form.amount), said(form.currency),
    )))  # fmt: skip


@bp.route("/<int:submission_id>/reference", methods=["GET", "POST"])
@allow(CASE_WRITE)
def reference(case_id: int, submission_id: int) -> Answer:
    """Note the reference number and the clerk."""
    row = of_case(db.session(), Submission, submission_id, g.grant.case)
    form = ReferenceForm(reference=row.reference, clerk_name=row.clerk_name)
    form.watch(row)
    return ask(HERE, form, gettext("Reference number and clerk"), lambda ctx: actions.note_reference(
        ctx, case_id, submission_id, form.reference.data or "", form.clerk_name.data or ""))  # fmt: skip
