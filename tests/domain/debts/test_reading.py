"""Bad facts and settings are named by field and code, and never decided on (issue 3, bad input)."""

from typing import Any

import pytest

from advisor.domain.debts import InputProblem, lead_from_json
from advisor.domain.debts.thresholds import Thresholds, as_json, with_overrides
from advisor.domain.errors import Invalid

LOAN = {"kind": "bank_loan", "amount": "1.00"}


def lead_with(**fields: Any) -> dict[str, Any]:
    return {"currency": "RUB", "mortgage": False, "debts": [LOAN], **fields}


def with_debt(**fields: Any) -> dict[str, Any]:
    return lead_with(debts=[LOAN, {**LOAN, **fields}])


@pytest.mark.parametrize(
    ("source", "field", "code"),
    [
        (None, "lead", "missing"),
        ([], "lead", "not_an_object"),
        (lead_with(currency="USD"), "currency", "other_currency"),
        (lead_with(currency=None), "currency", "missing"),
        (lead_with(mortgage="no"), "mortgage", "not_true_or_false"),
        (lead_with(mortgage=0), "mortgage", "not_true_or_false"),
        (lead_with(partial_consent=1), "partial_consent", "not_true_or_false"),
        (lead_with(debts=None), "debts", "missing"),
        (lead_with(debts={}), "debts", "not_a_list"),
        (lead_with(debts=[LOAN] * 501), "debts", "too_many"),
        (lead_with(debts=["x"]), "debts[0]", "not_an_object"),
        (lead_with(mortage=True), "lead", "unknown_key"),
        (with_debt(note="x" * 100_000), "debts[1]", "unknown_key"),
        (with_debt(kind=None), "debts[1].kind", "missing"),
        (with_debt(kind=""), "debts[1].kind", "not_a_kind"),
        (with_debt(kind=["bank_loan"]), "debts[1].kind", "not_a_kind"),
        (with_debt(kind="bank\u202eloan"), "debts[1].kind", "not_a_kind"),
        (with_debt(kind="a" * 65), "debts[1].kind", "not_a_kind"),
        (with_debt(currency="EUR"), "debts[1].currency", "other_currency"),
        (with_debt(amount=None), "debts[1].amount", "missing"),
        (with_debt(amount=100), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount=1e308), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount=True), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount=""), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount="NaN"), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount="1e5"), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount="100.0"), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount="100,00"), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount="100.00\n"), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount="\u0661\u0660.\u0660\u0660"), "debts[1].amount", "not_a_decimal_string"),
        (with_debt(amount="-0.01"), "debts[1].amount", "negative"),
        (with_debt(amount="1000000000000.01"), "debts[1].amount", "too_large"),
        (with_debt(collateral="held"), "debts[1].collateral", "not_for_this_kind"),
        (with_debt(bank_notified=False), "debts[1].bank_notified", "not_for_this_kind"),
        (with_debt(kind="secured_loan", collateral="gone"), "debts[1].collateral", "not_a_choice"),
        (with_debt(kind="secured_loan", collateral=["held"]), "debts[1].collateral", "not_a_choice"),
        (
            with_debt(kind="secured_loan", collateral="held", bank_notified=True),
            "debts[1].bank_notified",
            "contradicts_collateral",
        ),
        (
            with_debt(kind="secured_loan", collateral="lost", proceeds_to_loan=True),
            "debts[1].proceeds_to_loan",
            "contradicts_collateral",
        ),
        (
            with_debt(kind="secured_loan", collateral="sold", bank_notified="yes"),
            "debts[1].bank_notified",
            "not_true_or_false",
        ),
        (with_debt(kind="fine", fine_for="fun"), "debts[1].fine_for", "not_a_choice"),
        (with_debt(kind="tax", deal_invalid=True), "debts[1].deal_invalid", "not_for_this_kind"),
    ],
)
def test_bad_lead(source: object, field: str, code: str) -> None:
    with pytest.raises(InputProblem) as caught:
        lead_from_json(source)
    assert (caught.value.field, caught.value.code) == (field, code)


@pytest.mark.parametrize(
    ("overrides", "field", "code"),
    [
        ([], "config", "not_an_object"),
        (None, "config", "not_an_object"),
        ({"total_mni": "1.00"}, "config", "unknown_key"),
        ({"total_min": 100000}, "total_min", "not_a_decimal_string"),
        ({"total_min": "-1.00"}, "total_min", "negative"),
        ({"total_min_inclusive": "true"}, "total_min_inclusive", "not_true_or_false"),
        ({"total_min_inclusive": 1}, "total_min_inclusive", "not_true_or_false"),
        ({"total_base": "some"}, "total_base", "not_a_choice"),
        ({"mortgage_policy": None}, "mortgage_policy", "not_a_choice"),
        ({"mortgage_policy": {}}, "mortgage_policy", "not_a_choice"),
        ({"unlisted_policy": "as_unsecured"}, "unlisted_policy", "not_a_choice"),
        ({"credit_kinds": "bank_loan"}, "credit_kinds", "not_a_list"),
        ({"credit_kinds": ["tax"]}, "credit_kinds", "not_a_choice"),
        ({"credit_kinds": [["bank_loan"]]}, "credit_kinds", "not_a_list"),
        ({"credit_kinds": ["bank_loan", "bank_loan"]}, "credit_kinds", "repeated"),
    ],
)
def test_bad_setting(overrides: object, field: str, code: str) -> None:
    with pytest.raises(InputProblem) as caught:
        with_overrides(Thresholds(), overrides)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_an_input_problem_is_a_value_error_and_a_house_error() -> None:
    assert issubclass(InputProblem, ValueError)
    assert issubclass(InputProblem, Invalid)


def test_settings_survive_storage() -> None:
    edited = with_overrides(
        Thresholds(), {"total_min": "120000.00", "credit_kinds": ["microloan"], "total_base": "all"}
    )
    assert with_overrides(Thresholds(), as_json(edited)) == edited


def test_a_wrong_policy_cannot_be_built_in_code_either() -> None:
    with pytest.raises(InputProblem):
        Thresholds(mortgage_policy="maybe")


def test_missing_answers_are_not_asked() -> None:
    lead = lead_from_json({"currency": "RUB", "debts": []})
    assert (lead.mortgage, lead.partial_consent) == (None, None)
