"""A migrated house per engine with its cast, a mail sink, and reminders that are due."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from advisor.config import house_path
from advisor.domain.roles import COMMAND
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.records.reminder import Reminder
from advisor.services import schema
from advisor.services.followups import new_message_id
from advisor.transaction import write
from tests import make
from tests.engines import *  # noqa: F403 - fixtures of both engines
from tests.engines import Postgres
from tests.faults.place import Place
from tests.faults.sink import Sink


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A migrated firm without people, once per engine."""
    server: Postgres | None = None
    name = f"faults_{secrets.token_hex(6)}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        server.run(f"CREATE DATABASE {name}")
    (tmp_path / "instance").mkdir()
    url = server.url(name) if server else f"sqlite:///{tmp_path / 'instance' / 'advisor.db'}"
    schema.upgrade(house_path("migrations"), url)
    found = Place(tmp_path, url)
    yield found
    found.end()
    if server:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def ledger_of(place: Place) -> Iterator[Session]:
    """A session on the place's database, beside its processes."""
    engine = open_engine(place.url)
    ring = load_keyring(place.folder / "advisor.keys", create=True)
    with Session(engine, info={"keyring": ring, "data_dir": place.folder / "instance"}) as session:
        yield session
    engine.dispose()


@pytest.fixture
def cast(ledger_of: Session) -> make.Cast:
    """Two teams, one person per role."""
    with write(ledger_of, COMMAND, make.NOW) as ctx:
        return make.cast(ctx)


@pytest.fixture
def leads(ledger_of: Session, cast: make.Cast) -> list[int]:
    """Six leads of the advisor whose contact gate is open; their own follow-ups lie in the future."""
    from advisor.stages.contact.actions import give_notice

    now = datetime.now(UTC)
    with write(ledger_of, COMMAND, now) as ctx:
        cases = [make.case(ctx, cast.advisor, make.party(ctx, f"Client {n}", phone=f"60002100{n}")) for n in range(6)]
        for case in cases:
            give_notice(ctx, case.id, "phone")
        return [case.id for case in cases]


@pytest.fixture
def due(ledger_of: Session, cast: make.Cast, leads: list[int]) -> "Due":
    """Plans reminders that are due already: due(300) gives their Message-IDs."""
    return Due(ledger_of, cast, leads)


class Due:
    """Writes reminders with due moments in the past, spread over the leads."""

    def __init__(self, session: Session, cast: make.Cast, leads: list[int]) -> None:
        self._session, self._cast, self._leads = session, cast, leads

    def __call__(self, count: int, first: datetime | None = None, step: timedelta = timedelta()) -> set[str]:
        """So many reminders from a moment on; returns their Message-IDs."""
        now = datetime.now(UTC)
        start = first or now - timedelta(hours=1)
        rows = [
            Reminder(
                case_id=self._leads[n % len(self._leads)], text=f"Call {n}", assignee_id=self._cast.advisor,
                due_at=start + n * step, zone="Europe/Warsaw", message_id=new_message_id(), created_at=now,
            )
            for n in range(count)
        ]  # fmt: skip
        with write(self._session, COMMAND, now) as ctx:
            ctx.session.add_all(rows)
        return {row.message_id for row in rows}


@pytest.fixture
def sink(place: Place) -> Iterator[Sink]:
    """A mail server; the place's processes know it."""
    found = Sink()
    found.open()
    place.settings |= found.settings
    yield found
    found.close()
