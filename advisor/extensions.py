"""The extensions of the web framework, unbound; `open_ledger` ties the database and the keys to an app."""

from typing import Any

from flask import Flask, current_app
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect

from advisor.config import Settings
from advisor.records.base import Base
from advisor.records.engine import engine_options
from advisor.records.keyring import KeyRing


class LedgerSession(Session):
    """A session that knows the keys and the data folder of the app it works for."""

    def __init__(self, db: SQLAlchemy, **options: Any) -> None:
        super().__init__(db, **options)
        self.info.update(current_app.extensions["advisor.ledger"])


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": LedgerSession})
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()


def open_ledger(app: Flask, settings: Settings, ring: KeyRing) -> None:
    """Bind `db` to the app: address and pool of the database, key ring and data folder for every session."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    app.extensions["advisor.ledger"] = {
        "keyring": ring, "data_dir": settings.data_dir, "clamav": settings.clamav_socket,
    }  # fmt: skip
    db.init_app(app)
