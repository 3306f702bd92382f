"""Every audited table and field has words a manager understands (issue 2 point 10: who changed what)."""

from collections.abc import Iterator

from sqlalchemy.orm import Mapper

from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.changes import _watch
from advisor.services.field_words import FIELD_TITLES
from advisor.services.ledger_words import TABLE_TITLES


def audited() -> Iterator[tuple[str, str]]:
    """(table, field) of everything the trail keeps before and after."""
    all_tables()
    mappers: list[Mapper[object]] = list(Base.registry.mappers)
    for mapper in mappers:
        watch = _watch(mapper)
        if watch is not None:
            yield from ((watch.table, column) for _key, column, _personal in watch.fields)


def test_every_audited_table_and_field_has_a_title() -> None:
    found = set(audited())
    assert len(found) > 400
    assert {table for table, _ in found} - set(TABLE_TITLES) == set()
    missing = sorted({f"{table}.{field}" for table, field in found if field not in FIELD_TITLES})
    assert missing == [], "give these fields a title in advisor/services/field_words.py"
