"""Backup while people write, restore elsewhere, refuse what is not whole (R7, F13)."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.engine import open_engine
from advisor.records.keyring import KeyRing, load_keyring
from advisor.records.trail import ENTRIES
from advisor.records.upload import Upload
from advisor.services import dumps
from advisor.services.anchors import ANCHORS
from advisor.services.audit import verify
from advisor.services.backup import MANIFEST, BackupRefused, House, back_up, restore
from advisor.services.dumps import DumpFailed
from advisor.services.invariants import violations
from advisor.services.store import FILES, open_store
from advisor.transaction import write
from tests.services.test_trail import opened

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def house(engine: Engine, ring: KeyRing, tmp_path: Path) -> House:
    """The house people work in."""
    return House(engine, tmp_path, ring)


@pytest.fixture
def elsewhere(engine: Engine, ring: KeyRing, tmp_path: Path) -> Iterator[House]:
    """An empty machine with the same key file."""
    folder = tmp_path / "elsewhere"
    if engine.dialect.name == "sqlite":
        empty = open_engine(f"sqlite:///{folder / 'advisor.db'}")
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {engine.url.database}_copy"))
        empty = open_engine(engine.url.set(database=f"{engine.url.database}_copy").render_as_string(False))
    yield House(empty, folder, ring)
    empty.dispose()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {engine.url.database}_copy WITH (FORCE)"))


def at(house: House) -> Session:
    return Session(house.engine, info={"keyring": house.ring, "data_dir": house.data_dir})


def upload(session: Session, case_id: int, content: bytes) -> str:
    """A file with its row, in one transaction."""
    with write(session, COMMAND, NOW) as ctx:
        stored = open_store(session).put(None, content)
        session.add(
            Upload(case_id=case_id, party_id=1, file_uid=stored.uid, file_name="a.pdf", mime="application/pdf",
                   size=stored.size, sha256=stored.sha256, uploaded_at=NOW)
        )  # fmt: skip
        ctx.record("uploaded", "upload", case_id=case_id)
    return stored.uid


def test_r7_restored_copy_is_the_same_and_verified(house: House, elsewhere: House, tmp_path: Path) -> None:
    session = at(house)
    case_id = opened(session)
    uid = upload(session, case_id, b"content")
    made = back_up(house, tmp_path / "backup", NOW)
    assert (made.last_seq, made.keys) == (2, [house.ring.current.name])
    with write(session, COMMAND, NOW) as ctx:
        ctx.record("after", "backup")
    restore(elsewhere, tmp_path / "backup", NOW)
    with at(elsewhere) as copy:
        assert copy.scalars(select(ENTRIES.c.verb).order_by(ENTRIES.c.seq)).all() == ["opened", "uploaded"]
        assert open_store(copy).read(uid, None) == b"content"
        assert verify(copy, elsewhere.data_dir / ANCHORS).anchors == 2
        copy.rollback()
        with write(copy, COMMAND) as ctx:
            ctx.record("continued", "case", case_id)
        assert verify(copy, elsewhere.data_dir / ANCHORS).breaks == []
        with pytest.raises(Exception, match="append-only"):
            copy.execute(text("DELETE FROM trail_entry"))
    session.close()


def test_f13_backup_while_three_people_write(house: House, elsewhere: House, tmp_path: Path) -> None:
    """Whatever moment the copy was taken at: no row without its file, no anchor without its entry."""
    with at(house) as session:
        case_id = opened(session)
    stop, failures = threading.Event(), list[BaseException]()

    def work() -> None:
        with at(house) as session:
            number = 0
            while not stop.is_set():
                try:
                    uid = upload(session, case_id, b"x" * 1000)
                    number += 1
                    if number % 3 == 0:  # some files go again, as uploads do
                        with write(session, COMMAND) as ctx:
                            session.delete(session.scalars(select(Upload).where(Upload.file_uid == uid)).one())
                            open_store(session).delete(uid)
                            ctx.record("removed", "upload", case_id=case_id)
                except BaseException as error:
                    failures.append(error)
                    raise

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for round_no in range(3):
            back_up(house, tmp_path / f"backup{round_no}", NOW)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
    for round_no in range(3):
        restore(elsewhere, tmp_path / f"backup{round_no}", NOW.replace(minute=round_no), force=True)
        with at(elsewhere) as copy:
            found = [v for v in violations(copy, datetime.now(UTC), deep=False) if v.invariant == "row_has_bytes"]
            assert found == []
            named = set(copy.scalars(select(Upload.file_uid)))
            assert {path.name for path in (elsewhere.data_dir / FILES).glob("??/*")} == named


def test_nothing_is_overwritten_without_force(house: House, tmp_path: Path) -> None:
    session = at(house)
    opened(session)
    session.close()
    back_up(house, tmp_path / "backup", NOW)
    with pytest.raises(BackupRefused, match="not empty"):
        back_up(house, tmp_path / "backup", NOW)
    with pytest.raises(BackupRefused, match="--force"):
        restore(house, tmp_path / "backup", NOW)
    with at(house) as session, write(session, COMMAND) as ctx:
        ctx.record("later", "case", 1)
    restore(house, tmp_path / "backup", NOW, force=True)
    with at(house) as session:
        assert session.scalars(select(ENTRIES.c.verb)).all() == ["opened"]
    assert (tmp_path / f"{ANCHORS}.before-20261122-090000").read_text().count("\n") == 2
    if house.engine.dialect.name == "sqlite":
        old = sqlite3.connect(tmp_path / "advisor.db.before-20261122-090000")
        assert old.execute("SELECT count(*) FROM trail_entry").fetchone() == (2,)
        old.close()


@pytest.mark.parametrize(
    "harm", ["no manifest", "torn manifest", "file changed", "file gone", "file added", "database", "anchors", "engine"]
)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_touched(
    house: House, elsewhere: House, tmp_path: Path, harm: str
) -> None:
    session = at(house)
    uid = upload(session, opened(session), b"content")
    session.close()
    folder = tmp_path / "backup"
    back_up(house, folder, NOW)
    file, manifest = folder / FILES / uid[:2] / uid, folder / MANIFEST
    match harm:
        case "no manifest":
            manifest.unlink()
        case "torn manifest":
            manifest.write_text(manifest.read_text()[:50])
        case "file changed":
            file.write_bytes(file.read_bytes()[:-1] + b"x")
        case "file gone":
            file.unlink()
        case "file added":
            file.with_name("f" * 32).write_bytes(b"x")
        case "anchors":
            (folder / ANCHORS).write_bytes(b"")
        case "engine":
            document = json.loads(manifest.read_text())
            other = {"sqlite": "postgresql", "postgresql": "sqlite"}[document["engine"]]
            manifest.write_text(json.dumps(document | {"engine": other}))
        case "database":
            database = folder / dumps_name(house)
            database.write_bytes(database.read_bytes().replace(b"opened", b"closed"))
    with pytest.raises(BackupRefused):
        restore(elsewhere, folder, NOW)
    assert not (elsewhere.data_dir / ANCHORS).exists()
    assert dumps.is_empty(elsewhere.engine)


def dumps_name(house: House) -> str:
    return {"sqlite": "advisor.db", "postgresql": "advisor.dump"}[house.engine.dialect.name]


def test_keys_are_only_named_and_must_be_there(house: House, elsewhere: House, tmp_path: Path) -> None:
    session = at(house)
    opened(session)
    session.close()
    back_up(house, tmp_path / "backup", NOW)
    secret = json.loads((tmp_path / "advisor.keys").read_text())["keys"][house.ring.current.name]["secret"]
    held = [path.read_bytes() for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert not any(secret.encode() in content for content in held)
    stranger = House(elsewhere.engine, elsewhere.data_dir, load_keyring(tmp_path / "other.keys", create=True))
    with pytest.raises(BackupRefused, match=house.ring.current.name):
        restore(stranger, tmp_path / "backup", NOW)


def test_a_row_without_bytes_stops_the_backup(house: House, tmp_path: Path) -> None:
    session = at(house)
    uid = upload(session, opened(session), b"content")
    session.close()
    shutil.rmtree(tmp_path / FILES)
    with pytest.raises(BackupRefused, match=uid):
        back_up(house, tmp_path / "backup", NOW)
    assert not (tmp_path / "backup" / MANIFEST).exists()


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
def test_missing_or_failing_pg_dump_is_told(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = open_engine("postgresql://nobody:secret@127.0.0.1:9/nothing")
    with pytest.raises(DumpFailed) as told:
        dumps.copy_in(wrong, tmp_path / "none")
    wrong.dispose()
    assert "secret" not in str(told.value)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(dumps.Path, "glob", lambda *_: iter(()))
    with pytest.raises(DumpFailed, match="postgresql-client"):
        dumps.copy_in(house.engine, tmp_path / "none")


def test_address_options_reach_the_programs_by_the_environment() -> None:
    url = make_url("postgresql+psycopg://me:pass@/advisor?host=/run/pg&port=6432&sslmode=require&options=-c%20a%3Db")
    assert dumps._surroundings(url) == {
        "PGHOST": "/run/pg", "PGPORT": "6432", "PGUSER": "me", "PGPASSWORD": "pass", "PGDATABASE": "advisor",
        "PGSSLMODE": "require", "PGOPTIONS": "-c a=b",
    }  # fmt: skip
