"""The firm's plans in its hands: an edition from a day on (`replanning` applies it); what differs for one client."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound, ReasonMissing
from advisor.domain.outreach.payer import DIFFERENCES, REASONS, Habit
from advisor.domain.outreach.plans import MOST_STEPS, Rule, written
from advisor.records.case import Case
from advisor.records.plan import FollowPlan, PlanDeviation
from advisor.services.context import Context
from advisor.services.plans import forget_editions
from advisor.services.rows import words


@dataclass(frozen=True, slots=True)
class NewDeviation:
    """What shall differ for a client, and why."""

    key: str
    off: bool
    channel: str
    later_days: int
    most: int | None
    reason: str
    earlier_days: int = 0


def save_edition(ctx: Context, key: str, rule: Rule, from_on: date) -> FollowPlan:
    """Keep a new edition of a plan: from that day on new events and what waits follow it. Invalid for a past day."""
    if from_on < ctx.today:
        raise Invalid("from_on", "in_the_past")
    if from_on > ctx.today + timedelta(days=366):
        raise Invalid("from_on", "too_far")
    row = FollowPlan(key=key, from_on=from_on, rule=written(rule), made_by=ctx.actor.id, made_at=ctx.now)
    ctx.session.add(row)
    ctx.session.flush()
    forget_editions()
    ctx.record("plan.changed", "follow_plan", row.id, key=key, from_on=from_on.isoformat())
    return row


def editions(session: Session, key: str) -> list[FollowPlan]:
    """All editions of a plan, newest first."""
    query = select(FollowPlan).where(FollowPlan.key == key)
    return list(session.scalars(query.order_by(FollowPlan.from_on.desc(), FollowPlan.id.desc())))


def running_rules(session: Session, today: date) -> dict[str, dict[str, object]]:
    """The firm's own rules in force, by key: one statement."""
    query = select(FollowPlan).where(FollowPlan.from_on <= today).order_by(FollowPlan.from_on, FollowPlan.id)
    return {row.key: row.rule for row in session.scalars(query)}


def deviate(ctx: Context, case: Case, new: NewDeviation) -> PlanDeviation:
    """Let something differ for the client of a case from now on, with the reason; an older one for the plan ends."""
    if not new.reason.strip():
        raise ReasonMissing
    if not -60 <= new.later_days <= 60:
        raise Invalid("later_days", "out_of_range")
    if not 0 <= new.earlier_days <= 60:
        raise Invalid("earlier_days", "out_of_range")
    if new.most is not None and not 0 <= new.most <= MOST_STEPS:
        raise Invalid("most", "out_of_range")
    running = select(PlanDeviation).where(
        PlanDeviation.party_id == case.client_id, PlanDeviation.key == new.key, PlanDeviation.ended_at.is_(None)
    )
    for old in ctx.session.scalars(running):
        old.ended_at = ctx.now
    row = PlanDeviation(
        party_id=case.client_id, key=new.key, off=new.off, channel=new.channel, later_days=new.later_days,
        most=new.most, earlier_days=new.earlier_days, reason=words("reason", new.reason, 400), made_by=ctx.actor.id,
        made_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record(
        "plan.deviation_set",
        "plan_deviation",
        row.id,
        case_id=case.id,
        party_id=case.client_id,
        key=new.key,
        off=new.off,
    )
    return row


def differ_by_habit(ctx: Context, case: Case, key: str, habit: Habit) -> bool:
    """Let a plan follow how the client has paid (ZA-07); True when what differs changed.

    What a person said for this client stands before it: what somebody ended by hand comes back only with another habit.
    """
    rows = select(PlanDeviation).where(PlanDeviation.party_id == case.client_id, PlanDeviation.key.in_((key, "")))
    found = list(ctx.session.scalars(rows.order_by(PlanDeviation.id.desc())))
    last = next((row for row in found if row.key == key and row.reason in REASONS.values()), None)
    if last is not None and last.reason == REASONS.get(habit):
        return False
    ended = last is not None and last.ended_at is None
    if last is not None and ended:
        last.ended_at = ctx.now
    if habit is Habit.UNKNOWN or any(row.ended_at is None for row in found):
        return ended
    own = DIFFERENCES[habit]
    row = PlanDeviation(party_id=case.client_id, key=key, off=own.off, earlier_days=own.earlier_days,
                        reason=REASONS[habit], made_at=ctx.now)  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("plan.deviation_set", "plan_deviation", row.id, case_id=case.id, party_id=case.client_id, key=key)
    return True


def end_deviation(ctx: Context, case: Case, deviation_id: int) -> PlanDeviation:
    """The client gets what everybody gets again. NotFound for a stranger's."""
    row = ctx.session.get(PlanDeviation, deviation_id)
    if row is None or row.party_id != case.client_id or row.ended_at is not None:
        raise NotFound
    row.ended_at = ctx.now
    ctx.record("plan.deviation_ended", "plan_deviation", row.id, case_id=case.id, party_id=case.client_id)
    return row
