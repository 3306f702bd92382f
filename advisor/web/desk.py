"""The document desk: one paper at a time with its preview, judged by one key, then the next one by itself."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import NotFound
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.language import LANGUAGES
from advisor.services.rows import of_case
from advisor.stages.documents.asking.actions import ask_again
from advisor.stages.documents.composition.records import names_of
from advisor.stages.documents.desk import actions as desk
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.web.desk_view import issued_on, view_of
from advisor.web.documents_form import RejectForm
from advisor.web.kit.ask import said
from advisor.web.kit.forms import HouseForm, accepted, sane_day
from advisor.web.kit.page import page
from advisor.web.kit.room import room_url
from advisor.web.stated_facts import fields_beside, quotes, typed_facts

bp = Blueprint("desk", __name__, url_prefix="/cases/<int:case_id>/desk")

Answer = Response | tuple[str, int]


class AcceptForm(HouseForm):
    """The days printed on the paper in view."""

    issued_on = DateField(_l("Issued on"), [Optional(), sane_day])
    expires_on = DateField(_l("Valid until, as printed"), [Optional(), sane_day])


class SortForm(HouseForm):
    """Which paper the file in view really is."""

    file = IntegerField(
        validators=[InputRequired(), NumberRange(1, 2**31)], widget=HiddenInput(), render_kw={"id": False}
    )
    to_id = SelectField(_l("It is"), coerce=int)


class PileForm(HouseForm):
    """Some papers of the pile at once."""

    sure = BooleanField(_l("I have looked at them"))


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


@bp.post("/<int:item_id>/sort")
@allow(CASE_WRITE)
def sort(case_id: int, item_id: int) -> Answer:
    """The file in view is another paper: it goes to its line, and is judged there."""
    form = sort_form(case_id, item_id)
    if not (form.validate_on_submit() and accepted(form, lambda ctx: desk.sort_file(
        ctx, case_id, item_id, said(form.file), said(form.to_id)
    ))):  # fmt: skip
        return _page(case_id, item_id, 422, sort=form)
    flash(gettext("Moved to its line."), "ok")
    return redirect(url_for("desk.paper", case_id=case_id, item_id=form.to_id.data))


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
    view = view_of(case, pile, place, names)
    lang, client = str(get_locale()), session.get_one(Party, case.client_id)
    values = {
        "accept": accept_form(view.item, formdata=None, issued_on=issued_on(view), expires_on=view.item.expires_on),
        "reject": RejectForm(formdata=None, prefix="reject-"), "pile_form": PileForm(formdata=None, prefix="pile-"),
    }  # fmt: skip
    in_view = view.file.id if view.file else None
    values["sort"] = sort_form(case_id, item_id, formdata=None, file=in_view)
    others = [(item.id, item.name(lang), names[item.party_id]) for item in pile]
    return page("web/desk/paper.html", status, case=case, client=client, view=view, pile=others,
                kinds=[str(kind) for kind in fields_beside(view.item)[1]],
                spoken=LANGUAGES.get(client.language, client.language),
                back=room_url(case_id, StageKey.DOCUMENTS, f"item-{item_id}"), **(values | forms))  # fmt: skip


def sort_form(case_id: int, item_id: int, **options: Any) -> SortForm:
    """Where else the file in view may belong: papers of the same person that somebody brings and nobody has judged."""
    items, open_states = items_of(db.session(), case_id), {ItemState.RECEIVED, *OUTSTANDING}
    whose = next((item.party_id for item in items if item.id == item_id), None)
    form = SortForm(prefix="sort-", **options)
    form.to_id.choices = [
        (item.id, item.name(str(get_locale()))) for item in items
        if item.party_id == whose and item.id != item_id and item.state in open_states and not item.form
    ]  # fmt: skip
    return form


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
