"""The database's form: bring it to the newest revision, say where it stands, compare it with the models."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select

from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.trail import ENTRIES


def alembic_config(migrations: Path, url: str) -> Config:
    """Alembic's configuration without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(migrations: Path, url: str) -> None:
    """Run every migration that is missing. Resumable: each revision is its own transaction."""
    command.upgrade(alembic_config(migrations, url), "head")


def newest(migrations: Path) -> str:
    """The one head revision."""
    return str(ScriptDirectory.from_config(alembic_config(migrations, "sqlite://")).get_current_head())


def standing(engine: Engine) -> str | None:
    """The revision the database stands at; None when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def behind(engine: Engine, migrations: Path) -> str:
    """Why the program must not run on this database's form, as a sentence; empty when it is the newest."""
    now, head = standing(engine), newest(migrations)
    if now == head:
        return ""
    return f"The database is at {now or 'no revision'}, this program needs {head}; run: advisor migrate"


def holds_nothing(engine: Engine) -> bool:
    """True for a database nobody has worked with yet: every change leaves an entry in the trail."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(ENTRIES.name):
            return True
        return connection.scalar(select(ENTRIES.c.seq).limit(1)) is None


def differences(engine: Engine) -> list[object]:
    """What the models have and the database has not, or the other way round; empty when they agree."""
    all_tables()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, Base.metadata))
