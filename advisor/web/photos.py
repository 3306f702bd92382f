"""Photos of one paper at the staff door: bring pages, say that they are all, see how far the worker is."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.extensions import db
from advisor.records.case import Case
from advisor.services.context import Context
from advisor.services.inspection import REFUSALS
from advisor.services.rows import active, of_case
from advisor.services.uploads import judged
from advisor.services.words import INVALID_TITLES
from advisor.stages.documents.bundles import actions as bundles
from advisor.stages.documents.bundles.gate import MOST_PHOTOS
from advisor.stages.documents.bundles.records import bundles_of
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.web.kit.forms import HouseForm, accepted, once
from advisor.web.kit.page import page
from advisor.web.uploads import received

bp = Blueprint("photos", __name__, url_prefix="/cases/<int:case_id>/photos/<int:item_id>")

Answer = Response | tuple[str, int]
PICTURES = ".jpg,.jpeg,.png,.heic,.heif,image/*"


class PhotosForm(HouseForm):
    """Some photos, in their order."""

    file = MultipleFileField(_l("Photos"), [InputRequired(_l("Choose a file."))])


@bp.route("", methods=["GET", "POST"])
@allow(CASE_WRITE)
def show(case_id: int, item_id: int) -> Answer:
    """Bring photos of a paper."""
    form = PhotosForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _page(case_id, item_id, form, 200 if request.method == "GET" else 422)
    try:
        photos = [judged(db.session(), received(file)) for file in form.file.data or []]

        def run(ctx: Context) -> dict[str, Any]:
            return {"id": bundles.add_photos(ctx, case_id, item_id, photos).id}

        once(form, run)
    except Invalid as problem:
        text = REFUSALS.get(problem.code) or INVALID_TITLES.get(problem.code, "This value is not accepted.")
        form.file.errors = [gettext(text)]
        return _page(case_id, item_id, form, 422)
    return redirect(url_for("photos.show", case_id=case_id, item_id=item_id))


@bp.post("/<any(bind, drop):verb>")
@allow(CASE_WRITE)
def finish(case_id: int, item_id: int, verb: str) -> Answer:
    """These are all pages; or forget them."""
    do = bundles.bind if verb == "bind" else bundles.let_go
    accepted(HouseForm(), lambda ctx: do(ctx, active(ctx, case_id), item_id))
    flash(gettext("The photos are made into one document.") if verb == "bind" else gettext("Saved."), "ok")
    return redirect(url_for("photos.show", case_id=case_id, item_id=item_id))


def _page(case_id: int, item_id: int, form: PhotosForm, status: int) -> tuple[str, int]:
    session = db.session()
    case = session.get_one(Case, case_id)
    item = of_case(session, ChecklistItem, item_id, case)
    bundle = bundles_of(session, case_id).get(item_id)
    return page("web/photos/show.html", status, form=form, case=case, item=item, bundle=bundle, accepted=PICTURES,
                name=item.name(str(get_locale())), most=MOST_PHOTOS)  # fmt: skip
