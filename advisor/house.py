"""Gives a command the house: settings from the environment and the ledger, with clear sentences when one is wrong."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from advisor.config import Settings, SettingsError

Command = TypeVar("Command", bound=Callable[..., Any])


def settings() -> Settings:
    """Settings from the environment; a clear sentence and exit code 2 when one is wrong."""
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def with_house(command: Command) -> Command:
    """Run a command with the ledger open: `db.session` works, no web page is loaded. Use `settings()` inside."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        from flask import Flask  # only commands that touch the ledger pay for it

        from advisor.extensions import db, open_ledger
        from advisor.records import all_tables
        from advisor.records.keyring import KeyFileError, load_keyring

        chosen = settings()
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        all_tables()
        try:
            ring = load_keyring(chosen.key_file, create=True)
        except KeyFileError as error:
            raise click.UsageError(str(error)) from error
        app = Flask("advisor.command")
        app.config["SETTINGS"] = chosen
        open_ledger(app, chosen, ring)
        with app.app_context():
            try:
                return command(*args, **options)
            finally:
                db.session.remove()
                db.engine.dispose()

    return run  # type: ignore[return-value]
