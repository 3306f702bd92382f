"""Import on screen: send a file, judge what was read before anything is written, take it in, take it back."""

import csv
import io
import re
from collections import Counter
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as Answer
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import Length

from advisor.casework.intake.batches import (
    Standing,
    Upload,
    batch_for,
    batches_of,
    preview,
    progress_of,
    rows_of,
    standing,
)
from advisor.casework.intake.meanings import BASIS_TITLES
from advisor.casework.intake.reading import Defaults
from advisor.casework.intake.taking import FIRST, Choice, Orders, start_import, take_part
from advisor.casework.intake.undoing import start_undo, undo_part
from advisor.domain.catalogue import PRODUCTS, SOURCE_TITLES
from advisor.domain.doors import WORKERS, allow
from advisor.domain.errors import Invalid
from advisor.extensions import db
from advisor.records.intake import UNDER_WAY, BatchState, ImportBatch, ImportRow
from advisor.records.staff import names_of
from advisor.services.context import Context
from advisor.services.encodings import ENCODINGS
from advisor.services.sheets import safe_cell
from advisor.web.import_rows import cases_of, names_of_known, outcome_counts, row_verdicts
from advisor.web.import_words import file_problem, problem_title, row_problems
from advisor.web.kit.forms import HouseForm, currency_field, once
from advisor.web.kit.now import the_firm
from advisor.web.kit.page import page
from advisor.web.kit.places import country_field
from advisor.web.kit.who import actor

bp = Blueprint("imports", __name__, url_prefix="/imports")

SHOWN = 200
"""Duplicates, bad rows and cases on the page; the rest is counted, and bad rows can be downloaded whole."""
FEW = 30
"""Good rows on the page: enough to see that the columns were understood."""

CHOICE_TITLES = {
    Choice.SKIP: _l("Leave out"),
    Choice.ATTACH: _l("New case of this person"),
    Choice.NEW: _l("Somebody else: new person"),
}


class UploadForm(HouseForm):
    """The file, and what holds for rows that do not say it themselves."""

    file = FileField(_l("File"))
    kind = SelectField(
        _l("What the rows are"), choices=[("leads", _l("New leads")), ("running", _l("Running cases with their stage"))]
    )
    product = SelectField(_l("Product where none is named"), choices=[(p.code, _l(p.title)) for p in PRODUCTS])
    country = country_field(_l("Country where none is named"))
    currency = currency_field()
    campaign = StringField(_l("Campaign"), [Length(max=80)])
    basis = SelectField(
        _l("Legal basis where none is named"),
        choices=[("", _l("None: such rows stay out")), *((code, _l(title)) for code, title in BASIS_TITLES.items())],
    )
    encoding = SelectField(_l("Encoding"), choices=[("", _l("Find out")), *((name, name) for name in ENCODINGS)])


class RunForm(HouseForm):
    """What to do with duplicates not chosen one by one."""

    others = SelectField(_l("All other duplicates"), choices=[(str(c), text) for c, text in CHOICE_TITLES.items()])


@bp.route("", methods=["GET", "POST"])
@allow(WORKERS)
def index() -> Response | tuple[str, int]:
    """Send a file; the batches of before below."""
    firm = the_firm()
    form = UploadForm(country=firm.country, currency=firm.currency)
    if request.method == "GET" or not form.validate_on_submit():
        return _index(form, 200 if request.method == "GET" else 422)
    try:
        answer = once(form, lambda ctx: {"id": preview(ctx, _upload(form), _defaults(form)).id})
    except Invalid as problem:
        form.file.errors = [*form.file.errors, file_problem(problem)]
        return _index(form, 422)
    return redirect(url_for("imports.show", batch_id=answer["id"]))


@bp.get("/<int:batch_id>")
@allow(WORKERS)
def show(batch_id: int) -> tuple[str, int]:
    """What was read, before anything is written; later what came of it."""
    return _show(batch_for(db.session(), actor(), batch_id), RunForm(), 200)


@bp.get("/<int:batch_id>/progress")
@allow(WORKERS)
def progress(batch_id: int) -> Answer | str:
    """How far it has come: a fragment; when it is over, the whole page is asked for anew."""
    batch = batch_for(db.session(), actor(), batch_id)
    if batch.state not in UNDER_WAY:
        return Answer("", headers={"HX-Refresh": "true"})
    done, total = progress_of(db.session(), batch)
    return render_template("web/imports/progress.html", batch=batch, done=done, total=total)


@bp.post("/<int:batch_id>/run")
@allow(WORKERS)
def run(batch_id: int) -> Response | tuple[str, int]:
    """Take the good rows in, and the duplicates as chosen."""
    form = RunForm()
    if not form.validate_on_submit():
        return _show(batch_for(db.session(), actor(), batch_id), form, 422)

    try:
        answer = once(form, lambda ctx: _begun(ctx, batch_id, _orders(form)))
    except Invalid as problem:
        form.form_errors.append(file_problem(problem))
        return _show(batch_for(db.session(), actor(), batch_id), form, 422)
    flash(gettext("The file was imported.") if answer["done"] else gettext("The import has begun."), "ok")
    return redirect(url_for("imports.show", batch_id=batch_id))


@bp.route("/<int:batch_id>/undo", methods=["GET", "POST"])
@allow(WORKERS)
def undo(batch_id: int) -> Response | tuple[str, int]:
    """Take the import back, after saying what that means."""
    form, batch = HouseForm(), batch_for(db.session(), actor(), batch_id)
    if not form.validate_on_submit():
        return page("web/imports/undo.html", form=form, batch=batch)
    answer = once(form, lambda ctx: _undone(ctx, batch_id))
    if not answer["done"]:
        return redirect(url_for("imports.show", batch_id=batch_id))
    text = ngettext("%(num)s case was taken back.", "%(num)s cases were taken back.", answer["cases"])
    if answer["kept"]:
        stay = answer["kept"]
        text += " " + ngettext(
            "%(num)s case stays, somebody worked on it.", "%(num)s cases stay, somebody worked on them.", stay
        )
    flash(text, "ok")
    return redirect(url_for("imports.show", batch_id=batch_id))


@bp.get("/<int:batch_id>/problems.csv")
@allow(WORKERS)
def problems(batch_id: int) -> Answer:
    """The rows that stay out, as they came, with their problems: mend them and send them again."""
    batch = batch_for(db.session(), actor(), batch_id)
    bad = [row for row in rows_of(db.session(), batch.id) if row.values.get("cells")]
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";")
    headings = next((tuple(heading for heading, _ in row.values["cells"]) for row in bad), ())
    writer.writerow([gettext("Line"), gettext("Problems"), *map(safe_cell, headings)])
    for row in bad:
        cells = [cell for _, cell in row.values["cells"]]
        writer.writerow([row.line, "; ".join(row_problems(row)), *map(safe_cell, cells)])
    answer = Answer("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"import-{batch.id}-problems.csv")
    return answer


def _index(form: UploadForm, status: int) -> tuple[str, int]:
    batches = batches_of(db.session(), actor())
    makers = names_of(db.session(), {batch.created_by for batch in batches if batch.created_by})
    return page("web/imports/index.html", status, form=form, batches=batches, makers=makers)


def _show(batch: ImportBatch, form: RunForm, status: int) -> tuple[str, int]:
    if batch.state in UNDER_WAY:
        done, total = progress_of(db.session(), batch)
        return page(
            "web/imports/show.html", status, batch=batch, form=form, done=done, total=total, why=(), outcomes=()
        )
    rows = rows_of(db.session(), batch.id)
    kinds: dict[Standing, list[ImportRow]] = {kind: [] for kind in Standing}
    for row in rows:
        kinds[standing(row)].append(row)
    shown = {str(kind): found[: FEW if kind is Standing.GOOD else SHOWN] for kind, found in kinds.items()}
    return page(
        "web/imports/show.html", status, batch=batch, form=form, shown=shown, limit=SHOWN, few=FEW,
        said={row.id: row_problems(row) for found in shown.values() for row in found}, cases=cases_of(rows, SHOWN),
        known=names_of_known([row for row in shown[Standing.DUPLICATE] if row.duplicate_of]),
        why=Counter(problem_title(*p[:2]) for row in kinds[Standing.BAD] for p in row.problems).most_common(12),
        source_titles={str(code): gettext(title) for code, title in SOURCE_TITLES.items()},
        choices=CHOICE_TITLES, skipped=sum(row.skipped for row in rows), chosen=request.form,
        taken=sum(row.case_id is not None for row in rows), outcomes=outcome_counts(rows),
        verdicts=row_verdicts([*shown["good"], *shown["duplicate"]]),
    )  # fmt: skip


def _upload(form: UploadForm) -> Upload:
    file = form.file.data
    if file is None or not file.filename:
        raise Invalid("file", "file_missing")
    return Upload(file.filename, file.read(), form.encoding.data or "")


def _defaults(form: UploadForm) -> Defaults:
    return Defaults(
        kind=form.kind.data, product=form.product.data, country=form.country.data, currency=form.currency.data,
        campaign=(form.campaign.data or "").strip(), basis=form.basis.data,
    )  # fmt: skip


def _orders(form: RunForm) -> Orders:
    """Choices by row from fields named row-<id>; anything else in them is as if it were not there."""
    chosen = {
        int(name[4:]): Choice(value)
        for name, value in request.form.items()
        if re.fullmatch(r"row-[0-9]{1,9}", name) and value in set(Choice)
    }
    return Orders(chosen, Choice(form.others.data))


def _begun(ctx: Context, batch_id: int, orders: Orders) -> dict[str, Any]:
    """A small file is taken in while one waits; the worker goes on with a large one."""
    batch = take_part(ctx, start_import(ctx, batch_id, orders), FIRST)
    return {"done": batch.state is BatchState.DONE}


def _undone(ctx: Context, batch_id: int) -> dict[str, Any]:
    batch = start_undo(ctx, batch_id)
    answer = undo_part(ctx, batch, FIRST)
    return {"cases": answer.cases, "kept": len(answer.kept), "done": batch.state is BatchState.UNDONE}
