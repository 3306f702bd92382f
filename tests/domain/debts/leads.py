"""Random leads and settings for the property tests: plain JSON, with amounts crowded around the thresholds."""

from hypothesis import strategies as st

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
    }
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
