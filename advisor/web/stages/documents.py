"""The documents room on screen: build the list, answer its questions, judge each paper, ask the client for the rest."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, g
from flask_babel import get_locale, gettext

from advisor.domain.checklist_words import NEEDED_BY
from advisor.domain.checklists import NeededBy
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.paper import PaperKind
from advisor.records.upload import Upload
from advisor.services.context import Context
from advisor.services.rows import of_case
from advisor.stages.documents import actions
from advisor.stages.documents.asking.actions import ask_again
from advisor.stages.documents.composition.stage import FORM_TITLES
from advisor.stages.documents.desk import actions as desk
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, state_on, trouble
from advisor.stages.documents.desk.records import ChecklistItem, fact_of, files_of, items_of
from advisor.stages.documents.desk.stage import FINDINGS, REJECT_REASONS, STATE_TITLES
from advisor.stages.documents.records import answers_of, open_questions, wanted
from advisor.web.documents_form import (
    DatesForm,
    FilingDayForm,
    LimitForm,
    PlainForm,
    ReasonForm,
    RejectForm,
    ShelfForm,
    item_form,
    questions_form,
)
from advisor.web.kit.ask import Answer, ask, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.now import today
from advisor.web.kit.room import act
from advisor.web.kit.stale import act_fresh

bp = Blueprint("room_documents", __name__, url_prefix="/cases/<int:case_id>/documents")

HERE = StageKey.DOCUMENTS
TONES = {
    ItemState.NEEDED: "warn", ItemState.REQUESTED: "warn", ItemState.RECEIVED: "info", ItemState.ACCEPTED: "ok",
    ItemState.REJECTED: "bad", ItemState.WAIVED: "neutral", ItemState.EXPIRED: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of the list as the page shows it."""

    id: int
    title: str
    state: ItemState
    state_title: str
    tone: str
    note: str
    note_tone: str
    facts: tuple[str, ...]
    until: date | None
    files: list[Upload]
    form: bool
    outstanding: bool


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows: a fixed number of statements."""
    session, case, lang = db.session(), file.case, str(get_locale())
    items, answers, files = items_of(session, case.id), answers_of(session, case.id), files_of(session, case.id)
    names = {party.id: party.name for _, party in file.parties}
    change = wanted(case, items, answers)
    lines = [item_line(item, case, files.get(item.id, []), names, lang) for item in items]
    return {
        "lines": lines, "built": bool(items), "questions": questions_form(case, answers, formdata=None),
        "to_add": [need.document.name(lang) for need in change.add], "to_drop": [i.name(lang) for i in change.drop],
        "day_form": FilingDayForm(formdata=None, planned_filing_on=case.planned_filing_on, version=str(case.version)),
        "item": item_form(file.client.id, names, formdata=None), "received": sum(x.state == "received" for x in lines),
        "done": sum(line.state in ("accepted", "waived") for line in lines),
        "open_questions": len(open_questions(case, answers)), "outstanding": sum(line.outstanding for line in lines),
        "issued": [paper for paper in file.papers if paper.kind is PaperKind.CHECKLIST],
    }  # fmt: skip


def item_line(item: ChecklistItem, case: Case, files: list[Upload], names: dict[int, str], lang: str) -> ItemLine:
    """One paper in the reader's words, with what is wrong with it on the planned filing day."""
    state = state_on(item.state, item.valid_until_on, today())
    title = (FORM_TITLES.get(state) if item.form else None) or STATE_TITLES[state]
    problem = trouble(fact_of(item, today()), case.planned_filing_on)
    note = gettext(FINDINGS["documents.item_stale"]) if problem == "documents.item_stale" else ""
    if state in (ItemState.REJECTED, ItemState.WAIVED):
        coded = gettext(REJECT_REASONS[item.reason_code]) if item.reason_code in REJECT_REASONS else ""
        note = " ".join(x for x in (coded, item.reason) if x)
    facts = [gettext(NEEDED_BY[item.needed_by]), "" if item.mandatory else gettext("optional"),
             names.get(item.party_id, "") if item.party_id != case.client_id else "",
             gettext("on paper: %(shelf)s", shelf=item.shelf) if item.shelf else "", item.client_note]  # fmt: skip
    return ItemLine(
        item.id, item.name(lang), state, gettext(title), TONES[state], note,
        "bad" if note and state is not ItemState.WAIVED else "", tuple(x for x in facts if x), item.valid_until_on,
        files, item.form, state in OUTSTANDING,
    )  # fmt: skip


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


@bp.post("/items")
@allow(CASE_WRITE)
def add(case_id: int) -> Answer:
    """Add a paper by hand."""
    from advisor.web.kit.case_file import case_file

    file = case_file()
    form = item_form(file.client.id, {party.id: party.name for _, party in file.parties})
    return act(HERE, case_id, form, "item", lambda ctx: actions.add_item(ctx, case_id, actions.NewItem(
        title=said(form.title), party_id=said(form.party_id), needed_by=NeededBy(said(form.needed_by)),
        mandatory=said(form.mandatory), form=said(form.form), copies=said(form.copies))))  # fmt: skip


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
