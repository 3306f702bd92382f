"""Every audited table and field has words a manager understands (issue 2 point 10: who changed what)."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import JSON, Boolean, Date, DateTime, Enum, Integer, String
from sqlalchemy.orm import Mapper

from advisor.records import all_tables
from advisor.records.base import Amount, Base, Exact
from advisor.records.changes import _watch
from advisor.services.column_words import COLUMN_TITLES, INTERNAL, title_of
from advisor.services.field_words import FIELD_TITLES
from advisor.services.ledger_words import TABLE_TITLES
from advisor.web.kit.enum_words import TITLES
from advisor.web.value_words import CODES, SAYERS

SHORT = 24
"""Text columns up to this length hold codes rather than words, but for the `TYPED` ones."""
TYPED = {
    "case_file.number", "firm.phone", "guard_entry.rule", "import_batch.encoding", "institution.phone", "paper.number",
    "party.reach_from", "party.reach_to",
}  # fmt: skip
SAID_FOR_ALL = {"channel", "currency", "preferred_channel", "signed_how", "withdrawn_channel"}
"""Codes that `show.word` says the same wherever they stand, and currencies."""


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


def test_one_line_can_hold_all_fields_of_a_title() -> None:
    """A title that stands twice in a table is one line: a day, how, by whom. Two days in it would be a riddle."""
    held = {
        (table, title_of(table, field), kind, field.rsplit("_", 1)[0] if kind == "person" else field)
        for table, field in audited()
        for kind in (_kind(table, field),)
        if title_of(table, field) != INTERNAL and field != "case_id"
    }
    lines = Counter((table, title, kind) for table, title, kind, _field in held)
    alone = Counter((table, title) for table, title, _kind, _field in held)
    wrong = [line for line, count in lines.items() if count > 1]
    wrong += [line for line in lines if line[2] in {"yes or no", "JSON"} and alone[line[:2]] > 1]
    assert sorted(wrong) == [], "give these fields titles of their own in advisor/services/column_words.py"


def _kind(table: str, field: str) -> str:
    """What a value of the field looks like."""
    column = Base.metadata.tables[table].c[field]
    if any(key.column.table.name == "staff_member" for key in column.foreign_keys):
        return "person"
    if isinstance(column.type, Boolean | Integer | Amount | Exact):
        return "yes or no" if isinstance(column.type, Boolean) else "number"
    if isinstance(getattr(column.type, "impl", column.type), Date | DateTime):
        return "day"
    if isinstance(column.type, Enum) or field in SAID_FOR_ALL or (table, field) in {*CODES, *SAYERS}:
        return "code"
    if isinstance(column.type, JSON):
        return "JSON"
    return "person" if field.endswith(("_by", "_name")) else "words"


def test_every_closed_set_of_the_ledger_has_words() -> None:
    """An enum by its class, a code kept as text or JSON by its place: nobody is shown "fee_basis"."""
    found = set(audited())
    columns = {(table, field): Base.metadata.tables[table].c[field].type for table, field in found}
    enums = {type_.enum_class for type_ in columns.values() if isinstance(type_, Enum) and type_.enum_class}
    assert len(enums) > 35
    unsaid = {
        f"{each.__name__}.{member.name}" for each in enums for member in each if member not in TITLES.get(each, {})
    }
    assert {each for each in unsaid if not each.startswith("StageKey.")} == set(), "advisor/web/kit/enum_words.py"
    shown = {place: type_ for place, type_ in columns.items() if title_of(*place) != INTERNAL}
    codes = {
        place for place, type_ in shown.items()
        if isinstance(type_, JSON) or (type(type_) is String and (type_.length or SHORT + 1) <= SHORT)
    }  # fmt: skip
    known = {*CODES, *SAYERS}
    missing = sorted(f"{table}.{field}" for table, field in codes - known if field not in SAID_FOR_ALL)
    assert set(missing) - TYPED == set(), "say these in advisor/web/value_words.py"
    assert {*known, *COLUMN_TITLES} - found == set(), "no such field"
