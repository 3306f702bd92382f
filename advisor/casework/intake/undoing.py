"""Take an import back: what nobody touched since is closed and its people forgotten, what somebody worked on stays.

Nothing is deleted: the trail names cases and people by their numbers, and a number must never come to mean another.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import or_, select

from advisor.casework.intake.batches import batch_for, rows_of
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


def undo_import(ctx: Context, batch_id: int) -> Undone:
    """Close the cases a batch created and forget the people it brought, except where anybody changed anything since.

    Touched means: the trail has an entry about the case or its client after the import. The same file may be imported
    again afterwards. Raises NotFound, WrongStatus when the batch was not imported or is undone already.
    """
    batch = batch_for(ctx.session, ctx.actor, batch_id)
    ctx.session.refresh(batch, with_for_update=True)
    if batch.state is not BatchState.DONE:
        raise WrongStatus(batch.state)
    rows = [row for row in rows_of(ctx.session, batch.id) if row.case_id is not None]
    kept = touched(ctx, batch, rows)
    going = [row for row in rows if row.case_id not in kept]
    for row in going:
        _close(ctx, batch, row)
    ctx.session.flush()
    parties = _forget(ctx, going)
    batch.state, batch.undone_at = BatchState.UNDONE, ctx.now
    ctx.record("import.undone", "import_batch", batch.id, cases=len(going), parties=parties, kept=len(kept))
    return Undone(len(going), parties, tuple(sorted(kept)))


def touched(ctx: Context, batch: ImportBatch, rows: list[ImportRow]) -> set[int]:
    """Ids of the batch's cases about which, or about whose client, the trail says anything after the import."""
    found: set[int] = set()
    for chunk in _chunks(rows):
        of_case = {row.case_id for row in chunk}
        of_party = {row.party_id for row in chunk if row.party_created}
        query = select(TrailEntry.case_id, TrailEntry.party_id).where(
            TrailEntry.at > batch.done_at,
            or_(TrailEntry.case_id.in_(of_case), TrailEntry.party_id.in_(of_party)),
        )
        entries = ctx.session.execute(query.distinct()).all()
        cases, parties = {entry.case_id for entry in entries}, {entry.party_id for entry in entries}
        for row in chunk:
            if row.case_id in cases or (row.party_created and row.party_id in parties):
                found.add(row.case_id or 0)
    return found


def _close(ctx: Context, batch: ImportBatch, row: ImportRow) -> None:
    case = ctx.session.get_one(Case, row.case_id)
    event(ctx, case, EventKind.CLOSED, case.stage, reason=REASON)
    case.status, case.outcome, case.closing_reason = Status.CLOSED, Outcome.DUPLICATE, REASON
    case.closed_at, case.purpose = ctx.now, ""
    followups.cancel(ctx, case, "closed")
    followups.refresh_next_action(ctx, case)
    ctx.record("case.import_undone", "case", case.id, case_id=case.id, batch=batch.id, line=row.line)


def _forget(ctx: Context, going: list[ImportRow]) -> int:
    """Erase the people the batch created, unless a case that goes on names them; returns how many."""
    cases = {row.case_id for row in going}
    forgotten = 0
    for chunk in _chunks([row for row in going if row.party_created]):
        ids = {row.party_id for row in chunk}
        named = select(CaseParty.party_id).where(CaseParty.party_id.in_(ids), CaseParty.case_id.not_in(cases))
        needed = set(ctx.session.scalars(named))
        for party in ctx.session.scalars(select(Party).where(Party.id.in_(ids - needed))):
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
