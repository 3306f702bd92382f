"""The application for servers: `gunicorn advisor.wsgi:app` (the wsgi.py beside the package says the same).

However the server was started (`advisor serve` does it, too), this is where the ground is looked at.
"""

import logging
import sys

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from advisor import logs
from advisor.app import create_app
from advisor.config import Settings
from advisor.extensions import db
from advisor.house import explained, must_be_sound

REFUSED = 4
"""gunicorn's own code for an application that cannot be loaded: it stops instead of trying again for ever."""


def sound_app() -> Flask:
    """The application on firm ground; SystemExit(4) with one sentence when settings, keys or database are not fit."""
    try:
        made = create_app(Settings.from_environment())
        _look_at_the_ground(made)
    except Exception as error:
        told = str(error) if isinstance(error, click.ClickException) else explained(error)
        if not told:
            raise
        sys.stderr.write(f"advisor: {told}\n")
        raise SystemExit(REFUSED) from error
    return made


def _look_at_the_ground(made: Flask) -> None:
    """A database that is away for a moment is no reason to stop: every page says 503 until it is back."""
    try:
        with made.app_context():
            must_be_sound()
            db.session.remove()
            db.engine.dispose()
    except OperationalError:
        logging.getLogger("advisor.start").warning("The database does not answer; pages say so until it does.")


logs.configure()
app = sound_app()
