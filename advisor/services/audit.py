"""Read the trail (who did what when, with which reason), and erase a person from it without breaking the chain."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from advisor.records.sealed import SealBroken, Shredded, load_party_keys, shred_party, unseal
from advisor.records.trail import ENTRIES, VALUES
from advisor.services.context import Context
from advisor.services.verification import ERASED, Break, Report, verify

__all__ = ["Break", "Filters", "Line", "Report", "case_history", "entries", "erase_personal", "verify"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; None means any. Moments are UTC, `until_at` excluded."""

    verb: str | None = None
    subject: str | None = None
    actor_id: int | None = None
    case_id: int | None = None
    party_id: int | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry for a reader. Changes are {table, id, op, fields: {column: [old, new]}}; `erased`: values are gone."""

    seq: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_name: str
    verb: str
    subject: str
    subject_id: int | None
    case_id: int | None
    party_id: int | None
    detail: dict[str, Any]
    changes: list[dict[str, Any]]
    reason: str
    erased: bool


def entries(
    session: Session,
    filters: Filters,
    before: int | None = None,
    size: int = PAGE,
    only: ColumnElement[bool] | None = None,
) -> list[Line]:
    """A page of the trail, newest first; the next page is asked with `before` = the last line's `seq`.

    `only` narrows it to what the reader may see.

    Three statements whatever the size: entries, personal values, keys.
    """
    query = select(ENTRIES).order_by(ENTRIES.c.seq.desc()).limit(size)
    for name in ("verb", "subject", "actor_id", "case_id", "party_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(ENTRIES.c[name] == wanted)
    if filters.from_at is not None:
        query = query.where(ENTRIES.c.at >= filters.from_at)
    if filters.until_at is not None:
        query = query.where(ENTRIES.c.at < filters.until_at)
    if before is not None:
        query = query.where(ENTRIES.c.seq < before)
    if only is not None:
        query = query.where(only)
    return _lines(session, query)


def case_history(session: Session, case_id: int, size: int = 500) -> list[Line]:
    """Everything that happened in one case, newest first."""
    return entries(session, Filters(case_id=case_id), size=size)


def verbs(session: Session) -> list[str]:
    """The verbs that occur, for the filter of the Audit screen."""
    return list(session.scalars(select(ENTRIES.c.verb).distinct().order_by(ENTRIES.c.verb)))


def erase_personal(ctx: Context, party_id: int, reason: str = "") -> int:
    """Erase a party's values from the trail and the key that sealed them; returns how many. The chain still holds.

    The entry that says so carries its reason sealed with the firm's key, for the party's own is gone.
    """
    gone = ctx.session.execute(delete(VALUES).where(VALUES.c.party_id == party_id).returning(VALUES.c.seq))
    count = len(gone.all())
    shred_party(ctx.session, party_id)
    ctx.record(ERASED, "party", party_id, reason=reason, values=count)
    return count


def _lines(session: Session, query: Select[Any]) -> list[Line]:
    rows = session.execute(query).all()
    personal = _personal(session, [row for row in rows if row.commitment])
    return [_line(row, personal.get(row.seq)) for row in rows]


def _personal(session: Session, rows: Sequence[Any]) -> dict[int, dict[str, Any]]:
    """The personal values of the entries, opened; missing where they were erased or do not open."""
    if not rows:
        return {}
    values = session.execute(select(VALUES).where(VALUES.c.seq.in_([row.seq for row in rows]))).all()
    uids = load_party_keys(session, {value.party_id for value in values} - {None})
    opened: dict[int, dict[str, Any]] = {}
    for value in values:
        try:
            text = unseal(session, uids.get(value.party_id), VALUES.name, value.salt.hex(), "sealed", value.sealed)
            opened[value.seq] = json.loads(text)
        except (Shredded, SealBroken):
            continue
    return opened


def _line(row: Any, personal: dict[str, Any] | None) -> Line:
    content = json.loads(row.payload)
    changes = content.get("changes", [])
    hidden = {(change["table"], change["id"]): change["fields"] for change in (personal or {}).get("changes", [])}
    for change in changes:
        change["fields"] |= hidden.get((change["table"], change["id"]), {})
    return Line(
        row.seq, row.at, row.actor_kind, row.actor_id, row.actor_name, row.verb, row.subject, row.subject_id,
        row.case_id, row.party_id, content.get("detail", {}), changes, (personal or {}).get("reason", ""),
        bool(row.commitment) and personal is None,
    )  # fmt: skip
