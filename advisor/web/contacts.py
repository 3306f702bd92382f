"""The call panel: what changed since we last spoke, the guard's answer, the script, and the log in one place (C-1)."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.casework.purpose import meant
from advisor.casework.since import institutions_of, since
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Forbidden, Invalid
from advisor.domain.outreach.cadence import Snooze
from advisor.domain.outreach.cadence import snooze as snoozed
from advisor.domain.outreach.contact import Channel, Principal, Purpose, Recipient
from advisor.domain.roles import MAY_OVERRIDE
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import SPOKEN, ContactChannel, ContactResult
from advisor.records.party import ConsentPurpose, Party
from advisor.services import followups, guard, outreach
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.guard import ContactRefused, Ruling, Terms
from advisor.services.words import CALL_AGAIN
from advisor.web.contact_form import KEEP, OWN, ContactForm
from advisor.web.kit.errors import sentence
from advisor.web.kit.forms import once
from advisor.web.kit.now import now, the_firm, today, zone
from advisor.web.kit.page import page
from advisor.web.kit.rulings import told
from advisor.web.kit.show import moment
from advisor.web.kit.since_words import panel
from advisor.web.kit.who import actor

bp = Blueprint("contacts", __name__, url_prefix="/cases/<int:case_id>/contacts")

Answer = Response | tuple[str, int]
FIELDS = {"text": "next_text"}


@bp.route("/log", methods=["GET", "POST"])
@allow(CASE_WRITE)
def log(case_id: int) -> Answer:
    """The panel. A button inside it confirms the identity first; only then amount and creditors are shown (CN-32)."""
    form, case = ContactForm(), g.grant.case
    form.offer(_planned(case))
    if request.form.get("identity"):
        form.identity_confirmed.data = True
        return _page(form, case_id, 200)
    if request.method == "GET" or not form.validate_on_submit():
        return _page(form, case_id, 200 if request.method == "GET" else 422)
    try:
        once(form, lambda ctx: _write(ctx, case_id, form))
    except ContactRefused as problem:
        form.form_errors.append(sentence(problem))
        return _page(form, case_id, 422, problem.ruling)
    except Forbidden as problem:
        form.form_errors.append(sentence(problem))
        return _page(form, case_id, 403)
    except Invalid as problem:
        form.refuse(Invalid(FIELDS.get(problem.field, problem.field), problem.code))
        return _page(form, case_id, 422)
    flash(gettext("The contact was saved."), "ok")
    _offer_message(case_id, form)
    if request.args.get("back") == "calls":
        then = request.args.get("then", "")
        return redirect(url_for("calls.show", at=then if then.isascii() and then.isdigit() else None))
    return redirect(url_for("cases.show", case_id=case_id))


def _write(ctx: Context, case_id: int, form: ContactForm) -> dict[str, Any]:
    case, result = writable(ctx, case_id), ContactResult(form.result.data)
    if result in SPOKEN and not form.note.data.strip():
        raise Invalid("note", "missing")
    terms = Terms(Principal(form.on_behalf_of.data), Recipient(form.recipient.data),
                  override_reason=form.override_reason.data)  # fmt: skip
    row = outreach.log_contact(ctx, case, outreach.Contact(
        ContactChannel(form.channel.data), result, form.note.data, not form.incoming.data,
        form.identity_confirmed.data, form.at.moment and form.at.moment.replace(tzinfo=zone()),
        Purpose(form.purpose.data), terms, form.happened_because.data, form.payment,
    ))  # fmt: skip
    _next_step(ctx, case, form)
    return {"id": row.id}


def _next_step(ctx: Context, case: Case, form: ContactForm) -> None:
    """Plan what comes next: nothing is left without a next action."""
    chosen, text = form.next_when.data, form.next_text.data.strip() or gettext(CALL_AGAIN)
    if chosen == KEEP and case.next_action_at is not None:
        return
    if chosen == OWN:
        if form.next_at.moment is None:
            raise Invalid("next_at", "missing")
        _remind(ctx, case, form, text)
        return
    client = ctx.session.get_one(Party, case.client_id)
    place = ZoneInfo(client.time_zone)
    at = snoozed(Snooze(chosen), ctx.now, place, client.country).astimezone(place).replace(tzinfo=None)
    followups.remind_at(ctx, case, at, client.time_zone, text)


def _remind(ctx: Context, case: Case, form: ContactForm, text: str) -> None:
    try:
        followups.remind_at(ctx, case, form.next_at.given, str(zone()), text)
    except Invalid as problem:
        raise Invalid("next_at" if problem.field == "at" else problem.field, problem.code) from problem


def _offer_message(case_id: int, form: ContactForm) -> None:
    """After a call that reached nobody, say whether and when a message may follow (ES-14)."""
    if form.channel.data != ContactChannel.CALL or form.result.data != ContactResult.NO_ANSWER or form.incoming.data:
        return
    case = db.session().get_one(Case, case_id)
    client = db.session().get_one(Party, case.client_id)
    found = told(guard.decide(db.session(), client, Channel.MESSAGE, Purpose(form.purpose.data), now()))
    if found.allowed:
        flash(gettext("No answer: a message may be sent now."), "info")
    elif found.next_at:
        flash(gettext("No answer: a message may be sent from %(when)s.", when=found.next_at), "info")


def _page(form: ContactForm, case_id: int, code: int, refused: Ruling | None = None) -> Answer:
    session = db.session()
    case = session.get_one(Case, case_id)
    client = session.get_one(Party, case.client_id)
    known = guard.known_of(session, [client.id], now())[client.id]
    offered = meant(session, case, today())
    if request.method == "GET":
        form.purpose.data = str(offered.purpose)
    purpose = Purpose(form.purpose.data) if form.purpose.data in list(Purpose) else offered.purpose
    asked = guard.contact_of(client, known, Channel.CALL, purpose, now(), Terms(debt=str(case_id)))
    ruling = refused or guard.judge(client, asked)
    found = since(session, case, client, today())
    identified = bool(form.identity_confirmed.data)
    return page("web/contacts/log.html", code, form=form, case=case, client=client, since=found, refused=refused,
                panel=panel(found, client, the_firm().name), ruling=told(ruling), identified=identified, meant=offered,
                creditors=institutions_of(session, case_id) if identified else (), keep=KEEP,
                third=ConsentPurpose.THIRD_PERSON in known.consents, firm=the_firm(), me_name=actor().name,
                may_override=not actor().roles.isdisjoint(MAY_OVERRIDE))  # fmt: skip


def _planned(case: Case) -> str:
    return gettext("As planned, %(when)s", when=moment(case.next_action_at)) if case.next_action_at else ""
