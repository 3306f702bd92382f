"""What can be done in the tracking room: log contacts with the institution, its questions and our answers, withdraw."""

from dataclasses import dataclass
from datetime import date, timedelta

from advisor.domain.errors import Invalid, WrongStatus
from advisor.domain.outreach.working_days import working_days_between
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.engagement import has_mandate
from advisor.records.party import Party
from advisor.records.promise import Promiser
from advisor.records.staff import firm_place
from advisor.records.submission import Submission, SubmissionState
from advisor.services import followups, plans, promises
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.services.notes import seal_text
from advisor.services.rows import active, coming_day, of_case, past_day, sane_day, words
from advisor.stages.tracking.records import InstitutionCall, Question
from advisor.stages.tracking.stage import ANSWER_REMINDER, CHANNELS, KINDS, STAGE


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as an institution asked it."""

    submission_id: int
    kind: str
    text: str
    asked_on: date
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A contact with an institution; perhaps it promised something by a day."""

    submission_id: int
    channel: str
    note: str
    outgoing: bool = False
    clerk_name: str = ""
    promise: str = ""
    promised_on: date | None = None


def log_call(ctx: Context, case_id: int, call: Call) -> InstitutionCall:
    """Write down a contact with an institution. What the institution says is never blocked, whatever the case's status.

    Contacting it ourselves asks for a running mandate (Finare step 8): Invalid('outgoing', 'mandate_missing').
    """
    case = writable(ctx, case_id)
    submission = of_case(ctx.session, Submission, call.submission_id, case)
    if call.channel not in CHANNELS:
        raise Invalid("channel", "unknown")
    if call.outgoing:
        may_act(ctx, case, "outgoing")
    row = InstitutionCall(
        case_id=case.id, submission_id=submission.id, outgoing=call.outgoing, channel=call.channel, at=ctx.now,
        clerk_name=words("clerk_name", call.clerk_name, 200, needed=False), staff_id=ctx.actor.id,
        staff_name=ctx.actor.name,
    )  # fmt: skip
    row.note = _seal(ctx, case, ("institution_call", row.uid, "note"), words("note", call.note, 20_000))
    ctx.session.add(row)
    if call.promise.strip() or call.promised_on:
        _promise(ctx, case, call)
    if call.outgoing and case.status is Status.ACTIVE:
        _ask_again(ctx, case)
    ctx.session.flush()
    ctx.record("tracking.call_logged", "institution_call", row.id, case_id=case.id, outgoing=call.outgoing)
    return row


def note_question(ctx: Context, case_id: int, ask: Ask) -> Question:
    """Write down what an institution asks, with a follow-up a working day before the answer is due. Never blocked."""
    case = writable(ctx, case_id)
    submission = of_case(ctx.session, Submission, ask.submission_id, case)
    if ask.kind not in KINDS:
        raise Invalid("kind", "unknown")
    if ask.kind == "hearing" and ask.due_on is None:
        raise Invalid("due_on", "missing")
    if ask.due_on is not None and ask.due_on < ask.asked_on:
        raise Invalid("due_on", "in_the_past")
    row = Question(
        case_id=case.id, submission_id=submission.id, kind=ask.kind, asked_on=past_day(ctx, "asked_on", ask.asked_on),
        due_on=sane_day(ctx, "due_on", ask.due_on) if ask.due_on else None, recorded_at=ctx.now,
    )  # fmt: skip
    row.text = _seal(ctx, case, ("institution_question", row.uid, "text"), words("text", ask.text, 20_000))
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("tracking.question_noted", "institution_question", row.id, case_id=case.id, kind=row.kind)
    if case.status is Status.ACTIVE:
        days = _days_before(ctx, row.due_on)
        followups.schedule(ctx, case, Plan(question_plan(row.id), ANSWER_REMINDER, days, inside=True))
    return row


def answer_question(ctx: Context, case_id: int, question_id: int, answered_on: date, answer: str) -> Question:
    """Answer a question for the client, which asks for a running mandate; its follow-up loses its point."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Question, question_id, case)
    if row.answered_on is not None:
        raise WrongStatus("answered")
    may_act(ctx, case, "answer")
    if answered_on < row.asked_on:
        raise Invalid("answered_on", "out_of_range")
    row.answered_on = past_day(ctx, "answered_on", answered_on)
    row.answer = _seal(ctx, case, ("institution_question", row.uid, "answer"), words("answer", answer, 20_000))
    followups.cancel(ctx, case, "answered", plan=question_plan(row.id))
    followups.refresh_next_action(ctx, case)
    ctx.record("tracking.question_answered", "institution_question", row.id, case_id=case.id, kind=row.kind)
    return row


def withdraw(ctx: Context, case_id: int, submission_id: int, reason: str) -> Submission:
    """Withdraw a pending or approved application with a reason; this is acting for the client, too."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Submission, submission_id, case)
    if row.state not in (SubmissionState.PENDING, SubmissionState.APPROVED):
        raise WrongStatus(row.state)
    may_act(ctx, case, "reason")
    why = words("reason", reason)
    row.state = SubmissionState.WITHDRAWN
    ctx.record("tracking.withdrawn", "submission", row.id, case_id=case.id, reason=why)
    return row


def may_act(ctx: Context, case: Case, field: str) -> None:
    """Refuse to act towards an institution without a running mandate."""
    if not has_mandate(ctx.session, case.id, ctx.today):
        raise Invalid(field, "mandate_missing")


def question_plan(question_id: int) -> str:
    """Key of the follow-up that asks for an answer."""
    return f"tracking.question.{question_id}"


def _ask_again(ctx: Context, case: Case) -> None:
    """The institution was called: the room's follow-up is done, and counts anew from today while the case waits."""
    plan = f"stage.{STAGE.key}"
    if plans.stop(ctx, case, plan, "called"):
        followups.schedule(ctx, case, Plan(plan, STAGE.follow_up_text, STAGE.follow_up_days, stage=STAGE.key,
                                      inside=STAGE.inside))  # fmt: skip


def _promise(ctx: Context, case: Case, call: Call) -> None:
    if call.promised_on is None:
        raise Invalid("promised_on", "missing")
    text, day = words("promise", call.promise, 500), coming_day(ctx, "promised_on", call.promised_on)
    promises.make(ctx, case, promises.NewPromise(Promiser.INSTITUTION, text, day))


def _days_before(ctx: Context, due_on: date | None) -> int:
    """Working days from today to the working day before a due day; two when there is none."""
    if due_on is None:
        return 2
    today, ours = ctx.today, firm_place(ctx.session).country
    return max(1, working_days_between(today, due_on - timedelta(days=1), ours)) if due_on > today else 1


def _seal(ctx: Context, case: Case, place: tuple[str, str, str], text: str) -> bytes | None:
    return seal_text(ctx.session, ctx.session.get_one(Party, case.client_id).uid, place, text)
