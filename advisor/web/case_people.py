"""The file itself: who takes part in which role, who of us works on it, what it is about."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from advisor.casework import assign
from advisor.casework import parties as takers
from advisor.domain.catalogue import CLIENT_TYPE_TITLES, PRODUCTS
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import StaleVersion
from advisor.domain.folding import fold
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import AccessRole, Case, CaseAccess, CaseParty, PartyRole
from advisor.records.party import Party
from advisor.records.staff import Staff, active_staff
from advisor.services.context import Context
from advisor.services.parties import PartyCard, alike, create_party
from advisor.services.words import ACCESS_ROLE_TITLES, PARTY_ROLE_TITLES
from advisor.web.kit.forms import HouseForm, MoneyField, VersionedForm, accepted, currency_field, sane_day
from advisor.web.kit.page import page
from advisor.web.kit.stale import overtaken

bp = Blueprint("case_people", __name__, url_prefix="/cases/<int:case_id>/people")

Answer = Response | tuple[str, int]


class TakerForm(HouseForm):
    """A person or company and the role."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=200)])
    phone = StringField(_l("Phone"), [Length(max=40)])
    email = StringField(_l("E-mail"), [Length(max=254)])
    role = SelectField(_l("Role"), choices=[(str(k), _l(v)) for k, v in PARTY_ROLE_TITLES.items() if k != "client"])


class ShareForm(HouseForm):
    """A colleague and why."""

    staff_id = SelectField(_l("Colleague"), [InputRequired()], coerce=int)
    access = SelectField(_l("As"), choices=[(str(k), _l(v)) for k, v in ACCESS_ROLE_TITLES.items()])
    to_on = DateField(_l("Until (included)"), [Optional(), sane_day])


class MatterForm(VersionedForm):
    """What the case is about."""

    product = SelectField(_l("Product"), choices=[(p.code, _l(p.title)) for p in PRODUCTS])
    client_type = SelectField(_l("Client type"), choices=[(k, _l(v)) for k, v in CLIENT_TYPE_TITLES.items()])
    amount = MoneyField(_l("Amount"), [Optional()])
    currency = currency_field()
    campaign = StringField(_l("Campaign"), [Length(max=80)])


@bp.get("")
@allow(CASE_WRITE)
def show(case_id: int) -> Answer:
    """Everybody on the file, and its facts."""
    return _page(200)


@bp.post("/add")
@allow(CASE_WRITE)
def add(case_id: int) -> Answer:
    """Add somebody in a role. A known phone or e-mail takes the known person of that name: couples share a phone."""
    form = TakerForm()
    return _act(case_id, "taker", form, lambda ctx: takers.add_party(
        ctx, case_id, _person(ctx, form), PartyRole(form.role.data)))  # fmt: skip


@bp.post("/<int:row_id>/end")
@allow(CASE_WRITE)
def end(case_id: int, row_id: int) -> Answer:
    """Somebody leaves the case."""
    return _act(case_id, "taker", HouseForm(), lambda ctx: takers.end_party(ctx, case_id, row_id))


@bp.post("/share")
@allow(CASE_WRITE)
def share(case_id: int) -> Answer:
    """Let a colleague work in the file."""
    form = ShareForm()
    form.staff_id.choices = _colleagues()
    return _act(case_id, "sharing", form, lambda ctx: assign.share(
        ctx, case_id, form.staff_id.data, AccessRole(form.access.data), form.to_on.data))  # fmt: skip


@bp.post("/share/<int:access_id>/end")
@allow(CASE_WRITE)
def end_share(case_id: int, access_id: int) -> Answer:
    """Take shared access back."""
    return _act(case_id, "sharing", HouseForm(), lambda ctx: assign.end_share(ctx, case_id, access_id))


@bp.post("/matter")
@allow(CASE_WRITE)
def matter(case_id: int) -> Answer:
    """Change what the case is about."""
    form = MatterForm()
    return _act(case_id, "matter", form, lambda ctx: takers.change_matter(ctx, case_id, takers.Matter(
        form.product.data, form.client_type.data, form.amount.data, form.currency.data, form.campaign.data or "",
    ), form.seen))  # fmt: skip


def _person(ctx: Context, form: TakerForm) -> Party:
    card = PartyCard(form.name.data or "", phone=form.phone.data or "", email=form.email.data or "")
    known = [found.party_id for found in alike(ctx.session, card) if fold(found.name) == fold(card.name)]
    mine = takers.known_to(ctx, known)  # typing a stranger's number must not open the stranger's card
    return ctx.session.get_one(Party, mine) if mine is not None else create_party(ctx, card)


def _act(case_id: int, name: str, form: HouseForm, do: Any) -> Answer:
    """The rhythm of the forms on this page."""
    try:
        if not (form.validate_on_submit() and accepted(form, do)):
            return _page(422, **{name: form})
    except StaleVersion:
        if isinstance(form, MatterForm):
            overtaken(form, _matter(db.session().get_one(Case, case_id)))
        return _page(409, **{name: form})
    flash(gettext("Saved."), "ok")
    return redirect(url_for("case_people.show", case_id=case_id))


def _colleagues() -> list[tuple[int, str]]:
    workers = active_staff(db.session(), Role.ADVISOR, Role.OPERATOR, Role.MANAGER)
    return [(row.id, row.name) for row in workers]


def _matter(case: Case) -> MatterForm:
    return MatterForm(formdata=None, obj=case, version=str(case.version))


def _page(code: int, **forms: Any) -> tuple[str, int]:
    session = db.session()
    case = session.get_one(Case, (request.view_args or {})["case_id"]) if code != 200 else g.grant.case
    people = select(CaseParty, Party).join(Party, Party.id == CaseParty.party_id).where(CaseParty.case_id == case.id)
    shares = select(CaseAccess, Staff).join(Staff, Staff.id == CaseAccess.staff_id).where(CaseAccess.case_id == case.id)
    values: dict[str, Any] = {
        "taker": TakerForm(formdata=None), "sharing": ShareForm(formdata=None),
        "matter": _matter(case),
    } | forms  # fmt: skip
    values["sharing"].staff_id.choices = _colleagues()
    values["matter"].amount.shown_currency = case.currency
    return page("web/case_people/people.html", code, case=case,
                people=session.execute(people.order_by(CaseParty.id)).all(),
                shares=session.execute(shares.order_by(CaseAccess.id)).all(), **values)  # fmt: skip
