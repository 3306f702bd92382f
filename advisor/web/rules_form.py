"""The rule editor's form and how rules read in words: thresholds, readings, open questions (OP-09)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, DecimalField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from advisor.domain.debts import OpenQuestion, RulePack, Thresholds
from advisor.domain.debts.affordability import RatioLimits
from advisor.domain.debts.editing import READINGS, reading, settings_from
from advisor.domain.debts.extrajudicial import HintRules
from advisor.domain.debts.settings import LAW_AMOUNTS, MOST_YEARS, RATIOS, names_of
from advisor.domain.debts.thresholds import AMOUNTS, KEYS
from advisor.domain.debts.words import HINTS, OPEN_QUESTIONS
from advisor.domain.finance.money import from_minor
from advisor.domain.words import N_
from advisor.web.interview_form import RoubleField
from advisor.web.kit.fields import DayField, sane_day
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.show import day
from advisor.web.verdicts import roubles

SETTINGS: dict[str, str] = {
    "total_min": N_("1.1 Minimum of the debt, RUB"),
    "total_min_inclusive": N_("1.1 Exactly the minimum passes"),
    "total_base": N_("1.1 What the minimum counts"),
    "secured_max": N_("1.2 Limit of secured loans, RUB"),
    "secured_max_inclusive": N_("1.2 Exactly the limit passes"),
    "secured_scope": N_("1.2 What the limit binds"),
    "utilities_credit_min": N_("1.4 Credit beside utility debts, RUB"),
    "utilities_credit_min_inclusive": N_("1.4 Exactly this credit passes"),
    "credit_kinds": N_("1.4 Clauses of the credit debts"),
    "mortgage_policy": N_("1.3 A mortgage"),
    "collateral_gap_policy": N_("3.6 The pledged thing is gone, not all three facts hold"),
    "unlisted_policy": N_("2 A kind of debt in neither list"),
}
READING_WORDS: dict[str, str] = {
    "true": N_("Yes"),
    "false": N_("No"),
    "dischargeable": N_("Only debts that may be written off"),
    "all": N_("All debts"),
    "sum_held": N_("The sum, where the pledged thing is still there"),
    "each_held": N_("Each loan alone"),
    "sum_all_secured": N_("The sum of all secured loans"),
    "refer": N_("A person decides"),
    "ignore": N_("It is not looked at"),
    "as_secured": N_("It counts as a secured loan"),
    "refuse": N_("It is refused"),
    "as_unsecured": N_("It counts as an unsecured loan"),
    "as_non_dischargeable": N_("It counts as a debt that stays"),
    "as_dischargeable": N_("It counts as a debt that may be written off"),
    "2.1 and 2.2": N_("2.1 and 2.2"),
    "a person decides": N_("A person decides"),
    "a mortgage must be present": N_("A mortgage must be present"),
    "both 1.1 and 1.4 must hold": N_("Both 1.1 and 1.4 must hold"),
    "1.4 replaces 1.1": N_("1.4 replaces 1.1"),
    "included, as the client states it": N_("Included, as the client states it"),
    "principal only": N_("The principal only"),
    "secondary sources agree": N_("Secondary sources agree"),
    "the article read by a lawyer": N_("The article read by a lawyer"),
    "nothing that can be seized": N_("Nothing that can be seized"),
    "no property condition": N_("No condition about property"),
    "to be confirmed": N_("To be confirmed"),
    "warn above 40 %, refer above 50 %": N_("Warn above 40 percent, refer above 50 percent"),
    "50 % for higher incomes": N_("50 percent for higher incomes"),
    "the household's figures": N_("The household's figures"),
    "the firm's own ratios": N_("The firm's own ratios"),
    "refer above 80 %": N_("Refer above 80 percent"),
    "a quota of the lender only": N_("A quota of the lender only"),
}


def said(name: str) -> str:
    """A reading in the reader's language, a day as he writes it; clauses stay as they are."""
    if name in READING_WORDS:
        return gettext(READING_WORDS[name])
    try:
        return day(date.fromisoformat(name))
    except ValueError:
        return name


def _policy(name: str) -> SelectField:
    return SelectField(_l(SETTINGS[name]), choices=lambda: [(each, said(each)) for each in READINGS[name]])


class EditionForm(HouseForm):
    """What every edition needs beside its settings: from which day, and why."""

    starts_on = DayField(_l("In force from"), [InputRequired(), sane_day])
    reason = TextAreaField(_l("Why the rules change"), [DataRequired(), Length(max=2000)])

    @property
    def settings(self) -> dict[str, Any]:
        """The typed settings as plain JSON, once the form has passed its check."""
        raise NotImplementedError


class RulesForm(EditionForm):
    """Every setting of OP-1."""

    total_min = RoubleField(_l(SETTINGS["total_min"]), [InputRequired()])
    total_min_inclusive = _policy("total_min_inclusive")
    total_base = _policy("total_base")
    secured_max = RoubleField(_l(SETTINGS["secured_max"]), [InputRequired()])
    secured_max_inclusive = _policy("secured_max_inclusive")
    secured_scope = _policy("secured_scope")
    mortgage_policy = _policy("mortgage_policy")
    utilities_credit_min = RoubleField(_l(SETTINGS["utilities_credit_min"]), [InputRequired()])
    utilities_credit_min_inclusive = _policy("utilities_credit_min_inclusive")
    credit_kinds = _policy("credit_kinds")
    unlisted_policy = _policy("unlisted_policy")
    collateral_gap_policy = _policy("collateral_gap_policy")

    @property
    def settings(self) -> dict[str, Any]:
        """Amounts with two places, readings by their name."""
        texts = {name: self[name].data for name in KEYS}
        texts |= {name: roubles_text(texts[name]) for name in AMOUNTS}
        return settings_from(texts)


class RatioForm(EditionForm):
    """The limits of the affordability pre-check, as percent of net income."""

    warn_above = DecimalField(_l("We warn above, percent"), [Optional(), NumberRange(0, 200)], places=None)
    refer_above = DecimalField(_l("A person looks above, percent"), [InputRequired(), NumberRange(0, 200)], places=None)

    @property
    def settings(self) -> dict[str, Any]:
        """Fractions of 1 as text."""
        return {name: None if (typed := self[name].data) is None else f"{typed / 100:f}" for name in RATIOS}


class LawForm(EditionForm):
    """The dated limits of the legal hint."""

    least = RoubleField(_l("Lower limit, RUB"), [InputRequired()])
    most = RoubleField(_l("Upper limit, RUB"), [InputRequired()])
    repeat_after_years = IntegerField(_l("Again after, years"), [InputRequired(), NumberRange(0, MOST_YEARS)])
    mortgage_route_from = DateField(_l("Route for a mortgaged only home from"), [Optional(), sane_day])
    duty_to_petition_from = RoubleField(_l("Duty to petition from, RUB"), [InputRequired()])

    @property
    def settings(self) -> dict[str, Any]:
        """Amounts with two places, the day as ISO text or null."""
        day_ = self.mortgage_route_from.data
        return {
            **{name: roubles_text(self[name].data) for name in LAW_AMOUNTS},
            "repeat_after_years": self.repeat_after_years.data,
            "mortgage_route_from": day_.isoformat() if day_ else None,
        }


_FORMS: tuple[tuple[type, type[EditionForm]], ...] = (
    (Thresholds, RulesForm),
    (RatioLimits, RatioForm),
    (HintRules, LawForm),
)


def roubles_text(minor: int) -> str:
    """Kopecks as the rules keep amounts: 100000.00."""
    return f"{from_minor(minor, 'RUB').amount:.2f}"


class SignForm(HouseForm):
    """The editor takes the new answers of the listed examples for right; `examples` are those that were shown."""

    signed = BooleanField(_l("I have read these examples. Their new answers are what we want."))


def filled(rules: object, typed: Mapping[str, str], **more: Any) -> EditionForm:
    """The form over an edition's settings, with what was typed or chosen in their place."""
    values = {name: reading(rules, name) for name in names_of(rules)} | dict(typed)
    kind = next(form for rules_kind, form in _FORMS if isinstance(rules, rules_kind))
    return kind(formdata=MultiDict(values), **more)


def changes(before: object, after: object) -> list[tuple[str, str]]:
    """The settings that differ, in words: (what, before and after)."""
    then, now = dict(told(after)), told(before)
    return [(what, f"{value} → {then[what]}") for what, value in now if then[what] != value]


def told(rules: Any) -> list[tuple[str, str]]:
    """Every rule of an edition in words: (what, value)."""
    if isinstance(rules, Thresholds):
        return [(gettext(title), _value(rules, name)) for name, title in SETTINGS.items()]
    if isinstance(rules, RatioLimits):
        percent = [f"{limit:.0%}" if limit is not None else "–" for limit in (rules.warn_above, rules.refer_above)]
        rows = (gettext("We warn above"), percent[0]), (gettext("A person looks above"), percent[1])
        return [(gettext("Currency"), rules.currency), *rows]
    return _law(rules)


def asked(pack: RulePack[Any]) -> list[tuple[OpenQuestion, str, str, list[tuple[str, str]]]]:
    """The open questions: the question, its words, the reading in force, and the others (reading, in words)."""
    return [
        (each, gettext(OPEN_QUESTIONS[each.code]), said(each.chosen), [(x, said(x)) for x in each.alternatives])
        for each in pack.open_questions
    ]


def _value(rules: Thresholds, name: str) -> str:
    return roubles(getattr(rules, name)) if name in AMOUNTS else said(reading(rules, name))


def _law(rules: HintRules) -> list[tuple[str, str]]:
    return [
        (gettext("Lower limit, RUB"), roubles(rules.least)),
        (gettext("Upper limit, RUB"), roubles(rules.most)),
        (gettext("Grounds"), " ".join(gettext(HINTS[code]) for code in rules.grounds)),
        (gettext("Again after, years"), str(rules.repeat_after_years)),
        (gettext("Route for a mortgaged only home from"), day(rules.mortgage_route_from)),
        (gettext("Duty to petition from, RUB"), roubles(rules.duty_to_petition_from)),
    ]
