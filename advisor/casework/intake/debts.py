"""The debts of a row, "bank loan 400 000; alimony 120 000", and the verdict on them by the rules of the day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.casework.intake import meanings
from advisor.domain.debts import Debt, Decision, InputProblem, Lead, RulePack, Thresholds, lead_from_json, prequalify
from advisor.domain.debts.interview import incomplete
from advisor.domain.debts.kinds import FINE, SECURED_LOAN
from advisor.domain.debts.reading import debt_from_json
from advisor.domain.debts.thresholds import MAX_AMOUNT
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.typed import parse_amount

INCOMPLETE = "incomplete"
"""The verdict while a question is open: the row becomes a lead, somebody asks on the phone."""
_ITEM = re.compile(r"(?P<kind>.*?[^\W\d_][^\d+-]*?)[\s:=]*(?P<amount>[+-]?\d[\d\s.,'’]*)(?P<more>.*)", re.DOTALL)
_ROUBLES = re.compile(r"(?:rub|₽|руб\.?|р\.)(?=\W|$)", re.IGNORECASE)
_MONEY = re.compile(r"(?:[A-Z]{3}|[$€£]|zł)$")


@dataclass(frozen=True, slots=True)
class NotADebt(Exception):
    """A part of the cell that is no debt; `code` says why."""

    code: str


def read_debts(text: str) -> list[dict[str, object]]:
    """The debts of a cell as plain JSON values, parted by semicolon, bar or line end. NotADebt for a bad part."""
    parts = [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]
    debts = [_debt(part) for part in parts]
    try:
        lead_from_json({"currency": "RUB", "debts": debts})
    except InputProblem as problem:
        raise NotADebt(problem.code) from None
    return debts


def lead_of(values: Mapping[str, Any]) -> Lead:
    """The lead a row describes."""
    return lead_from_json({"currency": "RUB", "debts": values.get("debts", []), "mortgage": values.get("mortgage")})


def debts_of(values: Mapping[str, Any]) -> tuple[Debt, ...]:
    """The debts of a row that was read."""
    return lead_of(values).debts


def verdict_of(values: Mapping[str, Any], rules: RulePack[Thresholds]) -> Decision | None:
    """The verdict on a row's debts by an edition; None while a question is open."""
    lead = lead_of(values)
    return None if incomplete(lead) else prequalify(lead, rules)


def _debt(part: str) -> dict[str, object]:
    found = _ITEM.fullmatch(part)
    if found is None:
        raise NotADebt("not_a_debt")
    kind = meanings.debt_kind(found["kind"])
    if not kind:
        raise NotADebt("not_a_kind")
    debt: dict[str, object] = {"kind": kind, "amount": _amount(found["amount"])}
    answer = _ROUBLES.sub("", found["more"], count=1).strip(" ,()")
    if _MONEY.match(answer):
        raise NotADebt("other_currency")
    if answer:
        debt |= _answer(kind, answer)
    debt_from_json(debt, "debt")
    return debt


def _amount(text: str) -> str:
    try:
        amount = parse_amount(text, "RUB")
    except (FinanceError, ArithmeticError):
        raise NotADebt("not_an_amount") from None
    if not 0 <= amount <= MAX_AMOUNT:
        raise NotADebt("out_of_range")
    return f"{amount:.2f}"


def _answer(kind: str, text: str) -> dict[str, object]:
    """What stands behind the amount: where the pledged thing is, or what a fine was for."""
    meaning = meanings.debt_answer(text)
    field = {SECURED_LOAN: "collateral", FINE: "fine_for"}.get(kind)
    if field is None or meaning not in meanings.DEBT_ANSWERS[field]:
        raise NotADebt("not_a_debt")
    return {field: meaning}
