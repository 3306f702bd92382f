"""What can be done in the decision room: record a decision, tell the client, note the answer, plan remedies."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from advisor.domain.errors import Invalid, StaleVersion, WrongStatus
from advisor.domain.process import Profile, StageKey
from advisor.records.case import Case
from advisor.records.contact import ContactChannel, ContactResult
from advisor.records.engagement import engagement_of
from advisor.records.fee import FeeKind
from advisor.records.institution import Institution, InstitutionProduct
from advisor.records.party import Party
from advisor.records.promise import Promiser, open_promises
from advisor.records.submission import Submission, SubmissionState, submissions_of
from advisor.services import fees, followups, outreach, plans, promises
from advisor.services.context import Context
from advisor.services.notes import seal_text
from advisor.services.rows import active, amount, of_case, past_day, sane_day, words
from advisor.stages.decision.records import Decision, Remedy, decisions_of
from advisor.stages.decision.stage import ANSWERS, CHANNELS, NOT_GIVEN, OUTCOMES, PROCEDURES, REASONS
from advisor.stages.offer.simulations.records import simulations_of

SPOKEN = frozenset({ContactChannel.CALL, ContactChannel.MEETING})


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision as it came. Amount in minor units of the currency, rate in percent per year."""

    submission_id: int
    outcome: str
    decided_on: date
    reasons: tuple[str, ...] = ()
    words: str = ""
    amount: int | None = None
    currency: str = ""
    months: int | None = None
    annual_rate: Decimal | None = None
    valid_until_on: date | None = None
    next_procedure: str = ""
    version: int | None = None  # of the decision being corrected


@dataclass(frozen=True, slots=True)
class Answer:
    """What the client said to the terms; an accepted one names the financing contract."""

    answer: str
    answered_on: date
    words: str = ""
    contract_on: date | None = None
    contract_number: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step against a reason of a no, with its day."""

    reason: str
    text: str
    due_on: date


def record_decision(ctx: Context, case_id: int, ruling: Ruling) -> Decision:
    """Write down (or correct) what an institution decided; the submission's state follows.

    A refusal without a reason, or "the institution gave no reason", is refused: Invalid('reasons', 'missing').
    """
    case = active(ctx, case_id)
    submission = of_case(ctx.session, Submission, ruling.submission_id, case)
    _check(ctx, case, submission, ruling)
    row = decisions_of(ctx.session, case.id).get(submission.id)
    if row is None:
        row = Decision(case_id=case.id, submission_id=submission.id, outcome=ruling.outcome,
                       decided_on=ruling.decided_on, recorded_at=ctx.now)  # fmt: skip
        ctx.session.add(row)
    elif ruling.version is not None and row.version != ruling.version:
        raise StaleVersion
    elif row.refused != (ruling.outcome == "refused"):
        row.answer, row.answered_on, row.contract_on, row.no_remedy, row.told_on = "", None, None, "", None
    _fill(ctx, case, row, ruling)
    ctx.session.flush()
    _expect_money(ctx, case, row)
    submission.state = SubmissionState.REFUSED if row.refused else SubmissionState.APPROVED
    ctx.session.flush()
    _waited_for(ctx, case)
    ctx.record("decision.recorded", "decision", row.id, case_id=case.id, outcome=row.outcome, reasons=row.reasons)
    return row


def tell_client(ctx: Context, case_id: int, decision_id: int, channel: ContactChannel, told_on: date) -> Decision:
    """Note that the client was told, by whom, when and how; told today by voice it is a contact (FI-14)."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Decision, decision_id, case)
    if channel not in CHANNELS:
        raise Invalid("channel", "unknown")
    if told_on < row.decided_on:
        raise Invalid("told_on", "out_of_range")
    row.told_on, row.told_by, row.told_channel = past_day(ctx, "told_on", told_on), ctx.actor.name, channel
    if told_on == ctx.today:
        spoken = channel in SPOKEN
        result = ContactResult.REACHED if spoken else ContactResult.SENT
        outreach.log_contact(ctx, case, outreach.Contact(channel, result), human=spoken)
    if all(decision.told_on for decision in decisions_of(ctx.session, case.id).values()):
        plans.stop(ctx, case, "stage.decision", "told")
    ctx.record("decision.told", "decision", row.id, case_id=case.id, channel=channel)
    return row


def note_answer(ctx: Context, case_id: int, decision_id: int, answer: Answer) -> Decision:
    """Note that the client accepted or declined the terms, or let them expire; declined needs a reason in words."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Decision, decision_id, case)
    if answer.answer not in ANSWERS or row.refused:
        raise Invalid("answer", "unknown" if answer.answer not in ANSWERS else "does_not_fit")
    if answer.answered_on < row.decided_on:
        raise Invalid("answered_on", "out_of_range")
    accepted = answer.answer == "accepted"
    row.answer, row.answered_on = answer.answer, past_day(ctx, "answered_on", answer.answered_on)
    row.answer_words = words("words", answer.words, needed=answer.answer == "declined")
    row.contract_on = sane_day(ctx, "contract_on", answer.contract_on) if accepted and answer.contract_on else None
    row.contract_number = words("contract_number", answer.contract_number, 80, needed=False) if accepted else ""
    _expect_money(ctx, case, row)
    ctx.record("decision.answered", "decision", row.id, case_id=case.id, answer=row.answer)
    return row


def plan_remedy(ctx: Context, case_id: int, decision_id: int, step: Step) -> Remedy:
    """Plan one step against a reason; its follow-up rings at 09:00 of the client's clock on its day (C-7)."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Decision, decision_id, case)
    if step.reason not in (*row.reasons, "other"):
        raise Invalid("reason", "unknown")
    if step.due_on <= ctx.today:
        raise Invalid("due_on", "in_the_past")
    text = words("text", step.text)
    client = ctx.session.get_one(Party, case.client_id)
    at = datetime.combine(sane_day(ctx, "due_on", step.due_on), time(9))
    reminder = followups.remind_at(ctx, case, at, client.time_zone, text)
    planned = Remedy(case_id=case.id, decision_id=row.id, reason=step.reason, text=text, due_on=step.due_on,
                     reminder_id=reminder.id)  # fmt: skip
    row.no_remedy = ""
    ctx.session.add(planned)
    ctx.session.flush()
    ctx.record("decision.remedy_planned", "decision_remedy", planned.id, case_id=case.id, reason_code=step.reason)
    return planned


def no_remedy(ctx: Context, case_id: int, decision_id: int, why: str) -> Decision:
    """Say with a word why nothing can turn this decision round."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Decision, decision_id, case)
    row.no_remedy = words("why", why)
    ctx.record("decision.no_remedy", "decision", row.id, case_id=case.id, reason=row.no_remedy)
    return row


def _waited_for(ctx: Context, case: Case) -> None:
    """Once every decision is in, what institutions promised while we waited for it is kept."""
    if any(filed.state is SubmissionState.PENDING for filed, _ in submissions_of(ctx.session, case.id)):
        return
    for promise in open_promises(ctx.session, case.id):
        if promise.promiser is Promiser.INSTITUTION and promise.stage is StageKey.TRACKING:
            promises.keep(ctx, case.id, promise.id)


def _expect_money(ctx: Context, case: Case, row: Decision) -> None:
    """Accepted terms bring our share of success and the institution's commission; terms no longer accepted do not."""
    agreed, on = engagement_of(ctx.session, case.id), row.answered_on
    submission = ctx.session.get_one(Submission, row.submission_id)
    accepted = on is not None and row.answer == "accepted" and not row.refused
    success, paid = [], []
    if accepted and on and row.amount and agreed and agreed.signed_on and agreed.fee_percent:
        share = fees.share_of(row.amount, agreed.fee_percent)
        success = [fees.Expected(f"success:{row.id}", FeeKind.FEE, fees.SUCCESS_FEE, share, row.currency, on)]
    commission = _commission(ctx, case, submission, row) if accepted else None
    if on and commission:
        payer = ctx.session.get_one(Institution, submission.institution_id)
        paid = [fees.Expected(f"commission:{row.id}", FeeKind.COMMISSION, payer.name, *commission, on,
                              institution_id=payer.id)]  # fmt: skip
    fees.expect(ctx, case, f"success:{row.id}", success)
    fees.expect(ctx, case, f"commission:{row.id}", paid)


def _commission(ctx: Context, case: Case, submission: Submission, row: Decision) -> tuple[int, str] | None:
    """What the institution pays us: by its product's percentage of the decided sum, else as the simulation told."""
    mine = (s for s in simulations_of(ctx.session, case.id) if s.institution_id == submission.institution_id)
    told = next(mine, None)
    if told is None:
        return None
    product = ctx.session.get(InstitutionProduct, told.product_id) if told.product_id else None
    if row.amount and product is not None and product.commission_percent:
        return fees.share_of(row.amount, product.commission_percent), row.currency
    return (told.commission, told.currency) if told.commission else None


def _check(ctx: Context, case: Case, submission: Submission, ruling: Ruling) -> None:
    if submission.state is SubmissionState.WITHDRAWN:
        raise WrongStatus(submission.state)
    if ruling.outcome not in OUTCOMES[case.profile]:
        raise Invalid("outcome", "unknown")
    past_day(ctx, "decided_on", ruling.decided_on)
    if ruling.decided_on < submission.filed_on:
        raise Invalid("decided_on", "out_of_range")
    if ruling.outcome == "refused":
        _check_reasons(case.profile, ruling.reasons)
    if ruling.valid_until_on is not None and not timedelta() <= ruling.valid_until_on - ruling.decided_on:
        raise Invalid("valid_until_on", "out_of_range")
    if ruling.months is not None and not 1 <= ruling.months <= 600:
        raise Invalid("months", "out_of_range")
    rate = ruling.annual_rate
    if rate is not None and not (rate.is_finite() and 0 <= rate <= 1000):
        raise Invalid("annual_rate", "out_of_range")
    if ruling.next_procedure and ruling.next_procedure not in PROCEDURES:
        raise Invalid("next_procedure", "unknown")


def _check_reasons(profile: Profile, reasons: tuple[str, ...]) -> None:
    if not reasons:
        raise Invalid("reasons", "missing")
    if any(code not in REASONS[profile] and code != NOT_GIVEN for code in reasons):
        raise Invalid("reasons", "unknown")
    if NOT_GIVEN in reasons and len(reasons) > 1:
        raise Invalid("reasons", "does_not_fit")


def _fill(ctx: Context, case: Case, row: Decision, ruling: Ruling) -> None:
    """Put the ruling's values on the row: reasons for a refusal, terms otherwise."""
    row.outcome, row.decided_on, row.reasons = ruling.outcome, ruling.decided_on, []
    row.amount = row.months = row.annual_rate = row.valid_until_on = None
    row.next_procedure, row.currency = "", ruling.currency or case.currency
    if row.refused:
        row.reasons = list(dict.fromkeys(ruling.reasons))
    else:
        row.amount, row.months, row.annual_rate = amount("amount", ruling.amount), ruling.months, ruling.annual_rate
        row.valid_until_on, row.next_procedure = ruling.valid_until_on, ruling.next_procedure
    text = words("words", ruling.words, 20_000, needed=False)
    client = ctx.session.get_one(Party, case.client_id)
    row.words = seal_text(ctx.session, client.uid, ("decision", row.uid, "words"), text)
