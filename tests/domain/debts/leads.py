"""Random leads and settings for the property tests: plain JSON, with amounts crowded around the thresholds.

Twice on purpose: Hypothesis searches and shrinks, the plain generator is quick enough for a hundred thousand leads.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st

from advisor.domain.debts.screening import ALL
from tests.domain.debts.evaluator import DEFAULTS, GOES, STAYS, rubles

_EDGES = (0, 1, 5_000_000, 9_999_999, 10_000_000, 10_000_001, 20_000_000, 29_999_999, 30_000_000, 30_000_001)
amounts = st.one_of(st.sampled_from(_EDGES), st.integers(0, 60_000_000)).map(rubles)
_answer = st.sampled_from((True, False, None))
_plain_kinds = st.sampled_from((*GOES, *STAYS, "mortgage", "guarantee", "telecom", "wages_owed"))

plain_debts = st.fixed_dictionaries({"kind": _plain_kinds, "amount": amounts})
standing_loans = st.fixed_dictionaries(
    {"kind": st.just("secured_loan"), "amount": amounts},
    optional={"collateral": st.sampled_from(("held", "held", "lost", "realised_by_creditor", "unknown"))},
)
sold_loans = st.fixed_dictionaries(
    {"kind": st.just("secured_loan"), "amount": amounts, "collateral": st.just("sold")},
    optional={"bank_notified": _answer, "proceeds_to_loan": _answer},
)
leads = st.fixed_dictionaries(
    {
        "currency": st.just("RUB"),
        "mortgage": st.sampled_from((False, False, True, None)),
        "partial_consent": _answer,
        "debts": st.lists(st.one_of(plain_debts, standing_loans, sold_loans), max_size=5),
    },
    optional={"screening": st.lists(st.sampled_from(ALL), unique=True)},
)

_CHOICES = {
    "total_base": ("dischargeable", "all"),
    "secured_scope": ("sum_held", "each_held", "sum_all_secured"),
    "mortgage_policy": ("refer", "ignore", "as_secured", "refuse"),
    "collateral_gap_policy": ("refer", "as_unsecured", "as_non_dischargeable"),
    "unlisted_policy": ("refer", "as_dischargeable", "as_non_dischargeable"),
}
_limits = st.one_of(st.sampled_from(_EDGES[1:]), st.integers(1, 60_000_000)).map(rubles)
configs = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.sampled_from(values) for key, values in _CHOICES.items()},
        **dict.fromkeys(("total_min", "secured_max", "utilities_credit_min"), _limits),
        **{
            key: st.booleans()
            for key in ("total_min_inclusive", "secured_max_inclusive", "utilities_credit_min_inclusive")
        },
        "credit_kinds": st.lists(st.sampled_from(DEFAULTS["credit_kinds"]), unique=True),
    },
)


def random_lead(dice: Random) -> dict[str, Any]:
    """A lead of up to five debts, every kind and every state of a pledge about equally likely."""
    return {
        "currency": "RUB",
        "mortgage": dice.choice((False, False, True, None)),
        "partial_consent": dice.choice((True, False, None)),
        "debts": [_random_debt(dice) for _ in range(dice.randint(0, 5))],
        "screening": [code for code in ALL if dice.random() < 0.03],
    }


def random_config(dice: Random) -> dict[str, Any]:
    """Any combination of settings; half of them are left at their default."""
    config: dict[str, Any] = {key: dice.choice(values) for key, values in _CHOICES.items() if dice.random() < 0.5}
    for key in ("total_min", "secured_max", "utilities_credit_min"):
        if dice.random() < 0.5:
            config[key] = _random_amount(dice)
        if dice.random() < 0.5:
            config[f"{key}_inclusive"] = dice.random() < 0.5
    if dice.random() < 0.5:
        config["credit_kinds"] = [kind for kind in DEFAULTS["credit_kinds"] if dice.random() < 0.5]
    return config


def _random_debt(dice: Random) -> dict[str, Any]:
    if dice.random() < 0.6:
        kind = dice.choice((*GOES, *STAYS, "mortgage", "guarantee", "telecom"))
        return {"kind": kind, "amount": _random_amount(dice)}
    debt = {"kind": "secured_loan", "amount": _random_amount(dice)}
    collateral = dice.choice(("held", "held", "sold", "sold", "lost", "realised_by_creditor", "unknown", None))
    sale = {key: dice.choice((True, False, None)) for key in ("bank_notified", "proceeds_to_loan")}
    return {**debt, "collateral": collateral, **(sale if collateral == "sold" else {})}


def _random_amount(dice: Random) -> str:
    return rubles(dice.choice(_EDGES) if dice.random() < 0.5 else dice.randint(0, 60_000_000))
