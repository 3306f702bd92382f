"""Import batches: what was read from a file, row by row, so that a preview can be judged and an import undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from advisor.domain.words import N_
from advisor.records.base import BOOKKEEPING, Row, choice


class BatchState(StrEnum):
    """PREVIEW was read but nothing written; RUNNING creates its cases part by part; DONE has created them.

    UNDOING takes them back part by part; UNDONE took them back.
    """

    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


UNDER_WAY = (BatchState.RUNNING, BatchState.UNDOING)
"""States the worker goes on with."""
BATCH_STATE_TITLES: dict[BatchState, str] = {
    BatchState.PREVIEW: N_("Preview"),
    BatchState.RUNNING: N_("Being imported"),
    BatchState.DONE: N_("Imported"),
    BatchState.UNDOING: N_("Being undone"),
    BatchState.UNDONE: N_("Undone"),
}


class ImportBatch(Row):
    """One uploaded file of leads or running cases."""

    __tablename__ = "import_batch"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(16))  # leads, running
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    encoding: Mapped[str] = mapped_column(String(24))
    separator: Mapped[str] = mapped_column(String(2))
    state: Mapped[BatchState] = mapped_column(choice(BatchState), default=BatchState.PREVIEW)
    rows_good: Mapped[int] = mapped_column(default=0)
    rows_bad: Mapped[int] = mapped_column(default=0)
    rows_duplicate: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    created_at: Mapped[datetime]
    # what was chosen for the duplicates, while the import runs
    orders: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}")
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    # rows up to this line of the file are settled
    last_line: Mapped[int] = mapped_column(default=0, server_default="0")
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class ImportRow(Row):
    """One line of a batch: its values as read, its problems, and what it became."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_batch", "batch_id", "line"), {"info": BOOKKEEPING})
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    line: Mapped[int]
    values: Mapped[dict[str, Any]]
    problems: Mapped[list[Any]] = mapped_column(default_factory=list)  # [field, code]
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("party.id"), default=None)
    skipped: Mapped[bool] = mapped_column(default=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), default=None)
    party_id: Mapped[int | None] = mapped_column(default=None)
    party_created: Mapped[bool] = mapped_column(default=False)
