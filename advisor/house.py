"""Gives a command the house: settings, keys and ledger; says in one clear sentence what is wrong with them."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advisor.config import Settings, SettingsError, house_path, make_folders

if TYPE_CHECKING:
    from advisor.records.keyring import KeyRing

Command = TypeVar("Command", bound=Callable[..., Any])


def settings() -> Settings:
    """Settings from the environment; SettingsError when one is wrong, which `explained` puts in a sentence."""
    return Settings.from_environment()


def explained(error: Exception) -> str:
    """What the operator can mend: settings, keys, database, a sentence; empty for a fault of the program."""
    from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError  # only a failure pays for it

    from advisor.records.keyring import KeyFileError

    if isinstance(error, SettingsError | KeyFileError):
        return str(error)
    said = str(getattr(error, "orig", "")).partition("\n")[0]
    if isinstance(error, OperationalError | ProgrammingError):
        return f"The database does not answer as it should ({said}). Is it running? Is it migrated (advisor migrate)?"
    if type(error) is DatabaseError:  # its other kinds say that a statement of ours was wrong
        return f"What ADVISOR_DATABASE_URL names is not a sound database ({said}). Is it the right file?"
    return ""


def open_keys(chosen: Settings) -> "KeyRing":
    """The key ring. A first key is made only for a database that holds nothing yet; KeyFileError otherwise.

    A fresh key beside an old database would leave every sealed value unreadable and the trail unprovable.
    """
    from advisor.records.engine import open_engine
    from advisor.records.keyring import load_keyring
    from advisor.services.schema import holds_nothing

    make_folders(chosen)
    if chosen.key_file.exists():
        return load_keyring(chosen.key_file)
    engine = open_engine(chosen.database_url)
    try:
        return load_keyring(chosen.key_file, create=holds_nothing(engine))
    finally:
        engine.dispose()


def with_house(command: Command) -> Command:
    """Run a command with the ledger open: `db.session` works, no web page is loaded. Use `settings()` inside."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        with _ledger(settings()):
            return command(*args, **options)

    return run  # type: ignore[return-value]


@contextmanager
def _ledger(chosen: Settings) -> Iterator[None]:
    from flask import Flask

    from advisor.extensions import db, open_ledger
    from advisor.records import all_tables
    from advisor.services import schema

    all_tables()
    app = Flask("advisor.command")
    app.config["SETTINGS"] = chosen
    open_ledger(app, chosen, open_keys(chosen))
    with app.app_context():
        try:
            if found := schema.newer(db.engine, house_path("migrations")):
                raise click.ClickException(found)
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def must_be_sound() -> None:
    """Refuse to go on (exit code 1, a sentence per reason) on a database that is not fit for the program."""
    from advisor.extensions import db
    from advisor.services import doctor, schema

    found = schema.behind(db.engine, house_path("migrations"))
    reasons = [found] if found else doctor.ailments(db.session())
    db.session.rollback()
    if reasons:
        raise click.ClickException("\n".join(reasons))
