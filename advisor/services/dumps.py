"""Copy a whole database out of and into each engine, while people write."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, inspect, text
from sqlalchemy.orm import Session

from advisor.domain.errors import Unavailable
from advisor.records.engine import open_engine


class DumpFailed(Unavailable):
    """The database could not be copied; the message is for the operator."""

    code = "dump_failed"


@contextmanager
def copy_out(engine: Engine, target: Path) -> Iterator[Session]:
    """Write a consistent copy of the database to `target`; inside, a session that sees exactly what was copied."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(target)) as copy, engine.connect() as connection:
            source = connection.connection.driver_connection
            if not isinstance(source, sqlite3.Connection):
                raise DumpFailed("This SQLite driver cannot copy a database while people write.")
            connection.rollback()
            source.backup(copy)  # one step: readers never block writers in write-ahead mode
        copied = open_engine(f"sqlite:///{target}")
        try:
            with Session(copied) as session:
                yield session
        finally:
            copied.dispose()  # folds the write-ahead log into the one file
    else:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            _run("pg_dump", engine.url, "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
            with Session(connection) as session:
                yield session


def copy_in(engine: Engine, source: Path) -> None:
    """Fill the database from a copy. SQLite's old file is out of the way already; PostgreSQL's tables are replaced."""
    if engine.dialect.name == "sqlite":
        target = database_file(engine.url)
        draft = target.with_name(f".{target.name}.restoring")
        shutil.copyfile(source, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    else:
        options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
        _run("pg_restore", engine.url, *options, f"--dbname={engine.url.database}", str(source))


def is_empty(engine: Engine) -> bool:
    """True when the database holds no table yet. Does not create a missing SQLite file."""
    if engine.dialect.name == "sqlite" and not database_file(engine.url).exists():
        return True
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def damage(engine: Engine) -> list[str]:
    """What the engine itself finds wrong with the database; PostgreSQL has checked while loading."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
        return found + [
            f"dangling reference in {row[0]}" for row in connection.execute(text("PRAGMA foreign_key_check"))
        ]


def database_file(url: URL) -> Path:
    """The file of a SQLite database."""
    return Path(url.database or "")


def _run(program: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, where `ps` does not show it."""
    found = shutil.which(program) or next(iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[-1:]), None)
    if found is None:
        raise DumpFailed(f"{program} was not found. Install PostgreSQL's client programs (postgresql-client).")
    done = subprocess.run(
        [str(found), *arguments], env=os.environ | _surroundings(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DumpFailed(f"{program} failed: {done.stderr.strip() or done.returncode}")


def _surroundings(url: URL) -> dict[str, str]:
    """The address as libpq's environment variables, options of the query included."""
    query = {key: value if isinstance(value, str) else value[-1] for key, value in url.query.items()}
    given = {
        "PGHOST": url.host or query.pop("host", None),
        "PGPORT": url.port or query.pop("port", None),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("sslmode"),
        "PGSSLROOTCERT": query.get("sslrootcert"),
        "PGSSLCERT": query.get("sslcert"),
        "PGSSLKEY": query.get("sslkey"),
        "PGOPTIONS": query.get("options"),
    }
    return {key: str(value) for key, value in given.items() if value}
