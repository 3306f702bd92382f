"""The catalogue of institutions on screen: list, one institution with its people and products, and their forms."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from werkzeug.wrappers import Response
from wtforms import (
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from advisor.domain.doors import allow, only
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.folding import fold, like
from advisor.domain.products.criteria import in_force
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.base import Row
from advisor.records.institution import (
    INSTITUTION_KIND_TITLES,
    Institution,
    InstitutionKind,
    InstitutionPerson,
    InstitutionProduct,
)
from advisor.records.reference_rate import rates_on
from advisor.services import institutions
from advisor.services.context import Context
from advisor.stages.offer.matching.gate import rate_of
from advisor.web.kit.ask import choices, said
from advisor.web.kit.fields import short
from advisor.web.kit.forms import HouseForm, once
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.places import country_field
from advisor.web.kit.who import actor
from advisor.web.matching_view import criterion_words
from advisor.web.product_form import product_card, product_form

bp = Blueprint("institutions", __name__, url_prefix="/institutions")

EDIT = frozenset({Role.ADMIN, Role.MANAGER})
READERS = only(Role.OPERATOR, Role.ADVISOR, Role.MANAGER, Role.ADMIN)
EDITORS = only(*EDIT)

Answer = Response | tuple[str, int]


class InstitutionForm(HouseForm):
    """An institution."""

    name = short(_l("Name"), DataRequired())
    kind = SelectField(_l("Kind"), [InputRequired()], choices=choices(INSTITUTION_KIND_TITLES))
    country = country_field(validators=[InputRequired()])
    phone = StringField(_l("Phone"), [Length(max=32)])
    email = StringField(_l("E-mail"), [Length(max=254)])
    notes = TextAreaField(_l("Notes"), [Length(max=20_000)])


class PersonForm(HouseForm):
    """A contact person there."""

    name = short(_l("Name"), DataRequired())
    position = short(_l("Position"), Length(max=120))
    phone = StringField(_l("Phone"), [Length(max=32)])
    email = StringField(_l("E-mail"), [Length(max=254)])


class PlainForm(HouseForm):
    """Nothing but the key of the form."""


@bp.get("")
@allow(READERS)
def index() -> Answer:
    """All institutions, those we work with first; a part of the name narrows the list."""
    text = request.args.get("text", "")[:200]
    people = select(func.count()).where(InstitutionPerson.institution_id == Institution.id).scalar_subquery()
    products = select(func.count()).where(InstitutionProduct.institution_id == Institution.id).scalar_subquery()
    query = select(Institution, people, products).order_by(Institution.ended_on.is_not(None), Institution.name)
    if text.strip():
        query = query.where(Institution.search_text.like(like(fold(text)), escape="\\"))
    rows = [(row[0], row[1], row[2]) for row in db.session().execute(query)]
    return page("web/institutions/index.html", rows=rows, text=text, may_edit=actor().has(*EDIT))


@bp.get("/<int:institution_id>")
@allow(READERS)
def show(institution_id: int) -> Answer:
    """One institution with its people and products."""
    session, row, day = db.session(), _found(Institution, institution_id), today()
    people = select(InstitutionPerson).where(InstitutionPerson.institution_id == row.id)
    products = select(InstitutionProduct).where(InstitutionProduct.institution_id == row.id)
    return page("web/institutions/show.html", row=row, today=day, may_edit=actor().has(*EDIT),
                rates=rates_on(session, day), in_force=lambda stored: in_force(stored, day), rate_of=rate_of,
                said=criterion_words,
                people=list(session.scalars(people.order_by(InstitutionPerson.name))),
                products=list(session.scalars(products.order_by(InstitutionProduct.name))))  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allow(EDITORS)
def new() -> Answer:
    """A new institution."""
    form = InstitutionForm()
    return _ask(form, gettext("New institution"), lambda ctx: institutions.save_institution(ctx, _card(form)).id)


@bp.route("/<int:institution_id>/edit", methods=["GET", "POST"])
@allow(EDITORS)
def edit(institution_id: int) -> Answer:
    """Change an institution."""
    form = InstitutionForm(obj=_found(Institution, institution_id))
    return _ask(form, gettext("Change the institution"),
                lambda ctx: institutions.save_institution(ctx, _card(form), institution_id).id)  # fmt: skip


@bp.post("/<int:institution_id>/<any(end, resume):what>")
@allow(EDITORS)
def end(institution_id: int, what: str) -> Answer:
    """Stop working with an institution, or take it up again."""
    form = PlainForm()
    return _ask(form, "", lambda ctx: institutions.end_institution(ctx, institution_id, what == "end").id)


@bp.route("/<int:institution_id>/people/new", methods=["GET", "POST"])
@bp.route("/<int:institution_id>/people/<int:person_id>", methods=["GET", "POST"])
@allow(EDITORS)
def person(institution_id: int, person_id: int | None = None) -> Answer:
    """A contact person: new, or changed."""
    known = _part(InstitutionPerson, institution_id, person_id)
    form = PersonForm(obj=known)
    return _ask(form, gettext("Contact person"), lambda ctx: institutions.save_person(
        ctx, institution_id, institutions.PersonCard(
            said(form.name), form.position.data or "", form.phone.data or "", form.email.data or "",
        ), person_id).institution_id)  # fmt: skip


@bp.route("/<int:institution_id>/products/new", methods=["GET", "POST"])
@bp.route("/<int:institution_id>/products/<int:product_id>", methods=["GET", "POST"])
@allow(EDITORS)
def product(institution_id: int, product_id: int | None = None) -> Answer:
    """A product: new, or changed."""
    known = _part(InstitutionProduct, institution_id, product_id)
    form = product_form(known)
    return _ask(form, gettext("Product"), lambda ctx: institutions.save_product(
        ctx, institution_id, product_card(form), product_id).institution_id)  # fmt: skip


def _card(form: InstitutionForm) -> institutions.Card:
    return institutions.Card(said(form.name), InstitutionKind(form.kind.data), said(form.country),
                             form.phone.data or "", form.email.data or "", form.notes.data or "")  # fmt: skip


def _ask(form: HouseForm, title: str, save: Callable[[Context], int]) -> Answer:
    """Show a form of the catalogue, save once, go to the institution."""
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.validate_on_submit():
        try:
            answer = once(form, lambda ctx: {"id": save(ctx)})
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(gettext("Saved."), "ok")
            return redirect(url_for("institutions.show", institution_id=answer["id"]))
    known = (request.view_args or {}).get("institution_id")
    back = url_for("institutions.show", institution_id=known) if known else url_for("institutions.index")
    return page("web/institutions/form.html", status, form=form, title=title, back=back)


def _found(kind: type[Row], row_id: int) -> Any:
    row = db.session().get(kind, row_id)
    if row is None:
        raise NotFound
    return row


def _part(kind: type[Row], institution_id: int, row_id: int | None) -> Any:
    """A person or product of this institution; None for a new one."""
    _found(Institution, institution_id)
    row = _found(kind, row_id) if row_id is not None else None
    if row is not None and row.institution_id != institution_id:
        raise NotFound
    return row
