"""The case table: filters in the address, one page at a time, CSV of what is shown."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField

from advisor.casework.board import PAGE, SORTS, Card, Filter, Scope, case_table
from advisor.domain.catalogue import PRODUCTS
from advisor.domain.doors import CASE_READERS, allow
from advisor.domain.process import STATUS_TITLES, StageKey, Status
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.services.sheets import safe_cell
from advisor.stages.plan import ROOMS
from advisor.web.kit.cards import due_chip
from advisor.web.kit.fields import LineField
from advisor.web.kit.now import today
from advisor.web.kit.page import here, page, page_number
from advisor.web.kit.who import actor

bp = Blueprint("case_list", __name__)

SORT_TITLES = {
    "next": N_("Next action"), "newest": N_("Newest"), "oldest": N_("Oldest"), "stage": N_("Longest in stage"),
    "amount": N_("Amount"), "name": N_("Name"),
}  # fmt: skip


class FilterForm(Form):
    """The filter bar; everything comes from the address and unknown values are ignored."""

    text = LineField(_l("Name, phone or number"))
    stage = SelectField(_l("Stage"), validate_choice=False)
    status = SelectField(_l("Status"), validate_choice=False, default=str(Status.ACTIVE))
    product = SelectField(_l("Product"), validate_choice=False)
    whose = SelectField(_l("Whose"), validate_choice=False)
    sort = SelectField(_l("Order"), validate_choice=False)


@bp.get("/cases")
@allow(CASE_READERS)
def index() -> tuple[str, int]:
    """One page of the cases I may open, filtered by the address."""
    form, chosen = _filters()
    cards, more = case_table(db.session(), _scope(form), chosen)
    return page("web/case_list/index.html", form=form, cards=cards, export=here("case_list.export"),
                chips={c.id: due_chip(c) for c in cards},
                page_no=chosen.page, first=(chosen.page - 1) * PAGE + 1,
                previous=here(page=chosen.page - 1) if chosen.page > 1 else "",
                following=here(page=chosen.page + 1) if more else "",
                filtered=any(request.args.get(k) for k in ("text", "stage", "product")))  # fmt: skip


@bp.get("/cases.csv")
@allow(CASE_READERS)
def export() -> Response:
    """The same rows as CSV for a spreadsheet; cells that look like formulas are defused."""
    form, chosen = _filters()
    cards, _more = case_table(db.session(), _scope(form), chosen)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([gettext("Number"), gettext("Client"), gettext("Stage"), gettext("Status"), gettext("Owner")])
    writer.writerows([safe_cell(v) for v in _row(card)] for card in cards)
    headers = {"Content-Disposition": "attachment; filename=cases.csv"}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def _row(card: Card) -> list[str]:
    return [card.number, card.name, str(card.stage), str(card.status), card.owner_name]


def _scope(form: FilterForm) -> Scope:
    me = actor()
    return Scope(me, today(), me.id if form.whose.data == "mine" else None)


def _filters() -> tuple[FilterForm, Filter]:
    form = FilterForm(request.args)
    anything = [("", gettext("All"))]
    form.stage.choices = anything + [(str(r.stage.key), gettext(r.stage.title)) for r in ROOMS if r.stage.number != 11]
    form.status.choices = [(str(s), gettext(title)) for s, title in STATUS_TITLES.items()] + [("any", gettext("All"))]
    form.product.choices = anything + [(p.code, gettext(p.title)) for p in PRODUCTS]
    form.whose.choices = [("all", gettext("All I may see")), ("mine", gettext("Mine"))]
    form.sort.choices = [(key, gettext(title)) for key, title in SORT_TITLES.items()]
    return form, Filter(
        stage=_member(StageKey, form.stage.data), status=_member(Status, form.status.data or str(Status.ACTIVE)),
        product=form.product.data or "", text=form.text.data[:200],
        sort=form.sort.data if form.sort.data in SORTS else "next",
        page=page_number(),
    )  # fmt: skip


def _member(kind: Any, value: str | None) -> Any:
    return kind(value) if value in list(kind) else None
