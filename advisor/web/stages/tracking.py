"""The tracking room on screen: whose turn it is with each institution, its questions, and every contact with it."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.engagement import has_mandate
from advisor.records.institution import Institution
from advisor.records.submission import Submission, submissions_of
from advisor.services.notes import read_text
from advisor.services.rows import of_case
from advisor.stages.tracking import actions
from advisor.stages.tracking.gate import turn
from advisor.stages.tracking.records import Question, calls_of, clerks_of, filed_of, questions_of
from advisor.stages.tracking.stage import CHANNELS, DIRECTIONS, KINDS, TURNS
from advisor.web.kit import show
from advisor.web.kit.ask import Answer, ask, choices, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, sane_day, short
from advisor.web.kit.now import today

bp = Blueprint("room_tracking", __name__, url_prefix="/cases/<int:case_id>/tracking")

HERE = StageKey.TRACKING


class CallForm(HouseForm):
    """A contact with the institution."""

    direction = RadioField(_l("Who contacted whom"), [InputRequired()], choices=choices(DIRECTIONS))
    channel = SelectField(_l("Channel"), [InputRequired()], choices=choices(CHANNELS))
    clerk_name = short(_l("Clerk"))
    note = TextAreaField(_l("What was said"), [DataRequired(), Length(max=20_000)])
    promise = short(_l("What the institution promised"))
    promised_on = DateField(_l("Due"), [Optional(), sane_day])


class QuestionForm(HouseForm):
    """What the institution asks."""

    kind = SelectField(_l("Kind"), [InputRequired()], choices=choices(KINDS))
    text = TextAreaField(_l("What it asks for"), [DataRequired(), Length(max=20_000)])
    asked_on = DateField(_l("Asked on"), [InputRequired(), sane_day])
    due_on = DateField(_l("Due on, or day of the hearing"), [Optional(), sane_day])


class AnswerForm(HouseForm):
    """What was answered."""

    answered_on = DateField(_l("Answered on"), [InputRequired(), sane_day])
    answer = TextAreaField(_l("What was answered"), [DataRequired(), Length(max=20_000)])


class WithdrawForm(HouseForm):
    """Why an application is taken back."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=2000)])


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case, uid = db.session(), file.case, file.client.uid
    filed, clerks, day = filed_of(session, case.id), clerks_of(session, case.id), today()
    lines, names = [], {}
    for row, institution in submissions_of(session, case.id):
        whose, since = turn(filed[row.id])
        names[row.id] = institution.name
        lines.append({"row": row, "institution": institution, "turn": str(whose), "since": since,
                      "days": (day - since).days, "clerk": clerks.get(row.id)})  # fmt: skip
    return {
        "lines": lines, "names": names, "turns": in_words(TURNS), "kinds": in_words(KINDS),
        "channels": in_words(CHANNELS), "mandate": has_mandate(session, case.id, day), "today": day,
        "questions": [
            (row, read_text(session, uid, ("institution_question", row.uid, "text"), row.text),
             read_text(session, uid, ("institution_question", row.uid, "answer"), row.answer))
            for row in questions_of(session, case.id)
        ],
        "calls": [
            (row, read_text(session, uid, ("institution_call", row.uid, "note"), row.note))
            for row in calls_of(session, case.id)
        ],
    }  # fmt: skip


@bp.route("/<int:submission_id>/call", methods=["GET", "POST"])
@allow(CASE_WRITE)
def call(case_id: int, submission_id: int) -> Answer:
    """Log a contact with the institution."""
    row, name = _filed(submission_id)
    form = CallForm(direction="in", clerk_name=row.clerk_name)
    return ask(HERE, form, gettext("Contact with %(name)s", name=name), lambda ctx: actions.log_call(
        ctx, case_id, actions.Call(
            submission_id, form.channel.data, said(form.note), form.direction.data == "out",
            form.clerk_name.data or "", form.promise.data or "", form.promised_on.data,
        )))  # fmt: skip


@bp.route("/<int:submission_id>/question", methods=["GET", "POST"])
@allow(CASE_WRITE)
def question(case_id: int, submission_id: int) -> Answer:
    """Note what the institution asks."""
    _row, name = _filed(submission_id)
    form = QuestionForm(asked_on=today())
    return ask(HERE, form, gettext("Question of %(name)s", name=name), lambda ctx: actions.note_question(
        ctx, case_id, actions.Ask(
            submission_id, form.kind.data, said(form.text), said(form.asked_on), form.due_on.data,
        )))  # fmt: skip


@bp.route("/questions/<int:question_id>/answer", methods=["GET", "POST"])
@allow(CASE_WRITE)
def answer(case_id: int, question_id: int) -> Answer:
    """Answer a question."""
    row = of_case(db.session(), Question, question_id, g.grant.case)
    form = AnswerForm(answered_on=today())
    asked = gettext("Asked on %(day)s, due on %(due)s.", day=show.day(row.asked_on), due=show.day(row.due_on))
    return ask(HERE, form, gettext("Answer the institution"), lambda ctx: actions.answer_question(
        ctx, case_id, question_id, said(form.answered_on), said(form.answer)), hint=asked)  # fmt: skip


@bp.route("/<int:submission_id>/withdraw", methods=["GET", "POST"])
@allow(CASE_WRITE)
def withdraw(case_id: int, submission_id: int) -> Answer:
    """Take an application back."""
    _row, name = _filed(submission_id)
    form = WithdrawForm()
    return ask(HERE, form, gettext("Withdraw the application at %(name)s", name=name), lambda ctx: actions.withdraw(
        ctx, case_id, submission_id, said(form.reason)))  # fmt: skip


def _filed(submission_id: int) -> tuple[Submission, str]:
    row = of_case(db.session(), Submission, submission_id, g.grant.case)
    return row, db.session().get_one(Institution, row.institution_id).name
