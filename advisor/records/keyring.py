"""The key file: named 256-bit master keys kept outside the database, and what is derived from them."""

import base64
import json
import os
import secrets
import stat
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
ID_BYTES = 8


class KeyFileError(Exception):
    """The key file is missing, unsafe or damaged; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    """One named key. A retired key has lost its sealing part for good and only proves what was signed with it."""

    name: str
    created_at: str
    seal: bytes | None
    chain: bytes
    index: bytes
    token: bytes


def derive(secret: bytes, purpose: str) -> bytes:
    """A 256-bit sub-key for one purpose (HKDF-SHA-256); knowing it tells nothing about the secret."""
    return HKDF(SHA256(), KEY_BYTES, salt=b"advisor", info=purpose.encode()).derive(secret)


class KeyRing:
    """The keys of the firm. Reads the file again when another process has rotated the keys."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._lock = path, threading.Lock()
        self._load(text)

    def _load(self, text: str) -> None:
        self._stamp = _stamp(self._path)
        try:
            document = json.loads(text)
            keys = {name: _read_key(name, entry) for name, entry in document["keys"].items()}
            self._current, self._index, self._keys = document["current"], document["index"], keys
            usable = keys[self._current].seal is not None and self._index in keys
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeyFileError(f"The key file {self._path} is damaged; restore it from your safe copy.") from error
        if not usable:
            raise KeyFileError(f"The key file {self._path} names a current key that cannot seal.")

    def _refresh(self) -> None:
        if _stamp(self._path) != self._stamp:
            with self._lock:
                self._load(_read(self._path))

    @property
    def current(self) -> Key:
        """The key for everything new; a rotation by another process is seen at once."""
        self._refresh()
        return self._keys[self._current]

    @property
    def index_key(self) -> bytes:
        """Key of the blind index: stays the same over rotations, else no old row would be found."""
        return self._keys[self._index].index

    def get(self, name: str) -> Key:
        """The named key; KeyFileError when the file does not hold it."""
        if name not in self._keys:
            self._refresh()
        if name not in self._keys:
            raise KeyFileError(f"The key {name} is not in the key file {self._path}; add it from your safe copy.")
        return self._keys[name]

    @property
    def keys(self) -> list[Key]:
        """All keys, oldest first."""
        self._refresh()
        return sorted(self._keys.values(), key=lambda key: (key.created_at, key.name))


def load_keyring(path: Path, create: bool = False) -> KeyRing:
    """Read the key file; with `create`, make a first one when there is none. KeyFileError says what is wrong."""
    if create and not path.exists():
        write_keys(path, new_document(datetime.now(UTC)), replace=False)
    return KeyRing(path, _read(path))


def new_document(now: datetime) -> dict[str, Any]:
    """A key file with one fresh key."""
    name, entry = new_entry(now)
    return {"version": 1, "current": name, "index": name, "keys": {name: entry}}


def new_entry(now: datetime) -> tuple[str, dict[str, str]]:
    """A fresh random key as (name, entry of the key file)."""
    secret = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return secrets.token_hex(ID_BYTES), {"created_at": now.isoformat(), "secret": secret}


def retired_entry(key: Key, now: datetime) -> dict[str, str]:
    """What stays of a key that no longer seals: enough to verify the trail and to find rows, nothing to open them."""
    kept = {part: base64.b64encode(getattr(key, part)).decode() for part in ("chain", "index", "token")}
    return {"created_at": key.created_at, "retired_at": now.isoformat(), **kept}


def write_keys(path: Path, document: dict[str, Any], *, replace: bool = True) -> None:
    """Write the key file whole or not at all, readable by its owner only, on the disk before this returns."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(document, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(draft, path)
        elif not path.exists():
            _link(draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be written: {error.strerror}.") from error
    finally:
        if draft.exists():
            draft.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _link(draft: Path, path: Path) -> None:
    """Put the file in place only if nobody was faster: two first starts must agree on one key."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return


def _read(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise KeyFileError(f"The key file {path} is not a file.")
        if mode & 0o027:
            raise KeyFileError(f"The key file {path} is open to others; run: chmod 600 {path}")
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise KeyFileError(f"The key file {path} does not exist; set ADVISOR_KEY_FILE or restore the file.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"The key file {path} cannot be read.") from error


def _read_key(name: str, entry: dict[str, str]) -> Key:
    if len(bytes.fromhex(name)) != ID_BYTES:
        raise ValueError(name)
    if "secret" not in entry:
        parts = {part: base64.b64decode(entry[part], validate=True) for part in ("chain", "index", "token")}
        return Key(name, entry["created_at"], None, **parts)
    secret = base64.b64decode(entry["secret"], validate=True)
    if len(secret) != KEY_BYTES:
        raise ValueError(name)
    seal, chain, index, token = (derive(secret, purpose) for purpose in ("seal", "chain", "index", "token"))
    return Key(name, entry["created_at"], seal, chain, index, token)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except OSError:
        return (0, 0)
    return (facts.st_mtime_ns, facts.st_ino)
