"""The file store: bytes on disk, sealed in chunks with the party's key, durable before their row commits.

A file belongs to the transaction that put it: rolled back, it goes again; deleted, it goes after the commit. What a
killed process leaves behind is an orphan that no row names; `orphans` finds them, `sweep` removes the old ones.
"""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import event, select, union_all
from sqlalchemy.orm import Session

from advisor.domain.errors import NotFound, Unavailable
from advisor.records.base import Base, new_uid
from advisor.records.encoding import encode
from advisor.records.keyring import derive, sync_folder
from advisor.records.sealed import SealBroken, data_key

FILES = "files"
"""Name of the folder inside the data folder."""

CHUNK = 64 * 1024
TAG = 16
HEAD = b"ADVF\x01"
IN_FLIGHT = timedelta(hours=1)
"""Younger than this, a file without a row may belong to a transaction still running."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PUT, _DOOMED = "files_put", "files_doomed"  # session.info: paths to remove after a rollback / after the commit


class StoreFull(Unavailable):
    """The disk under the file store is full; nothing was kept. Make room and send the file again."""

    code = "store_full"


class FileGone(NotFound):
    """A row names a file whose bytes are not there (see `advisor check`)."""

    code = "file_gone"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What to keep in the row: name in the store, SHA-256 (hex) and length of the plain bytes."""

    uid: str
    sha256: str
    size: int


class LocalStore:
    """Files under one local folder, two hexadecimal digits deep."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session, self._folder = session, folder

    def put(self, party_uid: str | None, content: bytes | BinaryIO) -> StoredFile:
        """Seal and keep the bytes of a party (None: the firm's); on the disk when this returns. StoreFull if not."""
        uid, source = new_uid(), BytesIO(content) if isinstance(content, bytes) else content
        key = self._key(party_uid, uid)
        target = self._path(uid)
        try:
            stored = self._write(uid, key, source, target)
        except OSError as error:
            if error.errno in _FULL:
                raise StoreFull from error
            raise Unavailable(f"The file store cannot be written: {error.strerror}.") from error
        self._session.info.setdefault(_PUT, []).append(target)
        return stored

    def open(self, uid: str, party_uid: str | None) -> Iterator[bytes]:
        """The plain bytes in chunks; FileGone when there is no such file, SealBroken when it was changed."""
        key = self._key(party_uid, uid)
        try:
            file = self._path(uid).open("rb")
        except FileNotFoundError as error:
            raise FileGone(uid) from error
        return _opened(file, uid, key)

    def read(self, uid: str, party_uid: str | None) -> bytes:
        """The plain bytes at once, for small files; same refusals as `open`."""
        return b"".join(self.open(uid, party_uid))

    def delete(self, uid: str) -> None:
        """Remove the file once the running transaction has committed; silent when it is gone already."""
        self._session.info.setdefault(_DOOMED, []).append(self._path(uid))

    def exists(self, uid: str) -> bool:
        """True when the bytes are there."""
        return self._path(uid).is_file()

    def _path(self, uid: str) -> Path:
        if len(uid) != 32 or not uid.isalnum() or not uid.isascii():
            raise FileGone(uid)
        return self._folder / uid[:2] / uid

    def _key(self, party_uid: str | None, uid: str) -> bytes:
        """A key for this file only, so that counting nonces never repeat."""
        return derive(data_key(self._session, party_uid), f"file {uid}")

    def _write(self, uid: str, key: bytes, source: BinaryIO, target: Path) -> StoredFile:
        known = target.parent.is_dir()
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{uid}.part")
        try:
            with draft.open("xb") as file:
                digest, size = _seal_stream(source, file, uid, key)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        for folder in (target.parent,) if known else (target.parent, self._folder, self._folder.parent):
            sync_folder(folder)
        return StoredFile(uid, digest, size)


def open_store(session: Session) -> LocalStore:
    """The file store of the house the session works for."""
    return LocalStore(session, session.info["data_dir"] / FILES)


def file_uids(session: Session) -> Iterator[str]:
    """Every file a row names, whatever the table: the columns called `file_uid`."""
    columns = [table.c.file_uid for table in Base.metadata.sorted_tables if "file_uid" in table.c]
    query = union_all(*(select(column).where(column != "") for column in columns))
    return iter(session.scalars(query.execution_options(yield_per=1000)))


def orphans(session: Session, now: datetime) -> list[Path]:
    """Files no row names, drafts included, older than a running transaction can be."""
    folder: Path = session.info["data_dir"] / FILES
    limit = (now - IN_FLIGHT).timestamp()
    found = {path.name: path for path in folder.glob("??/*") if path.stat().st_mtime < limit}
    found |= {path.name: path for path in folder.glob("??/.*.part") if path.stat().st_mtime < limit}
    for uid in file_uids(session):
        found.pop(uid, None)
    return sorted(found.values())


def sweep(session: Session, now: datetime) -> int:
    """Remove the orphans; returns how many went."""
    gone = orphans(session, now)
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_PUT, None)
        _remove(session.info.pop(_DOOMED, []))


@event.listens_for(Session, "after_rollback")
def _after_rollback(session: Session) -> None:
    session.info.pop(_DOOMED, None)
    _remove(session.info.pop(_PUT, []))


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _seal_stream(source: BinaryIO, target: BinaryIO, uid: str, key: bytes) -> tuple[str, int]:
    """Copy sealed chunk by chunk; the last chunk says that it is the last, so a cut file does not open."""
    cipher, digest, size, number = AESGCM(key), sha256(), 0, 0
    target.write(HEAD)
    chunk = _read_chunk(source)
    while True:
        following = _read_chunk(source) if chunk else b""
        digest.update(chunk)
        size += len(chunk)
        target.write(cipher.encrypt(number.to_bytes(12, "big"), chunk, encode(uid, number, str(not following))))
        if not following:
            return digest.hexdigest(), size
        chunk, number = following, number + 1


def _read_chunk(source: BinaryIO) -> bytes:
    """A whole chunk unless the source ends, also from a source that gives less at a time."""
    parts: list[bytes] = []
    wanted = CHUNK
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _opened(file: BinaryIO, uid: str, key: bytes) -> Iterator[bytes]:
    cipher, number = AESGCM(key), 0
    with file:
        if file.read(len(HEAD)) != HEAD:
            raise SealBroken(f"file {uid}")
        chunk = file.read(CHUNK + TAG)
        while True:
            following = file.read(CHUNK + TAG) if chunk else b""
            try:
                yield cipher.decrypt(number.to_bytes(12, "big"), chunk, encode(uid, number, str(not following)))
            except InvalidTag as error:
                raise SealBroken(f"file {uid}") from error
            if not following:
                return
            chunk, number = following, number + 1
