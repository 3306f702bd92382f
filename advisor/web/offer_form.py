"""The forms of the offer room."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from advisor.domain import checklists
from advisor.domain.errors import Invalid
from advisor.domain.finance.days import DayCount
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import GraceKind
from advisor.domain.process import Profile
from advisor.records.case import Case
from advisor.records.institution import Institution
from advisor.stages.offer.actions import OfferTerms
from advisor.stages.offer.answers.stage import ANSWERS, CHANNELS, HOW, PARTS
from advisor.stages.offer.composition.stage import STEPS, STEPS_DEBT
from advisor.stages.offer.gate import needed_parts
from advisor.stages.offer.matching.records import Matched
from advisor.stages.offer.simulations.actions import SHARED, SimulationCard
from advisor.stages.offer.simulations.gate import MOST_MONTHS
from advisor.stages.offer.simulations.records import OfferSimulation
from advisor.stages.offer.simulations.stage import DAY_COUNT_NAMES, GRACE_NAMES, KINDS, RATE_KINDS
from advisor.web.fee_fields import FeeField, PercentField, in_currency
from advisor.web.kit.ask import choices
from advisor.web.kit.fields import HiddenLine
from advisor.web.kit.forms import LONG, HouseForm, VersionedForm, sane_day, short
from advisor.web.simulation_view import language


class SimulationForm(HouseForm):
    """The assumptions of one simulation."""

    kind = SelectField(_l("Kind of simulation"), choices=choices(KINDS), default="loan")
    institution_id = SelectField(_l("Institution"), coerce=int, default=0)
    institution = short(_l("Another institution"))
    product = short(_l("Product"))
    amount = FeeField(_l("Amount"), [InputRequired()])
    months = IntegerField(_l("Months"), [InputRequired(), NumberRange(1, MOST_MONTHS)])
    annual_rate = PercentField(_l("Rate a year"), [InputRequired()])
    rate_kind = SelectField(_l("Rate"), choices=choices(RATE_KINDS))
    later_rate = PercentField(_l("Later rate a year"))
    later_from = IntegerField(_l("Later rate from instalment"), [Optional(), NumberRange(2, MOST_MONTHS)])
    upfront_fee = FeeField(_l("Arrangement fee"))
    instalment_fee = FeeField(_l("Fee with each instalment"))
    insurance = FeeField(_l("Insurance with each instalment"))
    residual = FeeField(_l("Balloon or buy-out"))
    grace_months = IntegerField(_l("Grace period, months"), [Optional(), NumberRange(0, MOST_MONTHS - 1)])
    grace_kind = SelectField(_l("During the grace period"), choices=choices(GRACE_NAMES), default="interest_only")
    initial_payment = FeeField(_l("Initial payment, net"))
    in_advance = IntegerField(_l("Instalments paid at signing"), [Optional(), NumberRange(0, MOST_MONTHS)])
    vat_rate = PercentField(_l("VAT on every payment"))
    first_due_on = DateField(_l("First instalment due"), [InputRequired(), sane_day])
    advanced_on = DateField(_l("Paid out on"), [Optional(), sane_day])
    day_count = SelectField(_l("Interest counts"), choices=choices(DAY_COUNT_NAMES))
    conditions = TextAreaField(_l("The institution's rules and terms, one a line"), [Length(max=LONG)])
    commission = FeeField(_l("Commission paid to us"))
    commission_basis = short(_l("Or the rule it follows"))

    product_id = HiddenLine(render_kw={"id": False})

    @property
    def sold(self) -> int | None:
        """The product of the catalogue the figures came from, while the institution is still its own."""
        text = self.product_id.data
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and self.institution_id.data else None

    def refuse(self, problem: Invalid) -> None:
        """The refusal of the finance law in its own words, beside the field it is about."""
        why, field = problem.params.get("why"), self._fields.get(problem.field, self.amount)
        if isinstance(why, FinanceError):
            field.errors = [*field.errors, gettext(why.message, **why.params)]
        else:
            super().refuse(problem)

    def card(self, currency: str) -> SimulationCard:
        """What was typed, for the use case."""
        return SimulationCard(
            institution=self.institution.data or "", institution_id=self.institution_id.data or None,
            product=self.product.data or "", amount=self.amount.data or 0, currency=currency,
            months=self.months.data or 0, annual_rate=self.annual_rate.data, rate_kind=self.rate_kind.data,  # type: ignore[arg-type]
            upfront_fee=self.upfront_fee.data or 0, instalment_fee=self.instalment_fee.data or 0,
            first_due_on=self.first_due_on.data or date.min, day_count=DayCount(self.day_count.data),
            conditions=self.conditions.data or "", commission=self.commission.data,
            commission_basis=self.commission_basis.data or "", kind=self.kind.data, product_id=self.sold,
            later_rate=self.later_rate.data, later_from=self.later_from.data, insurance=self.insurance.data or 0,  # type: ignore[arg-type]
            residual=self.residual.data or 0, grace_months=self.grace_months.data or 0,
            grace_kind=GraceKind(self.grace_kind.data), initial_payment=self.initial_payment.data or 0,
            in_advance=self.in_advance.data or 0, vat_rate=self.vat_rate.data, advanced_on=self.advanced_on.data,  # type: ignore[arg-type]
        )  # fmt: skip


class TermsForm(VersionedForm):
    """The terms of the offer; the days of the time plan are added per profile."""

    scope = TextAreaField(_l("What we do, one point a line"), [Length(max=LONG)])
    fee_fixed = FeeField(_l("Fixed fee"))
    fee_percent = PercentField(_l("Success fee on the payout"))
    fee_basis = short(_l("When and how the fee is due"))
    commission_none = BooleanField(_l("Only the client pays us"))
    commission_basis = short(_l("Commission by rule"))
    no_simulation_because = TextAreaField(_l("A simulation cannot be given, because"), [Length(max=2000)])
    plan_why = TextAreaField(_l("Why this route"), [Length(max=2000)])
    requirements = TextAreaField(_l("Legal and formal requirements, one a line"), [Length(max=LONG)])
    contract = TextAreaField(_l("Draft contract"), [Length(max=LONG)])
    valid_days = IntegerField(_l("Offer valid for, days"), [NumberRange(1, 365)], default=14)

    def terms(self) -> OfferTerms:
        """What was typed, for the use case."""
        days = {name[5:]: f.data for name, f in self._fields.items() if name.startswith("days_") and f.data is not None}
        return OfferTerms(
            scope=self.scope.data or "", fee_fixed=self.fee_fixed.data, fee_percent=self.fee_percent.data,  # type: ignore[arg-type]
            fee_basis=self.fee_basis.data or "", commission_none=self.commission_none.data,
            commission_basis=self.commission_basis.data or "", contract=self.contract.data or "",
            requirements=self.requirements.data or "", no_simulation_because=self.no_simulation_because.data or "",
            plan_why=self.plan_why.data or "", step_days=days, valid_days=self.valid_days.data or 14, version=self.seen,
        )  # fmt: skip


class HandOverForm(HouseForm):
    """A hand-over that happened outside."""

    how = SelectField(_l("How"), choices=choices(HOW), default="paper")
    on = DateField(_l("Day"), [InputRequired(), sane_day])
    evidence = short(_l("Where our copy stands"))
    parts = SelectMultipleField(_l("What was handed over"), [InputRequired()], widget=ListWidget(prefix_label=False),
                                option_widget=CheckboxInput())  # fmt: skip


class AnswerForm(HouseForm):
    """What the client said."""

    answer = SelectField(_l("Answer"), choices=choices(ANSWERS))
    channel = SelectField(_l("Channel"), choices=choices(CHANNELS))
    words = TextAreaField(_l("In the client's words"), [Length(max=2000)])


@dataclass(frozen=True, slots=True)
class Start:
    """What the form of a simulation is filled from: a row to change or copy, a product, or one to stand beside."""

    row: OfferSimulation | None = None
    sold: Matched | None = None
    beside: OfferSimulation | None = None


def simulation_form(case: Case, known: list[Institution], today: date, begin: Start) -> SimulationForm:
    """The form of one simulation; a new one assumes what the first of the offer assumes, so that they compare."""
    start: dict[str, Any] = {"amount": case.amount, "first_due_on": _first_of_month_after_next(today)}
    if begin.sold is not None:
        start |= start_from(begin.sold, case.amount)
    if begin.beside is not None:
        start |= {name: getattr(begin.beside, name) for name in SHARED}
    row = begin.row
    if row is not None:
        start = {name: getattr(row, name) for name in SimulationCard.__dataclass_fields__ if name != "currency"}
        start["institution_id"] = row.institution_id or 0
    form = SimulationForm(**start)
    form.institution_id.choices = [(0, gettext("Another institution")), *((each.id, each.name) for each in known)]
    in_currency(form, case.currency)
    return form


def start_from(sold: Matched, amount: int | None) -> dict[str, Any]:
    """What a product of the catalogue says about a simulation: rate of the day, fees, terms and our commission."""
    product, reference = sold.product, sold.reference
    papers = [found.name(language()) for code in product.documents if (found := checklists.document(code))]
    lines = [product.terms, *papers]
    if reference is not None and reference.since_on is not None:
        parts = (reference.code, f"{reference.percent:f} %", reference.since_on.isoformat(), f"+ {product.margin:f} %")
        lines.insert(0, " ".join(parts))
    share = product.commission_percent
    return {
        "kind": "lease" if product.product.startswith("leasing") else "loan", "product_id": product.id,
        "institution_id": product.institution_id, "product": product.name, "annual_rate": sold.rate,
        "rate_kind": "fixed" if product.margin is None else "variable", "months": product.months_max,
        "upfront_fee": _share(amount, product.upfront_fee_percent), "instalment_fee": product.instalment_fee,
        "conditions": "\n".join(line for line in lines if line.strip()),
        "commission": None if share is None else _share(amount, share),
    }  # fmt: skip


def _share(amount: int | None, percent: Decimal | None) -> int | None:
    """A percentage of an amount in minor units, half-up."""
    if amount is None or percent is None:
        return None
    return int((amount * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def terms_form(case: Case, start: OfferTerms, version: int | None, **options: Any) -> TermsForm:
    """The form of the terms with one field of days for each step of the profile's time plan."""
    steps = STEPS if case.profile is Profile.FINANCING else STEPS_DEBT
    days = {
        f"days_{key}": IntegerField(_l(title), [Optional(), NumberRange(0, 2000)], default=start.step_days.get(key))
        for key, title in steps.items()
    }
    kind = type("CaseTermsForm", (TermsForm,), days)
    values = {name: getattr(start, name) for name in OfferTerms.__dataclass_fields__ if name != "version"}
    form: TermsForm = kind(prefix="terms-", version="" if version is None else str(version), **values, **options)
    in_currency(form, case.currency)
    return form


def hand_over_form(case: Case, today: date, **options: Any) -> HandOverForm:
    """The form of a hand-over with the parts of the case's profile."""
    parts = [part for part in PARTS if part in needed_parts(case.profile)]
    form = HandOverForm(prefix="hand-", on=today, parts=parts, **options)
    form.parts.choices = [(part, gettext(PARTS[part])) for part in parts]
    return form


def _first_of_month_after_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=62)).replace(day=1)
