"""The form of a product: limits, rate or margin, fees, papers it wants, and its criteria one a line."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from advisor.domain import checklists
from advisor.domain.catalogue import BY_CODE
from advisor.domain.errors import Invalid
from advisor.domain.products.facts import FACTS
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.records.institution import InstitutionProduct
from advisor.records.reference_rate import reference_rates
from advisor.services import institutions
from advisor.web.kit.fields import MoneyField, sane_day, short
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.now import today
from advisor.web.kit.places import currency_field
from advisor.web.simulation_view import language

EXAMPLE = "income >= 5000"
CRITERIA_PROBLEMS: dict[str, str] = {
    "not_a_criterion": N_("“%(line)s” is no comparison. Write: fact, sign (>= <= = !=), value."),
    "unknown_fact": N_("“%(line)s” names a fact we do not know."),
    "not_a_value": N_("“%(line)s”: this value does not fit the fact and the sign."),
    "too_many": N_("There are too many lines."),
}


class ProductForm(HouseForm):
    """What the institution sells."""

    product = SelectField(_l("Product line"), [InputRequired()])
    name = short(_l("Name of the product"), DataRequired())
    currency = currency_field()
    amount_min = MoneyField(_l("Amount from"))
    amount_max = MoneyField(_l("Amount up to"))
    months_min = IntegerField(_l("Months from"), [Optional()])
    months_max = IntegerField(_l("Months up to"), [Optional()])
    annual_rate = DecimalField(_l("Rate, percent a year"), [Optional()], places=None)
    reference_rate_id = SelectField(_l("Or a reference rate"), coerce=int, default=0)
    margin = DecimalField(_l("Margin on it, percent a year"), [Optional()], places=None)
    upfront_fee_percent = DecimalField(_l("Upfront fee, percent"), [Optional()], places=None)
    instalment_fee = MoneyField(_l("Fee with each instalment"))
    commission_percent = DecimalField(_l("Our commission, percent of the amount"), [Optional()], places=None)
    decision_days = IntegerField(_l("Working days to a decision"), [Optional()])
    from_on = DateField(_l("Valid from"), [InputRequired(), sane_day])
    to_on = DateField(_l("Valid until"), [Optional(), sane_day])
    documents = SelectMultipleField(
        _l("Documents it wants beside our list"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    terms = TextAreaField(_l("Rules and terms"), [Length(max=20_000)])
    criteria = TextAreaField(_l("Who may have it, one comparison a line"), [Length(max=8000)])
    criteria_from = DateField(_l("These criteria begin on"), [Optional(), sane_day])
    criteria_source = short(_l("Source of the criteria"))

    def refuse(self, problem: Invalid) -> None:
        """A line of the criteria that cannot be read is named in its own words."""
        said = CRITERIA_PROBLEMS.get(problem.code)
        if problem.field == "criteria" and said:
            line = str(problem.params.get("line", ""))
            self.criteria.errors = [*self.criteria.errors, gettext(said, line=line)]
        else:
            super().refuse(problem)


def product_form(known: InstitutionProduct | None) -> ProductForm:
    """The form of a product with the criteria in force today and the names criteria may use."""
    start: dict[str, Any] = {"from_on": today(), "criteria": "", "criteria_source": ""}
    if known is not None:
        newest = known.criteria.get("editions", [{}])[-1]
        start = {"criteria": "\n".join(newest.get("rules", [])), "criteria_source": newest.get("source", "")}
    kept = {} if known is None else {name: getattr(known, name) for name in (*institutions.PLAIN, "documents")}
    if known is not None:
        kept["reference_rate_id"] = known.reference_rate_id or 0
    form = ProductForm(**kept | start)
    for money in (form.amount_min, form.amount_max, form.instalment_fee):
        money.shown_currency = form.currency.data or "PLN"
    form.product.choices = [(code, gettext(row.title)) for code, row in BY_CODE.items()]
    form.reference_rate_id.choices = [(0, gettext("None")), *((r.id, r.code) for r in reference_rates(db.session()))]
    form.documents.choices = [(each.code, each.name(language())) for each in checklists.documents()]
    form.criteria.description = gettext("Facts: %(facts)s. Example: %(example)s", facts=_facts(), example=EXAMPLE)
    return form


def _facts() -> str:
    return "; ".join(f"{code} ({gettext(fact.title)})" for code, fact in FACTS.items())


def product_card(form: ProductForm) -> institutions.ProductCard:
    """What was typed, for the use case."""
    values: dict[str, Any] = {name: form[name].data for name in institutions.ProductCard.__dataclass_fields__}
    return institutions.ProductCard(**values | {
        "terms": form.terms.data or "", "reference_rate_id": form.reference_rate_id.data or None,
        "documents": tuple(form.documents.data or ()), "criteria": form.criteria.data or "",
        "criteria_source": form.criteria_source.data or "",
    })  # fmt: skip
