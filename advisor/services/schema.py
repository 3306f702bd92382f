"""The database's form: bring it to the newest revision, say where it stands, compare it with the models."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, select, text

from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.trail import ENTRIES

if TYPE_CHECKING:  # the program itself starts without Alembic; only migrations need it
    from alembic.config import Config


def alembic_config(migrations: Path, url: str) -> "Config":
    """Alembic's configuration without an ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(migrations: Path, url: str) -> None:
    """Run every migration that is missing. Resumable: each revision is its own transaction."""
    from alembic import command

    command.upgrade(alembic_config(migrations, url), "head")


def newest(migrations: Path) -> str:
    """The one head revision, as the file beside the migrations has it (a test holds it to Alembic's own answer)."""
    return (migrations / "HEAD").read_text(encoding="utf-8").strip()


def standing(engine: Engine) -> str | None:
    """The revision the database stands at; None when it was never migrated."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return version


def newer(engine: Engine, migrations: Path) -> str:
    """Why nothing of this program may touch the database: it is of a later one. A sentence; empty when it is not."""
    now = standing(engine)
    known = {path.name.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*.py")}
    if now is None or now in known:
        return ""
    return f"The database is at {now}: it is newer than this program ({newest(migrations)}). Install the newer program."


def behind(engine: Engine, migrations: Path) -> str:
    """Why the program must not run on this database's form, as a sentence; empty when it is the newest."""
    now, head = standing(engine), newest(migrations)
    if now == head:
        return ""
    needs = f"The database is at {now or 'no revision'}, this program needs {head}; run: advisor migrate"
    return newer(engine, migrations) or needs


def holds_nothing(engine: Engine) -> bool:
    """True for a database nobody has worked with yet: every change leaves an entry in the trail."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(ENTRIES.name):
            return True
        return connection.scalar(select(ENTRIES.c.seq).limit(1)) is None


def differences(engine: Engine) -> list[object]:
    """What the models have and the database has not, or the other way round; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    all_tables()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, Base.metadata))
