"""What is done about a discount: it is asked for, approved or refused."""

from advisor.domain.errors import Forbidden, Invalid, ReasonMissing, StaleVersion
from advisor.domain.process import StageKey
from advisor.domain.roles import Role
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.services import followups
from advisor.services.context import Context
from advisor.services.rows import active, words
from advisor.stages.contract.discount.records import discount_of
from advisor.stages.contract.discount.stage import TELL_APPROVED, TELL_REFUSED

ANSWERED = "contract.discount_answered"


def ask_again(ctx: Context, case: Case, row: Engagement, *, new_fee: bool) -> None:
    """The terms were negotiated: a new fee asks anew when it is above the limit, and the old answer is void."""
    if new_fee:
        row.discount_approved_at = row.discount_approved_by = None
        row.discount_refused_at, row.discount_refused_by, row.discount_refused_why = None, None, ""
        followups.cancel(ctx, case, "moved_on", plan=ANSWERED)
    found = discount_of(ctx.session, case, row)
    if not found.open:
        row.discount_asked_at = row.discount_asked_by = None
    elif not found.refused:
        row.discount_asked_by = ctx.actor.id if new_fee else row.discount_asked_by
        row.discount_asked_at = row.discount_asked_at or ctx.now


def approve_discount(ctx: Context, case_id: int, version: int | None = None) -> Engagement:
    """A manager approves the discount he saw (`version`), above the advisor's limit; Forbidden for anybody else.

    Who asked for it is told; a discount that was refused before may still be approved.
    """
    case, row = _open(ctx, case_id, version)
    row.discount_refused_at, row.discount_refused_by, row.discount_refused_why = None, None, ""
    row.discount_approved_at, row.discount_approved_by = ctx.now, ctx.actor.id
    ctx.record("contract.discount_approved", "engagement", row.id, case_id=case.id)
    _tell(ctx, case, row, TELL_APPROVED)
    return row


def refuse_discount(ctx: Context, case_id: int, reason: str, version: int | None = None) -> Engagement:
    """A manager refuses the discount he saw, with the reason; who asked for it is told.

    The terms stay as they are, yet nothing is printed by them until another fee is agreed on.
    """
    if not reason.strip():
        raise ReasonMissing
    case, row = _open(ctx, case_id, version)
    if row.discount_refused_at is not None:
        raise Invalid("discount", "refused_already")
    row.discount_refused_at, row.discount_refused_by = ctx.now, ctx.actor.id
    row.discount_refused_why = words("reason", reason)
    ctx.record("contract.discount_refused", "engagement", row.id, case_id=case.id, reason=row.discount_refused_why)
    _tell(ctx, case, row, TELL_REFUSED)
    return row


def _open(ctx: Context, case_id: int, version: int | None) -> tuple[Case, Engagement]:
    """Case and terms whose discount waits for this manager."""
    case = active(ctx, case_id)
    if not ctx.actor.has(Role.MANAGER):
        raise Forbidden("role")
    row = engagement_of(ctx.session, case.id)
    if row is not None and version is not None and row.version != version:
        raise StaleVersion
    if row is None or not discount_of(ctx.session, case, row).open:
        raise Invalid("discount", "within_limit")
    return case, row


def _tell(ctx: Context, case: Case, row: Engagement, text: str) -> None:
    """A follow-up for the person who asked (the owner, when nobody is known), unless he answered himself."""
    asked_by, row.discount_asked_at = row.discount_asked_by or case.owner_id, None
    followups.cancel(ctx, case, "moved_on", plan=ANSWERED)
    if asked_by != ctx.actor.id:
        reminder = followups.schedule(ctx, case, followups.Plan(ANSWERED, text, 0, stage=StageKey.CONTRACT))
        reminder.assignee_id = asked_by
