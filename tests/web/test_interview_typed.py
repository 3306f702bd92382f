"""Reading a typed interview: every refusal at its field, blank rows to go on, and nothing posted can break it."""

from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.domain.debts import Collateral, Debt
from advisor.domain.debts.reading import MAX_DEBTS
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.web.interview_form import InterviewForm
from advisor.web.interview_typed import CODES, LABELS, asked, read_interview
from advisor.web.kit.numbered import row_number

NAMES = st.one_of(
    st.builds(
        "debts-{}-{}".format, st.integers(0, 9), st.sampled_from([*LABELS, "line", "ruling", "in_credit_report"])
    ),
    st.sampled_from(
        ["mortgage", "penalties", "years_since_insolvency", "conviction", "debts", "debts-", "debts-²-kind"]
    ),
    st.text(max_size=12),
)
VALUES = st.one_of(
    st.sampled_from(["", "yes", "no", "100 000,01", "-5", "1e9", "NaN", "5 USD", "9" * 30, "\u202e", "x" * 300]),
    st.sampled_from(sorted({code for codes in CODES.values() for code in codes})),
    st.text(max_size=20),
)


def row(**values: str) -> dict[str, str]:
    """The posted fields of the first row."""
    return {f"debts-0-{name}": value for name, value in values.items()}


def test_rows_are_read_by_the_law_and_keep_their_places() -> None:
    """OP-12, OP-15: answers that belong to the kind count, those of another kind do not."""
    posted = {
        "mortgage": "no", "conviction": "yes", "penalties": "1 000", "years_since_insolvency": "7",
        **row(kind="secured_loan", amount="200 000,50", collateral="sold", bank_notified="no", fine_for="state_harm",
              creditor="Bank", in_credit_report="y", ruling="12"),
        "debts-2-kind": "tax", "debts-2-amount": "10",
    }  # fmt: skip
    typed = read_interview(posted | {"debts-1-amount": " "})
    sold = Debt("secured_loan", Decimal("200000.50"), Collateral.SOLD, False)
    assert typed.read == ((0, DebtRow(sold, "Bank", True, 12)), (2, DebtRow(Debt("tax", Decimal("10.00")))))
    assert typed.lead.mortgage is False
    assert typed.lead.screening == ("CONVICTION",)
    assert (typed.hint["penalties"], typed.hint["years_since_insolvency"]) == ("1000.00", 7)
    assert typed.missing_rows == range(3, 4)
    assert [field for _question, field in asked(typed.debts[0].values)] == [
        "collateral", "bank_notified", "proceeds_to_loan"]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"kind": "bank_loan"}, "amount", "This is needed."),
        ({"amount": "5"}, "kind", "This is needed."),
        ({"kind": "unheard", "amount": "5"}, "kind", "Choose one of the list."),
        ({"kind": "tax", "amount": "-5"}, "amount", "This must not be negative."),
        ({"kind": "tax", "amount": "5", "annual_rate": "a lot"}, "annual_rate", "This is not a percentage."),
        ({"kind": "tax", "amount": "5", "annual_rate": "-1"}, "annual_rate", "This is not a percentage."),
        ({"kind": "tax", "amount": "5", "agreed_on": "2"}, "agreed_on", "This is not a day. Write 2026-01-31."),
        ({"kind": "tax", "amount": "5", "agreed_on": "1899-12-31"}, "agreed_on", "This is out of range."),
        ({"kind": "tax", "amount": "five"}, "amount", "This is not an amount."),
        ({"kind": "tax", "amount": "5 USD"}, "amount", "This is not an amount."),
        ({"kind": "tax", "amount": "1 000 000 000 000,01"}, "amount", "This is out of range."),
        ({"kind": "tax", "amount": "5", "creditor": "\x00"}, "creditor", "This holds characters that cannot be used."),
        ({"kind": "tax", "amount": "5", "creditor": "a" * 201}, "creditor", "This is too long."),
        (
            {"kind": "secured_loan", "amount": "5", "collateral": "held", "bank_notified": "yes"},
            "bank_notified", "This contradicts the answer about the pledged thing.",
        ),
    ],
)  # fmt: skip
def test_a_refused_value_stands_at_its_field(values: dict[str, str], field: str, text: str) -> None:
    typed = read_interview(row(**values))
    assert typed.rows == ()
    assert [(told.endswith(f": {text}"), place) for told, place in typed.problems()] == [(True, f"debts-0-{field}")]


def test_a_hint_that_cannot_be_read_counts_as_not_asked() -> None:
    hint = read_interview({"penalties": "-1", "years_since_insolvency": "101", "conviction": "perhaps"}).hint
    assert set(hint.values()) == {None}


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=40))
def test_nothing_that_is_posted_breaks_the_reading(posted: dict[str, str]) -> None:
    """Every row is blank, a debt, or refused with a reason."""
    for debt in read_interview(posted).debts:
        assert debt.blank or (debt.row is None) == bool(debt.errors)


def test_rows_beyond_the_limit_are_not_read() -> None:
    posted = {f"debts-{place}-kind": "tax" for place in range(MAX_DEBTS + 40)}
    typed = read_interview(posted)
    assert len(typed.debts) == MAX_DEBTS + 1
    assert not typed.missing_rows


def test_the_form_numbers_its_rows_like_the_reading(house: Flask) -> None:
    """A digit that is none for a computer, gaps, and names without a field: no error, the same rows in both."""
    posted = {"debts-²-kind": "tax", "debts-7-kind": "tax", "debts-3-amount": "1", "debtsX9-kind": "tax", "debts-": "x"}
    with house.test_request_context(method="POST", data=posted):
        form = InterviewForm()
        kinds = [entry.form.kind.data for entry in form.debts]
    assert kinds[:2] == [debt.values.get("kind", "") for debt in read_interview(posted).debts] == ["", "tax"]
    assert [row_number(name, "debts") for name in posted] == [None, 7, 3, None, None]
