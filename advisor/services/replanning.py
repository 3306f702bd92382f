"""An edition of a plan meets what waits already: tried dry by an administrator, then carried out by the worker.

Both go by the same steps. What waits is called off ("plan_changed") and planned anew by the new rule; what a person put
off by hand stays, and whom the event was told to already is not told the same step again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, undefer

from advisor.domain.outreach.plans import CLOSING, TEXTS, WATCHED, Rule, Step, To, Via, family
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.outbox import Audience
from advisor.records.party import Party
from advisor.records.plan import FollowPlan, PlanDeviation, deviations_among
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.sealed import load_party_keys
from advisor.services import followups
from advisor.services.context import Context
from advisor.services.plans import Event, coming, for_client, row_of, rule_for

DRY_DAYS = 7
SHOWN = 50
MOST_CASES = 5_000
"""So many cases a dry run looks at."""
AT_ONCE = 50
"""Cases planned anew in one transaction."""

Coming = list[tuple[int, Step, datetime]]


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
    """What a plan would send in the next seven days beside what is planned now; how many events it changes."""

    would: int
    now: int
    to_clients: int
    changed: int
    lines: tuple[DryLine, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event with the rows that wait for it, and who was told of it already."""

    case: Case
    client: Party
    rows: list[Reminder]
    told: list[Audience]
    deviation: PlanDeviation | None

    def steps(self, session: Session, rule: Rule, now: datetime) -> Coming:
        """What the rule still wants for this event of this client."""
        first, own = self.rows[0], for_client(rule, self.client, self.deviation)
        if first.anchor_at is None:
            return []
        return coming(session, self.client, own, Event(family(first.plan), first.anchor_at), now, self.told)

    def same(self, steps: Coming) -> bool:
        """Whether those steps wait already."""
        waits = {(r.nth, r.due_at, r.inside, r.audience is Audience.CLIENT and r.channels) for r in self.rows}
        return waits == {(n, due, s.to.inside, s.to is To.CLIENT and ",".join(s.via)) for n, s, due in steps}


def dry_run(session: Session, key: str, rule: Rule, now: datetime, may_see: ColumnElement[bool]) -> Dry:
    """What would this rule send in the next seven days for the events that wait now? Nothing is changed.

    Every open case counts; only cases one may see are named.
    """
    until, planned, changed = now + timedelta(days=DRY_DAYS), 0, 0
    lines: list[DryLine] = []
    for event in _events(session, key, _cases(session, key, 0, MOST_CASES)):
        steps = event.steps(session, rule, now)
        changed += not event.same(steps)
        planned += sum(1 for row in event.rows if row.due_at <= until)
        case_id, number = event.case.id, event.case.number
        lines += [DryLine(due, step.to, case_id, number, step.via) for _n, step, due in steps if due <= until]
    lines.sort(key=lambda line: line.due_at)
    mine = select(Case.id).where(Case.id.in_({line.case_id for line in lines}), may_see)
    seen = set(session.scalars(mine))
    named = tuple(line for line in lines if line.case_id in seen)[:SHOWN]
    return Dry(len(lines), planned, sum(1 for line in lines if line.to is To.CLIENT), changed, named)


def begun(session: Session, today: date) -> list[str]:
    """Keys of plans with an edition that has begun and was not applied to what waits yet."""
    query = select(FollowPlan.key).where(FollowPlan.from_on <= today, FollowPlan.applied_at.is_(None))
    return sorted(session.scalars(query.distinct()))


def replan(ctx: Context, key: str, after: int) -> int | None:
    """Plan the next cases after the case `after` anew by the rule in force; gives the last one, None when all are done.

    Done twice it changes nothing the second time, so a killed worker simply begins again.
    """
    rule, cases = rule_for(ctx.session, key, ctx.today), _cases(ctx.session, key, after, AT_ONCE)
    if cases:
        ctx.session.execute(select(Reminder.id).where(*_waits(key), Reminder.case_id.in_(cases)).with_for_update())
        for event in _events(ctx.session, key, cases):
            _apply(ctx, event, event.steps(ctx.session, rule, ctx.now))
        return cases[-1]
    editions = select(FollowPlan).where(FollowPlan.key == key, FollowPlan.from_on <= ctx.today)
    for edition in ctx.session.scalars(editions.where(FollowPlan.applied_at.is_(None))):
        edition.applied_at = ctx.now
    return None


def _apply(ctx: Context, event: Waiting, steps: Coming) -> None:
    first = event.rows[0]
    if event.same(steps) or first.anchor_at is None:
        return
    for row in event.rows:
        row.state, row.cancelled_at, row.cancelled_why = ReminderState.CANCELLED, ctx.now, "plan_changed"
    key = family(first.plan)
    about = int(first.plan.rpartition(".")[2]) if first.plan != key else None
    shipped = {*WATCHED.values(), *(text for pair in TEXTS.values() for text in pair)}
    own_words = "" if first.text in shipped else first.text
    meant = Event(key, first.anchor_at, about, own_words, first.stage)
    ctx.session.add_all([row_of(ctx, event.case, event.client, meant, *step) for step in steps])
    ctx.record("plan.applied", "case", event.case.id, case_id=event.case.id, plan=first.plan,
               cancelled=len(event.rows), count=len(steps))  # fmt: skip
    followups.refresh_next_action(ctx, event.case)


def _plan_is(key: str) -> ColumnElement[bool]:
    """Reminders of a plan: of "promise" those of every promise, of "stage.offer" its own."""
    return Reminder.plan == key if "." in key else or_(Reminder.plan == key, Reminder.plan.like(f"{key}.%"))


def _waits(key: str) -> tuple[ColumnElement[bool], ...]:
    """What an edition may change: not what somebody put off by hand."""
    planned = Reminder.state == ReminderState.PLANNED
    return _plan_is(key), planned, Reminder.anchor_at.is_not(None), Reminder.snoozed == 0


def _cases(session: Session, key: str, after: int, most: int) -> list[int]:
    query = select(Reminder.case_id).join(Case, Case.id == Reminder.case_id).where(
        *_waits(key), Reminder.case_id > after, Case.status != Status.CLOSED
    )  # fmt: skip
    return list(session.scalars(query.distinct().order_by(Reminder.case_id).limit(most)))


def _events(session: Session, key: str, cases: Collection[int]) -> Iterator[Waiting]:
    """The events of a plan that wait in these cases: a fixed number of statements."""
    query = (
        select(Reminder, Case, Party).join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .where(*_waits(key), Reminder.case_id.in_(cases)).order_by(Reminder.case_id, Reminder.nth)
        .options(undefer(Party.seal_key))
    )  # fmt: skip
    found: dict[tuple[int, str], list[Reminder]] = defaultdict(list)
    people: dict[int, tuple[Case, Party]] = {}
    for row, case, client in session.execute(query):
        found[(case.id, row.plan)].append(row)
        people[case.id] = (case, client)
    clients = {client.id for _case, client in people.values()}
    load_party_keys(session, clients)  # the trail will seal with them
    differ, told = deviations_among(session, clients, key), _told(session, key, cases)
    for (case_id, plan), rows in found.items():
        case, client = people[case_id]
        yield Waiting(case, client, rows, told[(case_id, plan, rows[0].anchor_at)], differ.get(client.id))


def _told(session: Session, key: str, cases: Collection[int]) -> dict[tuple[int, str, datetime | None], list[Audience]]:
    """Who was told of which event already, once for each time; what somebody put off counts as told."""
    query = select(Reminder.case_id, Reminder.plan, Reminder.anchor_at, Reminder.audience).where(
        _plan_is(key), Reminder.case_id.in_(cases), Reminder.nth != CLOSING,
        or_(Reminder.rung_at.is_not(None), (Reminder.state == ReminderState.PLANNED) & (Reminder.snoozed > 0)),
    )  # fmt: skip
    told: dict[tuple[int, str, datetime | None], list[Audience]] = defaultdict(list)
    for case_id, plan, anchor, audience in session.execute(query):
        told[(case_id, plan, anchor)].append(audience)
    return told
