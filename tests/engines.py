"""Both engines for tests: a throw-away PostgreSQL cluster and fresh databases in no time from a template.

Import the fixtures into a conftest with `from tests.engines import *`. PostgreSQL's programs refuse to run as root, so
they run as the user `postgres` then. Durable settings stay on, so that the program starts on it as in real life.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.engine import open_engine
from advisor.records.keyring import KeyRing, load_keyring

__all__ = ["engine", "engine_url", "ledger", "postgres", "postgres_template", "ring", "sqlite_template"]

MISSING = "PostgreSQL not found: apt-get install postgresql"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running cluster of our own, listening on a free loopback port."""

    folder: Path
    programs: Path
    port: int

    def url(self, database: str) -> str:
        """Address of a database for the product and for libpq programs alike."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str) -> None:
        """Run maintenance statements outside any transaction."""
        with _admin(self.url("postgres")).connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def copy(self, template: str, name: str) -> None:
        """A database like `template`. Copied file by file, half the time of the way that suits large ones."""
        with _admin(self.url("postgres")).connect() as connection:
            version = connection.dialect.server_version_info or ()
            strategy = " STRATEGY FILE_COPY" if version >= (15,) else ""
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}{strategy}"))

    def ctl(self, *arguments: str) -> None:
        """pg_ctl for this cluster (start, stop, restart)."""
        as_postgres(self.programs / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", *arguments)


@cache
def _admin(url: str) -> Engine:
    """Connections for maintenance, kept; a cluster may have been started anew since the last one."""
    return create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)


def programs() -> Path | None:
    """Folder of initdb and its siblings, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


def roomy_memory() -> str | None:
    """A memory disk for the cluster where there is one with room: copying a template is ten times faster there."""
    memory = "/dev/shm"
    fits = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return memory if fits else None


def as_postgres(*command: str | Path) -> None:
    """Run a PostgreSQL program, as user postgres when we are root."""
    other = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(part) for part in command], cwd="/", capture_output=True, text=True, check=False, **other
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


def start_postgres(*settings: str) -> Postgres:
    """A new cluster, started; `settings` like "fsync=off". The caller stops it."""
    found = programs()
    if found is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="advisor-pg-", dir=roomy_memory()))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    as_postgres(found / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
                "--locale=C.UTF-8")  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Postgres(folder, found, port)
    options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "max_connections=300"]
    server.ctl("-o", " ".join(f"-c {option}" for option in (*options, *settings)), "start")
    return server


def stop_postgres(server: Postgres) -> None:
    """Stop the cluster and leave nothing behind."""
    _admin(server.url("postgres")).dispose()
    server.ctl("-m", "immediate", "stop")
    shutil.rmtree(server.folder, ignore_errors=True)


def create_tables(url: str) -> None:
    """All tables and triggers of the models in an empty database."""
    all_tables()
    made = open_engine(url)
    Base.metadata.create_all(made)
    made.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One throw-away cluster per test process."""
    server = start_postgres()
    yield server
    stop_postgres(server)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """Name of a database with all tables, to be copied."""
    postgres.run("CREATE DATABASE advisor_template")
    create_tables(postgres.url("advisor_template"))
    return "advisor_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "advisor.db"
    create_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh database with all tables, once per engine."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "advisor.db")
        yield f"sqlite:///{tmp_path / 'advisor.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{secrets.token_hex(6)}"
    server.copy(request.getfixturevalue("postgres_template"), name)
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(engine_url: str) -> Iterator[Engine]:
    """An engine on the fresh database."""
    made = open_engine(engine_url)
    yield made
    made.dispose()


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    """A fresh key ring in the test's folder."""
    return load_keyring(tmp_path / "advisor.keys", create=True)


@pytest.fixture
def ledger(engine: Engine, ring: KeyRing, tmp_path: Path) -> Iterator[Callable[[], Session]]:
    """Opens sessions as the app does: with the key ring and the data folder."""
    opened: list[Session] = []

    def open_session() -> Session:
        opened.append(Session(engine, info={"keyring": ring, "data_dir": tmp_path}))
        return opened[-1]

    yield open_session
    for session in opened:
        session.close()
