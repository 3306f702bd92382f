"""What changed in a case "since we last spoke" to its client as people, and the one thing to ask (C-1, FI-14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.outreach.best_time import BestTime, Call, best_time
from advisor.domain.process import StageKey
from advisor.records.case import Case, EventKind, StageEvent
from advisor.records.contact import SPOKEN, ContactAttempt, ContactChannel
from advisor.records.institution import Institution
from advisor.records.party import Party
from advisor.records.promise import Promise, Promiser, open_promises
from advisor.records.submission import Submission
from advisor.stages.decision.records import decisions_of
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, state_on
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.meeting.records import Appointment
from advisor.stages.tracking.records import Question, questions_of

PLACED = frozenset({EventKind.MOVED, EventKind.SKIPPED, EventKind.IMPORTED, EventKind.RETURNED, EventKind.UNDONE})
LEARNT_FROM = 200
"""So many of the latest calls teach the best time."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened. `kind` chooses the sentence; the rest fills it."""

    kind: str  # moved, returned, held, ..., accepted, rejected, question, hearing, decision
    at: datetime
    stage: StageKey | None = None
    paper: ChecklistItem | None = None
    day: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """Everything the panel tells; `spoken_at` is None where nobody has spoken to the client yet."""

    spoken_at: datetime | None
    changes: tuple[Change, ...]
    promises: tuple[Promise, ...]
    meeting: Appointment | None
    next_day: date | None  # the next hearing or filing day
    ask_for: ChecklistItem | None
    ask_promise: Promise | None
    best: BestTime | None


def since(session: Session, case: Case, client: Party, today: date) -> Since:
    """What to tell the client of this case now: eight statements, whatever happened. Automatic letters do not count."""
    start = case.last_contact_at or case.opened_at
    items, questions = items_of(session, case.id), questions_of(session, case.id)
    found = [*_moves(session, case, start), *_papers(items, start), *_questions(questions, start),
             *_decisions(session, case, start)]  # fmt: skip
    promises = tuple(open_promises(session, case.id))
    days = [q.due_on for q in questions if q.due_on and q.answered_on is None and q.due_on >= today]
    filing = case.planned_filing_on
    days += [filing] if filing and filing >= today else []
    return Since(
        case.last_contact_at, tuple(sorted(found, key=lambda change: change.at)), promises,
        _meeting(session, case), min(days, default=None), _wanted(items, today),
        next((p for p in promises if p.promiser is Promiser.CLIENT), None), best_call(session, client),
    )  # fmt: skip


def best_call(session: Session, client: Party) -> BestTime | None:
    """The two hours in which this client answers our calls best, on the client's clock (ES-12); one statement."""
    query = select(ContactAttempt.at, ContactAttempt.result).where(
        ContactAttempt.party_id == client.id, ContactAttempt.channel == ContactChannel.CALL,
        ContactAttempt.outgoing.is_(True), ContactAttempt.recipient == "client",
    )  # fmt: skip
    zone = ZoneInfo(client.time_zone)
    rows = session.execute(query.order_by(ContactAttempt.at.desc()).limit(LEARNT_FROM))
    return best_time(Call(row.at.astimezone(zone).replace(tzinfo=None), row.result in SPOKEN) for row in rows)


def institutions_of(session: Session, case_id: int) -> tuple[str, ...]:
    """Names of the institutions the case was filed with: told only once the other person is identified (CN-32)."""
    query = select(Institution.name).join(Submission, Submission.institution_id == Institution.id)
    return tuple(session.scalars(query.where(Submission.case_id == case_id).distinct().order_by(Institution.name)))


def _moves(session: Session, case: Case, start: datetime) -> Iterator[Change]:
    query = select(StageEvent).where(
        StageEvent.case_id == case.id, StageEvent.at > start, StageEvent.kind != EventKind.OPENED
    )
    rows = list(session.scalars(query.order_by(StageEvent.id)))
    last = next((row.id for row in reversed(rows) if row.kind in PLACED), None)
    for row in rows:
        if row.kind not in PLACED or row.id == last:  # of several moves only the place reached is told
            yield Change(row.kind.value, row.at, stage=row.target)


def _papers(items: list[ChecklistItem], start: datetime) -> Iterator[Change]:
    for item in items:
        if item.judged_at and item.judged_at > start and item.state in (ItemState.ACCEPTED, ItemState.REJECTED):
            yield Change(item.state.value, item.judged_at, paper=item)


def _questions(questions: list[Question], start: datetime) -> Iterator[Change]:
    for row in questions:
        if row.recorded_at > start:
            yield Change("hearing" if row.kind == "hearing" else "question", row.recorded_at, day=row.due_on)


def _decisions(session: Session, case: Case, start: datetime) -> Iterator[Change]:
    for row in decisions_of(session, case.id).values():
        if row.recorded_at > start:
            yield Change("decision", row.recorded_at, day=row.decided_on, outcome=row.outcome)


def _meeting(session: Session, case: Case) -> Appointment | None:
    query = select(Appointment).where(Appointment.case_id == case.id, Appointment.result.is_(None))
    return session.scalar(query.order_by(Appointment.id.desc()).limit(1))


def _wanted(items: list[ChecklistItem], today: date) -> ChecklistItem | None:
    """The paper to ask for: a rejected or expired one before one that was never brought; mandatory ones first."""
    open_items = [
        item for item in items
        if item.ordered_by == "client" and state_on(item.state, item.valid_until_on, today) in OUTSTANDING
    ]  # fmt: skip
    again = (ItemState.REJECTED, ItemState.EXPIRED)
    return min(open_items, default=None, key=lambda item: (
        not item.mandatory, state_on(item.state, item.valid_until_on, today) not in again, item.position, item.id,
    ))  # fmt: skip
