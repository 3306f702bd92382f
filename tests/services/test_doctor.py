"""The house refuses ground that does not hold (RELIABILITY finding 3, R1)."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from advisor.records.engine import open_engine
from advisor.records.keyring import KeyRing
from advisor.services.doctor import ailments
from tests.engines import Postgres, start_postgres, stop_postgres

Open = Callable[[], Session]


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
