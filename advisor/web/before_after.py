"""What a trail entry changed, told in words: tables and fields by their titles, values as pages show them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask_babel import gettext
from sqlalchemy import Column, Date, DateTime, Enum, LargeBinary

from advisor.domain.finance.currencies import minor_digits
from advisor.domain.words import N_
from advisor.records.base import Amount, Base, Exact
from advisor.services.column_words import INTERNAL, title_of
from advisor.services.ledger_words import TABLE_TITLES
from advisor.web.kit import show
from advisor.web.kit.phrases import locale
from advisor.web.value_words import last, told_value

OPS = {"insert": N_("Added"), "update": N_("Changed"), "delete": N_("Removed")}
SEALED = ("b64:", "sha256:")
BY = ("_by", "_name")
"""Fields that name a person, the client or the program."""
LONGEST = 300
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Told:
    """One row's change: what it is, what happened to it, and (field, before, after) of everything that differs.

    The case stands beside the entry and is not said again. Fields of one title are one line: a person's number and
    name, the day something was signed and by whom.
    """

    title: str
    op: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: its field, and what else of the row changed."""

    table: str
    field: str
    fields: Mapping[str, list[Any]]

    @property
    def column(self) -> Column[Any] | None:
        """The column of the ledger; None when there is no such field any more."""
        tables = Base.metadata.tables
        return tables[self.table].c.get(self.field) if self.table in tables else None


def told(changes: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> list[Told]:
    """The changes of an entry in the reader's words; `names` are the people of the firm by id."""
    return [_row(change, names) for change in changes]


def _row(change: Mapping[str, Any], names: Mapping[int, str]) -> Told:
    table, fields = str(change["table"]), change["fields"]
    lines: dict[str, tuple[list[str], list[str]]] = {}
    for field, (old, new) in fields.items():
        title = title_of(table, field)
        if title != INTERNAL and field != "case_id" and not (old in EMPTY and new in EMPTY):
            for side, value in zip(lines.setdefault(title, ([], [])), (old, new), strict=True):
                said = _value(_Place(table, field, fields), value, names)
                side.extend([said] if said and said not in side else [])
    told_lines = tuple((gettext(title), "; ".join(old), "; ".join(new)) for title, (old, new) in lines.items())
    op = OPS.get(str(change.get("op")), "Changed")
    return Told(gettext(TABLE_TITLES.get(table, table)), gettext(op), told_lines)


def _value(place: _Place, value: Any, names: Mapping[int, str]) -> str:
    """A value of the trail as a page would show it."""
    if value in EMPTY:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int):
        return _number(place, value, names)
    known = None if str(value).startswith(SEALED) else told_value(place.table, place.field, value, place.fields)
    return _text(place, value) if known is None else known[:LONGEST]


def _number(place: _Place, value: int, names: Mapping[int, str]) -> str:
    column, money = place.column, last(place.fields, "currency")
    if column is not None and isinstance(column.type, Amount):
        return show.money(value, money) if money else show.amount(Decimal(value).scaleb(-minor_digits("EUR")))
    staff = column is not None and any(key.column.table.name == "staff_member" for key in column.foreign_keys)
    return names.get(value, str(value)) if staff else str(value)


def _text(place: _Place, value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(show.word(item) for item in value)[:LONGEST]
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)[:LONGEST]
    kind = None if place.column is None else place.column.type
    if value.startswith(SEALED):
        return gettext("File") if type(kind) is LargeBinary else gettext("sealed")
    if isinstance(kind, Enum) and kind.enum_class is not None:
        known = {member.value: member for member in kind.enum_class}
        return show.word(known.get(value, value))
    name = show.somebody(value) if place.field.endswith(BY) else value
    return _measured(kind, value) or show.word(name)[:LONGEST]


def _measured(kind: Any, value: str) -> str:
    """A day, a moment or an exact number as it is written here; what cannot be read as one stays, else ""."""
    try:
        if isinstance(kind, Date):
            return show.day(date.fromisoformat(value))
        if isinstance(getattr(kind, "impl", kind), DateTime):
            moment = datetime.fromisoformat(value)
            return show.moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        if isinstance(kind, Exact):
            return format_decimal(Decimal(value), locale=locale(), decimal_quantization=False)
    except (ArithmeticError, ValueError):
        return value
    return ""
