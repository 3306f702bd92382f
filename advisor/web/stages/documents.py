"""The documents room on screen: build the list, answer its questions, plan its days, see what is still missing."""

from typing import Any

from flask import Blueprint, g
from flask_babel import get_locale, gettext

from advisor.domain import checklists
from advisor.domain.checklists import NeededBy
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case_people import parties_of
from advisor.records.institution import institutions
from advisor.records.paper import PaperKind
from advisor.stages.documents import actions
from advisor.stages.documents.asking.gate import Days
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, WantedAs
from advisor.stages.documents.desk.records import items_of
from advisor.stages.documents.originals.records import originals_of
from advisor.stages.documents.records import answers_of, open_questions, plan_of, wanted
from advisor.web.documents_form import FilingDayForm, PlainForm, item_form, pack_form, questions_form
from advisor.web.documents_view import Reader, changed_terms, item_line, need_name
from advisor.web.kit.ask import Answer, ask, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.room import act
from advisor.web.kit.stale import act_fresh
from advisor.web.stated_facts import quotes

bp = Blueprint("room_documents", __name__, url_prefix="/cases/<int:case_id>/documents")

HERE = StageKey.DOCUMENTS
PREPARED = (PaperKind.RECEIPT, PaperKind.PACK, PaperKind.DATA_SHEET, PaperKind.BUSINESS_PLAN)


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows: a fixed number of statements. Whatever needs a form has a page of its own."""
    session, case, lang = db.session(), file.case, str(get_locale())
    items, answers = items_of(session, case.id), answers_of(session, case.id)
    names = {party.id: party.name for _, party in file.parties}
    change, plan = wanted(session, case, items, answers), plan_of(session, case.id)
    days = Days(case.planned_filing_on, plan.decision_on if plan else None)
    reader = Reader(case, days, names, file.client.country, lang, file.actionable)
    lines = [item_line(item, reader) for item in items]
    waiting = open_questions(case, answers)
    return {
        "lines": lines, "built": bool(items), "open_questions": len(waiting),
        "asked": bool(checklists.questions(case.product, case.client_type)),
        "questions": questions_form(case, answers, formdata=None) if waiting or not file.actionable else None,
        "to_add": [need_name(need, names, case.client_id, lang) for need in change.add],
        "to_drop": [i.name(lang) for i in change.drop],
        "to_change": [changed_terms(i, need.term, lang) for i, need in change.change],
        "day_form": FilingDayForm(formdata=None, planned_filing_on=case.planned_filing_on, version=str(case.version)),
        "originals": bool(originals_of(session, case.id)), "quotes": quotes(case),
        "papers_here": [paper for paper in file.papers if paper.kind in PREPARED],
        "received": sum(line.code is ItemState.RECEIVED for line in lines),
        "done": sum(line.code in (ItemState.ACCEPTED, ItemState.WAIVED) for line in lines),
        "outstanding": sum(line.code in OUTSTANDING for line in lines),
        "issued": [paper for paper in file.papers if paper.kind is PaperKind.CHECKLIST],
    }  # fmt: skip


@bp.post("/build")
@allow(CASE_WRITE)
def build(case_id: int) -> Answer:
    """Bring the list to what the catalogue asks for."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.build_list(ctx, case_id))


@bp.route("/questions", methods=["GET", "POST"])
@allow(CASE_WRITE)
def answer(case_id: int) -> Answer:
    """Answer the questions about the case, or change an answer."""
    form = questions_form(g.grant.case, answers_of(db.session(), case_id))
    typed = {key: form._fields[f"q{n}"].data for n, key in enumerate(form.keys)}  # type: ignore[attr-defined]
    known = {key: value == "yes" for key, value in typed.items() if value in ("yes", "no")}
    return ask(HERE, form, gettext("Questions that decide on papers"), lambda ctx: actions.answer_questions(
        ctx, case_id, known))  # fmt: skip


@bp.post("/filing-day")
@allow(CASE_WRITE)
def plan_filing(case_id: int) -> Answer:
    """Set the planned filing day."""
    form = FilingDayForm()
    return act_fresh(HERE, case_id, form, "day_form", lambda ctx: actions.plan_filing(
        ctx, case_id, said(form.planned_filing_on), form.seen))  # fmt: skip


@bp.route("/pack", methods=["GET", "POST"])
@allow(CASE_WRITE)
def plan_pack(case_id: int) -> Answer:
    """Say for which institution the pack is made and when the decision is expected."""
    form = pack_form(plan_of(db.session(), case_id), institutions(db.session()))
    return ask(HERE, form, gettext("Institution and decision day"), lambda ctx: actions.plan_pack(
        ctx, case_id, said(form.institution_id) or None, said(form.decision_on)))  # fmt: skip


@bp.route("/items", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add(case_id: int) -> Answer:
    """Add a paper by hand."""
    names = {party.id: party.name for _, party in parties_of(db.session(), case_id)}
    form = item_form(g.grant.case.client_id, names)
    return ask(HERE, form, gettext("Add a paper"), lambda ctx: actions.add_item(ctx, case_id, actions.NewItem(
        title=said(form.title), party_id=said(form.party_id), needed_by=NeededBy(said(form.needed_by)),
        mandatory=said(form.mandatory), form=said(form.form), copies=said(form.copies),
        months=said(form.months), wanted_as=WantedAs(said(form.wanted_as)))))  # fmt: skip
