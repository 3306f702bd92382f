"""The readings of OP-1 as data: thresholds, whether equality passes, and a policy for every doubt (OP-09)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from advisor.domain.debts.kinds import CREDIT_KINDS
from advisor.domain.errors import Invalid

MAX_AMOUNT = Decimal("1000000000000.00")
_AMOUNT = re.compile(r"[0-9]{1,13}\.[0-9]{2}")


class InputProblem(Invalid, ValueError):
    """A fact or setting is not acceptable; `field` is a path such as `debts[0].amount`, `code` says why."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One reading of OP-1; amounts in RUB. Defaults are the house readings of the shared specification."""

    total_min: Decimal = Decimal("100000.00")
    total_min_inclusive: bool = False
    total_base: str = "dischargeable"
    secured_max: Decimal = Decimal("300000.00")
    secured_max_inclusive: bool = True
    secured_scope: str = "sum_held"
    utilities_credit_min: Decimal = Decimal("100000.00")
    utilities_credit_min_inclusive: bool = True
    credit_kinds: frozenset[str] = frozenset(CREDIT_KINDS)
    mortgage_policy: str = "refer"
    collateral_gap_policy: str = "refer"
    unlisted_policy: str = "refer"

    def __post_init__(self) -> None:
        """Refuse a value no reading has (InputProblem)."""
        for name, allowed in CHOICES.items():
            if getattr(self, name) not in allowed:
                raise InputProblem(name, "not_a_choice")
        if not self.credit_kinds <= frozenset(CREDIT_KINDS):
            raise InputProblem("credit_kinds", "not_a_choice")


CHOICES: Mapping[str, tuple[str, ...]] = {
    "total_base": ("dischargeable", "all"),
    "secured_scope": ("sum_held", "each_held", "sum_all_secured"),
    "mortgage_policy": ("refer", "ignore", "as_secured", "refuse"),
    "collateral_gap_policy": ("refer", "as_unsecured", "as_non_dischargeable"),
    "unlisted_policy": ("refer", "as_dischargeable", "as_non_dischargeable"),
}
AMOUNTS = ("total_min", "secured_max", "utilities_credit_min")
KEYS = tuple(field.name for field in fields(Thresholds))


def amount_from(value: object, field: str) -> Decimal:
    """A two-place decimal string from 0.00 to 10^12 as Decimal; InputProblem for anything else, JSON numbers too."""
    if not isinstance(value, str):
        raise InputProblem(field, "missing" if value is None else "not_a_decimal_string")
    if _AMOUNT.fullmatch(value) is None:
        negative = value.startswith("-") and _AMOUNT.fullmatch(value[1:]) is not None
        raise InputProblem(field, "negative" if negative else "not_a_decimal_string")
    amount = Decimal(value)
    if amount > MAX_AMOUNT:
        raise InputProblem(field, "too_large")
    return amount


def with_overrides(thresholds: Thresholds, overrides: object) -> Thresholds:
    """The thresholds with some settings replaced by plain JSON values; InputProblem for an unknown key or value."""
    if not isinstance(overrides, dict):
        raise InputProblem("config", "not_an_object")
    if not overrides:
        return thresholds
    settings: dict[str, Any] = {key: _setting(key, value) for key, value in overrides.items()}
    return replace(thresholds, **settings)


def as_json(thresholds: Thresholds) -> dict[str, object]:
    """The thresholds as plain JSON values, for storage; `with_overrides` reads them back."""
    settings: dict[str, object] = {key: getattr(thresholds, key) for key in KEYS}
    settings.update({key: f"{settings[key]:.2f}" for key in AMOUNTS})
    settings["credit_kinds"] = sorted(thresholds.credit_kinds)
    return settings


def _setting(key: str, value: object) -> object:
    if key in AMOUNTS:
        return amount_from(value, key)
    if key in CHOICES:
        if not isinstance(value, str):
            raise InputProblem(key, "not_a_choice")
        return value
    if key == "credit_kinds":
        return _kinds(value)
    if key not in KEYS:
        raise InputProblem("config", "unknown_key", key=key)
    if not isinstance(value, bool):
        raise InputProblem(key, "not_true_or_false")
    return value


def _kinds(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputProblem("credit_kinds", "not_a_list")
    if len(set(value)) != len(value):
        raise InputProblem("credit_kinds", "repeated")
    return frozenset(value)
