"""Gives a command the house: settings, keys and ledger, with one clear sentence when something is wrong."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advisor.config import Settings, SettingsError, house_path

if TYPE_CHECKING:
    from advisor.records.keyring import KeyRing

Command = TypeVar("Command", bound=Callable[..., Any])


def settings() -> Settings:
    """Settings from the environment; a clear sentence and exit code 2 when one is wrong."""
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def open_keys(chosen: Settings) -> "KeyRing":
    """The key ring. A first key is made only for a database that holds nothing yet; KeyFileError otherwise.

    A fresh key beside an old database would leave every sealed value unreadable and the trail unprovable.
    """
    from advisor.records.engine import open_engine
    from advisor.records.keyring import load_keyring
    from advisor.services.schema import holds_nothing

    chosen.data_dir.mkdir(parents=True, exist_ok=True)
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
        from sqlalchemy.exc import OperationalError, ProgrammingError  # only commands with the ledger pay for it

        from advisor.records.keyring import KeyFileError

        try:
            with _ledger(settings()):
                return command(*args, **options)
        except KeyFileError as error:
            raise click.UsageError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            said = str(error.orig).partition("\n")[0]
            raise click.ClickException(
                f"The database does not answer as it should ({said}). Is it running, and migrated? Run: advisor migrate"
            ) from error

    return run  # type: ignore[return-value]


@contextmanager
def _ledger(chosen: Settings) -> Iterator[None]:
    from flask import Flask

    from advisor.extensions import db, open_ledger
    from advisor.records import all_tables

    all_tables()
    app = Flask("advisor.command")
    app.config["SETTINGS"] = chosen
    open_ledger(app, chosen, open_keys(chosen))
    with app.app_context():
        try:
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
