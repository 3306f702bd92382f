"""Write the trail of a transaction: called once, right before the commit, with the lock held as briefly as possible."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from advisor.domain.roles import Actor, ActorKind
from advisor.records.case import Case
from advisor.records.changes import Change, as_json, collect
from advisor.records.encoding import canonical, encode
from advisor.records.sealed import Shredded, keyring, load_party_keys, seal
from advisor.records.trail import DOMAIN, ENTRIES, GENESIS, SIGNED, VALUES
from advisor.services.context import Context, Note

LOCK = 0x41445649534F52  # "ADVISOR": advisory lock on PostgreSQL; SQLite's write lock is held already


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain after a transaction: what an anchor commits to."""

    seq: int
    hash: str
    at: datetime


@dataclass(slots=True)
class Draft:
    """An entry being put together: a note of the use case, or none, and the changes that belong to it."""

    note: Note
    case_id: int | None
    party_id: int | None
    changes: list[Change] = field(default_factory=list)

    def takes(self, change: Change) -> bool:
        """True when the change belongs to this note: same case, and nobody else's personal values."""
        if None not in (self.case_id, change.case_id) and self.case_id != change.case_id:
            return False
        return not change.personal or change.party_id is None or self.party_id in (None, change.party_id)

    def add(self, change: Change) -> None:
        """Take a change in; its party's key will seal the personal part."""
        self.changes.append(change)
        self.case_id = self.case_id if self.case_id is not None else change.case_id
        if change.personal and self.party_id is None:
            self.party_id = change.party_id

    def forget_person(self) -> None:
        """Nothing of an erased person is kept any more; the reason given now is the firm's."""
        self.party_id = None
        for change in self.changes:
            change.personal.clear()

    @property
    def payload(self) -> str:
        """Canonical JSON of everything that is nobody's personal value."""
        content: dict[str, Any] = {}
        if self.note.detail:
            content["detail"] = as_json(self.note.detail)
        if self.changes:
            content["changes"] = [_row(change, change.plain) for change in self.changes]
        return canonical(content)

    @property
    def personal(self) -> str:
        """Canonical JSON of the personal values and the reason, or nothing."""
        content: dict[str, Any] = {}
        if self.note.reason:
            content["reason"] = self.note.reason
        changes = [_row(change, change.personal) for change in self.changes if change.personal]
        if changes:
            content["changes"] = changes
        return canonical(content) if content else ""


def write(ctx: Context) -> Head | None:
    """Put the notes and changed rows of this transaction into the trail; None when there was nothing to say."""
    session = ctx.session
    session.flush()
    drafts = _drafts(ctx.notes, collect(session))
    if not drafts:
        return None
    ctx.notes.clear()
    _find_clients(session, drafts)
    values = _seal_values(session, drafts)
    entries = [_entry(ctx, draft, value) for draft, value in zip(drafts, values, strict=True)]
    head = _chain(session, entries)
    session.execute(insert(ENTRIES), entries)
    rows = [value | {"seq": entry["seq"]} for entry, value in zip(entries, values, strict=True) if value]
    if rows:
        session.execute(insert(VALUES), rows)
    return Head(head[0], head[1], ctx.now)


def commitment(salt: bytes, text: str) -> str:
    """Hash of personal values that says nothing without the salt, and proves them with it."""
    return sha256(encode("trail value", salt, text)).hexdigest()


def sign(key: bytes, entry: dict[str, Any]) -> str:
    """HMAC-SHA-256 over the canonical encoding of an entry's signed columns, in hex."""
    return hmac.digest(key, encode(DOMAIN, *(entry[name] for name in SIGNED)), "sha256").hex()


def _drafts(notes: Iterable[Note], changes: Iterable[Change]) -> list[Draft]:
    """Each change goes to the last note it fits; what fits none is told as 'changed', per case and party."""
    told = [Draft(note, note.case_id, note.party_id) for note in notes]
    alone: dict[tuple[int | None, int | None], Draft] = {}
    for change in changes:
        draft = next((draft for draft in reversed(told) if draft.takes(change)), None)
        if draft is None:
            key = (change.case_id, change.party_id if change.personal else None)
            note = Note("changed", change.table, _number(change.id), *key, "", {})
            draft = alone.setdefault(key, Draft(note, *key))
        draft.add(change)
    return told + list(alone.values())


def _row(change: Change, fields: dict[str, list[Any]]) -> dict[str, Any]:
    return {"table": change.table, "id": change.id, "op": change.op, "fields": fields}


def _number(row_id: int | str | None) -> int | None:
    return row_id if isinstance(row_id, int) else None


def _find_clients(session: Session, drafts: list[Draft]) -> None:
    """Personal words about a case are about its client, unless the note says about whom."""
    unknown = [d for d in drafts if d.party_id is None and d.case_id is not None and d.personal]
    if not unknown:
        return
    loaded = {row.id: row.client_id for row in session.identity_map.values() if isinstance(row, Case)}
    for draft in drafts:
        loaded.update({c.case_id: c.party_id for c in draft.changes if c.table == Case.__tablename__})  # type: ignore[misc]
    missing = {draft.case_id for draft in unknown} - loaded.keys()
    if missing:
        query = select(Case.id, Case.client_id).where(Case.id.in_(missing))
        loaded.update((row.id, row.client_id) for row in session.execute(query))
    for draft in unknown:
        draft.party_id = loaded.get(draft.case_id or 0)


def _seal_values(session: Session, drafts: list[Draft]) -> list[dict[str, Any]]:
    """One row for the erasable table per draft with personal values, an empty one for the rest."""
    about = {draft.party_id for draft in drafts if draft.party_id is not None and draft.personal}
    uids = load_party_keys(session, about) if about else {}
    return [_seal_value(session, draft, uids) for draft in drafts]


def _seal_value(session: Session, draft: Draft, uids: dict[int, str]) -> dict[str, Any]:
    text, salt = draft.personal, secrets.token_bytes(32)
    if not text:
        return {}
    try:
        sealed = seal(session, uids.get(draft.party_id or 0), VALUES.name, salt.hex(), "sealed", text)
    except Shredded:
        draft.forget_person()
        return _seal_value(session, draft, uids)
    return {"party_id": draft.party_id, "salt": salt, "sealed": sealed, "commitment": commitment(salt, text)}


def _entry(ctx: Context, draft: Draft, value: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": ctx.now,
        "actor_kind": ctx.actor.kind.value,
        "actor_id": ctx.actor.id,
        "actor_name": _name(ctx.actor),
        "verb": draft.note.verb,
        "subject": draft.note.subject,
        "subject_id": draft.note.subject_id,
        "case_id": draft.case_id,
        "party_id": draft.party_id,
        "payload": draft.payload,
        "commitment": value.pop("commitment", ""),
    }


def _name(actor: Actor) -> str:
    """Clients stand in the trail by number only, so that the chain needs no erasing."""
    return f"client:{actor.id}" if actor.kind is ActorKind.CLIENT else actor.name


def _chain(session: Session, entries: list[dict[str, Any]]) -> tuple[int, str]:
    """Take the lock, read the end of the chain and link the entries to it; returns the new end."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    last = select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1)
    seq, previous = session.execute(last).first() or (0, GENESIS)
    key = keyring(session).current
    for entry in entries:
        seq += 1
        entry |= {"seq": seq, "key_id": key.name, "prev_hash": previous}
        previous = entry["hash"] = sign(key.chain, entry)
    return seq, previous
