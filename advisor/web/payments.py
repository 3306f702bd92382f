"""Payments on screen: what was seen of one in its last days, and the debit authorisations it is collected by."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.party import Party
from advisor.records.plan import deviation_for
from advisor.services.rows import of_case
from advisor.stages.monitoring.debits import actions as debits
from advisor.stages.monitoring.debits.records import DebitAuthorisation, debits_of
from advisor.stages.monitoring.debits.stage import SIGNED_HOW
from advisor.stages.monitoring.records import Duty, duties_of
from advisor.stages.monitoring.stage import PAYMENTS
from advisor.stages.monitoring.watch import actions as watch
from advisor.stages.monitoring.watch.gate import to_watch
from advisor.stages.monitoring.watch.records import sightings_of
from advisor.stages.monitoring.watch.stage import SIGHTINGS
from advisor.web.kit.ask import Answer, ask, choices, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, MoneyField, sane_day, short
from advisor.web.kit.now import today

bp = Blueprint("payments", __name__, url_prefix="/cases/<int:case_id>/monitoring")

HERE = StageKey.MONITORING


class SeenForm(HouseForm):
    """What was seen, as a code of the list."""

    code = SelectField(_l("What was seen"), [InputRequired()], choices=choices(SIGHTINGS, "Choose"))
    seen_on = DateField(_l("On the day"), [InputRequired(), sane_day])
    until_on = DateField(_l("The day promised or asked for"), [Optional(), sane_day])
    amount = MoneyField(_l("The part that was paid"))


class DebitForm(HouseForm):
    """The debit authorisation as the client signed it."""

    payee = short(_l("Who may collect"), DataRequired(), Length(max=200))
    account = short(_l("Account (IBAN)"), DataRequired(), Length(max=60))
    from_on = DateField(_l("Holds from"), [InputRequired(), sane_day])
    signer = short(_l("Signed by"), DataRequired(), Length(max=200))
    signed_on = DateField(_l("Signed on"), [InputRequired(), sane_day])
    signed_how = SelectField(_l("How it was signed"), [InputRequired()], choices=choices(SIGNED_HOW))
    shelf = short(_l("Where the signed form stands"), Length(max=120))


class RevokeForm(HouseForm):
    """From which day on, and why."""

    to_on = DateField(_l("Holds no more from"), [InputRequired(), sane_day])
    why = short(_l("Why"), DataRequired(), Length(max=200))


def shown(file: CaseFile) -> dict[str, Any]:
    """What the room shows of payments: what was seen, whose last days have come, and the authorisations, masked."""
    session, case = db.session(), file.case
    paying = any(row.kind in PAYMENTS for row in duties_of(session, case.id))
    differs = deviation_for(session, case.client_id, "instalment") if paying else None
    rows = [(row, debits.masked(session, file.client, row)) for row in debits_of(session, case.id)]
    return {"seen": sightings_of(session, case.id), "sightings": in_words(SIGHTINGS), "to_watch": to_watch,
            "debits": rows, "signed_how": in_words(SIGNED_HOW),
            "differs": differs}  # fmt: skip


@bp.route("/duties/<int:duty_id>/seen", methods=["GET", "POST"])
@allow(CASE_WRITE)
def note_seen(case_id: int, duty_id: int) -> Answer:
    """Note what was seen of a payment."""
    duty = of_case(db.session(), Duty, duty_id, g.grant.case)
    form = SeenForm(seen_on=today())
    form.amount.shown_currency = duty.currency
    return ask(HERE, form, gettext("Payment watched"), lambda ctx: watch.note_seen(ctx, case_id, duty_id, watch.Seen(
        said(form.code), said(form.seen_on), form.until_on.data, form.amount.data)), hint=duty.text)  # fmt: skip


@bp.route("/debits/add", methods=["GET", "POST"])
@allow(CASE_WRITE)
def authorise(case_id: int) -> Answer:
    """Note a signed debit authorisation; the one before ends on its first day."""
    client = db.session().get_one(Party, g.grant.case.client_id)
    form = DebitForm(signer=client.name, signed_on=today(), from_on=today(), **_payee(case_id))
    return ask(HERE, form, gettext("Debit authorisation"), lambda ctx: debits.authorise(ctx, case_id, debits.NewDebit(
        said(form.payee), said(form.account), said(form.from_on), said(form.signed_on), said(form.signed_how),
        said(form.signer), form.shelf.data or "",
    )), hint=gettext("The client signs a new form; the one before it ends on the first day of the new."))  # fmt: skip


@bp.route("/debits/<int:debit_id>/revoke", methods=["GET", "POST"])
@allow(CASE_WRITE)
def revoke(case_id: int, debit_id: int) -> Answer:
    """Nothing may be collected by it any more."""
    row = of_case(db.session(), DebitAuthorisation, debit_id, g.grant.case)
    form = RevokeForm(to_on=today())
    return ask(HERE, form, gettext("Debit authorisation revoked"), lambda ctx: debits.revoke(
        ctx, case_id, debit_id, said(form.to_on), said(form.why)), hint=row.payee)  # fmt: skip


def _payee(case_id: int) -> dict[str, str]:
    """Who may collect is most likely who collected before."""
    earlier = debits_of(db.session(), case_id)
    return {"payee": earlier[0].payee} if earlier else {}
