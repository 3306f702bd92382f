"""What an editor may change in a rule set, whichever it is: settings as plain JSON values, and back with checks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from advisor.domain.debts.affordability import RatioLimits
from advisor.domain.debts.extrajudicial import HintRules
from advisor.domain.debts.thresholds import (
    KEYS,
    InputProblem,
    Thresholds,
    amount_from,
    as_json,
    with_overrides,
)

MOST_YEARS = 100
MOST_RATIO = Decimal("2")
LAW_AMOUNTS = ("least", "most", "duty_to_petition_from")
RATIOS = ("warn_above", "refer_above")


def names_of(rules: object) -> tuple[str, ...]:
    """The settings of a rule set an editor may change, in the order of its form."""
    return KEYS if isinstance(rules, Thresholds) else tuple(plain(rules))


def plain(rules: object) -> dict[str, object]:
    """The settings as plain JSON values, for storage; `replaced` reads them back."""
    if isinstance(rules, Thresholds):
        return as_json(rules)
    if isinstance(rules, RatioLimits):
        return {name: None if (ratio := getattr(rules, name)) is None else f"{ratio:f}" for name in RATIOS}
    if isinstance(rules, HintRules):
        route = rules.mortgage_route_from
        amounts = {name: f"{getattr(rules, name):.2f}" for name in LAW_AMOUNTS}
        return {
            **amounts, "repeat_after_years": rules.repeat_after_years,
            "mortgage_route_from": route.isoformat() if route else None,
        }  # fmt: skip
    raise TypeError(type(rules).__name__)


def replaced(rules: Any, settings: Mapping[str, Any]) -> Any:
    """The rules with some settings replaced by plain JSON values; InputProblem for an unknown name or a bad value."""
    if isinstance(rules, Thresholds):
        return with_overrides(rules, dict(settings))
    for name in settings:
        if name not in plain(rules):
            raise InputProblem("config", "unknown_key", key=name)
    found = replace(rules, **{name: _READ.get(name, amount_from)(value, name) for name, value in settings.items()})
    low, high = (found.warn_above, found.refer_above) if isinstance(found, RatioLimits) else (found.least, found.most)
    if low is not None and low > high:
        raise InputProblem(RATIOS[0] if isinstance(found, RatioLimits) else LAW_AMOUNTS[0], "out_of_range")
    return found


def _ratio(value: object, name: str) -> Decimal | None:
    """A fraction of net income above 0 and at most 2; the lower limit may be missing."""
    if value is None and name == RATIOS[0]:
        return None
    try:
        ratio = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        ratio = None
    if ratio is None:
        raise InputProblem(name, "missing" if value is None else "not_a_decimal_string")
    if not (ratio.is_finite() and 0 < ratio <= MOST_RATIO and ratio == round(ratio, 4)):
        raise InputProblem(name, "out_of_range")
    return ratio


def _years(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_YEARS:
        raise InputProblem(name, "out_of_range")
    return value


def _day(value: object, name: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputProblem(name, "not_a_date") from None


_READ: Mapping[str, Callable[[object, str], object]] = {
    "warn_above": _ratio,
    "refer_above": _ratio,
    "repeat_after_years": _years,
    "mortgage_route_from": _day,
}
