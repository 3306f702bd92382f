"""Move a case forward through its gates, back to an earlier room, or take a move back."""

import secrets
from dataclasses import dataclass, field
from datetime import date

from advisor.casework.moves import enter, event, take
from advisor.domain.errors import Forbidden, GateClosed, MoveNotAllowed, ReasonMissing
from advisor.domain.process import RETURNS, StageKey, Verdict, way
from advisor.domain.roles import MAY_OVERRIDE
from advisor.records.case import Case, EventKind, Override, StageEvent, events_of
from advisor.services.context import Context
from advisor.stages.plan import BY_KEY

SKIPPABLE = frozenset({StageKey.MONITORING})
"""Rooms that may be 'not needed, because ...' (FI-18, Finare step 10)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for: move to `target`; optionally override blocking lines or skip rooms, with reasons."""

    case_id: int
    target: StageKey
    version: int | None = None
    override_reason: str = ""
    not_needed: dict[StageKey, str] = field(default_factory=dict)
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened: the rooms entered in order, and the warnings of the gates passed."""

    source: StageKey
    target: StageKey
    warnings: Verdict
    overridden: int = 0


def preview(ctx: Context, case: Case, target: StageKey, today: date) -> tuple[tuple[StageKey, Verdict], ...]:
    """The verdict of every gate between here and there, for the Move dialog; empty when there is no way ahead."""
    return tuple((key, BY_KEY[key].judge(ctx.session, case, today)) for key in way(case.stage, target))


def advance(ctx: Context, order: Order) -> Moved:
    """Move forward through every gate on the way, each with its own event, in one sitting (FI-18).

    Raises MoveNotAllowed, GateClosed (with the verdict of the first closed gate), Forbidden when somebody who may not
    override tries, ReasonMissing, StaleVersion, WrongStatus.
    """
    case = take(ctx, order.case_id, order.version)
    source, rooms = case.stage, way(case.stage, order.target)
    if not rooms:
        raise MoveNotAllowed(source, order.target)
    ctx.session.flush()
    sitting, warnings, overridden = secrets.token_hex(8), [], 0
    for key, following in zip(rooms, (*rooms[1:], order.target), strict=True):
        if key in order.not_needed:
            _skip(ctx, case, following, order.not_needed[key], sitting)
            continue
        verdict = BY_KEY[key].judge(ctx.session, case, ctx.today)
        _may_pass(ctx, key, verdict, order)
        moved = event(ctx, case, EventKind.MOVED, following, evidence=order.evidence, sitting=sitting,
                      reason="" if verdict.open else order.override_reason.strip())  # fmt: skip
        overridden += _register(ctx, moved, key, verdict)
        warnings += [f for f in verdict.findings if not f.blocking]
        enter(ctx, case, following)
    ctx.record("case.moved", "case", case.id, case_id=case.id, reason=order.override_reason,
               source=source, target=order.target, overridden=overridden)  # fmt: skip
    return Moved(source, order.target, Verdict(tuple(warnings)), overridden)


def send_back(ctx: Context, order: Order, reason: str) -> Moved:
    """Send a case back along a return the process knows (tracking -> documents, ...), with a reason."""
    case = take(ctx, order.case_id, order.version)
    source = case.stage
    if (source, order.target) not in RETURNS:
        raise MoveNotAllowed(source, order.target)
    if not reason.strip():
        raise ReasonMissing
    event(ctx, case, EventKind.RETURNED, order.target, reason=reason.strip())
    enter(ctx, case, order.target)
    ctx.record("case.returned", "case", case.id, case_id=case.id, reason=reason, source=source, target=order.target)
    return Moved(source, order.target, Verdict())


def undo_move(ctx: Context, case_id: int, version: int | None = None) -> Moved:
    """Take the last sitting back: a new event, both rows stay (C-15). Overrides stay in the register."""
    case = take(ctx, case_id, version)
    last = undoable(events_of(ctx.session, case.id))
    if last is None or last.source is None:
        raise MoveNotAllowed(case.stage, case.stage)
    source = case.stage
    row = event(ctx, case, EventKind.UNDONE, last.source)
    row.undoes_id = last.id
    enter(ctx, case, last.source)
    ctx.record("case.move_undone", "case", case.id, case_id=case.id, source=source, target=last.source)
    return Moved(source, last.source, Verdict())


def undoable(events: list[StageEvent]) -> StageEvent | None:
    """The first event of the last sitting, if the newest event is a move that may be taken back."""
    if not events or events[-1].kind not in (EventKind.MOVED, EventKind.RETURNED, EventKind.SKIPPED):
        return None
    last = events[-1]
    same = [e for e in events if last.sitting and e.sitting == last.sitting]
    return same[0] if same else last


def _may_pass(ctx: Context, key: StageKey, verdict: Verdict, order: Order) -> None:
    if verdict.open:
        return
    if not order.override_reason.strip():
        raise GateClosed(key, verdict)
    if ctx.actor.roles.isdisjoint(MAY_OVERRIDE):
        raise Forbidden("override_needs_manager")
    if not verdict.overridable:
        raise GateClosed(key, verdict)


def _skip(ctx: Context, case: Case, following: StageKey, reason: str, sitting: str) -> None:
    if case.stage not in SKIPPABLE:
        raise MoveNotAllowed(case.stage, following)
    if not reason.strip():
        raise ReasonMissing("not_needed")
    event(ctx, case, EventKind.SKIPPED, following, reason=reason.strip(), sitting=sitting)
    enter(ctx, case, following)


def _register(ctx: Context, moved: StageEvent, key: StageKey, verdict: Verdict) -> int:
    """One row per line let pass, with the reason of the move."""
    for finding in verdict.blocking:
        ctx.session.add(Override(
            case_id=moved.case_id, event_id=moved.id, stage=key, code=finding.code, subject=finding.subject,
            reason=moved.reason, actor_id=ctx.actor.id, actor_name=ctx.actor.name, at=ctx.now,
        ))  # fmt: skip
    return len(verdict.blocking)
