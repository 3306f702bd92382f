"""Hold, resume, close with outcome and structured reason, reopen."""

from dataclasses import dataclass
from datetime import date, datetime, time

from advisor.casework.moves import enter, event, take
from advisor.domain.closing import outcome_of
from advisor.domain.errors import Invalid, ReasonMissing
from advisor.domain.process import Status
from advisor.domain.words import N_
from advisor.records.case import Case, EventKind
from advisor.records.party import Party
from advisor.services import followups
from advisor.services.context import Context
from advisor.stages.contact.review import actions as review

HOLD_ENDS = N_("The hold ends")
NEXT_CONTACT = "referrals.next_contact"
"""The one follow-up that outlives the case: the agreed next contact (Finare step 12)."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case ends: a structured reason (which fixes the outcome) and, where it helps, words."""

    case_id: int
    reason: str  # code of domain.closing
    words: str = ""
    version: int | None = None


def hold(ctx: Context, case_id: int, until_on: date, reason: str, version: int | None = None) -> Case:
    """Put a case on hold until a day, with a reason; its stage reminders wait, one wakes the owner at 09:00 of that day
    by the client's clock. Raises Invalid for a day that has come or lies too far."""
    case = take(ctx, case_id, version)
    if not reason.strip():
        raise ReasonMissing
    if until_on <= ctx.today:
        raise Invalid("until_on", "in_the_past")
    event(ctx, case, EventKind.HELD, case.stage, reason=reason.strip())
    case.status, case.held_until_on = Status.ON_HOLD, until_on
    followups.cancel(ctx, case, "on_hold", stage=case.stage)
    zone = ctx.session.get_one(Party, case.client_id).time_zone
    wake = followups.remind_at(ctx, case, datetime.combine(until_on, time(9)), zone, HOLD_ENDS)
    wake.plan = "hold.ends"
    ctx.record("case.held", "case", case.id, case_id=case.id, reason=reason, until=until_on.isoformat())
    return case


def resume(ctx: Context, case_id: int, version: int | None = None) -> Case:
    """Take a case off hold; its stage's follow-up is planned anew."""
    case = take(ctx, case_id, version, Status.ON_HOLD)
    event(ctx, case, EventKind.RESUMED, case.stage)
    case.status, case.held_until_on = Status.ACTIVE, None
    followups.cancel(ctx, case, "resumed", plan="hold.ends")
    enter(ctx, case, case.stage)
    ctx.record("case.resumed", "case", case.id, case_id=case.id)
    return case


def close(ctx: Context, closing: Closing) -> Case:
    """Close with outcome and structured reason, the same from every door (OP-18, OP-19). Reminders lose their point,
    and so does a doubt that waits for a person.

    Raises Invalid('reason', 'missing'|'unknown').
    """
    case = take(ctx, closing.case_id, closing.version, Status.ACTIVE, Status.ON_HOLD)
    if not closing.reason:
        raise ReasonMissing
    outcome = outcome_of(closing.reason)
    if outcome is None:
        raise Invalid("reason", "unknown")
    event(ctx, case, EventKind.CLOSED, case.stage, reason=closing.words.strip() or closing.reason)
    case.status, case.outcome, case.closing_reason = Status.CLOSED, outcome, closing.reason
    case.closed_at = ctx.now
    review.take_back(ctx, case)
    followups.cancel_but(ctx, case, "closed", NEXT_CONTACT)
    followups.refresh_next_action(ctx, case)
    ctx.record("case.closed", "case", case.id, case_id=case.id, reason=closing.words,
               outcome=outcome, code=closing.reason)  # fmt: skip
    return case


def reopen(ctx: Context, case_id: int, reason: str, version: int | None = None) -> Case:
    """Open a closed case again at the stage where it stood, with a reason; a doubt the closing withdrew waits again."""
    case = take(ctx, case_id, version, Status.CLOSED)
    if not reason.strip():
        raise ReasonMissing
    event(ctx, case, EventKind.REOPENED, case.stage, reason=reason.strip())
    if case.closed_at is not None:
        review.ask_again(ctx, case, case.closed_at)
    case.status, case.outcome, case.closing_reason, case.closed_at = Status.ACTIVE, None, "", None
    enter(ctx, case, case.stage)
    ctx.record("case.reopened", "case", case.id, case_id=case.id, reason=reason)
    return case
