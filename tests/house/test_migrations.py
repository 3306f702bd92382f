"""Migrations: numbered, one head, up and down on both engines, and the upgraded schema equals the models."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.services import schema
from advisor.services.doctor import ailments
from tests.engines import Postgres

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    server.run("CREATE DATABASE empty_house")
    yield server.url("empty_house")
    server.run("DROP DATABASE empty_house WITH (FORCE)")


def test_revisions_are_numbered_with_one_head_named_in_a_file() -> None:
    """Two branches that both add a revision collide in git on the HEAD file, not in production."""
    scripts = ScriptDirectory.from_config(schema.alembic_config(MIGRATIONS, "sqlite://"))
    assert len(scripts.get_heads()) == 1
    numbers = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", name) for name in numbers)
    assert [int(name[:4]) for name in numbers] == list(range(1, len(numbers) + 1))
    assert (MIGRATIONS / "HEAD").read_text().strip() == scripts.get_heads()[0] == numbers[-1][:4]


def test_an_upgraded_database_equals_the_models_and_is_well(empty_url: str, tmp_path: Path) -> None:
    schema.upgrade(MIGRATIONS, empty_url)
    engine = open_engine(empty_url)
    try:
        assert schema.standing(engine) == schema.newest(MIGRATIONS)
        assert schema.differences(engine) == []
        with Session(engine, info={"keyring": load_keyring(tmp_path / "k", create=True)}) as session:
            assert ailments(session) == []
    finally:
        engine.dispose()


def test_down_and_up_again(empty_url: str) -> None:
    schema.upgrade(MIGRATIONS, empty_url)
    command.downgrade(schema.alembic_config(MIGRATIONS, empty_url), "base")
    engine = open_engine(empty_url)
    try:
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
        schema.upgrade(MIGRATIONS, empty_url)
        assert schema.differences(engine) == []
    finally:
        engine.dispose()
