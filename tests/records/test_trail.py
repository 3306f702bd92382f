"""The trail's table: the database itself refuses changes, and the encoding it signs is unambiguous (R8, 8.3)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.encoding import Plain, canonical, encode
from advisor.transaction import write

Open = Callable[[], Session]


OWN = {
    "sqlite": "INSERT OR REPLACE INTO trail_entry SELECT * FROM trail_entry WHERE seq = 1",
    "postgresql": "TRUNCATE trail_entry",
}
"""The way around row triggers that each engine has of its own."""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET verb = 'x'",
        "UPDATE trail_entry SET hash = hash WHERE seq = 3",
        "DELETE FROM trail_entry",
        "DELETE FROM trail_entry WHERE seq = 2",
        "INSERT INTO trail_entry SELECT * FROM trail_entry WHERE seq = 1",
        OWN,
    ],
    ids=["update all", "update one", "delete all", "delete one", "insert again", "engine's own"],
)
def test_c7_the_database_refuses_to_change_the_trail(
    ledger: Open, engine: Engine, statement: str | dict[str, str]
) -> None:
    statement = statement if isinstance(statement, str) else statement[engine.dialect.name]
    session = ledger()
    for number in range(3):
        with write(session, COMMAND) as ctx:
            ctx.record("tried", "case", number)
    before = session.execute(text("SELECT * FROM trail_entry ORDER BY seq")).all()
    session.rollback()
    with pytest.raises(DatabaseError):
        session.execute(text(statement))
    session.rollback()
    assert session.execute(text("SELECT * FROM trail_entry ORDER BY seq")).all() == before


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_sqlite_refuses_a_gap(engine: Engine, ledger: Open) -> None:
    with write(ledger(), COMMAND) as ctx:
        ctx.record("tried", "case", 1)
    copy = "INSERT INTO trail_entry SELECT 9, at, actor_kind, actor_id, actor_name, verb, subject, subject_id, case_id"
    rest = ", party_id, payload, commitment, key_id, prev_hash, hash FROM trail_entry"
    with engine.connect() as connection, pytest.raises(DatabaseError, match="gapless"):
        connection.execute(text(copy + rest))


plain = st.none() | st.text() | st.binary() | st.integers() | st.datetimes(timezones=st.just(UTC))


@given(st.lists(plain, max_size=4), st.lists(plain, max_size=4))
def test_encoding_never_confuses_two_lists(one: list[Plain], two: list[Plain]) -> None:
    same = [(type(value), value) for value in one] == [(type(value), value) for value in two]
    assert (encode(*one) == encode(*two)) == same


def test_encoding_knows_a_moment_by_its_instant() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert encode(noon) == encode(noon.astimezone(timezone(timedelta(hours=3))))
    with pytest.raises(ValueError, match="naive"):
        encode(datetime(2026, 3, 1, 12))  # noqa: DTZ001
    with pytest.raises(TypeError):
        encode(True)


def test_canonical_text_does_not_depend_on_order() -> None:
    assert canonical({"b": 1, "a": {"d": None, "c": "ł"}}) == '{"a":{"c":"ł","d":null},"b":1}'
    assert canonical({"a": {"c": "ł", "d": None}, "b": 1}) == canonical({"b": 1, "a": {"d": None, "c": "ł"}})
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))
