"""The interview as it is typed: posted values to facts, each refusal at its field. No form is built to read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from advisor.domain.debts import Debt, InputProblem, Lead
from advisor.domain.debts.extrajudicial import MAX_AGE_MONTHS
from advisor.domain.debts.interview import follow_ups
from advisor.domain.debts.kinds import picker
from advisor.domain.debts.reading import MAX_DEBTS, debt_from_json
from advisor.domain.debts.screening import confirmed
from advisor.domain.debts.words import COLLATERAL, FINE_FOR, QUESTIONS
from advisor.domain.finance.money import from_minor
from advisor.domain.folding import hostile
from advisor.domain.words import N_
from advisor.services.words import INVALID_TITLES
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.stages.contact.prequalification.stage import HINT_QUESTIONS, SCREENING_QUESTIONS
from advisor.web.debt_rate import flag_of, read_rate
from advisor.web.kit.fields import SHORT, read_amount
from advisor.web.kit.numbered import row_number

YES_NO = {"yes": True, "no": False}
YES_NO_ANSWERS = (*HINT_QUESTIONS, *SCREENING_QUESTIONS)
WHOLE_ANSWERS = {"enforcement_document_age_months": MAX_AGE_MONTHS, "years_since_insolvency": 100}
SPARE = 2
"""Blank rows kept at the end to go on typing in."""

_SAID = frozenset({"", *YES_NO})
CODES: Mapping[str, frozenset[str]] = {
    "kind": frozenset({"", *(kind.key for kind in picker())}),
    "collateral": frozenset({"", *COLLATERAL}),
    "fine_for": frozenset({"", *FINE_FOR}),
    "bank_notified": _SAID, "proceeds_to_loan": _SAID, "deal_invalid": _SAID, "payment_ordered": _SAID,
}  # fmt: skip
LABELS: Mapping[str, Any] = {
    "kind": _l("Kind of debt"), "amount": _l("Amount, RUB"), "creditor": _l("Creditor"),
    "annual_rate": _l("Rate a year"), "agreed_on": _l("Agreed on"),
    "collateral": _l(QUESTIONS["ITEM_STILL_THERE"]), "bank_notified": _l(QUESTIONS["BANK_TOLD"]),
    "proceeds_to_loan": _l(QUESTIONS["PROCEEDS_PAID"]), "fine_for": _l(QUESTIONS["FINE_FOR_WHAT"]),
    "deal_invalid": _l(QUESTIONS["DEAL_INVALID"]), "payment_ordered": _l(QUESTIONS["PAYMENT_ORDERED"]),
}  # fmt: skip
_FOR = {
    "secured_loan": ("collateral", "bank_notified", "proceeds_to_loan"),
    "fine": ("fine_for",),
    "challenged_deal": ("deal_invalid", "payment_ordered"),
}
_REFUSALS = {
    "too_large": N_("This is out of range."),
    "contradicts_collateral": N_("This contradicts the answer about the pledged thing."),
}


@dataclass(frozen=True, slots=True)
class TypedDebt:
    """One row: what was typed, the debt when the law can read it, and the refusals by field."""

    values: Mapping[str, str]
    debt: Debt | None
    errors: Mapping[str, list[str]]

    @property
    def blank(self) -> bool:
        """True when nobody typed anything into the row."""
        values = self.values
        return not (values.get("kind") or values.get("amount", "").strip() or values.get("creditor"))

    @property
    def row(self) -> DebtRow | None:
        """The debt as the use case keeps it; None while the law cannot read it."""
        if self.debt is None:
            return None
        in_report = self.values.get("in_credit_report", "") not in ("", "false")
        creditor, ruling, rate = self.values.get("creditor", ""), _id(self.values.get("ruling")), read_rate(self.values)
        return DebtRow(self.debt, creditor, in_report, ruling, rate.annual_rate, rate.agreed_on)


@dataclass(frozen=True)
class Typed:
    """The whole interview as typed, in the order of the form's rows."""

    debts: tuple[TypedDebt, ...] = ()
    mortgage: bool | None = None
    hint: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def read(self) -> tuple[tuple[int, DebtRow], ...]:
        """The good debts, each with its place in the form."""
        found = ((place, debt.row) for place, debt in enumerate(self.debts) if not debt.blank)
        return tuple((place, row) for place, row in found if row is not None)

    @property
    def rows(self) -> tuple[DebtRow, ...]:
        """The good debts."""
        return tuple(row for _place, row in self.read)

    @property
    def lead(self) -> Lead:
        """What was typed, as the law sees it; consent is added by whoever knows it."""
        return Lead(tuple(row.debt for row in self.rows), self.mortgage, screening=confirmed(self.hint))

    @property
    def missing_rows(self) -> range:
        """The places of the blank rows to add, so that one can go on typing."""
        blank, rows = sum(debt.blank for debt in self.debts), len(self.debts)
        return range(rows, min(rows + max(SPARE - blank, 0), max(MAX_DEBTS, rows)))

    def problems(self) -> Iterator[tuple[str, str]]:
        """Every refused value of a debt as (sentence, field id)."""
        for place, debt in enumerate(self.debts):
            for name, texts in () if debt.blank else debt.errors.items():
                yield from ((f"{LABELS[name]}: {text}", f"debts-{place}-{name}") for text in texts)


def read_interview(posted: Mapping[str, str]) -> Typed:
    """Read a posted interview by the law's own reading; nothing raises, refusals stand in the rows."""
    rows: dict[int, dict[str, str]] = {}
    for name in posted:
        place = row_number(name, "debts")
        if place is not None:
            rows.setdefault(place, {})[name.split("-", 2)[-1]] = posted[name]
    ordered = [rows[place] for place in sorted(rows)][: MAX_DEBTS + 1]
    return Typed(tuple(map(_debt, ordered)), YES_NO.get(posted.get("mortgage", "")), _hint(posted))


def asked(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The follow-up questions of a row as (question, field); none without a kind (OP-12 to OP-15)."""
    kind = values.get("kind", "")
    if kind not in _FOR:
        return ()
    try:
        return follow_ups(debt_from_json({"kind": kind, "amount": "1.00", **_answers(values)}, "debt"))
    except InputProblem as problem:
        return tuple((name, name) for name in _FOR[kind]) if problem.code == "contradicts_collateral" else ()


def row_marks(values: Mapping[str, str], country: str) -> str:
    """What the row shows below its fields: its questions and the rule of its flag, to be swapped when they change."""
    flag = flag_of(values, country)
    return " ".join([*(code for code, _name in asked(values)), *([flag.rule.since.isoformat()] if flag else [])])


def _debt(values: Mapping[str, str]) -> TypedDebt:
    errors = {name: [_refusal("unknown")] for name, codes in CODES.items() if values.get(name, "") not in codes}
    creditor, minor = values.get("creditor", ""), None
    if hostile(creditor) or len(creditor) > SHORT:
        errors["creditor"] = [_refusal("control_characters" if hostile(creditor) else "too_long")]
    errors |= {name: [text] for name, text in read_rate(values).errors.items()}
    try:
        minor = read_amount(values.get("amount", ""), "RUB")
    except StopValidation as refusal:
        errors["amount"] = [str(refusal)]
    if errors or not (values.get("kind") or minor is not None or creditor):
        return TypedDebt(values, None, errors)
    amount = None if minor is None else f"{from_minor(minor, 'RUB').amount:.2f}"
    try:
        plain = {"kind": values.get("kind") or None, "amount": amount, **_answers(values)}
        return TypedDebt(values, debt_from_json(plain, "debt"), {})
    except InputProblem as problem:
        return TypedDebt(values, None, {problem.field.rpartition(".")[2]: [_refusal(problem.code)]})


def _answers(values: Mapping[str, str]) -> dict[str, Any]:
    """The answers that belong to the chosen kind, as the law reads them."""
    found: dict[str, Any] = {}
    for name in _FOR.get(values.get("kind", ""), ()):
        said = values.get(name, "")
        found[name] = YES_NO.get(said) if CODES[name] is _SAID else said or None
    return found


def _hint(posted: Mapping[str, str]) -> dict[str, Any]:
    """The answers of the legal hint as plain values; what cannot be read counts as not asked."""
    answers: dict[str, Any] = {name: YES_NO.get(posted.get(name, "")) for name in YES_NO_ANSWERS}
    answers |= {name: _whole(posted.get(name, ""), most) for name, most in WHOLE_ANSWERS.items()}
    try:
        minor = read_amount(posted.get("penalties", ""), "RUB")
    except StopValidation:
        minor = None
    return answers | {"penalties": None if minor is None else f"{from_minor(minor, 'RUB').amount:.2f}"}


def _whole(text: str, most: int) -> int | None:
    try:
        number = int(text)
    except ValueError:
        return None
    return number if 0 <= number <= most else None


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _refusal(code: str) -> str:
    return gettext(_REFUSALS.get(code) or INVALID_TITLES.get(code, "This value is not accepted."))
