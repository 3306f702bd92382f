"""Forms we prepare and originals that lie with us: fill in the business plan, give an original back."""

from flask import Blueprint, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.sealed import load_party_keys
from advisor.services.rows import of_case
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.stages.documents.forms.actions import MOST_WORDS, save_plan
from advisor.stages.documents.forms.records import form_of, words_of
from advisor.stages.documents.forms.stage import NEEDED_SECTIONS, PLAN_SECTIONS
from advisor.stages.documents.originals.actions import return_original
from advisor.stages.documents.originals.records import OriginalPaper
from advisor.web.kit.ask import ask
from advisor.web.kit.forms import HouseForm, short

bp = Blueprint("prepared_forms", __name__, url_prefix="/cases/<int:case_id>")

Answer = Response | tuple[str, int]


class BackForm(HouseForm):
    """To whom an original goes back."""

    returned_to = short(_l("Given to"), DataRequired())


@bp.route("/forms/business-plan", methods=["GET", "POST"])
@allow(CASE_WRITE)
def plan(case_id: int) -> Answer:
    """Fill in the business plan; it may be printed once every needed section has words."""
    form = _plan_form(g.grant.case)
    texts = {key: form._fields[key].data or "" for key in PLAN_SECTIONS}
    return ask(StageKey.DOCUMENTS, form, gettext("Business plan"), lambda ctx: save_plan(ctx, case_id, texts),
               hint=gettext("Write in the client's language: it is printed as it stands."))  # fmt: skip


@bp.route("/originals/<int:original_id>/return", methods=["GET", "POST"])
@allow(CASE_WRITE)
def give_back(case_id: int, original_id: int) -> Answer:
    """Give an original back."""
    case = g.grant.case
    row = of_case(db.session(), OriginalPaper, original_id, case)
    item = db.session.get_one(ChecklistItem, row.item_id)
    client = db.session.get_one(Party, case.client_id)
    form = BackForm(returned_to=client.name)
    return ask(StageKey.DOCUMENTS, form, gettext("Give back"), lambda ctx: return_original(
        ctx, case_id, original_id, form.returned_to.data or ""), hint=item.name(client.language))  # fmt: skip


def _plan_form(case: Case) -> HouseForm:
    session = db.session()
    uid = load_party_keys(session, {case.client_id})[case.client_id]
    known = words_of(session, form_of(session, case.id), uid)
    fields = {
        key: TextAreaField(
            _l(title), [Length(max=MOST_WORDS)], default=known.get(key, ""), render_kw={"rows": 4},
            description=_l("Needed before it can be printed.") if key in NEEDED_SECTIONS else "",
        )
        for key, title in PLAN_SECTIONS.items()
    }  # fmt: skip
    form: HouseForm = type("PlanForm", (HouseForm,), fields)()
    return form
