"""Does a product fit a case: every limit and criterion judged by itself, with the reason for each "no" and "ask"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.domain.products.criteria import Criterion, FactValue, Fit, in_force


@dataclass(frozen=True, slots=True)
class Sold:
    """A product as far as it decides who may have it. Amounts are decimals of its currency; None: no limit."""

    product: str
    currency: str
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    months_min: int | None = None
    months_max: int | None = None
    criteria: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison that does not hold or cannot be judged yet; `value` is the fact of the case, None: unknown."""

    criterion: Criterion
    fit: Fit
    value: FactValue


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one product: NO when anything fails, ASK when a fact is missing, YES otherwise."""

    fit: Fit
    reasons: tuple[Reason, ...] = ()


def match(sold: Sold, facts: Mapping[str, FactValue], day: date) -> Match:
    """Judge a product against the facts of a case by the criteria in force on the day."""
    found = []
    for criterion in (*_limits(sold), *in_force(sold.criteria or {}, day)):
        value = facts.get(criterion.fact)
        fit = criterion.judge(value)
        if fit is not Fit.YES:
            found.append(Reason(criterion, fit, value))
    fits = {reason.fit for reason in found}
    worst = Fit.NO if Fit.NO in fits else Fit.ASK if Fit.ASK in fits else Fit.YES
    return Match(worst, tuple(sorted(found, key=lambda reason: reason.fit is not Fit.NO)))


def _limits(sold: Sold) -> list[Criterion]:
    limits = [Criterion("product", "=", (sold.product,)), Criterion("currency", "=", (sold.currency,))]
    for fact, sign, value in (
        ("amount", ">=", sold.amount_min), ("amount", "<=", sold.amount_max),
        ("months", ">=", sold.months_min), ("months", "<=", sold.months_max),
    ):  # fmt: skip
        if value is not None:
            limits.append(Criterion(fact, sign, (f"{Decimal(value):f}",)))
    return limits
