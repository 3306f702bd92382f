"""New case: a known person or a new one, warned of duplicates, with product and source."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import Length, Optional

from advisor.casework.open import NewCase, open_case
from advisor.domain.catalogue import BY_CODE, CLIENT_TYPE_TITLES, PRODUCTS, SOURCE_TITLES, Source
from advisor.domain.doors import WORKERS, allow
from advisor.domain.errors import Invalid, NotFound
from advisor.extensions import db
from advisor.records.case import last_case
from advisor.records.party import Party, PartyKind
from advisor.services.access import visible
from advisor.services.context import Context
from advisor.services.parties import PartyCard, alike, create_party
from advisor.web.kit.fields import HiddenLine, LineField, MoneyField, ProseField, sane_day, short
from advisor.web.kit.forms import HouseForm, earlier, once
from advisor.web.kit.now import the_firm, today
from advisor.web.kit.page import page
from advisor.web.kit.places import country_field, currency_field
from advisor.web.kit.who import actor, me

bp = Blueprint("new_case", __name__)


class NewCaseForm(HouseForm):
    """Who, what and where from."""

    party_id = HiddenLine()
    kind = SelectField(_l("Person or company"), choices=[("person", _l("Person")), ("company", _l("Company"))])
    name = short(_l("Name"), Optional())
    phone = LineField(_l("Phone"), [Length(max=40)])
    email = LineField(_l("E-mail"), [Length(max=254)])
    birth_on = DateField(_l("Date of birth"), [Optional(), sane_day])
    country = country_field()
    product = SelectField(_l("Product"), choices=[(p.code, _l(p.title)) for p in PRODUCTS])
    client_type = SelectField(_l("Client type"), choices=[(k, _l(v)) for k, v in CLIENT_TYPE_TITLES.items()])
    amount = MoneyField(_l("Amount"), [Optional()])
    currency = currency_field()
    purpose = ProseField(_l("Wish in own words"), [Length(max=2000)])
    source = SelectField(
        _l("Source"), choices=[("", _l("Not known yet")), *((str(k), _l(v)) for k, v in SOURCE_TITLES.items())]
    )
    campaign = LineField(_l("Campaign"), [Length(max=80)])
    anyway = BooleanField(_l("This is somebody else: open a new file anyway"))


@bp.route("/cases/new", methods=["GET", "POST"])
@allow(WORKERS)
def show() -> Response | tuple[str, int]:
    """The form; a likely duplicate is shown before anything is written."""
    firm = the_firm()
    party = request.args.get("party", "")
    form = NewCaseForm(party_id=party, country=firm.country, **({"currency": firm.currency} | _carried(_known(party))))
    known = _known(form.party_id.data)
    if known is not None:
        del form.kind  # is not asked of somebody we know
    if request.method == "GET" or not form.validate_on_submit():
        return _page(form, known, (), 200 if request.method == "GET" else 422)
    if known is None and not form.name.data.strip():
        form.refuse(Invalid("name", "missing"))
        return _page(form, known, (), 422)
    made = earlier(form)
    if made is not None:
        flash(gettext("Case %(number)s was already opened with this form.", number=made["number"]), "ok")
        return redirect(url_for("cases.show", case_id=made["id"]))
    likely = () if known or form.anyway.data else tuple(alike(db.session(), _card(form)))
    if likely:
        return _page(form, known, likely, 409)
    try:
        answer = once(form, lambda ctx: _open(ctx, form, known.id if known else None))
    except Invalid as problem:
        form.refuse(problem)
        return _page(form, _known(form.party_id.data), (), 422)
    flash(gettext("Case %(number)s was opened.", number=answer["number"]), "ok")
    return redirect(url_for("cases.show", case_id=answer["id"]))


def _open(ctx: Context, form: NewCaseForm, party_id: int | None) -> dict[str, Any]:
    client = ctx.session.get_one(Party, party_id) if party_id else create_party(ctx, _card(form))
    case = open_case(ctx, client, NewCase(
        product=form.product.data, client_type=form.client_type.data, currency=form.currency.data,
        amount=form.amount.data, purpose=form.purpose.data, campaign=form.campaign.data,
        source=Source(form.source.data) if form.source.data else None, owner_id=me().id,
    ))  # fmt: skip
    return {"id": case.id, "number": case.number}


def _card(form: NewCaseForm) -> PartyCard:
    return PartyCard(
        name=form.name.data, kind=PartyKind(form.kind.data), phone=form.phone.data,
        email=form.email.data, birth_on=form.birth_on.data, country=form.country.data,
    )  # fmt: skip


def _known(text: str) -> Party | None:
    if not text:
        return None
    party = db.session.get(Party, int(text)) if text.isascii() and text.isdigit() and len(text) < 15 else None
    if party is None:
        raise NotFound
    return party


def _carried(known: Party | None) -> dict[str, str]:
    """What a returning client's last case says of the next one, as far as one may see it (C-19)."""
    last = last_case(db.session(), known.id, visible(actor(), today())) if known else None
    if last is None:
        return {}
    return {"source": str(Source.RETURNING), "client_type": last.client_type, "currency": last.currency}


def _page(form: NewCaseForm, known: Party | None, likely: Any, code: int) -> tuple[str, int]:
    fits = {p.code: p.client_types for p in BY_CODE.values()}
    return page("web/new_case/new_case.html", code, form=form, known=known, likely=likely, fits=fits)
