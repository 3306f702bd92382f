"""The interview as a form: debts as rows with their follow-up questions, typed values to facts and back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, RadioField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from advisor.domain.debts import Debt, InputProblem, Lead
from advisor.domain.debts.extrajudicial import MAX_AGE_MONTHS
from advisor.domain.debts.interview import follow_ups
from advisor.domain.debts.kinds import Group, picker
from advisor.domain.debts.reading import MAX_DEBTS, debt_from_json
from advisor.domain.debts.screening import confirmed
from advisor.domain.debts.words import COLLATERAL, FINE_FOR, GROUPS, KINDS, QUESTIONS
from advisor.domain.finance.money import from_minor
from advisor.domain.folding import hostile
from advisor.domain.words import N_
from advisor.services.words import INVALID_TITLES
from advisor.stages.contact.prequalification.actions import Sheet
from advisor.stages.contact.prequalification.records import NOTES, DebtRow, Held
from advisor.stages.contact.prequalification.stage import HINT_QUESTIONS, SCREENING_QUESTIONS
from advisor.stages.contact.rulings.gate import has_place
from advisor.web.kit.choices import QuickSelect, once_a_language
from advisor.web.kit.fields import HiddenLine
from advisor.web.kit.forms import LONG, MoneyField, VersionedForm, short

YES_NO = {"yes": True, "no": False}
_YES_NO_ANSWERS = (*HINT_QUESTIONS, *SCREENING_QUESTIONS)
_WHOLE_ANSWERS = ("enforcement_document_age_months", "years_since_insolvency")
_SPARE = 2
_REFUSALS = {
    "too_large": N_("This is out of range."),
    "contradicts_collateral": N_("This contradicts the answer about the pledged thing."),
}
_FOR = {
    "secured_loan": ("collateral", "bank_notified", "proceeds_to_loan"),
    "fine": ("fine_for",),
    "challenged_deal": ("deal_invalid", "payment_ordered"),
}


class RoubleField(MoneyField):
    """An amount in roubles, the currency of OP-1; another currency's sign is refused."""

    shown_currency = "RUB"

    def _currency(self, form: Any = None) -> str:
        return "RUB"


@once_a_language
def kind_choices() -> dict[str, list[tuple[str, str]]]:
    """The picker: kinds by group, each with its one-line hint (OP-10)."""
    grouped: dict[str, list[tuple[str, str]]] = {gettext("Kind of debt"): [("", gettext("Choose …"))]}
    for group in Group:
        rows = [kind.key for kind in picker() if kind.group is group]
        grouped[gettext(GROUPS[group])] = [(key, " – ".join(gettext(text) for text in KINDS[key])) for key in rows]
    return grouped


@once_a_language
def yes_no_choices() -> list[tuple[str, str]]:
    """Yes, no, or not asked."""
    return [("", gettext("Not asked")), ("yes", gettext("Yes")), ("no", gettext("No"))]


def _pick(label: Any, titles: Mapping[str, str]) -> QuickSelect:
    rows = [("", N_("Not asked")), *((str(key), title) for key, title in titles.items())]
    choices = once_a_language(lambda: [(key, gettext(title)) for key, title in rows])
    return QuickSelect(label, choices=choices, codes=[key for key, _title in rows])


def _yes_no(label: Any) -> QuickSelect:
    return QuickSelect(label, choices=yes_no_choices, codes=("", *YES_NO))


class DebtForm(Form):
    """One debt row; its follow-up questions are asked when the kind needs them (OP-12 to OP-15)."""

    kind = QuickSelect(_l("Kind of debt"), choices=kind_choices, codes=("", *(kind.key for kind in picker())))
    amount = RoubleField(_l("Amount, RUB"))
    creditor = short(_l("Creditor"))
    in_credit_report = BooleanField(_l("In the credit report"))
    collateral = _pick(_l(QUESTIONS["ITEM_STILL_THERE"]), COLLATERAL)
    bank_notified = _yes_no(_l(QUESTIONS["BANK_TOLD"]))
    proceeds_to_loan = _yes_no(_l(QUESTIONS["PROCEEDS_PAID"]))
    fine_for = _pick(_l(QUESTIONS["FINE_FOR_WHAT"]), FINE_FOR)
    deal_invalid = _yes_no(_l(QUESTIONS["DEAL_INVALID"]))
    payment_ordered = _yes_no(_l(QUESTIONS["PAYMENT_ORDERED"]))
    line = HiddenLine(render_kw={"id": False})  # the stored row, where its ruling is added
    ruling = HiddenLine(render_kw={"id": False})  # the ruling kept beside it

    @property
    def ruling_place(self) -> bool:
        """True when the chosen kind has a place for a ruling (OP-13)."""
        return has_place(self.kind.data or "")

    @property
    def blank(self) -> bool:
        """True when nobody typed anything into the row."""
        return not (self.kind.data or self.amount.data or (self.amount.typed or "").strip() or self.creditor.data)

    def answers(self) -> dict[str, Any]:
        """The answers that belong to the chosen kind, as the law reads them."""
        found = {}
        for name in _FOR.get(self.kind.data or "", ()):
            typed = self[name].data
            found[name] = (typed or None) if name in {"collateral", "fine_for"} else YES_NO.get(typed)
        return found

    def asked(self) -> list[tuple[str, Any]]:
        """The follow-up questions to show, each with its field; none without a kind."""
        try:
            debt = debt_from_json({"kind": self.kind.data or "other", "amount": "1.00", **self.answers()}, "debt")
        except InputProblem as problem:
            names = _FOR.get(self.kind.data or "", ())
            return [(name, self[name]) for name in names] if problem.code == "contradicts_collateral" else []
        return [(code, self[name]) for code, name in follow_ups(debt)]


class InterviewForm(VersionedForm):
    """The whole interview. After `validate`, `rows` holds the good debts and `places` their rows in the form."""

    debts = FieldList(FormField(DebtForm), label=_l("Debts"), min_entries=3, max_entries=MAX_DEBTS + 1)
    mortgage = RadioField(_l(QUESTIONS["MORTGAGE_ASKED"]), choices=yes_no_choices, default="")
    budget = TextAreaField(_l("Budget: what can they pay for our service?"), [Length(max=LONG)])
    timing = TextAreaField(_l("Timing: how urgent is it?"), [Length(max=LONG)])
    task = TextAreaField(_l("Task: what do they want, in their own words?"), [Length(max=LONG)])
    penalties = RoubleField(_l("Penalties within these sums, RUB"))
    enforcement_document_age_months = IntegerField(
        _l("Age of the writ, months"), [Optional(), NumberRange(0, MAX_AGE_MONTHS)]
    )
    enforcement_closed_46_1_4 = _yes_no(_l(HINT_QUESTIONS["enforcement_closed_46_1_4"]))
    other_enforcement_open = _yes_no(_l(HINT_QUESTIONS["other_enforcement_open"]))
    main_income_pension = _yes_no(_l(HINT_QUESTIONS["main_income_pension"]))
    child_benefit = _yes_no(_l(HINT_QUESTIONS["child_benefit"]))
    seizable_property = _yes_no(_l(HINT_QUESTIONS["seizable_property"]))
    earlier_insolvency = _yes_no(_l(SCREENING_QUESTIONS["earlier_insolvency"]))
    years_since_insolvency = IntegerField(_l("Years since that insolvency"), [Optional(), NumberRange(0, 100)])
    conviction = _yes_no(_l(SCREENING_QUESTIONS["conviction"]))
    false_information = _yes_no(_l(SCREENING_QUESTIONS["false_information"]))
    hidden_property = _yes_no(_l(SCREENING_QUESTIONS["hidden_property"]))
    false_loan_data = _yes_no(_l(SCREENING_QUESTIONS["false_loan_data"]))

    rows: tuple[DebtRow, ...] = ()
    places: tuple[int, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every row by the law's own reading; each refusal stands at its field."""
        good = bool(super().validate(extra_validators))
        read = [self._read(place, entry.form) for place, entry in enumerate(self.debts) if not entry.form.blank]
        rows = [(place, row) for place, row in read if row is not None]
        self.places, self.rows = tuple(place for place, _ in rows), tuple(row for _, row in rows)
        broken = [entry for entry in self.debts if not entry.form.blank and entry.form.errors]
        self.debts.errors = [gettext("Some debts need another look.")] if broken else []
        if len(self.debts.entries) > MAX_DEBTS:
            self.debts.errors = [gettext("At most %(limit)s debts fit one interview.", limit=MAX_DEBTS)]
        whole = good and len(rows) == len(read) and not self.debts.errors
        if not whole:
            self.spare()
        return whole

    def spare(self) -> None:
        """Leave blank rows at the end to go on typing in."""
        blank = sum(1 for entry in self.debts if entry.form.blank)
        while blank < _SPARE and len(self.debts.entries) < MAX_DEBTS:
            self.debts.append_entry()
            blank += 1

    @property
    def lead(self) -> Lead:
        """What was typed, as the law sees it; consent is added by whoever knows it."""
        debts, screening = tuple(row.debt for row in self.rows), confirmed(self.hint)
        return Lead(debts, YES_NO.get(self.mortgage.data), screening=screening)

    @property
    def hint(self) -> dict[str, Any]:
        """The answers of the legal hint as plain values."""
        answers: dict[str, Any] = {name: YES_NO.get(self[name].data) for name in _YES_NO_ANSWERS}
        answers |= {name: self[name].data for name in _WHOLE_ANSWERS}
        minor = self.penalties.data
        answers["penalties"] = None if minor is None else f"{from_minor(minor, 'RUB').amount:.2f}"
        return answers

    def sheet(self) -> Sheet:
        """The filled interview for the use case."""
        notes = {name: self[name].data or "" for name in NOTES}
        return Sheet(self.rows, YES_NO.get(self.mortgage.data), notes, self.hint, self.seen)

    def problems(self) -> Iterable[tuple[str, str]]:
        """Every refused value of a debt as (sentence, field id)."""
        for entry in self.debts:
            for field in entry.form:
                for error in field.errors if not entry.form.blank else ():
                    yield f"{field.label.text}: {error}", field.id

    def _read(self, place: int, row: DebtForm) -> tuple[int, DebtRow | None]:
        plain = {"kind": row.kind.data or None, "amount": None, **row.answers()}
        if row.amount.data is not None:
            plain["amount"] = f"{from_minor(row.amount.data, 'RUB').amount:.2f}"
        if hostile(row.creditor.data or ""):
            row.creditor.errors = [*row.creditor.errors, gettext(INVALID_TITLES["control_characters"])]
        if row.errors:
            return place, None
        try:
            debt: Debt = debt_from_json(plain, f"debts[{place}]")
        except InputProblem as problem:
            field = row[problem.field.rpartition(".")[2]]
            field.errors = [*field.errors, _refusal(problem.code)]
            return place, None
        return place, DebtRow(debt, row.creditor.data or "", bool(row.in_credit_report.data), _id(row.ruling.data))


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _refusal(code: str) -> str:
    return gettext(_REFUSALS.get(code) or INVALID_TITLES.get(code, "This value is not accepted."))


def filled(now: Held, notes: dict[str, str], creditors: list[str]) -> InterviewForm:
    """The form as the stored interview fills it, with blank rows to go on."""
    said = {True: "yes", False: "no", None: ""}
    rows = [
        {
            "kind": line.kind, "amount": line.amount, "creditor": creditor, "in_credit_report": line.in_credit_report,
            "collateral": line.collateral or "", "bank_notified": said[line.bank_notified],
            "proceeds_to_loan": said[line.proceeds_to_loan], "fine_for": line.fine_for or "",
            "deal_invalid": said[line.deal_invalid], "payment_ordered": said[line.payment_ordered],
            "line": str(line.id), "ruling": str(line.ruling_id or ""),
        }
        for line, creditor in zip(now.lines, creditors, strict=True)
    ]  # fmt: skip
    interview = now.interview
    values: dict[str, Any] = {"debts": rows, **notes}
    if interview is not None:
        hint = dict(interview.hint)
        penalties = hint.pop("penalties", None)
        values |= {name: said[hint.get(name)] for name in _YES_NO_ANSWERS}
        values |= {name: hint.get(name) for name in _WHOLE_ANSWERS}
        values["penalties"] = None if penalties is None else int(Decimal(penalties).scaleb(2))
        values |= {"mortgage": said[interview.mortgage], "version": str(interview.version)}
    form = InterviewForm(formdata=None, data=values)
    form.spare()
    return form
