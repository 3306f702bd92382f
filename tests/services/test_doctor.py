"""The house refuses ground that does not hold (RELIABILITY finding 3, R1)."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.engine import open_engine
from advisor.records.keyring import KeyRing, load_keyring, write_keys
from advisor.services.doctor import ailments, signing_keys
from advisor.services.keys import add_key
from advisor.transaction import write
from tests.engines import Postgres, start_postgres, stop_postgres

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_both_engines_as_we_set_them_up_are_sound(ledger: Open) -> None:
    assert ailments(ledger()) == []


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_sqlite_that_does_not_wait_for_the_disk_is_named(ledger: Open) -> None:
    session = ledger()
    connection = session.connection().connection.driver_connection
    assert connection is not None
    session.rollback()
    session.connection().connection.driver_connection.execute("ROLLBACK")  # type: ignore[union-attr]
    session.connection().connection.driver_connection.execute("PRAGMA synchronous = NORMAL")  # type: ignore[union-attr]
    (told,) = ailments(session)
    assert "synchronous" in told


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
def test_postgresql_that_does_not_wait_for_the_disk_is_named(ledger: Open) -> None:
    session = ledger()
    session.execute(text("SET synchronous_commit = off"))
    (told,) = ailments(session)
    assert "synchronous_commit = off" in told


def test_a_trail_without_its_guards_is_named(ledger: Open) -> None:
    session = ledger()
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER trail_entry_no_delete"))
        told = "trail_entry_no_delete"
    else:
        session.execute(text("ALTER TABLE trail_entry DISABLE TRIGGER trail_entry_no_truncate"))
        told = "trail_entry_no_truncate"
    (found,) = ailments(session)
    assert told in found


@pytest.fixture
def careless() -> Iterator[Postgres]:
    """A cluster as some set it up for speed."""
    server = start_postgres("fsync=off", "full_page_writes=off")
    yield server
    stop_postgres(server)


def test_a_careless_cluster_is_named(careless: Postgres, ring: KeyRing) -> None:
    careless.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    engine = open_engine(careless.url("latin"))
    with Session(engine, info={"keyring": ring}) as session:
        told = " ".join(ailments(session))
    engine.dispose()
    for word in ("fsync = off", "full_page_writes = off", "LATIN1"):
        assert word in told


def test_a_key_that_signed_the_trail_must_be_there_however_old(ledger: Open, ring: KeyRing, tmp_path: Path) -> None:
    """Three keys signed one after the other; the middle one is lost: nothing sealed misses it, the trail does."""
    session, path = ledger(), tmp_path / "advisor.keys"
    names = [ring.current.name]
    for number in range(3):
        for _ in range(number + 2):
            with write(session, COMMAND, NOW) as ctx:
                ctx.record("test.said", "test", number)
        if number < 2:
            names.append(add_key(path, NOW))
    assert signing_keys(session) == set(names)
    assert ailments(session) == []
    session.rollback()
    document = json.loads(path.read_text())
    del document["keys"][names[1]]
    write_keys(path, document)
    other = Session(session.get_bind(), info={"keyring": load_keyring(path)})
    with other:
        (told,) = ailments(other)
    assert told == f"The trail was signed with the key {names[1]}, which the key file does not hold; restore it."
