"""The contract room on screen: terms with their negotiation log, discount, identity, signature, mandate."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.domain.process import StageKey
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.records.upload import Upload
from advisor.services.inspection import MOST_BYTES, REFUSALS
from advisor.stages.contract import actions
from advisor.stages.contract.gate import above_limit, discount
from advisor.stages.contract.records import facts, negotiations_of, signers_of
from advisor.stages.contract.stage import ASKED_BY, FIELDS, IDENTITY_HOW
from advisor.stages.offer.composition.records import held
from advisor.web.fee_fields import FeeField, PercentField, in_currency
from advisor.web.kit.ask import Answer, ask, choices, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import LONG, HouseForm, VersionedForm, sane_day, short
from advisor.web.kit.now import today
from advisor.web.kit.room import act
from advisor.web.kit.stale import act_fresh
from advisor.web.kit.who import actor
from advisor.web.uploads import ACCEPTED, received

bp = Blueprint("room_contract", __name__, url_prefix="/cases/<int:case_id>/contract")

HERE = StageKey.CONTRACT


class TermsForm(VersionedForm):
    """What both sides agree on, and who asked for the change."""

    scope = TextAreaField(_l("What we do, one point a line"), [DataRequired(), Length(max=LONG)])
    fee_fixed = FeeField(_l("Fixed fee"))
    fee_percent = PercentField(_l("Success fee on the payout"))
    fee_basis = short(_l("When and how the fee is due"))
    asked_by = SelectField(_l("Who asked for it"), choices=choices(ASKED_BY))
    note = short(_l("Why"))


class IdentityForm(HouseForm):
    """How somebody proved who he is."""

    party_id = SelectField(_l("Who"), coerce=int)
    how = SelectField(_l("How"), choices=choices(IDENTITY_HOW))
    on = DateField(_l("Day"), [InputRequired(), sane_day])


class SignatureForm(HouseForm):
    """The signed paper."""

    on = DateField(_l("Signed on"), [InputRequired(), sane_day])
    scan = FileField(_l("Scan of the signed contract"))
    shelf = short(_l("Or where the paper stands"))

    def refuse(self, problem: Invalid) -> None:
        """A refused scan is said beside its field."""
        if problem.code in REFUSALS:
            self.scan.errors = [*self.scan.errors, gettext(REFUSALS[problem.code])]
        else:
            super().refuse(problem)


class MandateForm(HouseForm):
    """From when and until when we may act for the client."""

    start = DateField(_l("From"), [InputRequired(), sane_day])
    until = DateField(_l("Until"), [Optional(), sane_day])


class EndForm(HouseForm):
    """A mandate or signature that ends, with its reason."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=2000)])


class SeenForm(VersionedForm):
    """Which version of the terms was seen."""


class PlainForm(HouseForm):
    """Nothing but its key."""


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case = db.session(), file.case
    row, known = engagement_of(session, case.id), facts(session, case)
    signers = signers_of(session, case, today())
    return {
        "engagement": row, "terms": terms_form(case, row, formdata=None), "log": negotiations_of(session, case.id),
        "field_titles": in_words(FIELDS), "asked_titles": in_words(ASKED_BY), "how_titles": in_words(IDENTITY_HOW),
        "given": discount(known.listed, known.agreed) if known.agreed.stated else None,
        "above": above_limit(known), "limit": known.limit_percent, "approved": known.discount_approved,
        "may_approve": actor().has(Role.MANAGER), "signers": signers,
        "identity": identity_form(signers, file.client.id, formdata=None),
        "signature": SignatureForm(prefix="sign-", formdata=None, on=today()), "accepted": ACCEPTED,
        "most": MOST_BYTES, "scan": session.get(Upload, row.upload_id) if row and row.upload_id else None,
        "mandate": MandateForm(prefix="mandate-", formdata=None, start=today()),
        "mandate_runs": bool(row and row.mandate_runs(today())),
    }  # fmt: skip


def terms_form(case: Case, row: Engagement | None, **options: Any) -> TermsForm:
    """The form of the terms: as agreed, or as offered when nothing was agreed yet."""
    source: Any = row or held(db.session(), case).offer
    start = {name: getattr(source, name) for name in FIELDS} if source is not None else {}
    version = "" if row is None else str(row.version)
    form = TermsForm(prefix="terms-", version=version, **start, **options)
    in_currency(form, case.currency)
    return form


def identity_form(signers: list[Any], client_id: int, **options: Any) -> IdentityForm:
    """The form of an identity check with the people who sign."""
    form = IdentityForm(prefix="id-", party_id=client_id, on=today(), **options)
    form.party_id.choices = [(signer.party_id, signer.name) for signer in signers]
    return form


@bp.post("/terms")
@allow(CASE_WRITE)
def negotiate(case_id: int) -> Answer:
    """Write down agreed terms."""
    form = TermsForm(prefix="terms-")
    in_currency(form, g.grant.case.currency)
    return act_fresh(HERE, case_id, form, "terms", lambda ctx: actions.negotiate(ctx, case_id, actions.Agreed(
        scope=said(form.scope), fee_fixed=form.fee_fixed.data, fee_percent=said(form.fee_percent),
        fee_basis=said(form.fee_basis) or "", asked_by=said(form.asked_by), note=said(form.note) or "",
        version=form.seen)))  # fmt: skip


@bp.post("/discount")
@allow(CASE_WRITE)
def approve(case_id: int) -> Answer:
    """A manager approves the discount."""
    form = SeenForm()
    return act(HERE, case_id, form, "plain", lambda ctx: actions.approve_discount(ctx, case_id, form.seen))


@bp.post("/identity")
@allow(CASE_WRITE)
def check_identity(case_id: int) -> Answer:
    """Note an identity check."""
    form = identity_form(signers_of(db.session(), g.grant.case, today()), 0)
    return act(HERE, case_id, form, "identity", lambda ctx: actions.check_identity(
        ctx, case_id, said(form.party_id), said(form.how), said(form.on)))  # fmt: skip


@bp.post("/signature")
@allow(CASE_WRITE)
def sign(case_id: int) -> Answer:
    """Note the signed paper, with its scan or its place."""
    form = SignatureForm(prefix="sign-")
    scan = received(form.scan.data) if form.scan.data else None
    return act(HERE, case_id, form, "signature", lambda ctx: actions.sign_on_paper(
        ctx, case_id, said(form.on), said(form.shelf) or "", scan))  # fmt: skip


@bp.route("/signature/annul", methods=["GET", "POST"])
@allow(CASE_WRITE)
def annul(case_id: int) -> Answer:
    """Take the signature back, so that terms may be negotiated again."""
    form = EndForm()
    return ask(HERE, form, gettext("Annul the signature"), lambda ctx: actions.annul_signature(
        ctx, case_id, said(form.reason)))  # fmt: skip


@bp.post("/mandate")
@allow(CASE_WRITE)
def give_mandate(case_id: int) -> Answer:
    """Note the power of attorney."""
    form = MandateForm(prefix="mandate-")
    return act(HERE, case_id, form, "mandate", lambda ctx: actions.give_mandate(
        ctx, case_id, said(form.start), said(form.until)))  # fmt: skip


@bp.route("/mandate/end", methods=["GET", "POST"])
@allow(CASE_WRITE)
def end_mandate(case_id: int) -> Answer:
    """The power of attorney ends today."""
    form = EndForm()
    return ask(HERE, form, gettext("End the power of attorney"), lambda ctx: actions.end_mandate(
        ctx, case_id, ctx.today, said(form.reason)))  # fmt: skip
