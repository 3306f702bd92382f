"""How an edition by the rule editor comes about: settings over the shipped one, and readings in words (OP-09)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.domain.debts.kinds import CREDIT_KINDS, SECURED_LOAN
from advisor.domain.debts.message import short
from advisor.domain.debts.pack import OpenQuestion, RulePack
from advisor.domain.debts.settings import RATIOS, plain, replaced
from advisor.domain.debts.thresholds import AMOUNTS, CHOICES, KEYS

READINGS_OF_CREDIT: Mapping[str, tuple[str, ...]] = {
    "2.1 and 2.2": tuple(sorted(CREDIT_KINDS)),
    "2.1": tuple(sorted(set(CREDIT_KINDS) - {SECURED_LOAN})),
}
"""Clauses of the credit debts with the kinds they hold."""

READINGS: Mapping[str, tuple[str, ...]] = {
    name: CHOICES.get(name, tuple(READINGS_OF_CREDIT) if name == "credit_kinds" else ("false", "true"))
    for name in KEYS
    if name not in AMOUNTS
}
"""Every setting that is not an amount, with its readings as the open questions name them."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What an editor decided: version, first day, settings as plain JSON, and the examples restated by signature."""

    version: int
    starts_on: date
    settings: Mapping[str, Any]
    restated: Mapping[str, Mapping[str, Any]]


def reading(rules: object, name: str) -> str:
    """A setting as text: roubles with two places, percent, or the name of its reading ("" for one without)."""
    value = plain(rules)[name]
    if value is None:
        return ""
    if name == "credit_kinds":
        return next((key for key, kinds in READINGS_OF_CREDIT.items() if list(kinds) == value), "")
    if name in RATIOS:
        return f"{short(Decimal(str(value)) * 100):f}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def settings_from(readings: Mapping[str, str]) -> dict[str, Any]:
    """Settings as plain JSON from readings as text; what no reading is called goes on to be refused by the rules."""
    flags = {"true": True, "false": False}
    found: dict[str, Any] = {}
    for name, text in readings.items():
        if name == "credit_kinds":
            found[name] = list(READINGS_OF_CREDIT.get(text, (text,)))
        else:
            found[name] = flags.get(text, text) if name.endswith("_inclusive") else text
    return found


def edited(base: RulePack[Any], edition: Edition) -> RulePack[Any]:
    """The pack of an edition: rules, readings in force and restated examples. InputProblem for a bad setting."""
    rules = replaced(base.rules, edition.settings)
    return replace(
        base.succeeded_by(rules, edition.starts_on),
        version=edition.version,
        open_questions=tuple(_answered(question, rules) for question in base.open_questions),
        examples=tuple(
            replace(example, expected=edition.restated.get(example.id, example.expected)) for example in base.examples
        ),
    )


def _answered(question: OpenQuestion, rules: object) -> OpenQuestion:
    """The question with the reading now in force; the readings not chosen are its alternatives."""
    if question.setting is None:
        return question
    chosen = reading(rules, question.setting)
    others = tuple(name for name in READINGS[question.setting] if name != chosen)
    return replace(question, chosen=chosen, alternatives=others)
