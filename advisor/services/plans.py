"""Plans at work: an event starts its reminders, moves them when it moves, and stops them at once when it is over.

Every step is a row from the beginning, so "what goes out in the next seven days" is simply read. The offset stays in
the row beside its due moment.
"""

import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from advisor.domain.outreach.cadence import next_allowed
from advisor.domain.outreach.contact import Channel, Purpose
from advisor.domain.outreach.plans import (
    CLOSING,
    LETTERS,
    SHIPPED,
    Different,
    Rule,
    Step,
    To,
    family,
    fitted,
    moments,
    words_of_step,
)
from advisor.domain.outreach.plans import read_rule as read
from advisor.domain.process import StageKey
from advisor.domain.roles import Role
from advisor.records.case import Case
from advisor.records.outbox import Audience
from advisor.records.party import Party
from advisor.records.plan import FollowPlan, PlanDeviation, deviation_for, running_plan
from advisor.records.reminder import STILL_OPEN, Reminder, ReminderState
from advisor.records.sealed import load_party_keys
from advisor.records.staff import Staff
from advisor.services import followups, guard
from advisor.services.context import Context
from advisor.services.place import place_of

FRESH = 60.0
_SEEN: dict[str, tuple[float, frozenset[str]]] = {}
SOON = timedelta(minutes=30)
"""When somebody is told of an event whose every step has passed already."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a plan is about: its key, when it is, which row (`about`), and words of its own for a person."""

    key: str  # documents, expiry, instalment, promise, silence, stage.offer, ...
    at: datetime
    about: int | None = None
    text: str = ""
    stage: StageKey | None = None

    @property
    def plan(self) -> str:
        """What stands in the reminder's `plan`."""
        return self.key if self.about is None else f"{self.key}.{self.about}"


def by_edition(ctx: Context, case: Case, event: Event) -> None:
    """Where the firm has a plan of its own for a stage, it takes the place of the shipped follow-up just planned."""
    if event.key in _with_editions(ctx.session) and running_plan(ctx.session, event.key, ctx.today) is not None:
        start(ctx, case, event)


def _with_editions(session: Session) -> frozenset[str]:
    """The keys the firm has editions of, asked once a minute: every move asks, editions change once in a while."""
    place, moment = str(session.get_bind().engine.url), time.monotonic()
    seen_at, keys = _SEEN.get(place, (moment - FRESH, frozenset()))
    if moment - seen_at >= FRESH:
        keys = frozenset(session.scalars(select(FollowPlan.key).distinct()))
        _SEEN[place] = (moment, keys)
    return keys


def forget_editions() -> None:
    """Ask anew at the next move: an edition was saved by this process."""
    _SEEN.clear()


def rule_for(session: Session, key: str, today: date, shipped: Rule | None = None) -> Rule:
    """The rule in force: the firm's newest edition that has begun, else the shipped one."""
    edition = running_plan(session, key, today)
    return read(edition.rule) if edition else shipped or SHIPPED[key]


def start(ctx: Context, case: Case, event: Event, shipped: Rule | None = None) -> list[Reminder]:
    """Plan every reminder of an event; what was planned for the same event before is replaced.

    Steps whose moment has passed are left out; the last one, which tells a person, is never lost.
    """
    followups.cancel(ctx, case, "replaced", plan=event.plan)
    client = ctx.session.get_one(Party, case.client_id, options=[undefer(Party.seal_key)])
    load_party_keys(ctx.session, [client.id])  # the trail will seal with it; now it costs no statement
    rule = _rule_for_client(ctx, client, event.key, shipped)
    rows = [row_of(ctx, case, client, event, *step) for step in coming(ctx.session, client, rule, event, ctx.now)]
    ctx.session.add_all(rows)
    ctx.session.flush()
    if rows:
        ctx.record("reminder.planned", "case", case.id, case_id=case.id, plan=event.plan, count=len(rows))
    followups.refresh_next_action(ctx, case)
    return rows


def move(ctx: Context, case: Case, key: str, at: datetime, about: int | None = None) -> int:
    """The event moved: what still waits moves with it, by the offsets that stand in the rows. Gives how many."""
    plan = Event(key, at, about).plan
    client = ctx.session.get_one(Party, case.client_id)
    rows = ctx.session.scalars(_waiting(case.id, plan)).all()
    for row in rows:
        row.anchor_at = at
        row.due_at, row.held_why = max(_due(ctx, row, client), ctx.now), ""
    if rows:
        ctx.record("reminder.moved", "case", case.id, case_id=case.id, plan=plan, count=len(rows))
        followups.refresh_next_action(ctx, case)
    return len(rows)


def stop(ctx: Context, case: Case, key: str, why: str, about: int | None = None) -> int:
    """The event is over: nothing more goes out for it, from this moment on. Gives how many lost their point."""
    gone = followups.cancel(ctx, case, why, plan=Event(key, ctx.now, about).plan)
    if gone:
        followups.refresh_next_action(ctx, case)
    return gone


def running(session: Session, case_id: int, key: str, about: int | None = None) -> bool:
    """Say whether an event's reminders still wait, or the person they end with was told and has not answered."""
    plan = key if about is None else f"{key}.{about}"
    query = select(Reminder.id).where(Reminder.case_id == case_id, Reminder.plan == plan, STILL_OPEN)
    return session.scalar(query.limit(1)) is not None


def rezone(ctx: Context, client: Party) -> int:
    """The client moved to another place: what was counted on the client's clock is counted anew. Gives how many."""
    query = (
        select(Reminder).join(Case, Case.id == Reminder.case_id)
        .where(Case.client_id == client.id, Reminder.state == ReminderState.PLANNED, Reminder.anchor_at.is_not(None),
               Reminder.inside.is_(False))
    )  # fmt: skip
    rows = [row for row in ctx.session.scalars(query) if not row.snoozed]
    for row in rows:
        row.zone = client.time_zone
        row.due_at, row.held_why = max(_due(ctx, row, client), ctx.now), ""
    for case in {row.case_id for row in rows}:
        followups.refresh_next_action(ctx, ctx.session.get_one(Case, case))
    if rows:
        ctx.record("reminder.moved", "party", client.id, party_id=client.id, count=len(rows), zone=client.time_zone)
    return len(rows)


def manager_of(session: Session, team_id: int | None) -> int | None:
    """The first active manager of a team."""
    query = select(Staff).where(Staff.team_id == team_id, Staff.disabled_at.is_(None)).order_by(Staff.id)
    return next((row.id for row in session.scalars(query) if Role.MANAGER in row.roles), None)


def _rule_for_client(ctx: Context, client: Party, key: str, shipped: Rule | None) -> Rule:
    row = deviation_for(ctx.session, client.id, key)
    return for_client(rule_for(ctx.session, key, ctx.today, shipped), client, row)


def for_client(rule: Rule, client: Party, deviation: PlanDeviation | None) -> Rule:
    """The rule as it holds for this client: with what differs, and without a word where no contact is wished."""
    row = deviation
    own = Different(row.off, row.channel, row.later_days, row.most, row.earlier_days) if row else None
    return fitted(rule, Different(off=True) if client.do_not_contact else own)


def coming(  # noqa: PLR0913 - one event of one client
    session: Session, client: Party, rule: Rule, event: Event, now: datetime, told: Collection[Audience] = ()
) -> list[tuple[int, Step, datetime]]:
    """The steps of an event that are still to come, with their numbers and moments.

    `told` names who was told of this event already, once for each time: as many of their first steps are left out.
    """
    theirs, left = place_of(session, client, inside=False), Counter(told)
    found = []
    for number, step, due in moments(rule, event.at, theirs, place_of(session, client, inside=True)):
        reader = Audience.CLIENT if step.to is To.CLIENT else Audience.STAFF
        if number != CLOSING and left[reader]:
            left[reader] -= 1
        else:
            found.append((number, step, due))
    later = [(n, step, due) for n, step, due in found if due > now]
    if not later and found:
        number, step, _due_at = found[-1]
        later = [(number, step, now + SOON)]
    return [
        (n, step, next_allowed(due, theirs.zone, theirs.country) if step.to is To.CLIENT
         else due if step.to.inside else _lawful(client, event.key, n, due))
        for n, step, due in later
    ]  # fmt: skip


def row_of(  # noqa: PLR0913 - one step of one event
    ctx: Context, case: Case, client: Party, event: Event, number: int, step: Step, due_at: datetime
) -> Reminder:
    """A step of an event as a row that waits for its moment."""
    to_client, text = step.to is To.CLIENT, words_of_step(event.key, step.to, number, event.text)
    place = place_of(ctx.session, client, inside=step.to.inside)
    person = manager_of(ctx.session, case.team_id) if step.to is To.MANAGER else None
    own = step.moment(event.at, place)
    waits = not (to_client or step.to.inside) and _lawful(client, event.key, number, own) != own
    return Reminder(
        case_id=case.id, stage=event.stage, plan=event.plan, text=text, due_at=due_at, zone=str(place.zone),
        assignee_id=None if to_client else person or case.owner_id, anchor_at=event.at, offset_days=step.days,
        working=step.working, slot=step.at, nth=number,
        audience=Audience.CLIENT if to_client else Audience.STAFF, inside=step.to.inside,
        channels=",".join(step.via) if to_client else "",
        letter=LETTERS.get(event.key, "reminder") if to_client else "",
        message_id=followups.new_message_id(), created_at=ctx.now, held_why="quiet_hours" if waits else "",
    )  # fmt: skip


def _due(ctx: Context, row: Reminder, client: Party) -> datetime:
    """When a row is due, counted anew from its anchor on the client's clock, or the firm's."""
    if row.anchor_at is None or row.offset_days is None:
        return row.due_at
    step = Step(row.offset_days, working=row.working, at=row.slot)
    place = place_of(ctx.session, client, inside=row.inside)
    due = step.moment(row.anchor_at, place)
    if row.audience is Audience.CLIENT:
        return next_allowed(due, place.zone, place.country)
    return due if row.inside else _lawful(client, family(row.plan), row.nth, due)


def _lawful(client: Party, key: str, number: int, due: datetime) -> datetime:
    """When a person may ask: the call about a payment that was missed keeps the hours for such calls (CN-29)."""
    if key != "instalment" or number != CLOSING:
        return due
    asked = guard.contact_of(client, guard.NOTHING, Channel.CALL, Purpose.OVERDUE_DEBT, due)
    return guard.judge(client, asked).next_at or due


def _waiting(case_id: int, plan: str) -> Select[Reminder]:
    return select(Reminder).where(
        Reminder.case_id == case_id, Reminder.plan == plan, Reminder.state == ReminderState.PLANNED
    )
