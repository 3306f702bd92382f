"""Take an import back: what nobody touched since is closed and its people forgotten, what somebody worked on stays.

Like the import it goes part by part, so that others write meanwhile. Nothing is deleted: the trail names cases and
people by their numbers, and a number must never come to mean another.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from advisor.casework.intake.batches import batch_for, rows_of
from advisor.casework.intake.taking import PART, WHOLE
from advisor.casework.moves import event
from advisor.domain.closing import UNDONE
from advisor.domain.errors import WrongStatus
from advisor.domain.process import Outcome, Status
from advisor.records.case import Case, CaseParty, EventKind
from advisor.records.intake import BatchState, ImportBatch, ImportRow
from advisor.records.party import Party
from advisor.records.trail import TrailEntry
from advisor.services import followups
from advisor.services.audit import erase_personal
from advisor.services.context import Context

REASON = UNDONE
NOBODY = "…"
CHUNK = 400


@dataclass(frozen=True, slots=True)
class Undone:
    """How many cases were taken back, how many people forgotten, and the ids of the cases that stay."""

    cases: int
    parties: int
    kept: tuple[int, ...]


def start_undo(ctx: Context, batch_id: int) -> ImportBatch:
    """Begin to take an import back; also one that still runs: it stops. `undo_part` does the work.

    Raises NotFound, WrongStatus when the batch was not imported or is undone already.
    """
    batch = batch_for(ctx.session, ctx.actor, batch_id)
    ctx.session.refresh(batch, with_for_update=True)
    if batch.state not in (BatchState.DONE, BatchState.RUNNING):
        raise WrongStatus(batch.state)
    batch.state, batch.last_line, batch.started_by = BatchState.UNDOING, 0, ctx.actor.id
    return batch


def undo_part(ctx: Context, batch: ImportBatch, most: int = PART) -> Undone:
    """Take the next rows back: close their cases and forget the people they brought, except where anybody changed
    anything since. Touched means: the trail has an entry about the case or its client after the import.

    After the last row the batch is UNDONE and the same file may be imported again.
    """
    ctx.session.flush()
    ctx.session.refresh(batch, with_for_update=True)
    if batch.state is not BatchState.UNDOING:
        return Undone(0, 0, ())
    rows = rows_of(ctx.session, batch.id, batch.last_line, most)
    ours = [row for row in rows if row.case_id is not None]
    kept = touched(ctx, batch, ours)
    going = [row for row in ours if row.case_id not in kept]
    for row in going:
        _close(ctx, batch, row)
    ctx.session.flush()
    parties = _forget(ctx, batch, going)
    if len(rows) < most:
        batch.state, batch.undone_at = BatchState.UNDONE, ctx.now
        gone, stay = left(ctx, batch)
        ctx.record("import.undone", "import_batch", batch.id, cases=gone, kept=stay)
    else:
        batch.last_line = rows[-1].line
    return Undone(len(going), parties, tuple(sorted(kept)))


def undo_import(ctx: Context, batch_id: int) -> Undone:
    """Take a whole import back at once; for files so small that nobody waits for the lock. Raises as `start_undo`."""
    batch = start_undo(ctx, batch_id)
    parts = [undo_part(ctx, batch, WHOLE)]
    while batch.state is BatchState.UNDOING:
        parts.append(undo_part(ctx, batch, WHOLE))
    return Undone(
        sum(part.cases for part in parts), sum(part.parties for part in parts), tuple(i for p in parts for i in p.kept)
    )


def left(ctx: Context, batch: ImportBatch) -> tuple[int, int]:
    """How many cases of a batch were taken back, and how many stay."""
    ctx.session.flush()
    gone = func.count().filter(Case.closing_reason == UNDONE)
    query = select(gone, func.count()).join(ImportRow, ImportRow.case_id == Case.id)
    taken_back, all_of_them = ctx.session.execute(query.where(ImportRow.batch_id == batch.id)).one()
    return taken_back, all_of_them - taken_back


def touched(ctx: Context, batch: ImportBatch, rows: list[ImportRow]) -> set[int]:
    """Ids of the batch's cases about which, or about whose client, the trail says anything after they were created.

    What the trail says about a client in another case of the same batch is judged there, not here.
    """
    found: set[int] = set()
    batch_cases = select(ImportRow.case_id).where(ImportRow.batch_id == batch.id, ImportRow.case_id.is_not(None))
    elsewhere = or_(TrailEntry.case_id.is_(None), TrailEntry.case_id.not_in(batch_cases))
    for chunk in _chunks(rows):
        ids = [row.case_id for row in chunk]
        later = (Case.id.in_(ids), TrailEntry.at > Case.opened_at)
        about = select(Case.id).join(TrailEntry, TrailEntry.case_id == Case.id).where(*later)
        found.update(ctx.session.scalars(about))
        created = [row.case_id for row in chunk if row.party_created]
        client = select(Case.id).join(TrailEntry, TrailEntry.party_id == Case.client_id).where(*later, elsewhere)
        found.update(ctx.session.scalars(client.where(Case.id.in_(created))))
    return found


def _close(ctx: Context, batch: ImportBatch, row: ImportRow) -> None:
    case = ctx.session.get_one(Case, row.case_id)
    event(ctx, case, EventKind.CLOSED, case.stage, reason=REASON)
    case.status, case.outcome, case.closing_reason = Status.CLOSED, Outcome.DUPLICATE, REASON
    case.closed_at, case.purpose = ctx.now, ""
    followups.cancel(ctx, case, "closed")
    followups.refresh_next_action(ctx, case)
    ctx.record("case.import_undone", "case", case.id, case_id=case.id, batch=batch.id, line=row.line)


def _forget(ctx: Context, batch: ImportBatch, going: list[ImportRow]) -> int:
    """Erase the people the batch created, unless a case that goes on names them; returns how many."""
    forgotten = 0
    for chunk in _chunks(going):
        ids = {row.party_id for row in chunk}
        brought = select(ImportRow.party_id).where(ImportRow.batch_id == batch.id, ImportRow.party_created)
        named = select(CaseParty.party_id).join(Case, Case.id == CaseParty.case_id)
        named = named.where(CaseParty.party_id.in_(ids), Case.closing_reason != UNDONE)
        needed = set(ctx.session.scalars(named))
        query = select(Party).where(Party.id.in_(ids - needed), Party.id.in_(brought), Party.erased_at.is_(None))
        for party in ctx.session.scalars(query):
            party.name, party.email, party.phone, party.phone_more = NOBODY, "", "", ""
            party.birth_on, party.address, party.city, party.search_text = None, "", "", ""
            party.erased_at = ctx.now
            ctx.session.flush()
            erase_personal(ctx, party.id, REASON)
            forgotten += 1
    return forgotten


def _chunks(rows: list[ImportRow]) -> Iterator[list[ImportRow]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
