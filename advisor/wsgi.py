"""The application for servers: `gunicorn advisor.wsgi:app` (the wsgi.py beside the package says the same).

However the server was started (`advisor serve` does it, too), this is where the ground is looked at.
"""

import logging
import sys

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from advisor import logs
from advisor.app import create_app
from advisor.config import Settings, SettingsError
from advisor.extensions import db
from advisor.house import must_be_sound
from advisor.records.keyring import KeyFileError

REFUSED = 4
"""gunicorn's own code for an application that cannot be loaded: it stops instead of trying again for ever."""


def sound_app() -> Flask:
    """The application on firm ground; SystemExit(4) with one sentence when settings, keys or database are not fit.

    A database that is away for a moment is no reason to stop: every page says 503 until it is back.
    """
    try:
        made = create_app(Settings.from_environment())
        with made.app_context():
            must_be_sound()
            db.session.remove()
            db.engine.dispose()
    except (SettingsError, KeyFileError, click.ClickException) as error:
        sys.stderr.write(f"advisor: {error}\n")
        raise SystemExit(REFUSED) from error
    except DBAPIError:
        logging.getLogger("advisor.start").warning("The database does not answer; pages say so until it does.")
    return made


logs.configure()
app = sound_app()
