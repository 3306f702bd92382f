"""The documents room on screen: build the list, answer its questions, judge each paper, ask the client for the rest."""

from typing import Any

from flask import Blueprint, current_app, g
from flask_babel import get_locale, gettext

from advisor.domain.checklists import NeededBy
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.institution import institutions
from advisor.records.paper import PaperKind
from advisor.services.context import Context
from advisor.services.rows import of_case
from advisor.stages.documents import actions
from advisor.stages.documents.asking.actions import ask_again
from advisor.stages.documents.asking.gate import Days
from advisor.stages.documents.desk import actions as desk
from advisor.stages.documents.desk.gate import WantedAs
from advisor.stages.documents.desk.records import ChecklistItem, files_of, items_of
from advisor.stages.documents.originals.records import originals_of
from advisor.stages.documents.records import answers_of, open_questions, plan_of, wanted
from advisor.web.documents_form import (
    DatesForm,
    FilingDayForm,
    LimitForm,
    PlainForm,
    ReasonForm,
    RejectForm,
    ShelfForm,
    TermsForm,
    item_form,
    pack_form,
    questions_form,
)
from advisor.web.documents_view import Reader, item_line, need_name
from advisor.web.kit.ask import Answer, ask, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.room import act
from advisor.web.kit.stale import act_fresh
from advisor.web.stated_facts import application_form, quotes

bp = Blueprint("room_documents", __name__, url_prefix="/cases/<int:case_id>/documents")

HERE = StageKey.DOCUMENTS
PREPARED = (PaperKind.RECEIPT, PaperKind.PACK, PaperKind.DATA_SHEET, PaperKind.BUSINESS_PLAN)


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows: a fixed number of statements."""
    session, case, lang = db.session(), file.case, str(get_locale())
    items, answers = items_of(session, case.id), answers_of(session, case.id)
    files = files_of(session, case.id) if items else {}
    names = {party.id: party.name for _, party in file.parties}
    change = wanted(session, case, items, answers)
    plan = plan_of(session, case.id)
    days = Days(case.planned_filing_on, plan.decision_on if plan else None)
    reader = Reader(case, days, names, file.client.country, lang)
    lines = [item_line(item, files.get(item.id, []), reader) for item in items]
    return {
        "lines": lines, "built": bool(items), "questions": questions_form(case, answers, formdata=None),
        "to_add": [need_name(need, names, case.client_id, lang) for need in change.add],
        "to_drop": [i.name(lang) for i in change.drop], "to_change": [i.name(lang) for i, _need in change.change],
        "day_form": FilingDayForm(formdata=None, planned_filing_on=case.planned_filing_on, version=str(case.version)),
        "pack": pack_form(plan, institutions(session), formdata=None),
        "originals": originals_of(session, case.id) if items else [],
        "names": {item.id: item.name(lang) for item in items},
        "papers_here": [paper for paper in file.papers if paper.kind in PREPARED],
        "quotes": quotes(case), "application": application_form(case, formdata=None),
        "item": item_form(file.client.id, names, formdata=None), "received": sum(x.state == "received" for x in lines),
        "done": sum(line.state in ("accepted", "waived") for line in lines),
        "open_questions": len(open_questions(case, answers)), "outstanding": sum(line.outstanding for line in lines),
        "issued": [paper for paper in file.papers if paper.kind is PaperKind.CHECKLIST],
    }  # fmt: skip


@bp.post("/build")
@allow(CASE_WRITE)
def build(case_id: int) -> Answer:
    """Bring the list to what the catalogue asks for."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.build_list(ctx, case_id))


@bp.post("/questions")
@allow(CASE_WRITE)
def answer(case_id: int) -> Answer:
    """Keep the answers about the case."""
    form = questions_form(g.grant.case, {})
    typed = {key: form._fields[f"q{n}"].data for n, key in enumerate(form.keys)}  # type: ignore[attr-defined]
    known = {key: value == "yes" for key, value in typed.items() if value in ("yes", "no")}
    return act(HERE, case_id, form, "questions", lambda ctx: actions.answer_questions(ctx, case_id, known))


@bp.post("/filing-day")
@allow(CASE_WRITE)
def plan_filing(case_id: int) -> Answer:
    """Set the planned filing day."""
    form = FilingDayForm()
    return act_fresh(HERE, case_id, form, "day_form", lambda ctx: actions.plan_filing(
        ctx, case_id, said(form.planned_filing_on), form.seen))  # fmt: skip


@bp.post("/pack")
@allow(CASE_WRITE)
def plan_pack(case_id: int) -> Answer:
    """Say for which institution the pack is made and when the decision is expected."""
    form = pack_form(None, institutions(db.session()))
    return act(HERE, case_id, form, "pack", lambda ctx: actions.plan_pack(
        ctx, case_id, said(form.institution_id) or None, said(form.decision_on)))  # fmt: skip


@bp.route("/items/<int:item_id>/terms", methods=["GET", "POST"])
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


@bp.post("/items")
@allow(CASE_WRITE)
def add(case_id: int) -> Answer:
    """Add a paper by hand."""
    from advisor.web.kit.case_file import case_file

    file = case_file()
    form = item_form(file.client.id, {party.id: party.name for _, party in file.parties})
    return act(HERE, case_id, form, "item", lambda ctx: actions.add_item(ctx, case_id, actions.NewItem(
        title=said(form.title), party_id=said(form.party_id), needed_by=NeededBy(said(form.needed_by)),
        mandatory=said(form.mandatory), form=said(form.form), copies=said(form.copies),
        months=said(form.months), wanted_as=WantedAs(said(form.wanted_as)))))  # fmt: skip


@bp.route("/items/<int:item_id>/accept", methods=["GET", "POST"])
@allow(CASE_WRITE)
def accept(case_id: int, item_id: int) -> Answer:
    """The paper is good; its days are asked for."""
    item = _item(item_id)
    form = DatesForm(issued_on=item.issued_on, expires_on=item.expires_on)
    return ask(HERE, form, gettext("Accept"), lambda ctx: desk.accept_item(
        ctx, case_id, item_id, _dates(form)), hint=item.name(str(get_locale())))  # fmt: skip


@bp.route("/items/<int:item_id>/paper", methods=["GET", "POST"])
@allow(CASE_WRITE)
def on_paper(case_id: int, item_id: int) -> Answer:
    """The original lies with us."""
    item, form = _item(item_id), ShelfForm()
    return ask(HERE, form, gettext("Received on paper"), lambda ctx: desk.receive_on_paper(
        ctx, case_id, item_id, said(form.shelf), _dates(form)), hint=item.name(str(get_locale())))  # fmt: skip


@bp.route("/items/<int:item_id>/reject", methods=["GET", "POST"])
@allow(CASE_WRITE)
def reject(case_id: int, item_id: int) -> Answer:
    """The paper is no good; the client is asked again with the reason."""
    item, form = _item(item_id), RejectForm()

    def run(ctx: Context) -> None:
        desk.reject_item(ctx, case_id, item_id, said(form.reason_code), said(form.reason) or "")
        ask_again(ctx, ctx.session.get_one(Case, case_id), current_app.config["SETTINGS"].base_url)

    return ask(HERE, form, gettext("Reject"), run, hint=item.name(str(get_locale())))


@bp.route("/items/<int:item_id>/<any(waive, remove):verb>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def drop(case_id: int, item_id: int, verb: str) -> Answer:
    """Waive a paper, or take its line off the list; both with a reason."""
    item, form = _item(item_id), ReasonForm()
    do, title = (desk.waive_item, gettext("Waive")) if verb == "waive" else (actions.remove_item, gettext("Remove"))
    return ask(HERE, form, title, lambda ctx: do(ctx, case_id, item_id, said(form.reason)),
               hint=item.name(str(get_locale())))  # fmt: skip


@bp.route("/items/<int:item_id>/limit", methods=["GET", "POST"])
@allow(CASE_WRITE)
def limit(case_id: int, item_id: int) -> Answer:
    """This institution's own validity of a paper."""
    item = _item(item_id)
    form = LimitForm(limit_days=item.limit_days, limit_reason=item.limit_reason)
    return ask(HERE, form, gettext("Validity"), lambda ctx: desk.change_limit(
        ctx, case_id, item_id, said(form.limit_days), said(form.limit_reason) or ""),
        hint=item.name(str(get_locale())))  # fmt: skip


@bp.post("/items/<int:item_id>/reopen")
@allow(CASE_WRITE)
def reopen(case_id: int, item_id: int) -> Answer:
    """Ask for the paper again."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: desk.reopen_item(ctx, case_id, item_id))


def _item(item_id: int) -> ChecklistItem:
    return of_case(db.session(), ChecklistItem, item_id, g.grant.case)


def _dates(form: DatesForm) -> desk.Dates:
    return desk.Dates(form.issued_on.data, form.expires_on.data)
