"""The contract room on screen: terms with their negotiation log, discount, identity, signature, mandate."""

from typing import Any

from flask import Blueprint, g, request
from flask_babel import gettext

from advisor.domain.clauses import PLACES
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.fee_plan import FeePart, fee_parts
from advisor.domain.process import StageKey
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.records.paper import PaperKind
from advisor.records.staff import Staff
from advisor.records.upload import Upload
from advisor.services.access import visible
from advisor.services.clause_book import contract_key, in_force
from advisor.services.inspection import MOST_BYTES
from advisor.stages.contract import actions
from advisor.stages.contract.discount import actions as discounts
from advisor.stages.contract.identity import actions as identity
from advisor.stages.contract.identity.records import Earlier, Signer, earlier_checks, signers_of
from advisor.stages.contract.identity.stage import IDENTITY_HOW
from advisor.stages.contract.records import facts, negotiations_of
from advisor.stages.contract.signing.gate import Waiting
from advisor.stages.contract.signing.records import to_sign
from advisor.stages.offer.composition.records import held
from advisor.web.contract_form import (
    EndForm,
    MandateForm,
    MonthsForm,
    PlainForm,
    RefusalForm,
    SeenForm,
    SignatureForm,
    TermsForm,
    identity_form,
    terms_form,
)
from advisor.web.fee_fields import in_currency
from advisor.web.kit.ask import Answer, ask, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.now import today
from advisor.web.kit.room import act
from advisor.web.kit.stale import act_fresh
from advisor.web.kit.who import actor
from advisor.web.negotiation_view import negotiated
from advisor.web.uploads import ACCEPTED, received

bp = Blueprint("room_contract", __name__, url_prefix="/cases/<int:case_id>/contract")

HERE = StageKey.CONTRACT


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows: a fixed number of statements."""
    session, case = db.session(), file.case
    row, known = engagement_of(session, case.id), facts(session, case)
    signers = signers_of(session, case)
    return {
        "engagement": row, "terms": _terms(case, row, file.client.language, formdata=None),
        "log": negotiated(negotiations_of(session, case.id)),
        "discount": known.discount, "refuser": _refuser(row), "may_approve": actor().has(Role.MANAGER),
        "signers": signers, "how_titles": in_words(IDENTITY_HOW), "earlier": _earlier(file, signers),
        "identity": identity_form(signers, file.client.id, formdata=None),
        "signature": SignatureForm(prefix="sign-", formdata=None, on=today()), "accepted": ACCEPTED,
        "most": MOST_BYTES, "scan": session.get(Upload, row.upload_id) if row and row.upload_id else None,
        "mandate": MandateForm(prefix="mandate-", formdata=None, start=today()),
        "months": MonthsForm(prefix="months-", formdata=None, months=row.mandate_months if row else 12),
        "mandate_runs": bool(row and row.mandate_runs(today())), "plain": PlainForm(formdata=None),
        "parts": _parts(row), "places": in_words(PLACES), **_printed(file),
    }  # fmt: skip


def _printed(file: CaseFile) -> dict[str, Any]:
    """The issued papers of this room, newest first, and whether the newest still says what was agreed."""
    session, kinds = db.session(), (PaperKind.CONTRACT, PaperKind.MANDATE, PaperKind.SIGNED)
    papers = {kind.value: [paper for paper in file.papers if paper.kind is kind] for kind in kinds}
    waits = to_sign(session, file.case, today()).waiting if papers["contract"] or papers["mandate"] else Waiting()
    return {"printed": papers, "waits": waits}


def _earlier(file: CaseFile, signers: list[Signer]) -> dict[int, Earlier]:
    """Checks of other cases that may be taken over, by person; a statement only while somebody is unchecked (C-19)."""
    unchecked = {signer.party_id for signer in signers if signer.check is None} if file.actionable else set()
    return earlier_checks(db.session(), unchecked, visible(actor(), today()), today()) if unchecked else {}


def _refuser(row: Engagement | None) -> str:
    """Who refused the discount."""
    refused = row is not None and row.discount_refused_by
    return db.session().get_one(Staff, refused).name if refused else ""


def _parts(row: Engagement | None) -> tuple[FeePart, ...]:
    """The instalments of the fixed fee, when there is more than one."""
    several = row is not None and row.fee_fixed and row.fee_parts > 1
    return fee_parts(row.fee_fixed or 0, row.fee_parts, row.fee_first_on) if row is not None and several else ()


def _terms(case: Case, row: Engagement | None, language: str, **options: Any) -> TermsForm:
    """The form of the terms; before anything was agreed the offer's own, clauses included."""
    offer = None if row else held(db.session(), case).offer
    clauses = row.clauses if row else offer.contract if offer else ""
    if not clauses.strip():
        clauses = in_force(db.session(), contract_key(case.profile, language)).text
    return terms_form(case, row, offer, clauses, **options)


@bp.post("/terms")
@allow(CASE_WRITE)
def negotiate(case_id: int) -> Answer:
    """Write down agreed terms."""
    form = TermsForm(prefix="terms-")
    in_currency(form, g.grant.case.currency)
    return act_fresh(HERE, case_id, form, "terms", lambda ctx: actions.negotiate(ctx, case_id, form.agreed))


@bp.post("/clauses/newest")
@allow(CASE_WRITE)
def take_edition(case_id: int) -> Answer:
    """Take the firm's newest clauses instead of this contract's."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.take_edition(ctx, case_id))


@bp.post("/discount")
@allow(CASE_WRITE)
def approve(case_id: int) -> Answer:
    """A manager approves the discount."""
    form = SeenForm()
    return act(HERE, case_id, form, "plain", lambda ctx: discounts.approve_discount(ctx, case_id, form.seen))


@bp.route("/discount/refuse", methods=["GET", "POST"])
@allow(CASE_WRITE)
def refuse(case_id: int) -> Answer:
    """A manager refuses the discount, with the reason."""
    form = RefusalForm(version=request.args.get("version", ""))
    return ask(HERE, form, gettext("Refuse the discount"), lambda ctx: discounts.refuse_discount(
        ctx, case_id, said(form.reason), form.seen), gettext("Who asked for it is told."))  # fmt: skip


@bp.post("/identity")
@allow(CASE_WRITE)
def check_identity(case_id: int) -> Answer:
    """Note an identity check."""
    form = identity_form(signers_of(db.session(), g.grant.case), 0)
    return act(HERE, case_id, form, "identity", lambda ctx: identity.check_identity(ctx, case_id, form.proof))


@bp.post("/identity/<int:check_id>/take-over")
@allow(CASE_WRITE)
def take_over_check(case_id: int, check_id: int) -> Answer:
    """Let a check of another case count here."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: identity.take_over_check(ctx, case_id, check_id))


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


@bp.post("/mandate/months")
@allow(CASE_WRITE)
def mandate_months(case_id: int) -> Answer:
    """How long the next power of attorney is to run."""
    form = MonthsForm(prefix="months-")
    return act(HERE, case_id, form, "months", lambda ctx: actions.set_mandate_months(ctx, case_id, said(form.months)))


@bp.route("/mandate/end", methods=["GET", "POST"])
@allow(CASE_WRITE)
def end_mandate(case_id: int) -> Answer:
    """The power of attorney ends today."""
    form = EndForm()
    return ask(HERE, form, gettext("End the power of attorney"), lambda ctx: actions.end_mandate(
        ctx, case_id, ctx.today, said(form.reason)))  # fmt: skip
