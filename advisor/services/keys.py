"""Rotate the keys while people work: a new master key, data keys re-wrapped batch by batch, the old key retired.

No sealed value is touched: only the small wrapped data keys change hands. A retired key keeps what verifies the trail
and finds rows, and loses for good what opens anything; with it, wrapped keys in old backups stay shut.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, func, inspect, select, update
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.records.keyring import ID_BYTES, Key, KeyRing, load_keyring, new_entry, retired_entry, write_keys
from advisor.records.party import Party
from advisor.records.sealed import FIRM, VERSION, FirmKey, keyring, unwrap, wrap
from advisor.services.context import Context

SETTLE = timedelta(minutes=5)
"""How long a running transaction may still use the key it began with."""

_HEAD = len(VERSION) + ID_BYTES


def usage(session: Session) -> dict[str, int]:
    """How many data keys each master key wraps now, by its name."""
    counts: dict[str, int] = {}
    there = set(inspect(session.connection()).get_table_names())
    for table in _tables():
        if table.name in there:
            head = func.substr(table.c.seal_key, 1, _HEAD)
            query = select(head, func.count()).where(func.length(table.c.seal_key) > _HEAD).group_by(head)
            for envelope, count in session.execute(query):
                name = bytes(envelope)[1:].hex()
                counts[name] = counts.get(name, 0) + count
    return counts


def add_key(path: Path, now: datetime) -> str:
    """Put a fresh key into the key file and make it the current one; every running process sees it. Its name."""
    _, document = _read(path)
    name, entry = new_entry(now)
    document["keys"][name] = entry
    write_keys(path, document | {"current": name})
    return name


def rewrap(ctx: Context, batch: int = 500) -> int:
    """Wrap the next data keys with the current master key; how many were done, 0 when none is left."""
    ring = keyring(ctx.session)
    done = sum(_rewrap(ctx.session, ring, table, batch) for table in _tables())
    if done:
        ctx.record("keys.rewrapped", "key", count=done, key=ring.current.name)
    return done


def retire(ctx: Context, path: Path, name: str) -> None:
    """Destroy the sealing part of an old key. Invalid while anything is wrapped by it, or may be in a moment."""
    ring, document = _read(path)
    known = {key.name: key for key in ring.keys}
    if name not in known:
        raise NotFound(name)
    if name == ring.current.name or usage(ctx.session).get(name):
        raise Invalid("name", "key_in_use")
    if _age(ring.current, ctx.now) < SETTLE:
        raise Invalid("name", "key_may_be_in_use", minutes=int(SETTLE.total_seconds() // 60))
    document["keys"][name] = retired_entry(known[name], ctx.now)
    ctx.record("keys.retired", "key", key=name)
    write_keys(path, document)


def _tables() -> tuple[Table, Table]:
    """Both tables have an `id` and a `seal_key`."""
    return cast("Table", Party.__table__), cast("Table", FirmKey.__table__)


def _rewrap(session: Session, ring: KeyRing, table: Table, batch: int) -> int:
    ours = VERSION + bytes.fromhex(ring.current.name)
    uid = table.c.uid if "uid" in table.c else None
    columns = [table.c.id, table.c.seal_key] + ([] if uid is None else [uid.label("uid")])
    old = (func.length(table.c.seal_key) > _HEAD, func.substr(table.c.seal_key, 1, _HEAD) != ours)
    rows = session.execute(select(*columns).where(*old).limit(batch)).all()
    for row in rows:
        name = FIRM if uid is None else row.uid
        fresh = wrap(ring, name, unwrap(ring, name, row.seal_key))
        unchanged = (table.c.id == row.id, table.c.seal_key == row.seal_key)  # never revive a key erased meanwhile
        session.execute(update(table).where(*unchanged).values(seal_key=fresh))
    return len(rows)


def _read(path: Path) -> tuple[KeyRing, dict[str, Any]]:
    ring = load_keyring(path)
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return ring, document


def _age(key: Key, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(key.created_at)
