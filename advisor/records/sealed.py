"""Sealed values: AES-256-GCM with a key per party, bound to table, row and column; equality search by blind index.

Every party has its own random data key, wrapped by the firm's current master key in `party.seal_key`; what belongs to
nobody is sealed with the firm's own data key. Erasing a party's key makes everything sealed with it unreadable.
"""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import CursorResult, LargeBinary, Table, TypeDecorator, event, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.errors import AdvisorError
from advisor.records.base import BOOKKEEPING, Base, Row
from advisor.records.encoding import encode
from advisor.records.keyring import ID_BYTES, KEY_BYTES, KeyFileError, KeyRing, load_keyring

__all__ = [
    "FirmKey", "KeyFileError", "KeyRing", "SealBroken", "Sealed", "Shredded", "blind_index", "data_key", "keyring",
    "load_keyring", "load_party_keys", "new_party_key", "seal", "shred_party", "unseal", "unwrap",
    "wrap", "wrapped_with",
]  # fmt: skip

VERSION = b"\x01"
NONCE_BYTES = 12
HEAD = len(VERSION) + ID_BYTES + NONCE_BYTES
FIRM = ""
"""Stands for the firm where a party's uid is asked."""

_CACHE = "seal_keys"  # session.info: party uid -> data key, None when erased
_UIDS = "seal_uids"  # session.info: party id -> uid


class SealBroken(AdvisorError):
    """A sealed value does not open: changed, moved to another row or column, or sealed with another key."""

    code = "seal_broken"


class Shredded(AdvisorError):
    """The party's key was erased; what was sealed with it is gone for good."""

    code = "shredded"


class Sealed(TypeDecorator[bytes]):
    """Column type of a sealed value: holds the envelope made by `seal`, opened by `unseal`."""

    impl = LargeBinary
    cache_ok = True


class FirmKey(Row):
    """The firm's own data key, wrapped by the master key: exactly one row, id 1."""

    __tablename__ = "firm_key"
    __table_args__ = ({"info": BOOKKEEPING},)
    seal_key: Mapped[bytes]
    id: Mapped[int] = mapped_column(primary_key=True, default=1)


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget_keys(session: Session, _previous: object = None) -> None:
    """Keys live as long as a transaction: one made and rolled back never existed, one erased elsewhere is gone."""
    session.info.pop(_CACHE, None)
    session.info.pop(_UIDS, None)


def keyring(session: Session) -> KeyRing:
    """The key ring of the session, put there by whoever made the session."""
    ring = session.info.get("keyring")
    if not isinstance(ring, KeyRing):
        raise KeyFileError("This session has no key ring; open it with info={'keyring': load_keyring(path)}.")
    return ring


def seal(  # noqa: PLR0913 - the place of a value is table, row and column
    session: Session, party_uid: str | None, table: str, row_uid: str, column: str, value: str | bytes
) -> bytes:
    """The value as an envelope that opens only in this row and column; party None seals with the firm's key."""
    key = data_key(session, party_uid)
    plain = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return _close(_key_id(key), key, plain, encode("value", table, row_uid, column))


def unseal(  # noqa: PLR0913
    session: Session, party_uid: str | None, table: str, row_uid: str, column: str, envelope: bytes
) -> str:
    """The text of an envelope; SealBroken when it was changed or moved, Shredded when the party was erased."""
    plain = _open(data_key(session, party_uid), envelope, encode("value", table, row_uid, column))
    return plain.decode("utf-8", "surrogatepass")


def blind_index(session: Session, kind: str, normalised: str) -> bytes:
    """Keyed fingerprint for equality search (16 bytes): equal texts of one kind are equal, nothing else shows."""
    return hmac.digest(keyring(session).index_key, encode("index", kind, normalised), "sha256")[:16]


def new_party_key(session: Session, party_uid: str) -> bytes:
    """A fresh wrapped data key for `party.seal_key` of a party being created. Without it, the first seal makes one."""
    key = secrets.token_bytes(KEY_BYTES)
    _cache(session)[party_uid] = key
    return wrap(keyring(session), party_uid, key)


def load_party_keys(session: Session, party_ids: Iterable[int]) -> dict[int, str]:
    """Fetch the data keys of many parties with one statement; returns their uids by id."""
    known: dict[int, str] = session.info.setdefault(_UIDS, {})
    wanted = set(party_ids)
    known.update(_at_hand(session, wanted - known.keys()))
    missing = wanted - known.keys()
    if missing:
        party = _party()
        for row in _read_keys(session, party.c.id.in_(sorted(missing))):
            known[row.id] = row.uid
    return {id_: known[id_] for id_ in wanted if id_ in known}


def data_key(session: Session, party_uid: str | None) -> bytes:
    """The 256-bit data key of a party (None: the firm), from the session's cache or by one statement."""
    uid, cache = party_uid or FIRM, _cache(session)
    if uid not in cache:
        if uid == FIRM:
            cache[FIRM] = _firm_key(session)
        elif not _read_keys(session, _party().c.uid == uid):
            raise LookupError(f"no party {uid}")
    key = cache[uid]
    if key is None:
        raise Shredded
    return key


def shred_party(session: Session, party_id: int) -> None:
    """Erase a party's data key: everything sealed with it is unreadable from now on (GDPR art. 17)."""
    party = _party()
    session.execute(update(party).where(party.c.id == party_id).values(seal_key=b""))
    _forget_keys(session)


def wrap(ring: KeyRing, uid: str, key: bytes) -> bytes:
    """A data key sealed by the current master key."""
    master = ring.current
    if master.seal is None:
        raise KeyFileError(f"The current key {master.name} cannot seal.")
    return _close(bytes.fromhex(master.name), master.seal, key, encode("party", uid))


def unwrap(ring: KeyRing, uid: str, envelope: bytes) -> bytes:
    """The data key inside `party.seal_key`; KeyFileError when its master key is gone."""
    name = wrapped_with(envelope)
    master = ring.get(name).seal
    if master is None:
        raise KeyFileError(f"The key {name} was retired and can no longer open anything.")
    return _open(master, envelope, encode("party", uid))


def wrapped_with(envelope: bytes) -> str:
    """Name of the key that closed an envelope."""
    return envelope[1 : 1 + ID_BYTES].hex()


def _close(key_id: bytes, key: bytes, plain: bytes, aad: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + key_id + nonce + AESGCM(key).encrypt(nonce, plain, aad)


def _open(key: bytes, envelope: bytes, aad: bytes) -> bytes:
    if len(envelope) < HEAD or envelope[:1] != VERSION:
        raise SealBroken("not an envelope")
    try:
        return AESGCM(key).decrypt(envelope[HEAD - NONCE_BYTES : HEAD], envelope[HEAD:], aad)
    except InvalidTag as error:
        raise SealBroken("the seal does not fit") from error


def _key_id(key: bytes) -> bytes:
    return sha256(encode("key id", key)).digest()[:ID_BYTES]


def _cache(session: Session) -> dict[str, bytes | None]:
    cache: dict[str, bytes | None] = session.info.setdefault(_CACHE, {})
    return cache


def _party() -> Table:
    return Base.metadata.tables["party"]


def _read_keys(session: Session, condition: Any) -> Sequence[Any]:
    """Put the keys of the parties that match into the cache; who has none yet gets one."""
    party, ring, cache = _party(), keyring(session), _cache(session)
    if session.autoflush:
        session.flush()  # a party just created counts too
    query = select(party.c.id, party.c.uid, party.c.seal_key, party.c.erased_at).where(condition)
    rows = session.execute(query).all()
    for row in rows:
        if row.uid in cache:
            continue
        if row.seal_key:
            cache[row.uid] = unwrap(ring, row.uid, row.seal_key)
        elif row.seal_key == b"" or row.erased_at is not None:
            cache[row.uid] = None
        else:
            _give_key(session, row.uid)
    return rows


def _at_hand(session: Session, party_ids: set[int]) -> dict[int, str]:
    """Uids of parties whose rows the session has read together with their keys; the keys go into the cache."""
    found: dict[int, str] = {}
    for row in session.identity_map.values() if party_ids else ():
        if getattr(row, "__tablename__", "") == "party":
            values = row.__dict__
            if values.get("seal_key") and values.get("id") in party_ids and "uid" in values:
                found[values["id"]] = uid = values["uid"]
                _cache(session).setdefault(uid, unwrap(keyring(session), uid, values["seal_key"]))
    return found


def _give_key(session: Session, uid: str) -> None:
    """First seal for a party without a key. Two at once agree: the loser of the race reads the winner's."""
    party = _party()
    wrapped = new_party_key(session, uid)
    change = update(party).where(party.c.uid == uid, party.c.seal_key.is_(None)).values(seal_key=wrapped)
    if cast("CursorResult[Any]", session.execute(change)).rowcount == 0:
        theirs = session.scalar(select(party.c.seal_key).where(party.c.uid == uid))
        _cache(session)[uid] = unwrap(keyring(session), uid, theirs) if theirs else None


def _firm_key(session: Session) -> bytes:
    """The firm's data key, made at its first use."""
    ring = keyring(session)
    query = select(FirmKey.seal_key).where(FirmKey.id == 1)
    wrapped = session.scalar(query)
    if wrapped is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        fresh = wrap(ring, FIRM, secrets.token_bytes(KEY_BYTES))
        session.execute(insert(cast("Table", FirmKey.__table__)).values(id=1, seal_key=fresh).on_conflict_do_nothing())
        wrapped = session.scalar(query)
    if wrapped is None:
        raise SealBroken("the firm's own key vanished while it was being made")
    return unwrap(ring, FIRM, wrapped)
