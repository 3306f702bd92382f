"""What every move has in common: load the case, write the event, leave and enter a room."""

from typing import TypedDict, Unpack

from advisor.domain.errors import StaleVersion, WrongStatus
from advisor.domain.process import StageKey, Status
from advisor.records.case import Case, EventKind, Lane, StageEvent
from advisor.services import followups, plans
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.stages.plan import BY_KEY


def take(ctx: Context, case_id: int, version: int | None, *statuses: Status) -> Case:
    """The case for a change: the actor may write, the form saw this version, the status fits."""
    case = writable(ctx, case_id)
    if version is not None and case.version != version:
        raise StaleVersion
    if case.status not in (statuses or (Status.ACTIVE,)):
        raise WrongStatus(case.status)
    return case


class EventFacts(TypedDict, total=False):
    """What an event may carry besides the move itself."""

    reason: str
    evidence: str
    sitting: str


def event(ctx: Context, case: Case, kind: EventKind, target: StageKey, **facts: Unpack[EventFacts]) -> StageEvent:
    """Append a stage event."""
    row = StageEvent(
        case_id=case.id, kind=kind, source=case.stage, target=target, actor_id=ctx.actor.id,
        actor_name=ctx.actor.name, at=ctx.now, **facts,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row


def enter(ctx: Context, case: Case, target: StageKey) -> None:
    """Put the case into a room: what the old room's reminders wanted loses its point, the new one's is planned."""
    stage = BY_KEY[target].stage
    if target is StageKey.MONITORING:
        open_lane(ctx, case, StageKey.MONITORING)
    followups.turn(ctx, case, Plan(f"stage.{target}", stage.follow_up_text, stage.follow_up_days, stage=target,
                                inside=stage.inside))  # fmt: skip
    plans.by_edition(ctx, case, plans.Event(f"stage.{target}", ctx.now, text=stage.follow_up_text, stage=target))
    case.stage, case.stage_since_at = target, ctx.now  # last, so that one UPDATE writes it with the next action


def open_lane(ctx: Context, case: Case, stage: StageKey) -> None:
    """Open a parallel lane if it is not open yet."""
    lanes = {lane.stage: lane for lane in ctx.session.query(Lane).filter(Lane.case_id == case.id)}
    if stage not in lanes:
        ctx.session.add(Lane(case_id=case.id, stage=stage, opened_at=ctx.now))
    elif lanes[stage].closed_at is not None:
        lanes[stage].closed_at = None
