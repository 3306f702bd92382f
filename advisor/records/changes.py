"""What the rows of a transaction changed, field by field from old to new, seen by the session itself.

Nobody has to remember to write the trail: every flush of a tracked row is noted here and drained just before the
commit. Writes that go past the rows (a bulk UPDATE or DELETE of tracked columns) are refused, for they would go unseen.
"""

import base64
import enum
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import Column, Table, event, inspect, select
from sqlalchemy.orm import InstanceState, Mapper, ORMExecuteState, Session, SessionTransaction
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import NO_VALUE, PASSIVE_NO_INITIALIZE

from advisor.records.sealed import Sealed

NOTED = {"noted": True}
"""Execution option of a bulk write whose caller puts it into the trail by `ctx.record` himself."""

WHOLE_BYTES = 65_536
"""Bytes up to this long (every sealed note) stand in the trail whole, longer ones by their SHA-256."""

_RAW = "row_changes"  # session.info: changes in order of their flushes
_MARKS = "row_change_marks"  # session.info: length of that list when a savepoint began


class UntrackedWrite(RuntimeError):
    """A bulk write to tracked columns: change the rows instead, or record it and pass execution_options(**NOTED)."""


@dataclass(slots=True)
class Change:
    """One row's change. Fields are {column: [old, new]} as JSON values; personal ones apart."""

    table: str
    id: int | str | None
    op: str  # insert, update, delete
    case_id: int | None
    party_id: int | None
    plain: dict[str, list[Any]] = field(default_factory=dict)
    personal: dict[str, list[Any]] = field(default_factory=dict)


def collect(session: Session) -> list[Change]:
    """Drain the changes of the running transaction, one per row: first old value, last new value, nothing undone."""
    merged: dict[tuple[str, int | str | None], Change] = {}
    for change in session.info.pop(_RAW, []):
        key = (change.table, change.id)
        merged[key] = _merge(merged[key], change) if key in merged else change
    return [change for change in merged.values() if change.plain or change.personal]


@dataclass(frozen=True, slots=True)
class _Watch:
    """Which attributes of a mapped row are kept: (attribute, column name, personal)."""

    table: str
    fields: tuple[tuple[str, str, bool], ...]


@cache
def _watch(mapper: Mapper[Any]) -> _Watch | None:
    table = cast("Table", mapper.local_table)
    if table.info.get("untracked"):
        return None
    kept = []
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if not isinstance(column, Column) or column.primary_key or column is mapper.version_id_col:
            continue
        if not column.info.get("untracked"):
            personal = bool(column.info.get("personal")) or isinstance(column.type, Sealed)
            kept.append((attribute.key, column.name, personal))
    return _Watch(table.name, tuple(kept))


@event.listens_for(Session, "before_flush")
def _load_old_values(session: Session, _context: object, _instances: object) -> None:
    """A value set before it was ever loaded has no old value in memory: fetch it while the database still has it."""
    for row in session.dirty:
        state: InstanceState[Any] = inspect(row)
        watch = _watch(state.mapper)
        if watch is None or not state.persistent:
            continue
        blind = [key for key, _, _ in watch.fields if state.committed_state.get(key) is NO_VALUE]
        if blind:
            columns = [state.mapper.columns[key] for key in blind]
            keys = zip(state.mapper.primary_key, state.identity or (), strict=True)
            query = select(*columns).where(*(column == value for column, value in keys))
            old = session.connection().execute(query).first()
            if old is not None:
                state.committed_state.update(zip(blind, old, strict=True))


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _context: object) -> None:
    raw = session.info.setdefault(_RAW, [])
    for op, rows in (("insert", session.new), ("update", session.dirty), ("delete", session.deleted)):
        for row in rows:
            change = _change_of(op, inspect(row))
            if change is not None:
                raw.append(change)


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[transaction] = len(session.info.get(_RAW, []))


@event.listens_for(Session, "after_soft_rollback")
def _take_back(session: Session, transaction: SessionTransaction) -> None:
    """What a savepoint undid was never changed."""
    if transaction.nested:
        del session.info.get(_RAW, [])[session.info[_MARKS].pop(transaction) :]


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_RAW, None)
        session.info.pop(_MARKS, None)


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete) or state.execution_options.get("noted"):
        return
    mapper = state.bind_mapper
    watch = _watch(mapper) if mapper is not None else None
    if watch is None:
        return
    tracked = {name for _, name, _ in watch.fields}
    touched = {column.name for column in getattr(state.statement, "_values", None) or {}}
    if state.is_update and touched and not touched & tracked:
        return
    raise UntrackedWrite(f"bulk write to {watch.table}: {sorted(touched & tracked) or 'rows'}")


def _change_of(op: str, state: InstanceState[Any]) -> Change | None:
    watch = _watch(state.mapper)
    if watch is None:
        return None
    values = state.dict
    identity = state.mapper.primary_key_from_instance(state.object)
    row_id = identity[0] if len(identity) == 1 else ",".join(map(str, identity))
    case_id: Any = row_id if watch.table == "case_file" else values.get("case_id")
    party_id: Any = row_id if watch.table == "party" else values.get("party_id", values.get("client_id"))
    change = Change(watch.table, row_id, op, case_id, party_id)
    for key, column, personal in watch.fields:
        if op == "update" and key not in state.committed_state:
            continue  # never set: asking for its history costs more than all else here
        pair = _pair(op, state, key)
        if pair is not None and pair[0] != pair[1]:
            (change.personal if personal else change.plain)[column] = pair
    return change if change.plain or change.personal else None


def _pair(op: str, state: InstanceState[Any], key: str) -> list[Any] | None:
    if op == "update":
        history = get_history(state.object, key, PASSIVE_NO_INITIALIZE)
        if not history.has_changes():
            return None
        old = history.deleted[0] if history.deleted else None
        return [as_json(old), as_json(history.added[0] if history.added else None)]
    value = as_json(state.dict.get(key))
    return [None, value] if op == "insert" else [value, None]


def _merge(first: Change, second: Change) -> Change:
    if second.op == "delete" and first.op == "insert":
        return Change(second.table, second.id, "delete", second.case_id, second.party_id)
    op = "insert" if first.op == "insert" else second.op
    merged = Change(second.table, second.id, op, second.case_id, second.party_id)
    for part in ("plain", "personal"):
        pairs = dict(getattr(first, part))
        for column, (old, new) in getattr(second, part).items():
            pairs[column] = [pairs[column][0] if column in pairs else old, new]
        setattr(merged, part, {column: pair for column, pair in pairs.items() if pair[0] != pair[1]})
    return merged


def as_json(value: Any) -> Any:
    """A value as it stands in the trail: plain JSON. Sealed values stay sealed; long bytes are named by their hash."""
    if isinstance(value, enum.Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((as_json(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, bytes):
        whole = len(value) <= WHOLE_BYTES
        return "b64:" + base64.b64encode(value).decode() if whole else f"sha256:{sha256(value).hexdigest()}"
    return str(value) if isinstance(value, (Decimal, float)) else repr(value)
