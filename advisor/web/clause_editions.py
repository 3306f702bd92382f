"""Settings: the clauses of contract and power of attorney, in editions, with a preview on a real case."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.domain.clauses import PLACES, checked, read_clauses
from advisor.domain.doors import ADMINS, allow
from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.process import Profile
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.clause_book import ClauseKey, ClausePaper, edition_numbers, editions_of
from advisor.services.access import visible
from advisor.services.clause_book import LONGEST, add_edition, edition, in_force
from advisor.services.language import LANGUAGES
from advisor.stages.contract.composition.actions import case_facts
from advisor.web.kit.fields import LineField
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("clauses", __name__, url_prefix="/settings/clauses")

KINDS = {ClausePaper.CONTRACT: _l("Advisory contract"), ClausePaper.MANDATE: _l("Power of attorney")}
PROFILES = {Profile.FINANCING: _l("Financing"), Profile.DEBT_RELIEF: _l("Debt relief")}


class ClausesForm(HouseForm):
    """A text in clauses; `seen` is the edition it was begun from, `case_number` whom the preview is for."""

    text = TextAreaField(_l("Clauses"), [DataRequired(), Length(max=LONGEST)])
    case_number = LineField(_l("Preview on case number"), [Length(max=40)])
    seen = HiddenField()


@bp.get("")
@allow(ADMINS)
def show() -> tuple[str, int]:
    """Every text with its edition in force: one statement."""
    found = edition_numbers(db.session())
    keys = [ClauseKey(kind, profile, language) for kind in KINDS for profile in PROFILES for language in LANGUAGES]
    rows = [(key, KINDS[key.kind], PROFILES[key.profile], LANGUAGES[key.language], found.get(key)) for key in keys]
    return page("web/settings/clauses.html", rows=rows)


@bp.route("/<kind>/<profile>/<language>", methods=["GET", "POST"])
@allow(ADMINS)
def edit(kind: str, profile: str, language: str) -> Response | tuple[str, int]:
    """Read, preview and write an edition; an older one may be taken as the beginning."""
    key = _key(kind, profile, language)
    newest = in_force(db.session(), key)
    if request.method == "GET":
        begun = request.args.get("edition", "")
        start = edition(db.session(), key, int(begun)) if begun.isdigit() and len(begun) < 6 else newest
        return _page(key, ClausesForm(formdata=None, text=start.text, seen=str(newest.number)), 200)
    form = ClausesForm()
    if not form.validate_on_submit():
        return _page(key, form, 422)
    if "preview" in request.form:
        return _preview(key, form)
    begun = form.seen.data or ""
    seen = int(begun) if begun.isdigit() and len(begun) < 6 else -1
    try:
        if not accepted(form, lambda ctx: add_edition(ctx, key, form.text.data or "", seen)):
            return _page(key, form, 422)
    except StaleVersion:
        form.form_errors.append(gettext("Somebody else wrote an edition first. Yours is still in the form."))
        form.seen.data = str(in_force(db.session(), key).number)
        return _page(key, form, 409)
    flash(gettext("Saved. Contracts made before keep their clauses."), "ok")
    return redirect(url_for("clauses.edit", kind=kind, profile=profile, language=language))


def _preview(key: ClauseKey, form: ClausesForm) -> tuple[str, int]:
    """The clauses with the places filled; nothing is saved."""
    try:
        text, facts = checked("text", form.text.data or ""), _facts(key, form.case_number.data or "")
    except Invalid as problem:
        form.refuse(problem)
        return _page(key, form, 422)
    return _page(key, form, 200, shown=read_clauses(text, facts))


def _facts(key: ClauseKey, number: str) -> dict[str, str]:
    """The facts of a case this person may open, or the names of the places when no case is named."""
    if not number.strip():
        return {name: f"[{gettext(title)}]" for name, title in PLACES.items()}
    query = select(Case).where(Case.number == number.strip(), visible(actor(), today()))
    case = db.session.scalar(query)
    if case is None:
        raise Invalid("case_number", "unknown_case")
    return case_facts(db.session(), case, key.language)


def _key(kind: str, profile: str, language: str) -> ClauseKey:
    try:
        key = ClauseKey(ClausePaper(kind), Profile(profile), language)
    except ValueError:
        raise NotFound from None
    if language not in LANGUAGES:
        raise NotFound
    return key


def _page(key: ClauseKey, form: ClausesForm, status: int, shown: Any = ()) -> tuple[str, int]:
    places = [(f"{{{name}}}", gettext(title)) for name, title in PLACES.items()]
    title = " · ".join(str(part) for part in (KINDS[key.kind], PROFILES[key.profile], LANGUAGES[key.language]))
    return page("web/settings/clause.html", status, form=form, key=key, title=title, places=places, shown=shown,
                editions=editions_of(db.session(), key))  # fmt: skip
