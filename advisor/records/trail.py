"""The trail: an append-only, gapless chain of who did what when, with personal values kept apart so they can go."""

from datetime import datetime
from typing import cast

from sqlalchemy import DDL, BigInteger, Index, String, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from advisor.records.base import BOOKKEEPING, Row


class TrailEntry(Row):
    """One link of the chain. `payload` is canonical JSON of non-personal values; the database refuses changes."""

    __tablename__ = "trail_entry"
    __table_args__ = (
        Index("ix_trail_entry_case", "case_id", "seq"),
        Index("ix_trail_entry_party", "party_id", "seq"),
        Index("ix_trail_entry_verb", "verb", "seq"),
        Index("ix_trail_entry_actor", "actor_id", "seq"),
        {"info": BOOKKEEPING},
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200))  # staff by name; clients only as client:<party id>
    verb: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[int | None]
    case_id: Mapped[int | None]
    party_id: Mapped[int | None]
    payload: Mapped[str]
    commitment: Mapped[str] = mapped_column(String(64))  # hex of the salted hash of the personal values, or empty
    key_id: Mapped[str] = mapped_column(String(16))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class TrailValue(Row):
    """The personal values and the reason behind an entry's commitment, sealed; a row may go, the chain still holds."""

    __tablename__ = "trail_value"
    __table_args__ = ({"info": BOOKKEEPING},)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    party_id: Mapped[int | None] = mapped_column(index=True)
    salt: Mapped[bytes]
    sealed: Mapped[bytes]


ENTRIES = cast("Table", TrailEntry.__table__)
VALUES = cast("Table", TrailValue.__table__)

GENESIS = "0" * 64
"""`prev_hash` of the first entry."""

SIGNED = (
    "seq", "at", "actor_kind", "actor_id", "actor_name", "verb", "subject", "subject_id", "case_id", "party_id",
    "payload", "commitment", "key_id", "prev_hash",
)  # fmt: skip
"""The columns the hash covers, in this order: everything but the hash itself."""

DOMAIN = "advisor trail 1"


SQLITE_TRIGGERS = (
    "CREATE TRIGGER trail_entry_no_update BEFORE UPDATE ON trail_entry "
    "BEGIN SELECT RAISE(ABORT, 'trail_entry is append-only'); END",
    "CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry "
    "BEGIN SELECT RAISE(ABORT, 'trail_entry is append-only'); END",
    # INSERT OR REPLACE would overwrite an entry without firing the delete trigger
    "CREATE TRIGGER trail_entry_no_gap BEFORE INSERT ON trail_entry "
    "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail_entry) "
    "BEGIN SELECT RAISE(ABORT, 'trail_entry is gapless'); END",
)
POSTGRES_TRIGGERS = (
    "CREATE OR REPLACE FUNCTION trail_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'trail_entry is append-only'; END $$",
    "CREATE TRIGGER trail_entry_no_change BEFORE UPDATE OR DELETE ON trail_entry "
    "FOR EACH ROW EXECUTE FUNCTION trail_entry_refuse()",
    "CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_entry_refuse()",
)
POSTGRES_DROP_TRIGGERS = ("DROP FUNCTION IF EXISTS trail_entry_refuse() CASCADE",)
"""For a downgrade, after the table was dropped. SQLite drops triggers together with their table."""

for _dialect, _statements in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRES_TRIGGERS)):
    for _statement in _statements:
        event.listen(ENTRIES, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
