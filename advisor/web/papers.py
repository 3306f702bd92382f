"""Papers at the staff door: issue what a room has put together, show what was issued, send it to the client."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from advisor.casework.history.draft import draft_history, issue_history
from advisor.domain.doors import CASE_READ, CASE_WRITE, allow
from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.papers.errors import PressError, PressFailed
from advisor.papers.issue import Draft, press_draft
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.paper import Paper, PaperKind
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.guard import ContactRefused
from advisor.services.papers import Pressed, coming_number, paper_of, read_paper
from advisor.services.words import INVALID_TITLES
from advisor.stages.contact.composition.actions import (
    draft_alternatives,
    draft_statement,
    issue_alternatives,
    issue_statement,
)
from advisor.stages.contract.composition.actions import (
    draft_contract,
    draft_mandate,
    issue_contract,
    issue_mandate,
    send_contract,
)
from advisor.stages.contract.composition.stage import FINDINGS as CONTRACT_FINDINGS
from advisor.stages.contract.signing.actions import draft_signed, issue_copy
from advisor.stages.documents.actions import issue_checklist, send_checklist
from advisor.stages.documents.composition.actions import draft_checklist
from advisor.stages.documents.forms.actions import draft_plan, draft_sheet, issue_plan, issue_sheet
from advisor.stages.documents.originals.actions import draft_pack, draft_receipt, issue_pack, issue_receipt
from advisor.stages.offer.actions import issue_offer, send_offer
from advisor.stages.offer.composition.actions import draft_offer
from advisor.stages.offer.stage import FINDINGS
from advisor.transaction import transaction
from advisor.web.kit.forms import HouseForm, once
from advisor.web.kit.now import now, today
from advisor.web.kit.room import room_url, show_room
from advisor.web.kit.rulings import refusal
from advisor.web.kit.who import actor

bp = Blueprint("papers", __name__, url_prefix="/cases/<int:case_id>/papers")

TRIES = 5
"""How often a paper is printed anew when somebody took its number or changed its facts while the press worked."""
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


@dataclass(frozen=True, slots=True)
class Issuer:
    """How one kind of paper comes to be: its room (None: the whole case), its draft, its row, its letter if any."""

    stage: StageKey | None
    draft: Callable[[Session, Case, date], Draft]
    issue: Callable[[Context, int, Pressed, date], Paper]
    send: Callable[[Context, int, int, str], Letter] | None = None


ISSUERS: dict[str, Issuer] = {
    PaperKind.OFFER: Issuer(StageKey.OFFER, draft_offer, issue_offer, send_offer),
    PaperKind.CHECKLIST: Issuer(StageKey.DOCUMENTS, draft_checklist, issue_checklist, send_checklist),
    PaperKind.RECEIPT: Issuer(StageKey.DOCUMENTS, draft_receipt, issue_receipt),
    PaperKind.PACK: Issuer(StageKey.DOCUMENTS, draft_pack, issue_pack),
    PaperKind.DATA_SHEET: Issuer(StageKey.DOCUMENTS, draft_sheet, issue_sheet),
    PaperKind.BUSINESS_PLAN: Issuer(StageKey.DOCUMENTS, draft_plan, issue_plan),
    PaperKind.STATEMENT: Issuer(StageKey.CONTACT, draft_statement, issue_statement),
    PaperKind.ALTERNATIVES: Issuer(StageKey.CONTACT, draft_alternatives, issue_alternatives),
    PaperKind.CONTRACT: Issuer(StageKey.CONTRACT, draft_contract, issue_contract, send_contract),
    PaperKind.MANDATE: Issuer(StageKey.CONTRACT, draft_mandate, issue_mandate, send_contract),
    PaperKind.SIGNED: Issuer(StageKey.CONTRACT, draft_signed, issue_copy),
    PaperKind.HISTORY: Issuer(None, draft_history, issue_history),
}


@bp.get("/<int:paper_id>.pdf")
@allow(CASE_READ)
def show(case_id: int, paper_id: int) -> Response:
    """The stored PDF, exactly as it was issued."""
    paper = paper_of(db.session(), case_id, paper_id)
    return _pdf(b"".join(read_paper(db.session(), paper)), paper.number)


@bp.get("/history.pdf")
@allow(CASE_READ)
def reading_copy(case_id: int) -> Answer | tuple[str, int]:
    """The history of the case for who may read it and change nothing (an auditor): printed now, not kept."""
    draft = draft_history(db.session(), g.grant.case, today())
    db.session.rollback()  # the read ends here: the press may take seconds
    try:
        return _pdf(press_draft(draft, "", "").content, "history")
    except PressError as problem:
        flash(_why(problem), "error")
        return show_room(None, 503)


@bp.post("/<kind>/issue")
@allow(CASE_WRITE)
def issue(case_id: int, kind: str) -> Answer | tuple[str, int]:
    """Print and keep a paper; with `send` also send it. An unchanged one of the same day is not issued twice."""
    issuer = _issuer(kind)
    try:
        paper = _issue(case_id, issuer)
        if request.form.get("send"):
            _send(case_id, issuer, paper.id)
            flash(gettext("%(number)s is on its way to the client.", number=paper.number), "ok")
        else:
            flash(gettext("%(number)s was issued.", number=paper.number), "ok")
    except (Invalid, PressError) as problem:
        flash(_why(problem), "error")
        return show_room(issuer.stage, 503 if isinstance(problem, PressError) else 422)
    if issuer.stage is None:
        return redirect(url_for("cases.show", case_id=case_id, _anchor="papers"))
    return redirect(room_url(case_id, issuer.stage, "issue"))


@bp.post("/<int:paper_id>/send")
@allow(CASE_WRITE)
def send(case_id: int, paper_id: int) -> Answer | tuple[str, int]:
    """Send an issued paper by e-mail with a link to the client page."""
    issuer = _issuer(paper_of(db.session(), case_id, paper_id).kind)
    try:
        _send(case_id, issuer, paper_id)
    except Invalid as problem:
        flash(_why(problem), "error")
        return show_room(issuer.stage, 422)
    flash(gettext("The paper is on its way to the client."), "ok")
    return redirect(url_for("cases.room", case_id=case_id, stage=issuer.stage))


def _pdf(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{name}.pdf")
    response.headers["Content-Security-Policy"] = PDF_POLICY
    return response


def _issue(case_id: int, issuer: Issuer) -> Paper:
    """Draft in a read, print with no transaction open, write; again when the ledger moved on meanwhile."""
    base_url = current_app.config["SETTINGS"].base_url
    for last in (*[False] * (TRIES - 1), True):
        session = db.session()
        draft = issuer.draft(session, _writable(case_id), today())
        number = coming_number(session, draft.kind, now())
        session.rollback()  # the read ends here: the press may take seconds
        pressed = press_draft(draft, number, base_url)
        try:
            with transaction(actor(), now()) as ctx:
                return issuer.issue(ctx, case_id, pressed, today())
        except StaleVersion:
            if last:
                raise
    raise StaleVersion


def _send(case_id: int, issuer: Issuer, paper_id: int) -> None:
    base_url, send_it = current_app.config["SETTINGS"].base_url, issuer.send
    if send_it is None:
        raise NotFound

    def run(ctx: Context) -> dict[str, Any]:
        return {"letter": send_it(ctx, case_id, paper_id, base_url).key}

    once(HouseForm(), run)


def _writable(case_id: int) -> Case:
    return writable(Context(db.session(), actor(), now()), case_id)


def _issuer(kind: str) -> Issuer:
    if kind not in ISSUERS:
        raise NotFound
    return ISSUERS[kind]


def _why(problem: Invalid | PressError) -> str:
    """Why no paper came out, in words."""
    if isinstance(problem, PressFailed):
        return gettext("The paper could not be printed now. Please try again in a minute.")
    if isinstance(problem, PressError):
        return gettext("The paper could not be printed: %(why)s", why=str(problem))
    if isinstance(problem, ContactRefused):
        return refusal(problem)
    if problem.field == "email":
        return {
            "do_not_contact": gettext("This person asked not to be contacted."),
        }.get(problem.code, gettext("The client has no e-mail address. Hand the paper over another way."))
    if problem.code == "parts_missing":
        parts: list[str] = problem.params["parts"]  # type: ignore[assignment]
        return " ".join(gettext(FINDINGS[f"offer.{part}_missing"]) for part in parts)
    if problem.code in CONTRACT_FINDINGS:
        return gettext(CONTRACT_FINDINGS[problem.code])
    if problem.code in ("offer_expired", "no_originals", "plan_incomplete", "list_missing"):
        return gettext(INVALID_TITLES[problem.code])
    return gettext("There is nothing to print yet.")
