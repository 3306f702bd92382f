"""From plain JSON values to facts and back: strict, so that a misspelt or contradictory fact never passes silently."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from advisor.domain.debts import kinds, screening
from advisor.domain.debts.lead import CURRENCY, Collateral, Debt, FineFor, Lead
from advisor.domain.debts.thresholds import InputProblem, amount_from

MAX_DEBTS = 500
_KIND_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LEAD_FIELDS = frozenset({"currency", "mortgage", "partial_consent", "debts", "screening"})
_SALE = ("bank_notified", "proceeds_to_loan")
_RULING = ("deal_invalid", "payment_ordered")
_DEBT_FIELDS = frozenset({"kind", "amount", "currency", "collateral", "fine_for", *_SALE, *_RULING})
_ONLY_FOR = {
    **dict.fromkeys(("collateral", *_SALE), kinds.SECURED_LOAN),
    "fine_for": kinds.FINE,
    **dict.fromkeys(_RULING, kinds.CHALLENGED_DEAL),
}
_STILL_THERE = frozenset({Collateral.HELD, Collateral.LOST, Collateral.REALISED_BY_CREDITOR})
_Choice = TypeVar("_Choice", bound=StrEnum)


def lead_from_json(source: object) -> Lead:
    """The lead of a JSON object with the fields of the shared specification; InputProblem names the first bad field."""
    row = json_object(source, "lead", _LEAD_FIELDS)
    _check_currency(row.get("currency"), "currency")
    debts = row.get("debts")
    if not isinstance(debts, list):
        raise InputProblem("debts", "missing" if debts is None else "not_a_list")
    if len(debts) > MAX_DEBTS:
        raise InputProblem("debts", "too_many", limit=MAX_DEBTS)
    return Lead(
        debts=tuple(debt_from_json(debt, f"debts[{index}]") for index, debt in enumerate(debts)),
        mortgage=yes_no_from(row.get("mortgage"), "mortgage"),
        partial_consent=yes_no_from(row.get("partial_consent"), "partial_consent"),
        screening=_screening_from(row.get("screening")),
    )


def lead_to_json(lead: Lead) -> dict[str, object]:
    """The lead as plain JSON values, for storage and replay (OP-22); `lead_from_json` reads it back unchanged."""
    facts: dict[str, object] = {
        "currency": lead.currency,
        "mortgage": lead.mortgage,
        "partial_consent": lead.partial_consent,
        "debts": [_debt_to_json(debt) for debt in lead.debts],
    }
    return facts | ({"screening": list(lead.screening)} if lead.screening else {})


def debt_from_json(source: object, path: str) -> Debt:
    """One debt row; `path` starts the field names of its InputProblem. Facts that contradict each other are refused."""
    row = json_object(source, path, _DEBT_FIELDS)
    kind = row.get("kind")
    if not isinstance(kind, str) or _KIND_KEY.fullmatch(kind) is None:
        raise InputProblem(f"{path}.kind", "missing" if kind is None else "not_a_kind")
    if row.get("currency") is not None:
        _check_currency(row["currency"], f"{path}.currency")
    amount = amount_from(row.get("amount"), f"{path}.amount")
    if len(row) == 2:
        return Debt(kind, amount)
    for field, only_kind in _ONLY_FOR.items():
        if row.get(field) is not None and kind != only_kind:
            raise InputProblem(f"{path}.{field}", "not_for_this_kind")
    collateral = _choice_from(row.get("collateral"), Collateral, f"{path}.collateral")
    notified, proceeds, invalid, ordered = (
        yes_no_from(row.get(field), f"{path}.{field}") for field in (*_SALE, *_RULING)
    )
    if collateral in _STILL_THERE and (notified or proceeds):
        raise InputProblem(f"{path}.{_SALE[0] if notified else _SALE[1]}", "contradicts_collateral")
    fine_for = _choice_from(row.get("fine_for"), FineFor, f"{path}.fine_for")
    return Debt(kind, amount, collateral, notified, proceeds, fine_for, invalid, ordered)


def json_object(source: object, path: str, known: frozenset[str]) -> Mapping[str, object]:
    """The source as a JSON object without unknown fields; InputProblem otherwise."""
    if not isinstance(source, dict):
        raise InputProblem(path, "missing" if source is None else "not_an_object")
    if not known.issuperset(source):
        raise InputProblem(path, "unknown_key", key=min(set(source) - known))
    return source


def yes_no_from(value: object, field: str) -> bool | None:
    """True, false or None (not asked); InputProblem for anything else."""
    if value is None or isinstance(value, bool):
        return value
    raise InputProblem(field, "not_true_or_false")


def _screening_from(value: object) -> tuple[str, ...]:
    """Screening questions answered with yes, in their fixed order."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputProblem("screening", "not_a_list")
    if len(set(value)) != len(value):
        raise InputProblem("screening", "repeated")
    if not set(value) <= set(screening.ALL):
        raise InputProblem("screening", "not_a_choice")
    return tuple(code for code in screening.ALL if code in value)


def _check_currency(value: object, field: str) -> None:
    if value != CURRENCY:
        raise InputProblem(field, "missing" if value is None else "other_currency")


def _choice_from(value: Any, choices: type[_Choice], field: str) -> _Choice | None:
    if value is None:
        return None
    try:
        return choices(value)
    except ValueError:
        raise InputProblem(field, "not_a_choice") from None


def _debt_to_json(debt: Debt) -> dict[str, object]:
    asked = {field: getattr(debt, field) for field in _ONLY_FOR}
    return {"kind": debt.kind, "amount": f"{debt.amount:.2f}"} | {
        field: value for field, value in asked.items() if value is not None
    }
