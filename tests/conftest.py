"""Fixtures of the whole suite: a house on each engine, the cast, signed-in browsers without a browser."""

import copy
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Dialect, Engine
from werkzeug.test import TestResponse

from advisor.app import create_app, settle
from advisor.config import Settings
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.staff import Staff
from advisor.transaction import transaction
from tests import make
from tests.engines import *  # noqa: F403 - fixtures of both engines

BUILT: dict[tuple[tuple[str, Any], ...], Flask] = {}


def build_app(settings: Settings, **config: Any) -> Flask:
    """The application on these settings. Routes and templates are built once per test process: a fifth of its time."""
    kind = tuple(config.items())  # the guard of forms remembers the configuration of the app it was hung into
    if kind not in BUILT:
        BUILT[kind] = create_app(settings, **config)  # serves nobody, so that its copies may still be settled
    app = copy.copy(BUILT[kind])
    app.config = copy.copy(app.config)
    app.extensions = {name: kept for name, kept in app.extensions.items() if name != "sqlalchemy"}
    app.teardown_appcontext_funcs = []
    settle(app, settings, **config)
    return app


STATEMENTS: dict[str, tuple[Dialect, Any]] = {}
"""Dialect and compiled statements by engine: each test has a database of its own, but asks it what others asked."""


@contextmanager
def shared_statements(engine: Engine) -> Iterator[None]:
    """Statements compiled once per test process, not once per test; an engine is shared when it has been in use."""
    if known := STATEMENTS.get(engine.dialect.name):
        engine.dialect, engine._compiled_cache = known
    yield
    if getattr(engine.dialect, "server_version_info", None) is not None:
        STATEMENTS.setdefault(engine.dialect.name, (engine.dialect, engine._compiled_cache))


class HouseClient(FlaskClient):
    """A client whose every request gets an app context of its own, as on a real server (else `g` would be shared)."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        with self.application.app_context():
            answer = super().open(*args, **options)
        answer.request.environ["wsgi.input"].close()  # a large body lies in a file that only this client knows of
        return answer


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The app on a fresh database, once per engine; an app context is open."""
    settings = Settings(data_dir=tmp_path / "instance", database_url=engine_url, key_file=tmp_path / "advisor.keys")
    app = build_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = HouseClient
    with app.app_context(), shared_statements(db.engine):
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def cast(house: Flask) -> make.Cast:
    """Two teams, one person per role."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        return make.cast(ctx)


@pytest.fixture
def actor(cast: make.Cast) -> Callable[[str], Actor]:
    """The actor of a cast member: actor("manager")."""

    def of(key: str) -> Actor:
        staff: Staff = db.session.get_one(Staff, getattr(cast, key))
        return staff.actor()

    return of


@pytest.fixture
def browser(house: Flask, cast: make.Cast) -> Callable[[str], FlaskClient]:
    """A client of the app signed in as a cast member: browser("advisor"). Without a name: nobody."""

    def open_for(key: str = "") -> FlaskClient:
        client = house.test_client()
        if key:
            form = {"email": f"{key}@example.test", "password": make.PASSWORD}
            answer = client.post("/sign-in", data=form)
            assert answer.status_code == 302, answer.text
        return client

    return open_for


@pytest.fixture(scope="session", autouse=True)
def collector() -> None:
    """Each test leaves an app in cycles, 2 MiB: what stays is set aside once, so that collecting them costs little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 5)
