"""Take a preview in, part by part: parties and cases through the same use cases as every door.

A part is one short transaction, whole or not at all, so that others write meanwhile; an import that was cut short goes
on behind its last part, and is undone as one.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from advisor.casework.intake.batches import Standing, batch_for, refuse_imported, rows_of, settled, standing
from advisor.casework.intake.debts import debts_of
from advisor.casework.intake.duplicates import known_marks, marks_of
from advisor.casework.intake.reading import card_of
from advisor.casework.open import NewCase, open_case
from advisor.domain.catalogue import Source
from advisor.domain.errors import WrongStatus
from advisor.domain.folding import fold
from advisor.domain.process import StageKey
from advisor.records.intake import BatchState, ImportBatch, ImportRow
from advisor.records.party import Consent, ConsentPurpose, Party
from advisor.services.context import Context
from advisor.services.parties import create_party, give_consent
from advisor.stages.contact.prequalification.actions import Sheet, state_debts
from advisor.stages.contact.prequalification.records import DebtRow

FIRST, PART, WHOLE = 200, 25, 1000
"""Rows taken while a person waits, rows of a part in the worker (a fifth of a second of the lock), of one sitting."""


class Choice(StrEnum):
    """What to do with a row that may be somebody we know."""

    SKIP = "skip"
    ATTACH = "attach"  # a new case of the known person
    NEW = "new"  # somebody else with the same phone: a new person


@dataclass(frozen=True, slots=True)
class Orders:
    """What a person decided about the duplicates: one by one, and for all others."""

    of_rows: dict[int, Choice] = field(default_factory=dict)  # ImportRow.id -> choice
    of_others: Choice = Choice.SKIP


def start_import(ctx: Context, batch_id: int, orders: Orders | None = None) -> ImportBatch:
    """Begin to take a preview in; `take_part` does the work, here and later on in the worker.

    Raises NotFound, WrongStatus when the batch is no preview, Invalid('file', 'already_imported') when the same bytes
    were imported meanwhile.
    """
    orders = orders or Orders()
    batch = batch_for(ctx.session, ctx.actor, batch_id)
    ctx.session.refresh(batch, with_for_update=True)
    if batch.state is not BatchState.PREVIEW:
        raise WrongStatus(batch.state)
    refuse_imported(ctx.session, batch.sha256, batch.id)
    batch.orders = {
        "rows": {str(row): str(one) for row, one in orders.of_rows.items()},
        "others": str(orders.of_others),
    }
    batch.state, batch.started_at, batch.started_by = BatchState.RUNNING, ctx.now, ctx.actor.id
    return batch


def take_part(ctx: Context, batch: ImportBatch, most: int = PART) -> ImportBatch:
    """Create the cases of the next rows in the transaction of `ctx`: all of this part, or none when anything is raised.

    Rows with problems are skipped, duplicates too unless chosen otherwise. People who came into the ledger after the
    preview are recognised. After the last row the batch is DONE; nothing is done to a batch that does not run.
    """
    ctx.session.flush()
    ctx.session.refresh(batch, with_for_update=True)
    if batch.state is not BatchState.RUNNING:
        return batch
    rows = rows_of(ctx.session, batch.id, batch.last_line, most)
    orders = Orders({int(row): Choice(one) for row, one in batch.orders.get("rows", {}).items()},
                    Choice(batch.orders.get("others", Choice.SKIP)))  # fmt: skip
    _recognise(ctx, rows)
    referrers, party_of_line = _referrers(ctx, rows), _above(ctx, batch, rows)
    for row in rows:
        choice = _choice(row, orders)
        row.skipped = choice is Choice.SKIP
        if not row.skipped:
            _take(ctx, batch, row, _party(ctx, row, choice, party_of_line), referrers)
            party_of_line[row.line] = row.party_id or 0
        batch.last_line = row.line
    if len(rows) < most:
        _finish(ctx, batch)
    return batch


def run_import(ctx: Context, batch_id: int, orders: Orders | None = None) -> ImportBatch:
    """Take a whole preview in at once; for files so small that nobody waits for the lock. Raises as `start_import`."""
    batch = start_import(ctx, batch_id, orders)
    while batch.state is BatchState.RUNNING:
        take_part(ctx, batch, WHOLE)
    return batch


def _finish(ctx: Context, batch: ImportBatch) -> None:
    ctx.session.flush()
    taken, rows = settled(ctx.session, batch.id)
    batch.state, batch.done_at, batch.orders = BatchState.DONE, ctx.now, {}
    ctx.record("import.done", "import_batch", batch.id, cases=taken, skipped=rows - taken)


def _above(ctx: Context, batch: ImportBatch, rows: list[ImportRow]) -> dict[int, int]:
    """Parties of earlier lines of the file that rows of this part repeat: line -> party id."""
    lines = {problem[2] for row in rows for problem in row.problems if problem[1] == "repeated"}
    query = select(ImportRow.line, ImportRow.party_id).where(
        ImportRow.batch_id == batch.id, ImportRow.line.in_(lines), ImportRow.party_id.is_not(None)
    )
    return {row.line: row.party_id for row in ctx.session.execute(query)} if lines else {}


def _choice(row: ImportRow, orders: Orders) -> Choice:
    found = standing(row)
    if found is Standing.GOOD:
        return Choice.NEW
    return Choice.SKIP if found is Standing.BAD else orders.of_rows.get(row.id, orders.of_others)


def _recognise(ctx: Context, rows: list[ImportRow]) -> None:
    """Look once more who is known: somebody may have come into the ledger since the preview."""
    fresh = {row.id: marks_of(card_of(row.values)) for row in rows if standing(row) is not Standing.BAD}
    known = known_marks(ctx.session, {mark for own in fresh.values() for mark in own})
    for row in rows:
        same = [known[mark] for mark in sorted(fresh.get(row.id, ()), key=str) if mark in known]
        if same and row.duplicate_of is None:
            row.duplicate_of = same[0].party_id
        if any(one.do_not_contact for one in same):
            row.problems = [*row.problems, ["phone", "do_not_contact"]]


def _referrers(ctx: Context, rows: list[ImportRow]) -> dict[str, int]:
    """Known parties by folded name, for the names in the column of referrers; a name that two share names nobody."""
    wanted = sorted({row.values.get("referrer", "") for row in rows} - {""})
    found: dict[str, int] = {}
    shared: set[str] = set()
    for start in range(0, len(wanted), 400):
        query = select(Party.id, Party.name).where(
            Party.name.in_(wanted[start : start + 400]), Party.merged_into_id.is_(None)
        )
        for party in ctx.session.execute(query):
            name = fold(party.name)
            shared |= {name} & found.keys()
            found[name] = party.id
    return {name: party_id for name, party_id in found.items() if name not in shared}


def _party(ctx: Context, row: ImportRow, choice: Choice, party_of_line: dict[int, int]) -> Party:
    if choice is Choice.ATTACH:
        above = next((problem[2] for problem in row.problems if problem[1] == "repeated"), 0)
        known = row.duplicate_of or party_of_line.get(above)
        if known:
            return ctx.session.get_one(Party, known)
    row.party_created = True
    return create_party(ctx, card_of(row.values))


def _take(ctx: Context, batch: ImportBatch, row: ImportRow, party: Party, referrers: dict[str, int]) -> None:
    values = row.values
    referrer = referrers.get(fold(values["referrer"])) if values["referrer"] else None
    case = open_case(ctx, party, NewCase(
        product=values["product"], client_type=values["client_type"], currency=values["currency"],
        amount=values["amount"], purpose=_purpose(values, referrer), campaign=values["campaign"],
        source=Source(values["source"]) if values["source"] else None, owner_id=values["owner_id"],
        referrer_id=referrer if referrer != party.id else None, stage=StageKey(values["stage"]),
        evidence=values["evidence"],
    ))  # fmt: skip
    if values.get("debts"):
        rows = tuple(DebtRow(debt) for debt in debts_of(values))
        state_debts(ctx, case, Sheet(rows, values.get("mortgage")))
    if values["basis"] == "consent":
        give_consent(ctx, Consent(
            party_id=party.id, case_id=case.id, purpose=ConsentPurpose.DATA_PROCESSING, channel="paper",
            wording_version="before import", source=f"{batch.file_name}, {row.line}", given_at=ctx.now,
        ))  # fmt: skip
    ctx.record("case.imported", "case", case.id, case_id=case.id, party_id=party.id, batch=batch.id, line=row.line,
               basis=values["basis"])  # fmt: skip
    row.case_id, row.party_id = case.id, party.id
    row.values = {"basis": values["basis"]}  # the rest stands in the case now; no second copy of a person's data


def _purpose(values: dict[str, Any], referrer: int | None) -> str:
    """The notes of the row; a referrer we do not know is kept in words."""
    words = [values["notes"]]
    if values["referrer"] and referrer is None:
        words.append(f"({values['referrer']})")
    return " ".join(filter(None, words))
