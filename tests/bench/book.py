"""A firm's book of cases, written in bulk: 20 advisors, every stage, and a fat file on every 200th case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, Table, func, insert, select, text
from sqlalchemy.orm import Session

from advisor.domain.process import StageKey
from advisor.domain.roles import Role
from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.records.staff import Firm, Staff, Team
from advisor.services.passwords import hash_password
from tests.bench.files import CaseRows, Desk, rows_of
from tests.bench.links import Chain

ADVISORS, TEAMS = 20, 4
CHUNK = 500
PASSWORD = "bench battery staple"


@dataclass(frozen=True, slots=True)
class Book:
    """A built book: where it lies, and cases of one advisor worth visiting."""

    url: str
    data_dir: Path
    size: int
    plain: tuple[int, ...]  # ordinary active cases
    fat: tuple[int, ...]  # cases with 50 events
    ready: tuple[int, ...]  # cases in contact whose gate is open

    @property
    def key_file(self) -> Path:
        """The key ring of this book."""
        return self.data_dir / "advisor.keys"


def address(number: int) -> str:
    """E-mail address of a member of staff: 1 to 20 are advisors, 21 the manager of team 1."""
    return f"staff{number}@example.test"


def build(url: str, data_dir: Path, size: int) -> Book:
    """Write the book into an empty database with all tables; returns when every row is committed."""
    all_tables()
    engine = open_engine(url)
    data_dir.mkdir(parents=True, exist_ok=True)
    ring = load_keyring(data_dir / "advisor.keys", create=True)
    with Session(engine, info={"keyring": ring, "data_dir": data_dir}) as session:
        _staff(session)
        desk = Desk(session, datetime.now(UTC), ADVISORS, TEAMS)
        chain = Chain(session)
        for first in range(1, size + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, size + 1))
            _write(session, [rows_of(desk, number) for number in numbers], chain)
        chain.anchor(data_dir)
        _settle(session, size)
    _statistics(engine)
    engine.dispose()
    return Book(url, data_dir, size, *_worth_visiting(size))


def _worth_visiting(size: int) -> tuple[tuple[int, ...], ...]:
    """Active cases of advisor 1, by what they are good for (the numbers come out of files.rows_of)."""
    from tests.bench.files import FAT_EVERY, owner_of, stage_of, status_of

    mine = [n for n in range(1, size + 1) if owner_of(n, ADVISORS) == 1 and status_of(n) == "active"]
    fat = tuple(n for n in mine if n % FAT_EVERY == 0)
    plain = tuple(n for n in mine if n % FAT_EVERY and stage_of(n) is not StageKey.CONTACT)
    ready = tuple(n for n in mine if n % FAT_EVERY and stage_of(n) is StageKey.CONTACT)
    return plain[:200], fat[:200], ready[:400]


def _staff(session: Session) -> None:
    hashed, now = hash_password(PASSWORD), datetime.now(UTC)
    session.add_all([Firm(name="Bench Finance"), *(Team(name=f"Team {n}") for n in range(1, TEAMS + 1))])
    session.flush()
    for number in range(1, ADVISORS + 3):
        role = Role.ADVISOR if number <= ADVISORS else Role.MANAGER if number == ADVISORS + 1 else Role.AUDITOR
        session.add(Staff(
            email=address(number), name=f"Person {number}", password_hash=hashed, roles=frozenset({role}),
            team_id=(number - 1) % TEAMS + 1, created_at=now,
        ))  # fmt: skip
        session.flush()
    session.commit()


def _write(session: Session, chunk: list[CaseRows], chain: Chain) -> None:
    """One chunk in one transaction, table by table in the order of their foreign keys."""
    for table in chunk[0].tables():
        rows = [row for case in chunk for row in case.of(table)]
        if rows:
            session.execute(insert(table), rows)
    chain.link(chunk)
    session.commit()


def _settle(session: Session, size: int) -> None:
    """Counters go on where the book ends; PostgreSQL's sequences do, too."""
    year = datetime.now(UTC).year
    session.execute(insert(Base.metadata.tables["counter"]).values(name=f"case.{year}", value=size))
    if session.get_bind().dialect.name == "postgresql":
        for table in _numbered():
            last = session.scalar(select(func.max(table.c.id)))
            if last:
                session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
    session.commit()


def _numbered() -> Iterator[Table]:
    for table in Base.metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        if [key.name for key in keys] == ["id"] and table.name != "firm" and keys[0].autoincrement is not False:
            yield cast("Table", table)


def _statistics(engine: Engine) -> None:
    """What autovacuum does within a minute on PostgreSQL; SQLite stays as the product leaves it."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
