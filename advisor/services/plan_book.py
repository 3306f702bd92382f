"""The firm's plans in its hands: an edition from a day on, tried dry before it counts; what differs for one client."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound, ReasonMissing
from advisor.domain.outreach.plans import MOST_STEPS, Rule, To, Via, moments, written
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.plan import FollowPlan, PlanDeviation
from advisor.records.reminder import Reminder, ReminderState
from advisor.services.context import Context
from advisor.services.plans import forget_editions
from advisor.services.rows import words

DRY_DAYS = 7
SHOWN = 50


@dataclass(frozen=True, slots=True)
class DryLine:
    """One message a plan would send within the next seven days."""

    due_at: datetime
    to: To
    case_id: int
    number: str
    via: tuple[Via, ...]


@dataclass(frozen=True, slots=True)
class Dry:
    """What a plan would send in the next seven days beside what is planned now; the first lines of it."""

    would: int
    now: int
    to_clients: int
    lines: tuple[DryLine, ...]


@dataclass(frozen=True, slots=True)
class NewDeviation:
    """What shall differ for a client, and why."""

    key: str
    off: bool
    channel: str
    later_days: int
    most: int | None
    reason: str


def save_edition(ctx: Context, key: str, rule: Rule, from_on: date) -> FollowPlan:
    """Keep a new edition of a plan; it holds for events from that day on. Invalid for a day that has passed."""
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


def dry_run(session: Session, key: str, rule: Rule, now: datetime, may_see: ColumnElement[bool]) -> Dry:
    """What would this rule send in the next seven days for the events that wait now? Nothing is changed.

    Every open case counts; only cases one may see are named.
    """
    own = Reminder.plan == key if "." in key else (Reminder.plan == key) | Reminder.plan.like(f"{key}.%")
    open_now = (own, Reminder.state == ReminderState.PLANNED, Case.status == Status.ACTIVE)
    base = select(Reminder.plan, Reminder.anchor_at, Reminder.due_at, Case.id, Case.number, Party,
                  may_see.label("seen"))  # fmt: skip
    rows = session.execute(
        base.join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .where(*open_now, Reminder.anchor_at.is_not(None)).order_by(Reminder.due_at).limit(20_000)
    ).all()  # fmt: skip
    until = now + timedelta(days=DRY_DAYS)
    found: dict[tuple[int, str], list[DryLine]] = {}
    for plan, anchor, _due, case_id, number, client, seen in rows:
        if anchor is not None and (case_id, plan) not in found:
            steps = moments(rule, anchor, ZoneInfo(client.time_zone), client.country)
            found[(case_id, plan)] = [
                DryLine(due, step.to, case_id if seen else 0, number if seen else "", step.via)
                for _n, step, due in steps if now < due <= until
            ]  # fmt: skip
    lines = sorted((line for each in found.values() for line in each), key=lambda line: line.due_at)
    planned_now = sum(1 for row in rows if row.due_at <= until)
    to_clients = sum(1 for line in lines if line.to is To.CLIENT)
    return Dry(len(lines), planned_now, to_clients, tuple(line for line in lines if line.case_id)[:SHOWN])


def deviate(ctx: Context, case: Case, new: NewDeviation) -> PlanDeviation:
    """Let something differ for the client of a case from now on, with the reason; an older one for the plan ends."""
    if not new.reason.strip():
        raise ReasonMissing
    if not -60 <= new.later_days <= 60:
        raise Invalid("later_days", "out_of_range")
    if new.most is not None and not 0 <= new.most <= MOST_STEPS:
        raise Invalid("most", "out_of_range")
    running = select(PlanDeviation).where(
        PlanDeviation.party_id == case.client_id, PlanDeviation.key == new.key, PlanDeviation.ended_at.is_(None)
    )
    for old in ctx.session.scalars(running):
        old.ended_at = ctx.now
    row = PlanDeviation(
        party_id=case.client_id, key=new.key, off=new.off, channel=new.channel, later_days=new.later_days,
        most=new.most, reason=words("reason", new.reason, 400), made_by=ctx.actor.id, made_at=ctx.now,
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


def end_deviation(ctx: Context, case: Case, deviation_id: int) -> PlanDeviation:
    """The client gets what everybody gets again. NotFound for a stranger's."""
    row = ctx.session.get(PlanDeviation, deviation_id)
    if row is None or row.party_id != case.client_id or row.ended_at is not None:
        raise NotFound
    row.ended_at = ctx.now
    ctx.record("plan.deviation_ended", "plan_deviation", row.id, case_id=case.id, party_id=case.client_id)
    return row
