"""Can a loan client carry the instalment asked for? A second rule set: it warns and refers, never refuses."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from advisor.domain.debts.decision import Comparison, Reason, Relation
from advisor.domain.debts.pack import RulePack
from advisor.domain.debts.reading import json_object
from advisor.domain.debts.thresholds import InputProblem, amount_from

_PLACES = Decimal("0.0001")
_CENT = Decimal("0.01")
_FIELDS = frozenset({"currency", "net_income", "obligations", "requested_instalment"})


class Carrying(StrEnum):
    """The answers of the affordability pre-check; there is no refusal among them (SPEC A0)."""

    FITS = "fits"
    WARN = "warn"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """Monthly figures of a household in one currency: net income, instalments already due, instalment asked for."""

    currency: str
    net_income: Decimal | None
    obligations: Decimal | None
    requested_instalment: Decimal | None


@dataclass(frozen=True, slots=True)
class RatioLimits:
    """Debt service over net income, as fractions of 1: above one we warn, above the other a person looks."""

    currency: str
    warn_above: Decimal | None
    refer_above: Decimal


@dataclass(frozen=True, slots=True)
class Affordability:
    """The pre-check's answer; `burden` is debt service over net monthly income, as a fraction, four places half up."""

    outcome: Carrying
    reasons: tuple[Reason, ...]
    burden: Decimal | None
    pack_key: str
    pack_version: int


def afford(facts: LoanFacts, pack: RulePack[RatioLimits]) -> Affordability:
    """Compare the burden with the limits of one edition; a missing figure or no income is for a person to judge."""
    income, due, asked = facts.net_income, facts.obligations, facts.requested_instalment
    if facts.currency != pack.rules.currency:
        return _doubt("OTHER_CURRENCY", pack)
    if income is None or due is None or asked is None:
        return _doubt("FIGURES_MISSING", pack)
    if not income:
        return _doubt("NO_INCOME", pack)
    outcome, reasons = _against(due + asked, income, pack.rules)
    burden = ((due + asked) / income).quantize(_PLACES, ROUND_HALF_UP)
    return Affordability(outcome, reasons, burden, pack.key, pack.version)


def loan_facts_from_json(source: object) -> LoanFacts:
    """The facts of a JSON object; a null figure is "not asked"; InputProblem names the first bad field."""
    row = json_object(source, "facts", _FIELDS)
    currency = row.get("currency")
    if not isinstance(currency, str) or len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise InputProblem("currency", "missing" if currency is None else "not_a_currency")
    income, obligations, instalment = (
        None if row.get(field) is None else amount_from(row[field], field)
        for field in ("net_income", "obligations", "requested_instalment")
    )
    return LoanFacts(currency, income, obligations, instalment)


def _doubt(code: str, pack: RulePack[RatioLimits]) -> Affordability:
    return Affordability(Carrying.REFER, (Reason(code, "ratio"),), None, pack.key, pack.version)


def _against(service: Decimal, income: Decimal, limits: RatioLimits) -> tuple[Carrying, tuple[Reason, ...]]:
    """Compare in money, so that no rounded ratio decides; a limit itself still passes."""
    for limit, outcome, code in (
        (limits.refer_above, Carrying.REFER, "BURDEN_ABOVE_LIMIT"),
        (limits.warn_above, Carrying.WARN, "BURDEN_HIGH"),
    ):
        if limit is not None and service > limit * income:
            most = (limit * income).quantize(_CENT)
            return outcome, (Reason(code, "ratio", Comparison(service, Relation.MORE, most)),)
    return Carrying.FITS, ()
