"""Import batches: read a file into a preview that creates nothing, find it again, list one's own."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from advisor.casework.intake.columns import fields_of
from advisor.casework.intake.debts import INCOMPLETE, verdict_of
from advisor.casework.intake.duplicates import known_marks, marks_of, repeated
from advisor.casework.intake.reading import Defaults, Reading, card_of, read_row
from advisor.domain.debts import OP1, RulePack, Thresholds
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor, Role
from advisor.domain.words import N_
from advisor.records.intake import UNDER_WAY, BatchState, ImportBatch, ImportRow
from advisor.records.staff import Staff, active_staff
from advisor.services.context import Context
from advisor.services.rulebook import pack_in_force
from advisor.services.tables import PROBLEMS, Table, read_table
from advisor.services.workbooks import Line

FILE_PROBLEMS: dict[str, str] = {
    **PROBLEMS,
    "no_name_column": N_("No column holds names. Is the first line the headings?"),
    "already_imported": N_("This very file was imported already. Nothing was changed."),
}
VERBS: dict[str, str] = {
    "import.read": N_("Import file read"),
    "import.done": N_("File imported"),
    "import.undone": N_("Import undone"),
    "case.imported": N_("Case came from an import"),
    "case.import_undone": N_("Case taken back with its import"),
}


class Standing(StrEnum):
    """What a row of a preview is: GOOD becomes a case, DUPLICATE wants a choice, BAD is skipped with its reasons."""

    GOOD = "good"
    DUPLICATE = "duplicate"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: name for people, bytes, and the encoding when somebody chose one."""

    name: str
    content: bytes
    encoding: str = ""


def standing(row: ImportRow) -> Standing:
    """What a row is, from its problems and its likeness to somebody."""
    codes = {problem[1] for problem in row.problems}
    if codes - {"repeated"}:
        return Standing.BAD
    return Standing.DUPLICATE if codes or row.duplicate_of is not None else Standing.GOOD


def preview(ctx: Context, upload: Upload, defaults: Defaults) -> ImportBatch:
    """Read a file and keep what was read, row by row; no party and no case is created.

    An earlier preview of the same file by the same person is replaced. Raises Invalid('file', code of FILE_PROBLEMS),
    'already_imported' for a file whose cases stand in the ledger.
    """
    digest = hashlib.sha256(upload.content).hexdigest()
    refuse_imported(ctx.session, digest)
    table = read_table(upload.content, upload.encoding)
    fields = fields_of(table.header)
    if not {"name", "first", "last"} & set(fields):
        raise Invalid("file", "no_name_column")
    _forget_earlier(ctx, digest)
    batch = ImportBatch(
        kind=defaults.kind, file_name=upload.name[-255:], sha256=digest, encoding=table.encoding,
        separator=table.separator, created_by=ctx.actor.id, created_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(batch)
    ctx.session.flush()
    _judge(ctx, batch, table, defaults)
    ctx.record("import.read", "import_batch", batch.id, good=batch.rows_good, bad=batch.rows_bad,
               duplicate=batch.rows_duplicate)  # fmt: skip
    return batch


def refuse_imported(session: Session, digest: str, but_not: int = 0) -> None:
    """Raise Invalid('file', 'already_imported') when the same bytes were imported and not undone."""
    query = select(ImportBatch.id).where(
        ImportBatch.sha256 == digest, ImportBatch.id != but_not,
        ImportBatch.state.in_((BatchState.DONE, *UNDER_WAY)),
    )  # fmt: skip
    if session.scalar(query.limit(1)) is not None:
        raise Invalid("file", "already_imported")


def batch_for(session: Session, actor: Actor, batch_id: int) -> ImportBatch:
    """A batch of one's own, or of one's team for managers; NotFound otherwise."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound
    if batch.created_by != actor.id:
        maker = session.get(Staff, batch.created_by or 0)
        leads = actor.has(Role.MANAGER) and actor.team_id is not None and maker is not None
        if not leads or maker is None or maker.team_id != actor.team_id:
            raise NotFound
    return batch


def batches_of(session: Session, actor: Actor, limit: int = 50) -> list[ImportBatch]:
    """The newest batches of one's own, or of one's team for managers."""
    mine = ImportBatch.created_by == actor.id
    if actor.has(Role.MANAGER) and actor.team_id is not None:
        mine = or_(mine, ImportBatch.created_by.in_(select(Staff.id).where(Staff.team_id == actor.team_id)))
    return list(session.scalars(select(ImportBatch).where(mine).order_by(ImportBatch.id.desc()).limit(limit)))


def rows_of(session: Session, batch_id: int, after: int = 0, most: int | None = None) -> list[ImportRow]:
    """Rows of a batch in the order of the file: all, or the next ones after a line."""
    query = select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.line > after)
    return list(session.scalars(query.order_by(ImportRow.line).limit(most)))


def settled(session: Session, batch_id: int) -> tuple[int, int]:
    """How many cases a batch has created so far, and how many rows it has."""
    query = select(func.count(ImportRow.case_id), func.count()).where(ImportRow.batch_id == batch_id)
    cases, rows = session.execute(query).one()
    return cases, rows


def progress_of(session: Session, batch: ImportBatch) -> tuple[int, int]:
    """How many rows of a batch are settled in what is under way, and how many it has; one statement."""
    done = func.count().filter(ImportRow.line <= batch.last_line)
    found = session.execute(select(done, func.count()).where(ImportRow.batch_id == batch.id)).one()
    return found[0], found[1]


def waiting_batch(session: Session) -> ImportBatch | None:
    """The oldest batch that is being taken in or taken back, for the worker to go on with."""
    query = select(ImportBatch).where(ImportBatch.state.in_(UNDER_WAY))
    return session.scalar(query.order_by(ImportBatch.id).limit(1))


def _forget_earlier(ctx: Context, digest: str) -> None:
    query = select(ImportBatch).where(
        ImportBatch.sha256 == digest, ImportBatch.state == BatchState.PREVIEW, ImportBatch.created_by == ctx.actor.id
    )
    for earlier in ctx.session.scalars(query):
        ctx.session.execute(delete(ImportRow).where(ImportRow.batch_id == earlier.id))
        ctx.session.delete(earlier)


def _judge(ctx: Context, batch: ImportBatch, table: Table, defaults: Defaults) -> None:
    """Read every line, compare all of them with the ledger and with each other, and keep what was found."""
    fields = fields_of(table.header)
    workers = active_staff(ctx.session, Role.ADVISOR, Role.OPERATOR, Role.MANAGER)
    owners = {row.email.lower(): row.id for row in workers}
    readings = [_read(line, fields, defaults, owners) for line in table.lines]
    rules = pack_in_force(ctx.session, OP1.key, ctx.today)
    for reading in readings:
        _decide(reading, rules)
    cards = [card_of(reading.values) for reading in readings]
    marks = [marks_of(card) for card in cards]
    known = known_marks(ctx.session, {mark for own in marks for mark in own})
    rows = []
    for line, reading, own, before in zip(table.lines, readings, marks, repeated(marks), strict=True):
        same = next((known[mark] for mark in sorted(own, key=str) if mark in known), None)
        problems: list[list[object]] = [list(problem) for problem in reading.problems]
        if any(known[mark].do_not_contact for mark in own if mark in known):
            problems.append(["phone", "do_not_contact"])
        if before is not None:
            problems.append(["row", "repeated", table.lines[before].number])
        row = ImportRow(batch_id=batch.id, line=line.number, values=reading.values, problems=problems,
                        duplicate_of=same.party_id if same else None)  # fmt: skip
        if standing(row) is Standing.BAD:
            row.values = reading.values | {"cells": _cells(table, line)}
        rows.append(row)
    ctx.session.add_all(rows)
    counts = Counter(standing(row) for row in rows)
    batch.rows_good, batch.rows_bad = counts[Standing.GOOD], counts[Standing.BAD]
    batch.rows_duplicate = counts[Standing.DUPLICATE]
    ctx.session.flush()


def _read(line: Line, fields: tuple[str, ...], defaults: Defaults, owners: dict[str, int]) -> Reading:
    cells = {field: cell for field, cell in zip(fields, line.cells, strict=False) if field}
    reading = read_row(cells, defaults, owners)
    if any(line.cells[len(fields) :]):
        reading.problems.append(("row", "too_many_cells"))
    return reading


def _decide(reading: Reading, rules: RulePack[Thresholds]) -> None:
    """The verdict on the debts of a row. A case that stands past contact must have one that let it pass (OP-02, 17)."""
    if not reading.values.get("debts"):
        return
    decision = verdict_of(reading.values, rules)
    reading.values["verdict"] = str(decision.outcome) if decision is not None else INCOMPLETE
    if reading.values["stage"] != StageKey.CONTACT and (decision is None or not decision.allows_meeting):
        reading.problems.append(("debts", "not_past_contact"))


def _cells(table: Table, line: Line) -> list[list[str]]:
    """The row as it stood in the file, heading by heading, for the download of rows to be mended."""
    return [[heading, cell] for heading, cell in zip(table.header, line.cells, strict=False)]
