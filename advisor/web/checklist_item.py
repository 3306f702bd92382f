"""One paper of the list on a page of its own: its versions, its originals, and everything that can be done with it."""

from flask import Blueprint, current_app, g
from flask_babel import get_locale, gettext

from advisor.domain.checklists import NeededBy
from advisor.domain.doors import CASE_READ, CASE_WRITE, allow
from advisor.domain.errors import NotFound
from advisor.domain.process import StageKey, Status
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.case_people import parties_of
from advisor.services.context import Context
from advisor.services.rows import of_case
from advisor.stages.documents import actions
from advisor.stages.documents.asking.actions import ask_again
from advisor.stages.documents.asking.gate import Days
from advisor.stages.documents.desk import actions as desk
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, WantedAs
from advisor.stages.documents.desk.records import ChecklistItem, country_of, files_of_line
from advisor.stages.documents.originals.records import originals_of
from advisor.stages.documents.records import plan_of
from advisor.web.documents_form import (
    DatesForm,
    LimitForm,
    PlainForm,
    ReasonForm,
    RejectForm,
    ShelfForm,
    TermsForm,
)
from advisor.web.documents_view import Reader, item_line
from advisor.web.kit.ask import Answer, ask, said
from advisor.web.kit.page import page
from advisor.web.kit.room import act, room_url

bp = Blueprint("checklist_item", __name__, url_prefix="/cases/<int:case_id>/documents/items/<int:item_id>")

HERE = StageKey.DOCUMENTS


@bp.get("")
@allow(CASE_READ)
def show(case_id: int, item_id: int) -> Answer:
    """One paper: where it stands, every version, what may be done with it."""
    session, case, item = db.session(), g.grant.case, _item(item_id)
    people, plan = {party.id: party.name for _, party in parties_of(session, case_id)}, plan_of(session, case_id)
    acts = g.grant.may_write and case.status is Status.ACTIVE
    days = Days(case.planned_filing_on, plan.decision_on if plan else None)
    line = item_line(item, Reader(case, days, people, country_of(session, case), str(get_locale()), acts))
    return page("web/documents/item.html", case=case, item=item, line=line, acts=acts,
                whom=people.get(item.party_id, ""), outstanding=line.code in OUTSTANDING,
                files=files_of_line(session, item.id),
                originals=[row for row in originals_of(session, case_id) if row.item_id == item.id],
                back=room_url(case_id, HERE, f"item-{item_id}"))  # fmt: skip


@bp.route("/terms", methods=["GET", "POST"])
@allow(CASE_WRITE)
def terms(case_id: int, item_id: int) -> Answer:
    """This case's own terms for a paper."""
    item = _item(item_id)
    form = TermsForm(needed_by=item.needed_by, mandatory=item.mandatory, wanted_as=item.wanted_as, copies=item.copies,
                     months=item.months, change_reason=item.change_reason)  # fmt: skip

    def run(ctx: Context) -> None:
        own = actions.OwnTerms(
            NeededBy(said(form.needed_by)), said(form.mandatory), said(form.copies), said(form.months),
            WantedAs(said(form.wanted_as)), said(form.change_reason) or "",
        )  # fmt: skip
        actions.change_terms(ctx, case_id, item_id, own)

    return ask(HERE, form, gettext("Terms"), run, hint=item.name(str(get_locale())))


@bp.route("/accept", methods=["GET", "POST"])
@allow(CASE_WRITE)
def accept(case_id: int, item_id: int) -> Answer:
    """The paper is good; its days are asked for, or put right where it was accepted before."""
    item = _item(item_id)
    form = DatesForm(issued_on=item.issued_on, expires_on=item.expires_on)
    title = gettext("Days printed on it") if item.state is ItemState.ACCEPTED else gettext("Accept")
    return ask(HERE, form, title, lambda ctx: desk.accept_item(
        ctx, case_id, item_id, _dates(form)), hint=item.name(str(get_locale())))  # fmt: skip


@bp.route("/paper", methods=["GET", "POST"])
@allow(CASE_WRITE)
def on_paper(case_id: int, item_id: int) -> Answer:
    """The original lies with us."""
    item, form = _item(item_id), ShelfForm()
    return ask(HERE, form, gettext("Received on paper"), lambda ctx: desk.receive_on_paper(
        ctx, case_id, item_id, said(form.shelf), _dates(form)), hint=item.name(str(get_locale())))  # fmt: skip


@bp.route("/reject", methods=["GET", "POST"])
@allow(CASE_WRITE)
def reject(case_id: int, item_id: int) -> Answer:
    """The paper is no good; the client is asked again with the reason."""
    item, form = _item(item_id), RejectForm()

    def run(ctx: Context) -> None:
        desk.reject_item(ctx, case_id, item_id, said(form.reason_code), said(form.reason) or "")
        ask_again(ctx, ctx.session.get_one(Case, case_id), current_app.config["SETTINGS"].base_url)

    return ask(HERE, form, gettext("Reject"), run, hint=item.name(str(get_locale())))


@bp.route("/<any(waive, remove):verb>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def drop(case_id: int, item_id: int, verb: str) -> Answer:
    """Waive a paper, or take its line off the list; both with a reason."""
    item, form = _item(item_id), ReasonForm()
    do, title = (desk.waive_item, gettext("Waive")) if verb == "waive" else (actions.remove_item, gettext("Remove"))
    return ask(HERE, form, title, lambda ctx: do(ctx, case_id, item_id, said(form.reason)),
               hint=item.name(str(get_locale())))  # fmt: skip


@bp.route("/limit", methods=["GET", "POST"])
@allow(CASE_WRITE)
def limit(case_id: int, item_id: int) -> Answer:
    """This institution's own validity of a paper."""
    item = _item(item_id)
    form = LimitForm(limit_days=item.limit_days, limit_reason=item.limit_reason)
    return ask(HERE, form, gettext("Validity"), lambda ctx: desk.change_limit(
        ctx, case_id, item_id, said(form.limit_days), said(form.limit_reason) or ""),
        hint=item.name(str(get_locale())))  # fmt: skip


@bp.post("/reopen")
@allow(CASE_WRITE)
def reopen(case_id: int, item_id: int) -> Answer:
    """Ask for the paper again."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: desk.reopen_item(ctx, case_id, item_id))


def _item(item_id: int) -> ChecklistItem:
    item = of_case(db.session(), ChecklistItem, item_id, g.grant.case)
    if item.removed_at is not None:
        raise NotFound
    return item


def _dates(form: DatesForm) -> desk.Dates:
    return desk.Dates(form.issued_on.data, form.expires_on.data)
