"""What must always be true of the ledger, recomputed from the rows and the files themselves."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import String, and_, cast, func, literal, select
from sqlalchemy.orm import Session, aliased

from advisor.domain.errors import AdvisorError
from advisor.records.base import Base
from advisor.records.case import Case, EventKind, StageEvent
from advisor.records.outbox import Letter, LetterState
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.sealed import Shredded, load_party_keys
from advisor.records.trail import ENTRIES
from advisor.services.store import file_uids, open_store, orphans

ENTERING = (EventKind.OPENED, EventKind.MOVED, EventKind.RETURNED, EventKind.SKIPPED, EventKind.UNDONE,
            EventKind.IMPORTED)  # fmt: skip
"""Events by which a case comes into a room, where a follow-up is planned."""

_EVENT = re.compile(r'"id":(\d+),"op":"insert","table":"stage_event"')


class Violation(NamedTuple):
    """One thing that is not as it must be. `invariant` is stable; `subject` and `id` say where."""

    invariant: str
    subject: str
    id: int | str
    text: str


Check = Callable[[Session, datetime], Iterator[Violation]]


def violations(session: Session, now: datetime, *, deep: bool = False) -> list[Violation]:
    """Everything that does not hold, by invariant. `deep` also opens every file and compares its SHA-256."""
    chosen = (*CHECKS.values(), files_open) if deep else tuple(CHECKS.values())
    return [found for check in chosen for found in check(session, now)]


def stage_is_last_event(session: Session, now: datetime) -> Iterator[Violation]:
    """A case stands where its last stage event put it."""
    last = select(StageEvent.case_id, func.max(StageEvent.id).label("id")).group_by(StageEvent.case_id).subquery()
    event = aliased(StageEvent)
    query = (
        select(Case.id, Case.number, Case.stage, event.target)
        .outerjoin(last, last.c.case_id == Case.id)
        .outerjoin(event, event.id == last.c.id)
        .where(event.target.is_distinct_from(Case.stage))
    )
    for row in session.execute(query):
        told = f"Case {row.number} stands in {row.stage}, its last event says {row.target or 'nothing'}."
        yield Violation("stage_is_last_event", "case", row.id, told)


def move_is_in_trail(session: Session, now: datetime) -> Iterator[Violation]:
    """Every stage event was written into the trail by the same transaction."""
    told: set[int] = set()
    query = select(ENTRIES.c.payload).where(ENTRIES.c.payload.contains('"table":"stage_event"'))
    for payload in session.scalars(query.execution_options(yield_per=1000)):
        told.update(int(number) for number in _EVENT.findall(payload))
    events = select(StageEvent.id, StageEvent.case_id).order_by(StageEvent.id)
    for row in session.execute(events.execution_options(yield_per=1000)):
        if row.id not in told:
            text = f"Event {row.id} of case {row.case_id} has no entry in the trail."
            yield Violation("move_is_in_trail", "stage_event", row.id, text)


def move_has_follow_up(session: Session, now: datetime) -> Iterator[Violation]:
    """Whoever enters a room gets a follow-up there."""
    planned = select(Reminder.id).where(
        Reminder.case_id == StageEvent.case_id,
        Reminder.plan == literal("stage.") + cast(StageEvent.target, String),
        Reminder.created_at >= StageEvent.at,
    )
    query = select(StageEvent.id, StageEvent.case_id).where(StageEvent.kind.in_(ENTERING), ~planned.exists())
    for row in session.execute(query):
        text = f"Event {row.id} of case {row.case_id} planned no follow-up."
        yield Violation("move_has_follow_up", "stage_event", row.id, text)


def no_orphan_file(session: Session, now: datetime) -> Iterator[Violation]:
    """Every file is named by a row (files of transactions that may still be running do not count)."""
    for path in orphans(session, now):
        yield Violation("no_orphan_file", "file", path.name, f"No row names the file {path.name}.")


def row_has_bytes(session: Session, now: datetime) -> Iterator[Violation]:
    """Every row that names a file has its bytes."""
    store = open_store(session)
    for uid in file_uids(session):
        if not store.exists(uid):
            yield Violation("row_has_bytes", "file", uid, f"The file {uid} that a row names is not there.")


def reminder_open_or_sent(session: Session, now: datetime) -> Iterator[Violation]:
    """No reminder waits to ring while its very letter was sent."""
    same = and_(Letter.reminder_id == Reminder.id, Letter.message_id == Reminder.message_id)
    query = select(Reminder.id).join(Letter, same)
    query = query.where(Reminder.state == ReminderState.PLANNED, Letter.state == LetterState.SENT)
    for reminder_id in session.scalars(query):
        text = f"Reminder {reminder_id} is still open although its letter was sent."
        yield Violation("reminder_open_or_sent", "reminder", reminder_id, text)


def files_open(session: Session, now: datetime) -> Iterator[Violation]:
    """Every file opens with its party's key and is what its row says."""
    store = open_store(session)
    for table in Base.metadata.sorted_tables:
        if not {"file_uid", "sha256", "party_id"} <= set(table.columns.keys()):
            continue
        columns = table.c.file_uid, table.c.sha256, table.c.party_id
        for uid, wanted, party_id in session.execute(select(*columns).where(table.c.file_uid != "")).all():
            digest = sha256()
            try:
                for chunk in store.open(uid, load_party_keys(session, [party_id]).get(party_id)):
                    digest.update(chunk)
                same = digest.hexdigest() == wanted
            except Shredded:
                continue
            except AdvisorError:
                same = False
            if not same:
                yield Violation("files_open", table.name, uid, f"The file {uid} does not open as its row says.")


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        stage_is_last_event, move_is_in_trail, move_has_follow_up, no_orphan_file, row_has_bytes, reminder_open_or_sent,
    )
}  # fmt: skip
