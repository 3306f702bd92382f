"""How a person may be contacted: each channel's answer now, opt-outs, a lawyer, bans; and the register of overrides."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, Length, Optional

from advisor.domain.doors import MANAGERS, STAFF, allow
from advisor.domain.outreach.contact import Channel, Purpose
from advisor.domain.outreach.words import CHANNEL_TITLES, PURPOSE_TITLES, REASON_TITLES
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.guard import ENTRY_TITLES, FACT_TITLES, FactKind, GuardEntry
from advisor.records.party import Party
from advisor.services import guard, limits
from advisor.services.access import visible
from advisor.web.clients import WRITERS, readable, writable
from advisor.web.kit.fields import ProseField, sane_day
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import now, today
from advisor.web.kit.page import page
from advisor.web.kit.rulings import told
from advisor.web.kit.who import actor

bp = Blueprint("limits", __name__)

Answer = Response | tuple[str, int]
SHOWN = (Purpose.SERVICE, Purpose.PRE_DUE_REMINDER, Purpose.OVERDUE_DEBT, Purpose.MARKETING)
"""The purposes an advisor meets; the contact form offers them all."""


class FactForm(HouseForm):
    """One limit, with who told it or which document says so."""

    kind = SelectField(_l("What holds"), choices=[(str(k), _l(v)) for k, v in FACT_TITLES.items()])
    from_on = DateField(_l("From"), [Optional(), sane_day])
    detail = ProseField(_l("Who told, which lawyer or document"), [DataRequired(), Length(max=1000)])


@bp.get("/clients/<int:party_id>/contact-rules")
@allow(STAFF)
def show(party_id: int) -> Answer:
    """May I call, write, visit? With the rule and its source where not."""
    return _page(readable(party_id), FactForm(formdata=None), 200)


@bp.post("/clients/<int:party_id>/contact-rules")
@allow(STAFF)
def note(party_id: int) -> Answer:
    """Note a limit."""
    party, form = writable(party_id), FactForm()
    if not form.validate_on_submit() or not accepted(form, lambda ctx: limits.note_fact(
        ctx, ctx.session.get_one(Party, party_id), FactKind(form.kind.data), form.from_on.data, form.detail.data,
    )):  # fmt: skip
        return _page(db.session.get_one(Party, party.id), form, 422)
    flash(gettext("Saved."), "ok")
    return redirect(url_for("limits.show", party_id=party_id))


@bp.post("/clients/<int:party_id>/contact-rules/<int:fact_id>/end")
@allow(STAFF)
def end(party_id: int, fact_id: int) -> Answer:
    """It does not hold any more."""
    writable(party_id)
    accepted(HouseForm(), lambda ctx: limits.end_fact(ctx, ctx.session.get_one(Party, party_id), fact_id))
    flash(gettext("Saved."), "ok")
    return redirect(url_for("limits.show", party_id=party_id))


@bp.get("/audit/contacts")
@allow(MANAGERS)
def register() -> Answer:
    """The register of house rules set aside and of contacts that happened against a rule."""
    mine = select(Case.id).where(visible(actor(), today()))
    query = (
        select(GuardEntry, Party.name, Case.number).join(Party, Party.id == GuardEntry.party_id)
        .outerjoin(Case, Case.id == GuardEntry.case_id)
        .where(GuardEntry.case_id.in_(mine)).order_by(GuardEntry.id.desc()).limit(500)
    )  # fmt: skip
    kinds = {kind: gettext(title) for kind, title in ENTRY_TITLES.items()}
    reasons: dict[Any, str] = {str(reason): gettext(title) for reason, title in REASON_TITLES.items()}
    return page("web/limits/register.html", rows=db.session.execute(query).all(), kinds=kinds, reasons=reasons)


def _page(party: Party, form: FactForm, code: int) -> Answer:
    session, chosen = db.session(), request.args.get("purpose", Purpose.SERVICE.value)
    purpose = Purpose(chosen) if chosen in {str(p) for p in SHOWN} else Purpose.SERVICE
    known = guard.known_of(session, [party.id], now())[party.id]
    answers = [
        (gettext(CHANNEL_TITLES[channel]),
         told(guard.judge(party, guard.contact_of(party, known, channel, purpose, now()))))
        for channel in Channel
    ]  # fmt: skip
    return page("web/limits/limits.html", code, party=party, answers=answers, form=form, purpose=purpose,
                purposes=[(p, gettext(PURPOSE_TITLES[p])) for p in SHOWN], today=today(),
                limits=[(gettext(FACT_TITLES[limit.row.kind]), limit) for limit in limits.limits_of(session, party)],
                may_write=actor().has(*WRITERS))  # fmt: skip
