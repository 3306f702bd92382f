"""Alembic's entry: the address comes from the caller, the tables from the ledger."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, TypeDecorator

from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.engine import open_engine

all_tables()


def plain(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column types as the plain ones beneath: a migration never depends on the code of its day."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> None:
    """Run the migrations on an open connection, each in its own transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plain,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = open_engine(str(context.config.get_main_option("sqlalchemy.url")))
    with engine.connect() as fresh:
        run(fresh)
        fresh.commit()
    engine.dispose()
