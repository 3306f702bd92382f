"""The monitoring room on screen: service ended, conditions and duties with their dates, and our own money."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.engagement import engagement_of
from advisor.records.fee import FEE_KIND_TITLES, FeeEntry, FeeKind, fees_of
from advisor.services.rows import of_case
from advisor.stages.monitoring import actions
from advisor.stages.monitoring.records import SERVICE_END, Duty, duties_of
from advisor.stages.monitoring.stage import DUTIES, DUTY_TITLES, PAYMENTS
from advisor.web import payments
from advisor.web.kit.ask import Answer, ask, choices, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, MoneyField, currency_field, sane_day, short
from advisor.web.kit.now import today
from advisor.web.kit.room import act

bp = Blueprint("room_monitoring", __name__, url_prefix="/cases/<int:case_id>/monitoring")

HERE = StageKey.MONITORING


class DutyForm(HouseForm):
    """A condition or duty with its day."""

    kind = SelectField(_l("Kind"), [InputRequired()])
    text = short(_l("What is to be done"), DataRequired(), Length(max=400))
    due_on = DateField(_l("Due on"), [InputRequired(), sane_day])
    amount = MoneyField(_l("Amount"))
    currency = currency_field()


class DoneForm(HouseForm):
    """When it was done and where the evidence lies."""

    done_on = DateField(_l("Done on"), [InputRequired(), sane_day])
    evidence = short(_l("Evidence"), DataRequired(), Length(max=400))


class WhyForm(HouseForm):
    """A word why."""

    why = TextAreaField(_l("Why"), [DataRequired(), Length(max=200)])


class MoneyForm(HouseForm):
    """An amount we are to receive."""

    kind = SelectField(_l("Kind"), [InputRequired()], choices=choices(FEE_KIND_TITLES))
    text = short(_l("For what"), DataRequired())
    amount = MoneyField(_l("Amount"), [InputRequired()])
    currency = currency_field()
    agreed_on = DateField(_l("Agreed on"), [InputRequired(), sane_day])
    due_on = DateField(_l("Due on"), [Optional(), sane_day])
    invoiced_on = DateField(_l("Invoiced on"), [Optional(), sane_day])
    invoice_number = short(_l("Invoice number"), Length(max=60))
    paid_on = DateField(_l("Paid or received on"), [Optional(), sane_day])
    advisor_share = DecimalField(_l("Advisor's share, percent"), [Optional()], places=None)


class PlainForm(HouseForm):
    """Nothing but the key of the form."""


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case = db.session(), file.case
    return {
        "ended": SERVICE_END.one(session, case.id), "duties": duties_of(session, case.id), "today": today(),
        "payments": PAYMENTS, "fees": fees_of(session, case.id), "duty": _duty_form(case, formdata=None),
        "contract_fee": _contract_fee(case),
        "duty_kinds": in_words(DUTY_TITLES), "fee_kinds": in_words(FEE_KIND_TITLES), **payments.shown(file),
    }  # fmt: skip


@bp.post("/end")
@allow(CASE_WRITE)
def end(case_id: int) -> Answer:
    """Our service ended: one click."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.end_service(ctx, case_id))


@bp.post("/resume")
@allow(CASE_WRITE)
def resume(case_id: int) -> Answer:
    """It goes on after all."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.resume_service(ctx, case_id))


@bp.post("/duties")
@allow(CASE_WRITE)
def add_duty(case_id: int) -> Answer:
    """Note a condition or duty."""
    form = _duty_form(g.grant.case)
    return act(HERE, case_id, form, "duty", lambda ctx: actions.add_duty(ctx, case_id, actions.NewDuty(
        said(form.kind), said(form.text), said(form.due_on), form.amount.data, said(form.currency))))  # fmt: skip


@bp.route("/duties/<int:duty_id>/done", methods=["GET", "POST"])
@allow(CASE_WRITE)
def finish_duty(case_id: int, duty_id: int) -> Answer:
    """Note that a duty is done, with evidence."""
    row = of_case(db.session(), Duty, duty_id, g.grant.case)
    form = DoneForm(done_on=today())
    return ask(HERE, form, gettext("Duty done"), lambda ctx: actions.finish_duty(
        ctx, case_id, duty_id, said(form.done_on), said(form.evidence)), hint=row.text)  # fmt: skip


@bp.route("/duties/<int:duty_id>/drop", methods=["GET", "POST"])
@allow(CASE_WRITE)
def drop_duty(case_id: int, duty_id: int) -> Answer:
    """Say why a duty is no longer needed."""
    row = of_case(db.session(), Duty, duty_id, g.grant.case)
    form = WhyForm()
    return ask(HERE, form, gettext("Duty no longer needed"),
               lambda ctx: actions.drop_duty(ctx, case_id, duty_id, said(form.why)), hint=row.text)  # fmt: skip


@bp.route("/money", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add_money(case_id: int) -> Answer:
    """Note a fee or commission."""
    form = MoneyForm(currency=g.grant.case.currency, **_proposed(g.grant.case))
    form.amount.shown_currency = g.grant.case.currency
    return ask(HERE, form, gettext("Fee or commission"), lambda ctx: actions.add_money(ctx, case_id, _money(form)))


@bp.route("/money/<int:fee_id>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def change_money(case_id: int, fee_id: int) -> Answer:
    """Invoiced, paid, or corrected."""
    row = of_case(db.session(), FeeEntry, fee_id, g.grant.case)
    form = MoneyForm(obj=row)
    if not form.is_submitted():
        form.text.data = _title(row)
    form.amount.shown_currency = row.currency
    form.watch(row)
    return ask(HERE, form, gettext("Fee or commission"),
               lambda ctx: actions.change_money(ctx, case_id, fee_id, _money(form)))  # fmt: skip


@bp.route("/money/<int:fee_id>/waive", methods=["GET", "POST"])
@allow(CASE_WRITE)
def waive_money(case_id: int, fee_id: int) -> Answer:
    """Say why an amount will not be received."""
    row = of_case(db.session(), FeeEntry, fee_id, g.grant.case)
    form = WhyForm()
    return ask(HERE, form, gettext("Will not be received"),
               lambda ctx: actions.waive_money(ctx, case_id, fee_id, said(form.why)), hint=_title(row))  # fmt: skip


def _duty_form(case: Case, **options: Any) -> DutyForm:
    form = DutyForm(prefix="duty-", currency=case.currency, **options)
    form.kind.choices = choices(DUTIES[case.profile])
    return form


def _contract_fee(case: Case) -> int | None:
    """The fixed fee of the contract in minor units, as long as no fee is noted."""
    agreed = engagement_of(db.session(), case.id)
    noted = any(row.kind is FeeKind.FEE for row in fees_of(db.session(), case.id))
    return None if agreed is None or noted else agreed.fee_fixed


def _proposed(case: Case) -> dict[str, Any]:
    """What the first fee most likely is: the one of the contract."""
    fee, agreed = _contract_fee(case), engagement_of(db.session(), case.id)
    if not fee or agreed is None:
        return {"agreed_on": today()}
    return {"text": gettext("Fee of the contract"), "amount": fee, "agreed_on": agreed.signed_on or today()}


def _title(row: FeeEntry) -> str:
    """What an amount is for: an expected one bears a marked text."""
    return gettext(row.text) if row.origin else row.text


def _money(form: MoneyForm) -> actions.Money:
    return actions.Money(
        FeeKind(form.kind.data), said(form.text), form.amount.data or 0, said(form.currency), said(form.agreed_on),
        form.due_on.data, form.invoiced_on.data, form.invoice_number.data or "", form.paid_on.data,
        form.advisor_share.data,
    )  # fmt: skip
