"""What can be done in the review: put a doubt to a role, take it back, answer it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from advisor.domain.errors import Forbidden, NotFound, ReasonMissing, WrongStatus
from advisor.domain.process import Status
from advisor.domain.roles import Role
from advisor.records.case import Case
from advisor.services import followups
from advisor.services.access import grant
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.stages.contact.review.gate import Answer
from advisor.stages.contact.review.records import Review, waiting
from advisor.stages.contact.review.stage import ANSWERED


def ask(ctx: Context, case: Case, role: Role, grounds: Sequence[str]) -> Review:
    """Put a doubt into the queue of a role; a doubt that already waits with the same grounds stays as it is."""
    review = waiting(ctx.session, case.id)
    if review is None or review.role is not role or sorted(review.grounds) != sorted(grounds):
        take_back(ctx, case)
        review = Review(case_id=case.id, role=role, grounds=sorted(grounds), asked_at=ctx.now,
                        asked_by=ctx.actor.id, asked_name=ctx.actor.name)  # fmt: skip
        ctx.session.add(review)
        ctx.session.flush()
        ctx.record("contact.referred", "review", review.id, case_id=case.id, role=role, grounds=sorted(grounds))
    case.referred_to = role.value
    return review


def take_back(ctx: Context, case: Case) -> None:
    """Nobody has to answer any more: the facts changed, or the case is closed."""
    review = waiting(ctx.session, case.id)
    if review is not None:
        review.moot_at = ctx.now
    case.referred_to = ""


def ask_again(ctx: Context, case: Case, since: datetime) -> None:
    """A doubt that lost its point at `since` without an answer waits for its role again (a closed case is reopened)."""
    query = select(Review).where(Review.case_id == case.id, Review.answer.is_(None), Review.moot_at == since)
    review = waiting(ctx.session, case.id) or ctx.session.scalar(query.order_by(Review.id.desc()).limit(1))
    if review is not None:
        review.moot_at, case.referred_to = None, review.role.value


def answer_review(ctx: Context, case_id: int, review_id: int, answer: Answer, reason: str) -> Review:
    """Answer a doubt by name and with a reason; nobody answers for his own case (four eyes).

    Raises NotFound for a doubt that does not wait in this case, WrongStatus when the case is closed,
    Forbidden('role' | 'four_eyes'), ReasonMissing.
    """
    case = grant(ctx.session, ctx.actor, case_id, ctx.today).case
    if case.status is Status.CLOSED:
        raise WrongStatus(case.status)
    review = waiting(ctx.session, case_id)
    if review is None or review.id != review_id:
        raise NotFound
    if not ctx.actor.has(review.role):
        raise Forbidden("role")
    if ctx.actor.id is not None and ctx.actor.id in (case.owner_id, review.asked_by):
        raise Forbidden("four_eyes")
    if not reason.strip():
        raise ReasonMissing
    review.answer, review.reason = answer, reason.strip()
    review.answered_at, review.answered_by, review.answered_name = ctx.now, ctx.actor.id, ctx.actor.name
    case.referred_to = ""
    followups.schedule(ctx, case, Plan("contact.review_answered", ANSWERED, 0, stage=case.stage))
    ctx.record("contact.review_answered", "review", review.id, case_id=case_id, reason=reason, answer=answer)
    return review
