"""May the law help this person? A hint beside the OP-1 verdict, never changing it (DOMAIN A.4; references, not advice).

The article texts themselves were not read: limits and grounds are confirmed by several secondary sources only, and a
lawyer of the firm has to confirm them (marked LAW in the specification).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.domain.debts.decision import Comparison, Relation
from advisor.domain.debts.lead import Lead, total
from advisor.domain.debts.pack import RulePack
from advisor.domain.debts.reading import json_object, yes_no_from
from advisor.domain.debts.screening import ALL
from advisor.domain.debts.thresholds import InputProblem, amount_from

MAX_AGE_MONTHS = 1200
_YES_NO = (
    "enforcement_closed_46_1_4",
    "other_enforcement_open",
    "main_income_pension",
    "child_benefit",
    "seizable_property",
    "earlier_insolvency",
)
_WHOLE = {"enforcement_document_age_months": MAX_AGE_MONTHS, "years_since_insolvency": 100}
_FIELDS = frozenset({"obligations_without_penalties", "penalties", "mortgage", *_WHOLE, *_YES_NO})


@dataclass(frozen=True, slots=True)
class HintFacts:
    """What the hint asks; sums in RUB, age of the writ in whole months, None = not asked. Penalties do not count."""

    obligations_without_penalties: Decimal
    penalties: Decimal = Decimal("0.00")
    enforcement_closed_46_1_4: bool | None = None
    other_enforcement_open: bool | None = None
    main_income_pension: bool | None = None
    child_benefit: bool | None = None
    enforcement_document_age_months: int | None = None
    seizable_property: bool | None = None
    mortgage: bool | None = None
    earlier_insolvency: bool | None = None
    years_since_insolvency: int | None = None


@dataclass(frozen=True, slots=True)
class HintRules:
    """The dated limits of the law as the hint knows them; both limits inclusive, in RUB."""

    least: Decimal
    most: Decimal
    below_code: str
    above_code: str
    grounds: tuple[str, ...]
    repeat_after_years: int
    mortgage_route_from: date | None
    duty_to_petition_from: Decimal = Decimal("500000.00")
    screening: tuple[str, ...] = ALL


@dataclass(frozen=True, slots=True)
class Tick:
    """One condition beside its answer: met, not met, or None when the question is open."""

    code: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class LegalHint:
    """Whether the extrajudicial route looks possible, why, and what else the law says on these facts."""

    possible: bool
    why: tuple[str, ...]
    comparison: Comparison
    ticks: tuple[Tick, ...]
    repeat: Tick | None
    duty_to_petition: Comparison | None
    mortgage_route: bool | None
    repeat_after_years: int
    pack_key: str
    pack_version: int


def hint(facts: HintFacts, pack: RulePack[HintRules]) -> LegalHint:
    """The legal hint by one edition of the law (127-FZ art. 223.2 and 213.4). All grounds met are named."""
    rules, owed = pack.rules, facts.obligations_without_penalties
    ticks = tuple(Tick(code, _ground(code, facts)) for code in rules.grounds)
    met = [tick.code for tick in ticks if tick.met]
    repeat = _repeat(facts, rules)
    too_soon = repeat is not None and repeat.met is False
    duty = rules.duty_to_petition_from
    if owed < rules.least:
        why, comparison = [rules.below_code], Comparison(owed, Relation.LESS, rules.least)
    elif owed > rules.most:
        why, comparison = [rules.above_code], Comparison(owed, Relation.MORE, rules.most)
    else:
        why = ["TOO_SOON"] if too_soon else met or ["NO_GROUND"]
        comparison = Comparison(owed, Relation.NOT_MORE, rules.most)
    return LegalHint(
        possible=rules.least <= owed <= rules.most and bool(met) and (repeat is None or repeat.met is True),
        why=tuple(why),
        comparison=comparison,
        ticks=ticks,
        repeat=repeat,
        duty_to_petition=Comparison(owed, Relation.NOT_LESS, duty) if owed >= duty else None,
        mortgage_route=rules.mortgage_route_from is not None if facts.mortgage else None,
        repeat_after_years=rules.repeat_after_years,
        pack_key=pack.key,
        pack_version=pack.version,
    )


def facts_of(lead: Lead) -> HintFacts:
    """The hint's facts as far as a lead shows them; balances may include penalties, so the sum is an upper estimate."""
    has_line = any(debt.kind == "mortgage" and debt.amount for debt in lead.debts)
    return HintFacts(total(debt.amount for debt in lead.debts), mortgage=True if has_line else lead.mortgage)


def facts_from_json(source: object) -> HintFacts:
    """The hint's facts of a JSON object; a missing answer is "not asked"; InputProblem names the first bad field."""
    row = json_object(source, "input", _FIELDS)
    return HintFacts(
        obligations_without_penalties=amount_from(
            row.get("obligations_without_penalties"), "obligations_without_penalties"
        ),
        penalties=amount_from(row.get("penalties", "0.00"), "penalties"),
        enforcement_document_age_months=_whole(row, "enforcement_document_age_months", "not_whole_months"),
        years_since_insolvency=_whole(row, "years_since_insolvency", "not_whole_years"),
        mortgage=yes_no_from(row.get("mortgage"), "mortgage"),
        **{field: yes_no_from(row.get(field), field) for field in _YES_NO},
    )


def _whole(row: Mapping[str, object], field: str, code: str) -> int | None:
    value = row.get(field)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _WHOLE[field]):
        raise InputProblem(field, code)
    return value


def _repeat(facts: HintFacts, rules: HintRules) -> Tick | None:
    """May the route be taken again after an earlier insolvency? None when there was none, or nobody asked."""
    if not facts.earlier_insolvency:
        return None
    years = facts.years_since_insolvency
    return Tick("REPEAT_ALLOWED", None if years is None else years >= rules.repeat_after_years)


def _ground(code: str, facts: HintFacts) -> bool | None:
    """One ground of art. 223.2 by its code; None while an answer that could still open it is missing."""
    age = facts.enforcement_document_age_months
    nothing_to_seize = _not(facts.seizable_property)
    year_old = None if age is None else age >= 12
    if code == "GROUND_ENFORCEMENT_CLOSED":
        return _all(facts.enforcement_closed_46_1_4, _not(facts.other_enforcement_open))
    if code == "GROUND_PENSION_1Y":
        return _all(facts.main_income_pension, year_old, nothing_to_seize)
    if code == "GROUND_CHILD_BENEFIT_1Y":
        return _all(facts.child_benefit, year_old, nothing_to_seize)
    if code == "GROUND_7Y":
        return None if age is None else age >= 84
    raise ValueError(code)


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _all(*answers: bool | None) -> bool | None:
    """False when any answer is no, None when any is missing, else True."""
    if False in answers:
        return False
    return None if None in answers else True
