"""The catalogue's reference rates and its spreadsheet: dated values, export, preview of an import, taking it in."""

from collections import Counter
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask import Response as Answer
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, InputRequired

from advisor.domain.doors import allow, only
from advisor.domain.errors import Invalid
from advisor.domain.roles import Role
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.records.reference_rate import reference_rates, values_of_rates
from advisor.services import catalogue_sheet
from advisor.services import reference_rates as rates
from advisor.services.catalogue_columns import COLUMNS
from advisor.services.context import Context
from advisor.services.tables import PROBLEMS
from advisor.services.words import INVALID_TITLES
from advisor.web.fee_fields import PercentField
from advisor.web.kit.ask import in_words
from advisor.web.kit.fields import sane_day, short
from advisor.web.kit.forms import HouseForm, once
from advisor.web.kit.now import now, today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor
from advisor.web.product_form import CRITERIA_PROBLEMS

bp = Blueprint("catalogue", __name__, url_prefix="/institutions/catalogue")

EDIT = frozenset({Role.ADMIN, Role.MANAGER})
EDITORS = only(*EDIT)
READERS = only(Role.OPERATOR, Role.ADVISOR, Role.MANAGER, Role.ADMIN)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOES = {"new": N_("New"), "changed": N_("Changed"), "same": N_("Unchanged"), "bad": N_("Refused")}
CELL_PROBLEMS = {
    "not_a_number": N_("This is not a number."),
    "not_a_day": N_("This is not a day. Write 2026-01-31."),
    "not_an_amount": N_("This is not an amount."),
    "repeated": N_("The same product stands in the sheet twice."),
}

Page = Response | tuple[str, int]


class RateForm(HouseForm):
    """A new reference rate."""

    code = short(_l("Reference rate"), DataRequired())
    source = short(_l("Who publishes it"))


class ValueForm(HouseForm):
    """What a reference rate is from a day on."""

    rate_id = SelectField(_l("Reference rate"), coerce=int)
    from_on = DateField(_l("Valid from"), [InputRequired(), sane_day])
    percent = PercentField(_l("Percent a year"), [InputRequired()])


class SheetForm(HouseForm):
    """The spreadsheet."""

    file = FileField(_l("Spreadsheet, CSV or XLSX"))


@bp.get("/rates")
@allow(READERS)
def show_rates() -> Page:
    """Reference rates with their dated values."""
    return _rates(RateForm(prefix="rate-", formdata=None), _value_form(formdata=None), 200)


@bp.post("/rates")
@allow(EDITORS)
def add_rate() -> Page:
    """A new reference rate."""
    form = RateForm(prefix="rate-")
    if form.validate_on_submit() and _done(form, lambda ctx: {"id": rates.add_reference_rate(
            ctx, form.code.data or "", form.source.data or "").id}):  # fmt: skip
        return redirect(url_for("catalogue.show_rates"))
    return _rates(form, _value_form(formdata=None), 422)


@bp.post("/rates/values")
@allow(EDITORS)
def set_value() -> Page:
    """A value from a day on."""
    form = _value_form()
    if form.validate_on_submit() and _done(form, lambda ctx: {"id": rates.set_value(
            ctx, form.rate_id.data, form.from_on.data, form.percent.data).id}):  # type: ignore[arg-type] # fmt: skip
        return redirect(url_for("catalogue.show_rates"))
    return _rates(RateForm(prefix="rate-", formdata=None), form, 422)


@bp.get("/sheet.<any(csv, xlsx):kind>")
@allow(EDITORS)
def export(kind: str) -> Answer:
    """The whole catalogue as a spreadsheet."""
    rows = catalogue_sheet.rows_of_catalogue(db.session(), today())
    content = catalogue_sheet.as_csv(rows) if kind == "csv" else catalogue_sheet.as_workbook(rows)
    answer = Answer(content, mimetype="text/csv" if kind == "csv" else XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"catalogue-{today()}.{kind}")
    return answer


@bp.route("/sheet", methods=["GET", "POST"])
@allow(EDITORS)
def sheet() -> Page:
    """Send a spreadsheet; nothing is written before its preview was seen."""
    form = SheetForm()
    if request.method == "GET" or not form.validate_on_submit():
        return page("web/institutions/sheet.html", 200 if request.method == "GET" else 422, form=form, columns=COLUMNS)
    try:
        if form.file.data is None or not form.file.data.filename:
            raise Invalid("file", "file_missing")
        name, content = form.file.data.filename, form.file.data.read()
        answer = once(form, lambda ctx: {"id": catalogue_sheet.keep_sheet(ctx, name, content).id})
    except Invalid as problem:
        form.file.errors = [*form.file.errors, _file_problem(problem)]
        return page("web/institutions/sheet.html", 422, form=form, columns=COLUMNS)
    return redirect(url_for("catalogue.preview", sheet_id=answer["id"]))


@bp.get("/sheet/<int:sheet_id>")
@allow(EDITORS)
def preview(sheet_id: int) -> Page:
    """What the sheet would do, row by row."""
    return _preview(sheet_id, HouseForm(formdata=None), 200)


@bp.post("/sheet/<int:sheet_id>/take")
@allow(EDITORS)
def take(sheet_id: int) -> Page:
    """Write the whole sheet, or nothing of it."""
    form = HouseForm()
    try:
        changed = once(form, lambda ctx: {"changed": catalogue_sheet.take_sheet(ctx, sheet_id)})["changed"]
    except Invalid as problem:
        form.form_errors.append(gettext("Line %(line)s is refused; nothing was written.", line=problem.params["line"]))
        return _preview(sheet_id, form, 422)
    flash(ngettext("%(num)s product was written.", "%(num)s products were written.", changed), "ok")
    return redirect(url_for("institutions.index"))


def _preview(sheet_id: int, form: HouseForm, status: int) -> Page:
    ctx = Context(db.session(), actor(), now())
    kept = catalogue_sheet.sheet_of(ctx, sheet_id)
    rows = catalogue_sheet.judge_sheet(ctx, kept)
    said = {row.line: cell_problem(row.problem) for row in rows if row.problem is not None}
    return page("web/institutions/preview.html", status, kept=kept, rows=rows, said=said, form=form,
                does=in_words(DOES), counts=Counter(row.does for row in rows))  # fmt: skip


def cell_problem(problem: Invalid) -> str:
    """Column and reason of a refused row."""
    words = CELL_PROBLEMS.get(problem.code) or CRITERIA_PROBLEMS.get(problem.code) or INVALID_TITLES.get(problem.code)
    text = gettext(words or "This value is not accepted.", line=str(problem.params.get("line", "")))
    return f"{problem.field}: {text}"


def _file_problem(problem: Invalid) -> str:
    if problem.code == "columns_missing":
        return gettext("These columns are missing: %(names)s.", names=problem.params["names"])
    return gettext(PROBLEMS.get(problem.code, "This file cannot be read."))


def _value_form(**options: Any) -> ValueForm:
    form = ValueForm(prefix="value-", from_on=today(), **options)
    form.rate_id.choices = [(rate.id, rate.code) for rate in reference_rates(db.session())]
    return form


def _done(form: HouseForm, act: Any) -> bool:
    try:
        once(form, act)
    except Invalid as problem:
        form.refuse(problem)
        return False
    flash(gettext("Saved."), "ok")
    return True


def _rates(rate: RateForm, value: ValueForm, status: int) -> Page:
    session = db.session()
    return page("web/institutions/rates.html", status, rates=reference_rates(session), values=values_of_rates(session),
                rate=rate, value=value, may_edit=actor().has(*EDIT), today=today())  # fmt: skip
