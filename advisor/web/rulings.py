"""The ruling beside a challenged deal: bring the court's paper and keep it with the debt (OP-13)."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.domain.debts.words import KINDS
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.services.inspection import MOST_BYTES
from advisor.services.rows import of_case
from advisor.stages.contact.prequalification.records import DebtLine
from advisor.stages.contact.rulings.actions import add_ruling
from advisor.web.kit.forms import once
from advisor.web.kit.page import page
from advisor.web.kit.room import room_url
from advisor.web.uploads import ACCEPTED, FileForm, received

bp = Blueprint("rulings", __name__, url_prefix="/cases/<int:case_id>/contact/rulings")


@bp.route("/<int:line_id>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add(case_id: int, line_id: int) -> Response | tuple[str, int]:
    """Bring the ruling of a challenged deal."""
    form = FileForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _page(case_id, line_id, form, 200 if request.method == "GET" else 422)
    incoming = received(form.file.data, form.issued_on.data)
    try:
        once(form, lambda ctx: {"id": add_ruling(ctx, case_id, line_id, incoming).id})
    except Invalid as problem:
        form.refuse(problem)
        return _page(case_id, line_id, form, 422)
    flash(gettext("The file was saved."), "ok")
    return redirect(room_url(case_id, StageKey.CONTACT, "interview"))


def _page(case_id: int, line_id: int, form: FileForm, status: int) -> tuple[str, int]:
    case = db.session().get_one(Case, case_id)
    line = of_case(db.session(), DebtLine, line_id, case)
    back = room_url(case_id, StageKey.CONTACT, "interview")
    return page("web/stages/contact/ruling.html", status, form=form, case=case, kind=gettext(KINDS[line.kind][0]),
                accepted=ACCEPTED, most=MOST_BYTES, back=back)  # fmt: skip
