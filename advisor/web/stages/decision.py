"""The decision room on screen: each decision with its terms or reasons, the client's answer, remedies of a no."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import Profile, StageKey
from advisor.extensions import db
from advisor.records.contact import ContactChannel
from advisor.records.institution import Institution
from advisor.records.party import Party
from advisor.records.submission import Submission, submissions_of
from advisor.services.notes import read_text
from advisor.services.rows import of_case
from advisor.stages.decision import actions, stage
from advisor.stages.decision.records import Decision, decisions_of, remedies_of
from advisor.web.kit.ask import Answer, ask, choices, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, MoneyField, VersionedForm, currency_field, sane_day, short
from advisor.web.kit.now import today

bp = Blueprint("room_decision", __name__, url_prefix="/cases/<int:case_id>/decision")

HERE = StageKey.DECISION
REMEDY_DAYS = 14


class RulingForm(VersionedForm):
    """What the institution decided, whatever the profile."""

    outcome = RadioField(_l("Outcome"), [InputRequired()])
    decided_on = DateField(_l("Decided on"), [InputRequired(), sane_day])
    reasons = SelectMultipleField(_l("Reasons of a refusal"), widget=ListWidget(prefix_label=False),
                                  option_widget=CheckboxInput())  # fmt: skip
    words = TextAreaField(_l("Reasons or conditions in the institution's words"), [Length(max=20_000)])


class TermsForm(RulingForm):
    """Financing: the terms of an approval."""

    amount = MoneyField(_l("Amount approved"))
    currency = currency_field()
    months = IntegerField(_l("Months"), [Optional()])
    annual_rate = DecimalField(_l("Rate, percent a year"), [Optional()], places=None)
    valid_until_on = DateField(_l("Terms valid until"), [Optional(), sane_day])


class ProcedureForm(RulingForm):
    """Debt relief: what follows from the ruling."""

    next_procedure = SelectField(_l("Next procedure"), choices=choices(stage.PROCEDURES, "–"))


class ToldForm(HouseForm):
    """How the client was told."""

    channel = SelectField(_l("Channel"), [InputRequired()], choices=choices(stage.CHANNELS))
    told_on = DateField(_l("Told on"), [InputRequired(), sane_day])


class AnswerForm(HouseForm):
    """What the client said to the terms."""

    answer = RadioField(_l("Answer"), [InputRequired()], choices=choices(stage.ANSWERS))
    answered_on = DateField(_l("Answered on"), [InputRequired(), sane_day])
    contract_on = DateField(_l("Date of the financing contract"), [Optional(), sane_day])
    contract_number = short(_l("Number of the financing contract"), Length(max=80))
    words = TextAreaField(_l("Reason, when declined"), [Length(max=2000)])


class RemedyForm(HouseForm):
    """One step against a reason."""

    reason = SelectField(_l("Reason"), [InputRequired()])
    text = TextAreaField(_l("What to do"), [DataRequired(), Length(max=2000)])
    due_on = DateField(_l("Due"), [InputRequired(), sane_day])


class NoRemedyForm(HouseForm):
    """Why there is none."""

    why = TextAreaField(_l("Why there is no remedy"), [DataRequired(), Length(max=2000)])


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case = db.session(), file.case
    decided = decisions_of(session, case.id)
    lines = []
    for row, institution in submissions_of(session, case.id):
        found = decided.get(row.id)
        place = ("decision", found.uid, "words") if found else ("", "", "")
        text = read_text(session, file.client.uid, place, found.words) if found else ""
        lines.append({"submission": row, "institution": institution, "decision": found, "words": text})
    return {
        "lines": lines, "remedies": remedies_of(session, case.id), "outcomes": in_words(stage.OUTCOME_TITLES),
        "reasons": in_words(stage.REASON_TITLES), "answers": in_words(stage.ANSWERS),
        "procedures": in_words(stage.PROCEDURES), "proposals": in_words(stage.REMEDIES),
    }  # fmt: skip


@bp.route("/<int:submission_id>/record", methods=["GET", "POST"])
@allow(CASE_WRITE)
def record(case_id: int, submission_id: int) -> Answer:
    """Write down what the institution decided, or correct it."""
    case = g.grant.case
    submission = of_case(db.session(), Submission, submission_id, case)
    name = db.session().get_one(Institution, submission.institution_id).name
    form = _ruling_form(case, decisions_of(db.session(), case.id).get(submission_id))
    return ask(HERE, form, gettext("Decision of %(name)s", name=name),
               lambda ctx: actions.record_decision(ctx, case_id, _ruling(form, submission_id)))  # fmt: skip


@bp.route("/decisions/<int:decision_id>/told", methods=["GET", "POST"])
@allow(CASE_WRITE)
def told(case_id: int, decision_id: int) -> Answer:
    """Note how and when the client was told."""
    of_case(db.session(), Decision, decision_id, g.grant.case)
    form = ToldForm(told_on=today())
    return ask(HERE, form, gettext("The client was told"), lambda ctx: actions.tell_client(
        ctx, case_id, decision_id, ContactChannel(form.channel.data), said(form.told_on)))  # fmt: skip


@bp.route("/decisions/<int:decision_id>/answer", methods=["GET", "POST"])
@allow(CASE_WRITE)
def answer(case_id: int, decision_id: int) -> Answer:
    """Note what the client said to the terms."""
    row = of_case(db.session(), Decision, decision_id, g.grant.case)
    form = AnswerForm(answer=row.answer or None, answered_on=row.answered_on or today(), contract_on=row.contract_on,
                      contract_number=row.contract_number, words=row.answer_words)  # fmt: skip
    return ask(HERE, form, gettext("Answer to the terms"), lambda ctx: actions.note_answer(
        ctx, case_id, decision_id, actions.Answer(
            said(form.answer), said(form.answered_on), form.words.data or "", form.contract_on.data,
            form.contract_number.data or "",
        )))  # fmt: skip


@bp.route("/decisions/<int:decision_id>/remedy", methods=["GET", "POST"])
@allow(CASE_WRITE)
def remedy(case_id: int, decision_id: int) -> Answer:
    """Plan a step that may turn the no into a yes."""
    row = of_case(db.session(), Decision, decision_id, g.grant.case)
    codes = [*row.reasons, *(["other"] if "other" not in row.reasons else [])]
    wanted = request.args.get("reason", codes[0])
    proposal = gettext(stage.REMEDIES[wanted]) if wanted in stage.REMEDIES else ""
    form = RemedyForm(reason=wanted, text=proposal, due_on=today() + timedelta(days=REMEDY_DAYS))
    form.reason.choices = [(code, gettext(stage.REASON_TITLES[code])) for code in codes]
    return ask(HERE, form, gettext("Plan a remedy"), lambda ctx: actions.plan_remedy(
        ctx, case_id, decision_id, actions.Step(said(form.reason), said(form.text), said(form.due_on))))  # fmt: skip


@bp.route("/decisions/<int:decision_id>/no-remedy", methods=["GET", "POST"])
@allow(CASE_WRITE)
def no_remedy(case_id: int, decision_id: int) -> Answer:
    """Say that nothing can be done."""
    row = of_case(db.session(), Decision, decision_id, g.grant.case)
    form = NoRemedyForm(why=row.no_remedy)
    return ask(HERE, form, gettext("No remedy"),
               lambda ctx: actions.no_remedy(ctx, case_id, decision_id, said(form.why)))  # fmt: skip


def _ruling_form(case: Any, row: Decision | None) -> RulingForm:
    """The form of the case's profile, filled with the decision being corrected or with what was applied for."""
    kind = ProcedureForm if case.profile is Profile.DEBT_RELIEF else TermsForm
    values: dict[str, Any] = {"decided_on": today(), "currency": case.currency}
    if row is not None:
        client = db.session().get_one(Party, case.client_id)
        names = ("outcome", "decided_on", "reasons", "amount", "currency", "months", "annual_rate", "valid_until_on",
                 "next_procedure", "version")  # fmt: skip
        values |= {name: getattr(row, name) for name in names}
        values["words"] = read_text(db.session(), client.uid, ("decision", row.uid, "words"), row.words)
    form = kind(**values)
    form.outcome.choices = choices(stage.OUTCOMES[case.profile])
    titles = stage.REASONS[case.profile] | {stage.NOT_GIVEN: stage.REASON_TITLES[stage.NOT_GIVEN]}
    form.reasons.choices = choices(titles)
    if isinstance(form, TermsForm):
        form.amount.shown_currency = values["currency"]
    return form


def _ruling(form: RulingForm, submission_id: int) -> actions.Ruling:
    more: dict[str, Any] = {}
    if isinstance(form, TermsForm):
        more = {"amount": form.amount.data, "currency": form.currency.data, "months": form.months.data,
                "annual_rate": form.annual_rate.data, "valid_until_on": form.valid_until_on.data}  # fmt: skip
    elif isinstance(form, ProcedureForm):
        more = {"next_procedure": form.next_procedure.data or ""}
    return actions.Ruling(submission_id, said(form.outcome), said(form.decided_on), tuple(form.reasons.data or ()),
                          form.words.data or "", version=form.seen, **more)  # fmt: skip
