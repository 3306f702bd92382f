"""A person or company: details, identifiers, consents, all cases; duplicates merged with undo."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from advisor.casework import merging, withdrawing
from advisor.casework.finding import find
from advisor.domain.doors import STAFF, allow
from advisor.domain.errors import Forbidden, NotFound, StaleVersion
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case, CaseParty
from advisor.records.party import Consent, ConsentPurpose, Merge, Party, PartyKind, consents_of
from advisor.services import identities, parties
from advisor.services.access import visible
from advisor.services.context import Context
from advisor.services.parties import Likeness, PartyCard
from advisor.web.client_form import ConsentForm, IdentifierForm, MergeForm, PartyForm
from advisor.web.kit.forms import HouseForm, accepted, once
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("clients", __name__, url_prefix="/clients/<int:party_id>")

Answer = Response | tuple[str, int]
WRITERS = (Role.OPERATOR, Role.ADVISOR, Role.MANAGER)


@bp.get("")
@allow(STAFF)
def show(party_id: int) -> tuple[str, int]:
    """The whole card for who works on one of the person's cases."""
    return _page(readable(party_id), 200)


@bp.route("/edit", methods=["GET", "POST"])
@allow(STAFF)
def edit(party_id: int) -> Answer:
    """Rectify the details."""
    party = writable(party_id)
    form = PartyForm(obj=party)
    if request.method == "GET" or not form.validate_on_submit():
        form.version.data = form.version.data or str(party.version)
        return page("web/clients/edit.html", 200 if request.method == "GET" else 422, form=form, party=party)
    try:
        if not accepted(form, lambda ctx: _save(ctx, party_id, form)):
            return page("web/clients/edit.html", 422, form=form, party=db.session.get(Party, party_id))
    except StaleVersion:
        party = db.session.get_one(Party, party_id)
        form.form_errors.append(
            gettext("Somebody else changed this person meanwhile; the saved values stand beside yours.")
        )
        form.version.data = str(party.version)
        return page("web/clients/edit.html", 409, form=form, party=party, theirs=party)
    flash(gettext("Saved."), "ok")
    return redirect(url_for("clients.show", party_id=party_id))


@bp.post("/identifiers")
@allow(STAFF)
def identifier(party_id: int) -> Answer:
    """Add or replace an identifier."""
    form = IdentifierForm()
    return _act(party_id, "identifier_form", form, lambda ctx, party: identities.set_identifier(
        ctx, party, form.identifier_kind.data, form.value.data))  # fmt: skip


@bp.post("/identifiers/<int:identifier_id>/reveal")
@allow(STAFF)
def reveal(party_id: int, identifier_id: int) -> tuple[str, int]:
    """Show one identifier in full; the look is in the trail."""
    writable(party_id)
    shown = once(None, lambda ctx: {
        "value": identities.reveal(ctx, ctx.session.get_one(Party, party_id), identifier_id)})  # fmt: skip
    return _page(db.session.get_one(Party, party_id), 200, revealed={identifier_id: shown["value"]})


@bp.post("/consents")
@allow(STAFF)
def consent(party_id: int) -> Answer:
    """Note a consent."""
    form = ConsentForm()
    return _act(party_id, "consent_form", form, lambda ctx, party: parties.note_consent(
        ctx, party, ConsentPurpose(form.purpose.data), form.channel.data))  # fmt: skip


@bp.post("/consents/<int:consent_id>/withdraw")
@allow(STAFF)
def withdraw(party_id: int, consent_id: int) -> Answer:
    """Withdraw a consent."""

    def do(ctx: Context, party: Party) -> None:
        row = ctx.session.get(Consent, consent_id)
        if row is None or row.party_id != party.id:
            raise NotFound
        withdrawing.withdraw(ctx, row)

    return _act(party_id, "consent_form", HouseForm(), do)


@bp.route("/merge", methods=["GET", "POST"])
@allow(STAFF)
def merge(party_id: int) -> Answer:
    """Find the duplicate, then merge it into this one."""
    party, form = writable(party_id), MergeForm(request.form or request.args)
    chosen = request.form.get("gone", "")
    if request.method == "POST" and chosen.isascii() and chosen.isdigit() and len(chosen) < 15:
        _may_merge(int(chosen))
        once(form, lambda ctx: {"id": merging.merge(ctx, party_id, int(chosen)).id})
        flash(gettext("The two are one now. The merge can be undone below."), "ok")
        return redirect(url_for("clients.show", party_id=party_id))
    return page("web/clients/merge.html", 200, form=form, party=party, likely=_likely(party, form.other.data.strip()))


@bp.post("/merge/<int:merge_id>/undo")
@allow(STAFF)
def undo_merge(party_id: int, merge_id: int) -> Answer:
    """Take a merge back."""

    def do(ctx: Context, party: Party) -> None:
        row = ctx.session.get(Merge, merge_id)
        if row is None or row.kept_id != party.id:
            raise NotFound
        merging.undo_merge(ctx, merge_id)

    return _act(party_id, "consent_form", HouseForm(), do)


def _likely(party: Party, text: str) -> list[Likeness]:
    """Whoever shares something with the party, or with what was typed; behind them whom the search finds for it."""
    session = db.session()
    card = PartyCard(name=text, phone=text, email=text, birth_on=party.birth_on) if text else _own(party)
    found = {one.party_id: one for one in parties.alike(session, card, party.id)}
    for hit in find(session, text):
        if hit.party_id != party.id:
            found.setdefault(hit.party_id, Likeness(hit.party_id, hit.name, (hit.number,)))
    return list(found.values())


def _own(party: Party) -> PartyCard:
    return PartyCard(party.name, phone=party.phone, email=party.email, birth_on=party.birth_on, country=party.country)


def _save(ctx: Context, party_id: int, form: PartyForm) -> None:
    party = ctx.session.get_one(Party, party_id)
    card = PartyCard(
        form.name.data, PartyKind(form.kind.data), form.email.data, form.phone.data,
        form.phone_more.data, form.birth_on.data, form.address.data, form.city.data,
        form.country.data, form.language.data, form.time_zone.data, form.preferred_channel.data,
    )  # fmt: skip
    parties.change_party(ctx, party, card, form.seen)
    party.do_not_contact = form.do_not_contact.data


def readable(party_id: int) -> Party:
    """The party, if the actor may open one of its cases (or it has none yet); 404 otherwise."""
    party = _existing(party_id)
    mine = select(CaseParty.id).join(Case, Case.id == CaseParty.case_id).where(CaseParty.party_id == party_id)
    seen = db.session.scalar(mine.where(visible(actor(), today())).limit(1))
    if seen is None and (db.session.scalar(mine.limit(1)) is not None or not actor().has(*WRITERS, Role.AUDITOR)):
        raise NotFound
    return party


def writable(party_id: int) -> Party:
    """The same for somebody who may change it; Forbidden for who only reads."""
    party = readable(party_id)
    if not actor().has(*WRITERS):
        raise Forbidden("read_only")
    return party


def _may_merge(party_id: int) -> None:
    """Forbidden when the duplicate stands in files the actor may not open; a manager merges across teams."""
    _existing(party_id)
    if not actor().has(Role.MANAGER):
        try:
            writable(party_id)
        except NotFound as error:
            raise Forbidden("merge_across_teams") from error


def _existing(party_id: int) -> Party:
    party = db.session.get(Party, party_id)
    if party is None:
        raise NotFound
    return party


def _act(party_id: int, name: str, form: HouseForm, do: Any) -> Answer:
    """The rhythm of the small forms on this page."""
    party = writable(party_id)
    if not form.validate_on_submit():
        return _page(party, 422, **{name: form})
    if not accepted(form, lambda ctx: do(ctx, ctx.session.get_one(Party, party_id))):
        return _page(db.session.get_one(Party, party_id), 422, **{name: form})
    flash(gettext("Saved."), "ok")
    return redirect(url_for("clients.show", party_id=party_id))


def _page(party: Party, code: int, **forms: Any) -> tuple[str, int]:
    session = db.session()
    cases = select(Case, CaseParty.role).join(CaseParty, CaseParty.case_id == Case.id).where(
        CaseParty.party_id == party.id, visible(actor(), today()))  # fmt: skip
    merges = session.scalars(select(Merge).where(Merge.kept_id == party.id, Merge.undone_at.is_(None)))
    values: dict[str, Any] = {
        "identifier_form": IdentifierForm(formdata=None), "consent_form": ConsentForm(formdata=None), "revealed": {},
    }  # fmt: skip
    return page("web/clients/client.html", code, party=party,
                cases=session.execute(cases.order_by(Case.id.desc())).all(),
                identifiers=identities.identifiers_of(session, party.id), consents=consents_of(session, party.id),
                merges=list(merges), may_write=actor().has(*WRITERS), **(values | forms))  # fmt: skip
