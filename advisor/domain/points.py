"""The points list of a financing case: every fact with its effect, dated, and nothing hidden (ZA-02, ZA-03).

It never refuses. Enough points and nothing unknown: it speaks for the case. Otherwise a person decides, with the list
beside the own answer. Control points of ES-19 mean "ask more" and are the same for old and new clients; region and
industry count only as the business itself, never as where somebody comes from.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from advisor.domain.words import N_


class Band(StrEnum):
    """What the points say. There is no refusal among them."""

    GOOD = "good"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One edition of the list: where it starts, from how many points it speaks for the case, and every effect."""

    key: str
    edition_on: date
    start: int
    good_from: int
    burden: tuple[tuple[Decimal, int], ...]  # up to this share of income: so many points
    burden_above: int
    effects: dict[str, int]


SHEET = Sheet(
    key="points_2026", edition_on=date(2026, 1, 1), start=50, good_from=60,
    burden=((Decimal("0.30"), 20), (Decimal("0.40"), 10), (Decimal("0.50"), 0)), burden_above=-20,
    effects={
        "left_over": 10, "nothing_left": -25, "collateral_full": 10, "collateral_part": 5, "guarantor": 5,
        "company_profit": 5, "company_loss": -15, "own_funds": 5, "control": -5,
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What is counted; money in minor units of one currency, None where it is not known."""

    income: int | None = None
    obligations: int | None = None
    living_costs: int | None = None
    instalment: int | None = None
    amount: int | None = None
    collateral: int = 0
    guarantor: bool = False
    profit: int | None = None
    own_funds: int | None = None
    controls: tuple[str, ...] = ()  # control points answered with "yes"
    unasked: int = 0  # control points nobody asked about


@dataclass(frozen=True, slots=True)
class PointLine:
    """One fact: its code, what it is here (a figure in words, or empty), and its effect in points."""

    code: str
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class Count:
    """The whole list: every line, the sum, and what it says; `grounds` name the doubts."""

    lines: tuple[PointLine, ...]
    points: int
    band: Band
    grounds: tuple[str, ...]


def count(facts: PointFacts, sheet: Sheet = SHEET) -> Count:
    """Count the points by one edition. An unknown figure has no effect but is a doubt of its own."""
    lines = [PointLine("start", "", sheet.start), *_carrying(facts, sheet), *_behind(facts, sheet)]
    lines += [PointLine(f"control_{key}", "", sheet.effects["control"]) for key in facts.controls]
    points = sum(line.points for line in lines)
    grounds = ["POINTS_FIGURES_MISSING"] if any(line.code == "burden_unknown" for line in lines) else []
    grounds += ["POINTS_CONTROLS_UNASKED"] if facts.unasked else []
    grounds += ["POINTS_FEW"] if points < sheet.good_from else []
    return Count(tuple(lines), points, Band.DOUBT if grounds else Band.GOOD, tuple(grounds))


def _carrying(facts: PointFacts, sheet: Sheet) -> list[PointLine]:
    """Debt service over net income with the new instalment, and what is left a month."""
    if facts.income is None or facts.obligations is None or facts.instalment is None or facts.income <= 0:
        return [PointLine("burden_unknown", "", 0)]
    due = facts.obligations + facts.instalment
    share = Decimal(due) * 100 / facts.income
    points = next((effect for limit, effect in sheet.burden if due <= limit * facts.income), sheet.burden_above)
    lines = [PointLine("burden", f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)} %", points)]
    if facts.living_costs is not None:
        left = "left_over" if facts.income - due - facts.living_costs > 0 else "nothing_left"
        lines.append(PointLine(left, "", sheet.effects[left]))
    return lines


def _behind(facts: PointFacts, sheet: Sheet) -> list[PointLine]:
    """What stands behind the loan: collateral, a guarantor, the company's own figures."""
    codes = []
    if facts.collateral > 0:
        codes.append("collateral_full" if facts.amount and facts.collateral >= facts.amount else "collateral_part")
    if facts.guarantor:
        codes.append("guarantor")
    if facts.profit is not None:
        codes.append("company_profit" if facts.profit > 0 else "company_loss")
    if facts.own_funds is not None and facts.own_funds > 0:
        codes.append("own_funds")
    return [PointLine(code, "", sheet.effects[code]) for code in codes]


CONTROLS: dict[str, tuple[str, str]] = {
    "growth": (
        N_("Does the client grow faster than risks can be controlled?"),
        N_("Ask for the plan: what grows, with whose money, and what happens when sales fall."),
    ),
    "industry": (
        N_("Does the business live from a trade with high risk?"),
        N_("Ask for orders, reserves and insurance of this business; the trade alone says nothing."),
    ),
    "region": (
        N_("Does the business depend on a place in crisis?"),
        N_("Ask how the place touches this business; where people come from never counts."),
    ),
    "behaviour": (
        N_("Did anything in the way of applying raise questions?"),
        N_("Ask again calmly: haste, changing figures or strangers who answer for the client."),
    ),
    "old_client": (
        N_("Is anything taken for granted because we know the client?"),
        N_("Ask the same as of a new client and look at fresh papers."),
    ),
    "gambling": (
        N_("Does money go to gambling or the like?"),
        N_("Ask for statements of six months and how large it is."),
    ),
}
"""The six control points (ES-19): the question, and what to ask more after a "yes"."""

POINT_TITLES: dict[str, str] = {
    "start": N_("Everybody starts with"),
    "burden": N_("Instalments over income, with the new one"),
    "burden_unknown": N_("Instalments over income are not known"),
    "left_over": N_("Money is left at the end of the month"),
    "nothing_left": N_("Nothing is left at the end of the month"),
    "collateral_full": N_("Collateral covers the amount"),
    "collateral_part": N_("Collateral covers a part"),
    "guarantor": N_("There is a guarantor"),
    "company_profit": N_("The company makes a profit"),
    "company_loss": N_("The company makes no profit"),
    "own_funds": N_("The company has funds of its own"),
    "control_growth": N_("Control point: growth"),
    "control_industry": N_("Control point: trade"),
    "control_region": N_("Control point: place"),
    "control_behaviour": N_("Control point: way of applying"),
    "control_old_client": N_("Control point: known client"),
    "control_gambling": N_("Control point: gambling"),
}

GROUND_TITLES: dict[str, str] = {
    "POINTS_FIGURES_MISSING": N_("Income, instalments or the new instalment are not known."),
    "POINTS_CONTROLS_UNASKED": N_("Not all control points were asked."),
    "POINTS_FEW": N_("The points do not suffice to speak for the case."),
}
"""Why a person has to decide."""
