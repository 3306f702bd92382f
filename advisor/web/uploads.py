"""Files at the staff door: put one on a line of the checklist, open one with headers that let it do nothing."""

from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, flash, redirect, request, stream_with_context
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer
from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from advisor.domain.doors import CASE_READ, CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.services.context import Context
from advisor.services.inspection import MOST_BYTES, REFUSALS
from advisor.services.rows import active, of_case
from advisor.services.uploads import Incoming, judged, read_upload, remove_upload, upload_of
from advisor.stages.documents.desk.actions import receive_file
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.web.kit.ask import ask
from advisor.web.kit.forms import HouseForm, once, sane_day
from advisor.web.kit.page import page
from advisor.web.kit.room import room_url

bp = Blueprint("uploads", __name__, url_prefix="/cases/<int:case_id>/files")

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.docx,.xlsx,image/jpeg,image/png,image/heic,application/pdf"
POLICIES = {
    "application/pdf": "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
}
PICTURE_POLICY = "default-src 'none'; img-src 'self'; sandbox"


class FileForm(HouseForm):
    """A file for one paper of the list."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    issued_on = DateField(_l("Issued on"), [Optional(), sane_day])

    def refuse(self, problem: Invalid) -> None:
        """Why a file was refused, beside its field."""
        if problem.code in REFUSALS:
            self.file.errors = [*self.file.errors, gettext(REFUSALS[problem.code])]
        else:
            super().refuse(problem)


class RemoveForm(HouseForm):
    """Why a file is taken out."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=2000)])


@bp.route("/for/<int:item_id>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add(case_id: int, item_id: int) -> Answer | tuple[str, int]:
    """Bring a file for a paper of the list."""
    form = FileForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _page(case_id, item_id, form, 200 if request.method == "GET" else 422)
    try:
        incoming = judged(db.session(), received(form.file.data, form.issued_on.data))

        def run(ctx: Context) -> dict[str, Any]:
            return {"id": receive_file(ctx, case_id, item_id, incoming).id}

        once(form, run)
    except Invalid as problem:
        form.refuse(problem)
        return _page(case_id, item_id, form, 422)
    flash(gettext("The file was saved."), "ok")
    return redirect(room_url(case_id, StageKey.DOCUMENTS, f"item-{item_id}"))


@bp.get("/<int:upload_id>")
@allow(CASE_READ)
def show(case_id: int, upload_id: int) -> Response:
    """The file for reading. It may not run anything, load anything or be taken for another type."""
    row = upload_of(db.session(), case_id, upload_id)
    chunks = read_upload(db.session(), row)
    response = Response(stream_with_context(chunks), mimetype=row.mime)
    response.content_length = row.size
    shown = row.mime in POLICIES or row.mime.startswith("image/")
    way = "inline" if shown and not request.args.get("save") else "attachment"
    response.headers.set("Content-Disposition", way, filename=row.file_name)
    response.headers["Content-Security-Policy"] = POLICIES.get(row.mime, PICTURE_POLICY)
    if row.mime in POLICIES:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"  # the document desk shows it in a frame of its own page
    return response


@bp.route("/<int:upload_id>/remove", methods=["GET", "POST"])
@allow(CASE_WRITE)
def remove(case_id: int, upload_id: int) -> Answer | tuple[str, int]:
    """Take a file out of the case, with a reason."""
    row = upload_of(db.session(), case_id, upload_id)
    form = RemoveForm()
    return ask(StageKey.DOCUMENTS, form, gettext("Remove the file"), lambda ctx: remove_upload(
        ctx, active(ctx, case_id), upload_id, form.reason.data or ""), hint=row.file_name)  # fmt: skip


def received(file: FileStorage, issued_on: Any = None) -> Incoming:
    """The sent file as it lies on the server's disk (or in memory while it is small)."""
    return Incoming(file.filename or "", cast("BinaryIO", file.stream), issued_on)


def _page(case_id: int, item_id: int, form: FileForm, status: int) -> tuple[str, int]:
    case = db.session().get_one(Case, case_id)
    item = of_case(db.session(), ChecklistItem, item_id, case)
    return page("web/uploads/add.html", status, form=form, case=case, item=item, name=item.name(str(get_locale())),
                accepted=ACCEPTED, most=MOST_BYTES)  # fmt: skip
