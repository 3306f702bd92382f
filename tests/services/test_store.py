"""The file store: sealed, durable before the row, nothing left behind (R2, R10, P3, P5, finding 3)."""

import io
import os
import random
import resource
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.keyring import load_keyring
from advisor.records.party import Party
from advisor.records.sealed import SealBroken, Shredded, shred_party
from advisor.records.upload import Upload
from advisor.services.keys import add_key, retire, rewrap
from advisor.services.store import CHUNK, FILES, FileGone, StoreFull, open_store, orphans, sweep
from advisor.transaction import write
from tests.services.test_trail import opened

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def a_party(session: Session) -> str:
    with write(session, COMMAND, NOW):
        party = Party(name="Jan", created_at=NOW)
        session.add(party)
        session.flush()
        return party.uid


def paths(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FILES).rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_the_bytes_come_back(ledger: Open, tmp_path: Path, size: int) -> None:
    session = ledger()
    party_uid = a_party(session)
    content = random.Random(size).randbytes(size)
    with write(session, COMMAND):
        stored = open_store(session).put(party_uid, content)
    assert (stored.size, stored.sha256) == (size, sha256(content).hexdigest())
    assert b"".join(open_store(session).open(stored.uid, party_uid)) == content
    assert open_store(session).exists(stored.uid)
    assert paths(tmp_path) == [tmp_path / FILES / stored.uid[:2] / stored.uid]


def test_sealed_files_open_after_the_keys_were_rotated_and_the_old_one_retired(ledger: Open, tmp_path: Path) -> None:
    """Issue 4 point 4: `advisor keys rotate` wraps the data keys anew; files of many gigabytes are not touched."""
    session, path = ledger(), tmp_path / "advisor.keys"
    party_uid = a_party(session)
    with write(session, COMMAND, NOW):
        stored = open_store(session).put(party_uid, b"a scan")
    (file,) = paths(tmp_path)
    before, old = file.read_bytes(), load_keyring(path).current.name
    add_key(path, NOW)
    while _rewrapped(session):
        pass
    with write(session, COMMAND, NOW + timedelta(minutes=6)) as ctx:
        retire(ctx, path, old)
    fresh = Session(session.get_bind(), info={"keyring": load_keyring(path), "data_dir": tmp_path})
    assert open_store(fresh).read(stored.uid, party_uid) == b"a scan"
    assert file.read_bytes() == before
    fresh.close()


def _rewrapped(session: Session) -> int:
    with write(session, COMMAND, NOW) as ctx:
        return rewrap(ctx, 100)


class Dripping(io.RawIOBase):
    """A source that never gives more than 1000 bytes at a time, as a socket may."""

    def __init__(self, content: bytes) -> None:
        self._inner = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(min(size, 1000))


def test_a_dripping_source_is_kept_whole(ledger: Open) -> None:
    session = ledger()
    content = random.Random(1).randbytes(2 * CHUNK + 5)
    with write(session, COMMAND):
        stored = open_store(session).put(None, Dripping(content))  # type: ignore[arg-type]
    assert b"".join(open_store(session).open(stored.uid, None)) == content


def test_r10_nothing_readable_on_the_disk(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    with write(session, COMMAND):
        open_store(session).put(a_party_inside(session), b"CANARY-4711 " * 10_000)
    assert b"CANARY" not in paths(tmp_path)[0].read_bytes()


def a_party_inside(session: Session) -> str:
    party = Party(name="Jan", created_at=NOW)
    session.add(party)
    session.flush()
    return party.uid


@pytest.mark.parametrize("harm", ["flip", "cut", "cut at a chunk", "swap", "append", "empty", "head", "other file"])
def test_p5_a_changed_file_does_not_open(ledger: Open, tmp_path: Path, harm: str) -> None:
    session = ledger()
    with write(session, COMMAND):
        stored = open_store(session).put(None, random.Random(2).randbytes(3 * CHUNK))
        other = open_store(session).put(None, random.Random(3).randbytes(3 * CHUNK))
    path = tmp_path / FILES / stored.uid[:2] / stored.uid
    good, full = path.read_bytes(), CHUNK + 16
    body = good[5:]
    path.write_bytes({
        "flip": good[:CHUNK] + bytes([good[CHUNK] ^ 1]) + good[CHUNK + 1 :],
        "cut": good[:-1],
        "cut at a chunk": good[: 5 + 2 * full],
        "swap": good[:5] + body[full : 2 * full] + body[:full] + body[2 * full :],
        "append": good + b"x",
        "empty": b"",
        "head": b"X" + good[1:],
        "other file": (tmp_path / FILES / other.uid[:2] / other.uid).read_bytes(),
    }[harm])  # fmt: skip
    with pytest.raises(SealBroken):
        b"".join(open_store(session).open(stored.uid, None))


def test_p3_a_shredded_party_takes_its_files_along(ledger: Open) -> None:
    session = ledger()
    party_uid = a_party(session)
    with write(session, COMMAND):
        stored = open_store(session).put(party_uid, b"secret")
    with pytest.raises(SealBroken):
        b"".join(open_store(session).open(stored.uid, a_party(session)))
    with write(session, COMMAND):
        shred_party(session, 1)
    with pytest.raises(Shredded):
        open_store(session).open(stored.uid, party_uid)


@pytest.mark.parametrize("uid", ["0" * 32, "", "../../etc/passwd", "a/" * 16, "é" * 32, "." * 32])
def test_a46_only_names_of_the_store_are_looked_up(ledger: Open, uid: str) -> None:
    with pytest.raises(FileGone):
        open_store(ledger()).open(uid, None)


def test_r2_rolled_back_put_and_delete_leave_things_as_they_were(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    with write(session, COMMAND):
        kept = open_store(session).put(None, b"kept")

    def fail() -> None:
        with write(session, COMMAND):
            open_store(session).put(None, b"lost")
            open_store(session).delete(kept.uid)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [path.name for path in paths(tmp_path)] == [kept.uid]
    with write(session, COMMAND):
        with session.begin_nested():
            open_store(session).delete(kept.uid)
        assert open_store(session).exists(kept.uid)
    assert paths(tmp_path) == []


def test_finding_3_file_name_and_folder_are_synced_in_this_order(
    ledger: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        real_sync(handle)
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")

    def replace(source: Path, target: Path) -> None:
        real_replace(source, target)
        done.append("name")

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    session = ledger()
    with write(session, COMMAND):
        open_store(session).put(None, b"x")
        assert done[:3] == ["file", "name", "folder"]


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """The operating system refuses files longer than this, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_says_so_and_leaves_no_rest(ledger: Open, tmp_path: Path) -> None:
    session = ledger()

    def put() -> None:
        with write(session, COMMAND), disk_of(3 * CHUNK):
            open_store(session).put(None, random.Random(4).randbytes(50 * CHUNK))

    with pytest.raises(StoreFull):
        put()
    assert paths(tmp_path) == []
    with write(session, COMMAND):
        stored = open_store(session).put(None, b"room again")
    assert b"".join(open_store(session).open(stored.uid, None)) == b"room again"


class Zeros(io.RawIOBase):
    """A long source that holds nothing in memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


def test_memory_stays_flat_for_a_long_file(ledger: Open) -> None:
    session = ledger()
    size = 24 * 1024 * 1024
    with write(session, COMMAND):
        open_store(session).put(None, b"warm")
        tracemalloc.start()
        stored = open_store(session).put(None, Zeros(size))  # type: ignore[arg-type]
        total = sum(len(chunk) for chunk in open_store(session).open(stored.uid, None))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert total == stored.size == size
    assert peak < 2 * 1024 * 1024


def test_orphans_are_found_once_they_are_old(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    case_id = opened(session)
    with write(session, COMMAND, NOW):
        named, orphan = (open_store(session).put(None, content) for content in (b"named", b"orphan"))
        session.add(
            Upload(case_id=case_id, party_id=1, file_uid=named.uid, file_name="a.pdf", mime="application/pdf",
                   size=named.size, sha256=named.sha256, uploaded_at=NOW)
        )  # fmt: skip
    draft = tmp_path / FILES / "ab" / ".abc.part"
    draft.parent.mkdir(exist_ok=True)
    draft.touch()
    now = datetime.now(UTC)
    assert orphans(session, now) == []
    later = now + timedelta(hours=2)
    assert {path.name for path in orphans(session, later)} == {orphan.uid, ".abc.part"}
    assert sweep(session, later) == 2
    assert [path.name for path in paths(tmp_path)] == [named.uid]
