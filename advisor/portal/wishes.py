"""What I decide alone: how to be reached, my consents, a copy of my data, and leaving this device."""

import json
from collections.abc import Iterable, Iterator
from datetime import time

from flask import Blueprint, Response, flash, g, make_response, redirect, stream_with_context, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TimeField
from wtforms.validators import Optional

from advisor.casework.client_page import export, wishes
from advisor.domain.doors import LINK, allow
from advisor.domain.errors import Invalid, NotFound
from advisor.extensions import db
from advisor.portal.door import LANGUAGE, ClientForm, Page, attempt, client_blueprint, now, page, this_client, write
from advisor.records.case import Case
from advisor.records.party import Consent, ConsentPurpose, Party, consents_of, one_person
from advisor.services.language import LANGUAGES
from advisor.services.words import CODE_TITLES, INVALID_TITLES
from advisor.services.zips import zip_stream

bp: Blueprint = client_blueprint("portal_wishes")


class WishesForm(ClientForm):
    """How to reach me."""

    channel = SelectField(_l("Reach me by"), choices=[(code, _l(CODE_TITLES[code])) for code in wishes.CHANNELS])
    language = SelectField(_l("My language"), choices=list(LANGUAGES.items()))
    reach_from = TimeField(_l("Not before"), [Optional()])
    reach_to = TimeField(_l("Not after"), [Optional()])


@bp.get("/<int:case_id>/me")
@allow(LINK)
def show() -> Page:
    """My wishes, consents and data."""
    return _page(_filled(this_client()), 200)


@bp.post("/<int:case_id>/me")
@allow(LINK)
def save() -> Page:
    """Keep my wishes."""
    form = WishesForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    hours = [field.data.strftime("%H:%M") if field.data else "" for field in (form.reach_from, form.reach_to)]
    wanted = wishes.Wishes(form.channel.data, form.language.data, *hours)
    try:
        write(lambda ctx: wishes.change_wishes(ctx, ctx.session.get_one(Party, g.party_id), wanted))
    except Invalid as problem:
        field = form._fields.get(problem.field, form.channel)
        field.errors = [gettext(INVALID_TITLES.get(problem.code, "This value is not accepted."))]
        return _page(form, 422)
    flash(gettext("Saved."), "ok")
    answer = make_response(redirect(url_for("portal_wishes.show")))
    answer.delete_cookie(LANGUAGE, path="/")
    return answer


@bp.post("/<int:case_id>/consents/<int:consent_id>/withdraw")
@allow(LINK)
def withdraw(consent_id: int) -> Page:
    """Withdraw a consent of mine."""
    if consent_id not in {consent.id for consent in _consents()}:
        raise NotFound
    attempt(lambda ctx: wishes.withdraw(
        ctx, ctx.session.get_one(Case, g.case_id), ctx.session.get_one(Party, g.party_id), consent_id
    ), gettext("The consent is withdrawn."))  # fmt: skip
    return redirect(url_for("portal_wishes.show", _anchor="consents"))


@bp.post("/<int:case_id>/me/copy")
@allow(LINK)
def copy() -> Response:
    """A copy of my data: JSON and files in one archive, packed while it is sent. The taking is in the trail."""
    session, cases = db.session(), list(g.cases.values())
    parcel = export.pack(session, this_client(), cases, now())
    write(lambda ctx: export.note_export(ctx, ctx.session.get_one(Party, g.party_id), len(parcel.pieces)))
    text = json.dumps(parcel.document, ensure_ascii=False, indent=1).encode()

    def files() -> Iterator[tuple[str, Iterable[bytes]]]:
        yield "my-data.json", [text]
        for piece in parcel.pieces:
            yield piece.name, export.read_piece(session, piece)

    response = Response(stream_with_context(zip_stream(files())), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{now():%Y-%m-%d}.zip"'
    return response


def _consents() -> list[Consent]:
    session = db.session()
    kin = one_person(session, g.party_id)
    return [row for party_id in sorted(kin) for row in consents_of(session, party_id)]


def _filled(client: Party) -> WishesForm:
    hours = {name: time.fromisoformat(kept) if (kept := getattr(client, name)) else None
             for name in ("reach_from", "reach_to")}  # fmt: skip
    return WishesForm(formdata=None, channel=client.preferred_channel, language=g.language, **hours)


def _page(form: WishesForm, status: int) -> tuple[str, int]:
    rows = [(row, row.purpose is not ConsentPurpose.PRIVACY_NOTICE) for row in _consents()]
    return page("portal/me.html", status, form=form, consents=rows, client=this_client())
