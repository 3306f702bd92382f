"""Examples and live cases of a rule set in words: what is given, what was said, what would be said."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from advisor.casework.rule_trial import Sum
from advisor.domain.debts.verify import Failure
from advisor.domain.debts.words import CARRYING, HINTS, KINDS, OUTCOMES, REASONS
from advisor.domain.words import N_
from advisor.web.verdicts import roubles

GIVEN: dict[str, str] = {
    "obligations_without_penalties": N_("Debts without penalties"),
    "net_income": N_("Net income a month"),
    "obligations": N_("Instalments due a month"),
    "requested_instalment": N_("Instalment asked for"),
}
SAID: dict[str, str] = {
    **CARRYING,
    **{str(outcome): title for outcome, title in OUTCOMES.items()},
    "possible": N_("The out-of-court route looks possible"),
    "not_possible": N_("The out-of-court route does not look possible"),
}


def failing(found: Failure) -> tuple[str, str, str, str]:
    """An example in words: id, facts, what it expects, what comes out now."""
    return found.example.id, _given(found.example.given), answered(found.example.expected), answered(found.answer or {})


def turned(found: Sum) -> list[tuple[str, str, str]]:
    """The cases that would be told something else, in words: number, before, after."""
    return [
        (each.number, said(each.before, each.reasons_before), said(each.after, each.reasons_after))
        for each in found.shown
    ]


def answered(answer: Mapping[str, Any]) -> str:
    """The answer of any rule set to an example."""
    if "outcome" in answer:
        return said(answer["outcome"], answer.get("reasons", ()))
    if "possible" in answer:
        return said("possible" if answer["possible"] else "not_possible", answer.get("why", ()))
    return gettext("The facts are refused")


def said(outcome: str, reasons: Iterable[str]) -> str:
    """An outcome with its reasons."""
    told = [gettext(HINTS.get(code) or REASONS.get(code, code)) for code in reasons]
    return " ".join((f"{gettext(SAID[outcome])}.", *told))


def _given(given: Mapping[str, Any]) -> str:
    """The facts of an example: its debts, or its figures."""
    if "lead" in given:
        figures = [(KINDS.get(debt["kind"], KINDS["other"])[0], debt["amount"]) for debt in given["lead"]["debts"]]
    else:
        figures = [(title, given[name]) for name, title in GIVEN.items() if name in given]
    return ", ".join(f"{gettext(title)} {roubles(Decimal(amount)) if amount else '–'}" for title, amount in figures)
