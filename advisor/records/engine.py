"""How we talk to the two engines: every connection of the process gets the same durable settings."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

IMMEDIATE = {"immediate": True}
"""Execution option of a write transaction: on SQLite it takes the write lock at once, so writers queue, never fail."""

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000")


@event.listens_for(Engine, "connect")
def _settle_sqlite(connection: Any, _record: Any) -> None:
    """WAL with full sync survives a power cut; transactions are begun by us, not guessed by the driver."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        wanted = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if wanted else "BEGIN")


def engine_options(url: str) -> dict[str, Any]:
    """Pool settings for a web process with up to 64 threads; waits 30 s for a connection, then fails clearly."""
    # Values of a failed statement are personal; its text is enough for a log.
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": 16, "max_overflow": 48, "pool_timeout": 30}
    if make_url(url).get_backend_name() == "sqlite":
        return options | {"connect_args": {"timeout": 30, "check_same_thread": False}}
    return options | {"pool_pre_ping": True, "pool_recycle": 1800, "connect_args": {"connect_timeout": 10}}


def open_engine(url: str) -> Engine:
    """An engine for work outside the web app (commands, checks, tests). Creates the folder of a SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(url, **engine_options(url))
