"""The document desk: one paper at a time with its preview, judged by one key, then the next one by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField
from wtforms.validators import Optional

from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import NotFound
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.upload import Upload
from advisor.services.context import Context
from advisor.services.language import LANGUAGES
from advisor.services.rows import of_case
from advisor.stages.documents.asking.actions import ask_again
from advisor.stages.documents.asking.gate import Days
from advisor.stages.documents.composition.gate import validity
from advisor.stages.documents.composition.records import names_of
from advisor.stages.documents.desk import actions as desk
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, country_of, files_of, items_of
from advisor.stages.documents.desk.stage import SHAPES
from advisor.stages.documents.records import plan_of
from advisor.web.documents_form import RejectForm
from advisor.web.kit.forms import HouseForm, accepted, sane_day
from advisor.web.kit.page import page
from advisor.web.kit.room import room_url
from advisor.web.kit.show import day
from advisor.web.stated_facts import fields_beside, quotes, typed_facts

bp = Blueprint("desk", __name__, url_prefix="/cases/<int:case_id>/desk")

Answer = Response | tuple[str, int]


class AcceptForm(HouseForm):
    """The days printed on the paper in view."""

    issued_on = DateField(_l("Issued on"), [Optional(), sane_day])
    expires_on = DateField(_l("Valid until, as printed"), [Optional(), sane_day])


class PileForm(HouseForm):
    """Some papers of the pile at once."""

    sure = BooleanField(_l("I have looked at them"))


@dataclass(frozen=True, slots=True)
class View:
    """One paper on the desk."""

    item: ChecklistItem
    name: str
    whom: str
    facts: tuple[str, ...]
    files: list[Upload]
    file: Upload | None
    ages: bool
    number: int
    before: int | None
    after: int | None


@bp.get("")
@allow(CASE_WRITE)
def show(case_id: int) -> Answer:
    """The first paper that waits to be judged."""
    pile = _pile(case_id)
    if pile:
        return redirect(url_for("desk.paper", case_id=case_id, item_id=pile[0].id))
    return page("web/desk/empty.html", case=g.grant.case, back=room_url(case_id, StageKey.DOCUMENTS))


@bp.get("/<int:item_id>")
@allow(CASE_WRITE)
def paper(case_id: int, item_id: int) -> Answer:
    """One paper with its preview."""
    if all(item.id != item_id for item in _pile(case_id)):
        return redirect(url_for("desk.show", case_id=case_id))
    return _page(case_id, item_id, 200)


@bp.post("/<int:item_id>/accept")
@allow(CASE_WRITE)
def accept(case_id: int, item_id: int) -> Answer:
    """The paper is good; the next one comes."""
    form = accept_form(of_case(db.session(), ChecklistItem, item_id, g.grant.case))
    dates, facts = desk.Dates(form.issued_on.data, form.expires_on.data), typed_facts(form)

    def run(ctx: Context) -> None:
        desk.accept_item(ctx, case_id, item_id, dates, facts)
        ask_again(ctx, ctx.session.get_one(Case, case_id), _base_url())

    if not (form.validate_on_submit() and accepted(form, run)):
        return _page(case_id, item_id, 422, accept=form)
    if any(not quote.explained for quote in quotes(db.session.get_one(Case, case_id))):
        flash(gettext("Accepted. What it says differs from another source: see the case."), "warn")
        return _onwards(case_id, item_id)
    return _onwards(case_id, item_id, gettext("Accepted."))


@bp.post("/<int:item_id>/reject")
@allow(CASE_WRITE)
def reject(case_id: int, item_id: int) -> Answer:
    """The paper is no good: the client is asked again with the reason; the next one comes."""
    form = RejectForm(prefix="reject-")

    def run(ctx: Context) -> None:
        desk.reject_item(ctx, case_id, item_id, form.reason_code.data or "", form.reason.data or "")
        ask_again(ctx, ctx.session.get_one(Case, case_id), _base_url())

    if not (form.validate_on_submit() and accepted(form, run)):
        return _page(case_id, item_id, 422, reject=form)
    return _onwards(case_id, item_id, gettext("Rejected. The client is asked again with the reason."))


@bp.post("/accept")
@allow(CASE_WRITE)
def accept_pile(case_id: int) -> Answer:
    """Accept the chosen papers at once, with the days they already bear."""
    form = PileForm(prefix="pile-")
    chosen = [int(text) for text in request.form.getlist("item") if text.isascii() and text.isdigit()][:100]
    if not (chosen and form.validate_on_submit() and form.sure.data):
        flash(gettext("Choose the papers and say that you have looked at them."), "error")
    elif accepted(form, lambda ctx: desk.accept_all(ctx, case_id, chosen)):
        flash(gettext("Accepted."), "ok")
    else:
        flash(" ".join(str(e) for e in (*form.form_errors, *form.sure.errors)), "error")
    return redirect(url_for("desk.show", case_id=case_id))


def _page(case_id: int, item_id: int, status: int, **forms: Any) -> tuple[str, int]:
    session, case, pile = db.session(), g.grant.case, _pile(case_id)
    place = next((n for n, item in enumerate(pile) if item.id == item_id), None)
    if place is None:
        raise NotFound
    names = names_of(session, {item.party_id for item in pile})
    view = _view(pile, place, files_of(session, case_id), names)
    lang, client = str(get_locale()), session.get_one(Party, case.client_id)
    values = {
        "accept": accept_form(view.item, formdata=None, issued_on=_issued(view), expires_on=view.item.expires_on),
        "reject": RejectForm(formdata=None, prefix="reject-"), "pile_form": PileForm(formdata=None, prefix="pile-"),
    }  # fmt: skip
    others = [(item.id, item.name(lang), names[item.party_id]) for item in pile]
    return page("web/desk/paper.html", status, case=case, client=client, view=view, pile=others,
                kinds=[str(kind) for kind in fields_beside(view.item)[1]],
                spoken=LANGUAGES.get(client.language, client.language),
                back=room_url(case_id, StageKey.DOCUMENTS, f"item-{item_id}"), **(values | forms))  # fmt: skip


def _view(pile: list[ChecklistItem], place: int, files: dict[int, list[Upload]], names: dict[int, str]) -> View:
    item = pile[place]
    mine = files.get(item.id, [])
    wanted = request.args.get("file", "")
    shown = next((f for f in mine if str(f.id) == wanted), mine[0] if mine else None)
    return View(
        item, item.name(str(get_locale())), names[item.party_id], _facts(item, g.grant.case), mine, shown,
        desk.ages(item), place + 1,
        pile[place - 1].id if place else None, pile[place + 1].id if place + 1 < len(pile) else None,
    )  # fmt: skip


def _facts(item: ChecklistItem, case: Case) -> tuple[str, ...]:
    """What the paper has to be, in the reader's words."""
    rule = validity(checklists.document(item.document), item.limit_days)
    plan = plan_of(db.session(), case.id)
    needed = Days(case.planned_filing_on, plan.decision_on if plan else None).counts_on(item.needed_by)
    facts = [gettext(NEEDED_BY[item.needed_by]), gettext(SHAPES[item.wanted_as])]
    if rule:
        facts.append(ngettext(*rule[0], rule[1]))
    facts += [ngettext("%(num)s copy", "%(num)s copies", item.copies)] if item.copies > 1 else []
    facts += [ngettext("covers %(num)s month", "covers %(num)s months", item.months)] if item.months else []
    first = _oldest_issue(item, needed)
    if needed and first:
        facts.append(
            gettext("issued on %(day)s or later, to be good on %(needed)s", day=day(first), needed=day(needed))
        )
    return tuple(facts)


def _oldest_issue(item: ChecklistItem, needed: date | None) -> date | None:
    paper = checklists.document(item.document)
    if paper is None or needed is None:
        return None
    return checklists.earliest_issue_on(paper, needed, country_of(db.session(), g.grant.case), item.limit_days)


def _issued(view: View) -> date | None:
    return view.item.issued_on or (view.file.issued_on if view.file else None)


def accept_form(item: ChecklistItem, **options: Any) -> AcceptForm:
    """The form of the paper in view: its days, and what it usually states."""
    fields, _kinds = fields_beside(item)
    form: AcceptForm = type("AcceptThisForm", (AcceptForm,), fields)(prefix="accept-", **options)
    return form


def _onwards(case_id: int, item_id: int, said: str = "") -> Response:
    """On to the paper behind the judged one; after the last one to the first that is left."""
    if said:
        flash(said, "ok")
    after = request.form.get("next", "")
    if after.isascii() and after.isdigit() and len(after) < 10:
        return redirect(url_for("desk.paper", case_id=case_id, item_id=int(after)))
    return redirect(url_for("desk.show", case_id=case_id))


def _pile(case_id: int) -> list[ChecklistItem]:
    """What was received and not judged, in the order of the list."""
    return [item for item in items_of(db.session(), case_id) if item.state is ItemState.RECEIVED]


def _base_url() -> str:
    url: str = current_app.config["SETTINGS"].base_url
    return url
