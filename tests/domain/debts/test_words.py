"""The verdict in words, the split statement, the open questions of the interview (OP-03 to OP-19; C-12)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.domain.debts import OP1, Debt, Lead, lead_from_json, prequalify
from advisor.domain.debts.explain import checked, closing_reason
from advisor.domain.debts.interview import follow_ups, incomplete
from advisor.domain.debts.lead import Collateral
from advisor.domain.debts.message import Message, plain_amount, short
from advisor.domain.debts.statement import statement_of

LOAN = Debt("bank_loan", Decimal("400000.00"))
ALIMONY = Debt("alimony", Decimal("120000.00"))


def spoken(messages: tuple[Message, ...]) -> list[str]:
    return [message.say() for message in messages]


@pytest.mark.parametrize(
    ("debts", "sentence"),
    [
        ([Debt("bank_loan", Decimal("100000.00"))], "100 000.00 is not more than 100 000"),
        ([Debt("bank_loan", Decimal("80000.00"))], "80 000.00 is not more than 100 000"),
        (
            [Debt("secured_loan", Decimal("300000.01"), Collateral.HELD)],
            "300 000.01 is more than 300 000",
        ),
        (
            [Debt("utilities", Decimal("900000.00")), Debt("credit_card", Decimal("99999.99"))],
            "99 999.99 is less than 100 000",
        ),
    ],
)
def test_op05_op19_a_refusal_prints_its_comparison(debts: list[Debt], sentence: str) -> None:
    said = spoken(closing_reason(prequalify(Lead(tuple(debts), mortgage=False))))
    assert len(said) == 2
    assert said[0].startswith("Clause 1.")
    assert said[1] == sentence


def test_op06_passed_and_not_applicable_conditions_are_shown_too() -> None:
    decision = prequalify(Lead((LOAN,), mortgage=None))
    assert [spoken(checked(condition)) for condition in decision.conditions] == [
        ["Clause 1.1: Debt that may be written off: Met", "400 000.00 is more than 100 000"],
        ["Clause 1.2: Balance of secured loans: Not applicable"],
        ["Clause 1.3: Mortgage: A person decides: the policy has no rule"],
        ["Clause 1.4: Credit debts beside utility debts: Not applicable"],
    ]


def test_op16_the_split_statement_has_the_figures_of_the_verdict() -> None:
    decision = prequalify(Lead((LOAN, ALIMONY), mortgage=False))
    statement = statement_of(decision, OP1)
    assert (statement.may_go, statement.stays, statement.open) == (
        decision.written_off,
        decision.not_written_off,
        decision.disputed,
    )
    assert spoken(statement.script) == [
        "400 000 may be written off, 120 000 stays.",
        "Bank loan, 400 000: may be written off.",
        "Alimony, 120 000: stays and has to be paid.",
        "This follows our rules of 2023-08-30.",
        "The court decides what is written off. We cannot promise it.",
        "Do you agree to go on, knowing that a part stays?",
    ]


def test_op16_a_disputed_part_is_named_apart() -> None:
    odd = Debt("guarantee", Decimal("10000.50"))
    statement = statement_of(prequalify(Lead((LOAN, ALIMONY, odd), mortgage=False)), OP1)
    assert statement.summary.say() == "400 000 may be written off, 120 000 stays, 10 000.50 is still open."
    assert "Guarantee for somebody else, 10 000.50: one of us has to look at it first." in spoken(statement.rows)


def test_c12_a_message_is_said_in_the_readers_language() -> None:
    message = Message("%(kind)s: %(sum)s, %(on)s", {"sum": Decimal("1.00")}, {"on": date(2026, 1, 2)}, {"kind": "Tax"})
    words = {"Tax": "Podatek", message.text: "%(on)s %(sum)s %(kind)s"}
    said = message.say(lambda text: words[text], lambda amount: f"{amount} zl", lambda day: f"{day:%d.%m.%Y}")
    assert said == "02.01.2026 1.00 zl Podatek"


@pytest.mark.parametrize(
    ("amount", "text"),
    [("100000.00", "100 000"), ("0.00", "0"), ("1000000000000.00", "1 000 000 000 000"), ("99999.99", "99 999.99")],
)
def test_short_figures_are_never_exponents(amount: str, text: str) -> None:
    assert plain_amount(short(Decimal(amount))) == text


def open_questions(*debts: dict[str, Any], mortgage: bool | None = False) -> list[tuple[str, int | None]]:
    lead = lead_from_json({"currency": "RUB", "mortgage": mortgage, "debts": list(debts)})
    return [(question.code, question.row) for question in incomplete(lead)]


def row(kind: str, **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "amount": "1.00", **facts}


@pytest.mark.parametrize(
    ("debts", "questions"),
    [
        ([], [("DEBT_ROWS", None)]),
        ([row("bank_loan")], []),
        ([row("bank_loan"), row("secured_loan")], [("ITEM_STILL_THERE", 1)]),
        ([row("secured_loan", collateral="held")], []),
        ([row("secured_loan", collateral="unknown")], []),
        ([row("secured_loan", collateral="sold")], [("BANK_TOLD", 0), ("PROCEEDS_PAID", 0)]),
        ([row("secured_loan", collateral="sold", bank_notified=False)], [("PROCEEDS_PAID", 0)]),
        ([row("secured_loan", collateral="sold", bank_notified=True)], []),
        ([row("secured_loan", collateral="sold", bank_notified=False, proceeds_to_loan=False)], []),
        ([row("fine")], [("FINE_FOR_WHAT", 0)]),
        ([row("fine", fine_for="state_harm")], []),
        ([row("challenged_deal")], [("DEAL_INVALID", 0), ("PAYMENT_ORDERED", 0)]),
        ([row("challenged_deal", deal_invalid=False)], [("PAYMENT_ORDERED", 0)]),
        ([row("secured_loan", amount="0.00"), row("tax")], []),
    ],
)
def test_op12_to_op15_unanswered_questions_leave_the_verdict_incomplete(
    debts: list[dict[str, Any]], questions: list[tuple[str, int | None]]
) -> None:
    assert open_questions(*debts) == questions


def test_op07_the_mortgage_question_is_open_until_asked_or_a_mortgage_row_answers_it() -> None:
    assert open_questions(row("tax"), mortgage=None) == [("MORTGAGE_ASKED", None)]
    assert open_questions(row("mortgage"), mortgage=None) == []


def test_op12_follow_ups_are_shown_whether_answered_or_not() -> None:
    sold = Debt("secured_loan", Decimal("1.00"), Collateral.SOLD, bank_notified=False)
    assert [code for code, _field in follow_ups(sold)] == ["ITEM_STILL_THERE", "BANK_TOLD", "PROCEEDS_PAID"]
    assert follow_ups(LOAN) == ()
