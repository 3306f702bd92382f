"""The interview as a form: debts as rows with their follow-up questions, filled with what is stored or typed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, FormField, IntegerField, RadioField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from advisor.domain.debts.kinds import Group, picker
from advisor.domain.debts.legal_rate import Flag
from advisor.domain.debts.reading import MAX_DEBTS
from advisor.domain.debts.words import COLLATERAL, FINE_FOR, GROUPS, KINDS, QUESTIONS
from advisor.domain.words import N_
from advisor.stages.contact.prequalification.actions import Sheet
from advisor.stages.contact.prequalification.records import NOTES, Held
from advisor.stages.contact.prequalification.stage import HINT_QUESTIONS, SCREENING_QUESTIONS
from advisor.stages.contact.rulings.gate import has_place
from advisor.web.debt_rate import flag_of
from advisor.web.interview_typed import (
    CODES,
    LABELS,
    SPARE,
    WHOLE_ANSWERS,
    YES_NO,
    YES_NO_ANSWERS,
    Typed,
    TypedDebt,
    asked,
    read_interview,
    row_marks,
)
from advisor.web.kit.choices import QuickSelect, once_a_language
from advisor.web.kit.fields import HiddenLine, LineField
from advisor.web.kit.forms import LONG, MoneyField, VersionedForm
from advisor.web.kit.numbered import NumberedRows


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


def _pick(name: str, titles: Mapping[str, str]) -> QuickSelect:
    rows = [("", N_("Not asked")), *((str(key), title) for key, title in titles.items())]
    choices = once_a_language(lambda: [(key, gettext(title)) for key, title in rows])
    return QuickSelect(LABELS[name], choices=choices, codes=CODES[name])


def _yes_no(label: Any) -> QuickSelect:
    return QuickSelect(label, choices=yes_no_choices, codes=("", *YES_NO))


class DebtForm(Form):
    """One debt row as it is drawn; what is typed into it is read by `interview_typed`."""

    kind = QuickSelect(LABELS["kind"], choices=kind_choices, codes=CODES["kind"])
    amount = RoubleField(LABELS["amount"])
    creditor = LineField(LABELS["creditor"])
    in_credit_report = BooleanField(_l("In the credit report"))
    annual_rate = LineField(LABELS["annual_rate"])
    agreed_on = LineField(LABELS["agreed_on"])
    collateral = _pick("collateral", COLLATERAL)
    bank_notified = _yes_no(LABELS["bank_notified"])
    proceeds_to_loan = _yes_no(LABELS["proceeds_to_loan"])
    fine_for = _pick("fine_for", FINE_FOR)
    deal_invalid = _yes_no(LABELS["deal_invalid"])
    payment_ordered = _yes_no(LABELS["payment_ordered"])
    line = HiddenLine(render_kw={"id": False})  # the stored row, where its ruling is added
    ruling = HiddenLine(render_kw={"id": False})  # the ruling kept beside it

    def validate(self, extra_validators: Any = None) -> bool:
        """Always true: the rows are read by `read_interview`, whose refusals `refuse` puts here."""
        return True

    def refuse(self, typed: TypedDebt) -> None:
        """Show each refusal at its field."""
        for name, texts in typed.errors.items():
            self[name].errors = texts

    @property
    def ruling_place(self) -> bool:
        """True when the chosen kind has a place for a ruling (OP-13)."""
        return has_place(self.kind.data or "")

    @property
    def blank(self) -> bool:
        """True when nobody typed anything into the row."""
        return not (self.kind.data or self.amount.data or (self.amount.typed or "").strip() or self.creditor.data)

    def asked(self) -> list[tuple[str, Any]]:
        """The follow-up questions to show, each with its field; none without a kind."""
        return [(code, self[name]) for code, name in asked(self._values)]

    def marks(self, country: str) -> str:
        """What the page shows below the fields, as `row_marks` names it."""
        return row_marks(self._values, country)

    def flag(self, country: str) -> Flag | None:
        """The law's flag on the rate (ES-02); the country is the client's."""
        return flag_of(self._values, country)

    @property
    def _values(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in (*CODES, "annual_rate", "agreed_on")}


def drawn(place: int, typed: TypedDebt | None = None) -> DebtForm:
    """One row for the page: as typed, or blank to go on in."""
    values = {f"debts-{place}-{name}": value for name, value in (typed.values if typed else {}).items()}
    form = DebtForm(MultiDict(values), prefix=f"debts-{place}-")
    if typed is not None and not typed.blank:
        form.refuse(typed)
    return form


class InterviewForm(VersionedForm):
    """The whole interview. After `validate`, `typed` holds it as the law reads it."""

    debts = NumberedRows(FormField(DebtForm), label=_l("Debts"), min_entries=5, max_entries=MAX_DEBTS + 1)
    mortgage = RadioField(_l(QUESTIONS["MORTGAGE_ASKED"]), choices=yes_no_choices, default="")
    budget = TextAreaField(_l("Budget: what can they pay for our service?"), [Length(max=LONG)])
    timing = TextAreaField(_l("Timing: how urgent is it?"), [Length(max=LONG)])
    task = TextAreaField(_l("Task: what do they want, in their own words?"), [Length(max=LONG)])
    penalties = RoubleField(_l("Penalties within these sums, RUB"))
    enforcement_document_age_months = IntegerField(
        _l("Age of the writ, months"),
        [Optional(), NumberRange(0, WHOLE_ANSWERS["enforcement_document_age_months"])],
    )
    enforcement_closed_46_1_4 = _yes_no(_l(HINT_QUESTIONS["enforcement_closed_46_1_4"]))
    other_enforcement_open = _yes_no(_l(HINT_QUESTIONS["other_enforcement_open"]))
    main_income_pension = _yes_no(_l(HINT_QUESTIONS["main_income_pension"]))
    child_benefit = _yes_no(_l(HINT_QUESTIONS["child_benefit"]))
    seizable_property = _yes_no(_l(HINT_QUESTIONS["seizable_property"]))
    earlier_insolvency = _yes_no(_l(SCREENING_QUESTIONS["earlier_insolvency"]))
    years_since_insolvency = IntegerField(
        _l("Years since that insolvency"), [Optional(), NumberRange(0, WHOLE_ANSWERS["years_since_insolvency"])]
    )
    conviction = _yes_no(_l(SCREENING_QUESTIONS["conviction"]))
    false_information = _yes_no(_l(SCREENING_QUESTIONS["false_information"]))
    hidden_property = _yes_no(_l(SCREENING_QUESTIONS["hidden_property"]))
    false_loan_data = _yes_no(_l(SCREENING_QUESTIONS["false_loan_data"]))

    typed = Typed()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every row by the law's own reading; each refusal stands at its field."""
        good = bool(super().validate(extra_validators))
        self.typed = read_interview(request.form)
        broken = False
        for entry, typed in zip(self.debts, self.typed.debts, strict=False):
            if typed.errors and not typed.blank:
                entry.form.refuse(typed)
                broken = True
        self.debts.errors = [gettext("Some debts need another look.")] if broken else []
        if len(self.debts.entries) > MAX_DEBTS:
            self.debts.errors = [gettext("At most %(limit)s debts fit one interview.", limit=MAX_DEBTS)]
        if good and not self.debts.errors:
            return True
        self.spare()
        return False

    def spare(self) -> None:
        """Leave blank rows at the end to go on typing in."""
        blank = sum(1 for entry in self.debts if entry.form.blank)
        while blank < SPARE and len(self.debts.entries) < MAX_DEBTS:
            self.debts.append_entry()
            blank += 1

    def sheet(self) -> Sheet:
        """The filled interview for the use case."""
        notes = {name: self[name].data or "" for name in NOTES}
        return Sheet(self.typed.rows, self.typed.mortgage, notes, self.typed.hint, self.seen)


def filled(now: Held, notes: dict[str, str], creditors: list[str]) -> InterviewForm:
    """The form as the stored interview fills it, with blank rows to go on."""
    said = {True: "yes", False: "no", None: ""}
    rows = [
        {
            "kind": line.kind, "amount": line.amount, "creditor": creditor, "in_credit_report": line.in_credit_report,
            "collateral": line.collateral or "", "bank_notified": said[line.bank_notified],
            "proceeds_to_loan": said[line.proceeds_to_loan], "fine_for": line.fine_for or "",
            "deal_invalid": said[line.deal_invalid], "payment_ordered": said[line.payment_ordered],
            "annual_rate": "" if line.annual_rate is None else f"{line.annual_rate:f}",
            "agreed_on": line.agreed_on.isoformat() if line.agreed_on else "",
            "line": str(line.id), "ruling": str(line.ruling_id or ""),
        }
        for line, creditor in zip(now.lines, creditors, strict=True)
    ]  # fmt: skip
    interview = now.interview
    values: dict[str, Any] = {"debts": rows, **notes}
    if interview is not None:
        hint = dict(interview.hint)
        penalties = hint.pop("penalties", None)
        values |= {name: said[hint.get(name)] for name in YES_NO_ANSWERS}
        values |= {name: hint.get(name) for name in WHOLE_ANSWERS}
        values["penalties"] = None if penalties is None else int(Decimal(penalties).scaleb(2))
        values |= {"mortgage": said[interview.mortgage], "version": str(interview.version)}
    form = InterviewForm(formdata=None, data=values)
    form.spare()
    return form
