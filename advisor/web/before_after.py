"""What a trail entry changed, told in words: tables and fields by their titles, values as pages show them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from sqlalchemy import Date, DateTime, Enum

from advisor.domain.finance.currencies import minor_digits
from advisor.domain.words import N_
from advisor.records.base import Amount, Base
from advisor.services.field_words import FIELD_TITLES
from advisor.services.ledger_words import TABLE_TITLES
from advisor.web.kit import show

OPS = {"insert": N_("Added"), "update": N_("Changed"), "delete": N_("Removed")}
INTERNAL = "Internal number"
LONGEST = 300
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Told:
    """One row's change: what it is, what happened to it, and (field, before, after) of everything that differs.

    The case stands beside the entry and is not said again; a person's number and name are one line.
    """

    title: str
    op: str
    fields: tuple[tuple[str, str, str], ...]


def told(changes: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> list[Told]:
    """The changes of an entry in the reader's words; `names` are the people of the firm by id."""
    return [_row(change, names) for change in changes]


def _row(change: Mapping[str, Any], names: Mapping[int, str]) -> Told:
    table, fields = str(change["table"]), change["fields"]
    money = next((value for value in reversed(fields.get("currency", [])) if value), "")
    lines: list[tuple[str, str, str]] = []
    for field, (old, new) in fields.items():
        title = FIELD_TITLES.get(field, field.replace("_", " "))
        if title != INTERNAL and field != "case_id" and not (old in EMPTY and new in EMPTY):
            before, after = (_value(table, field, value, money, names) for value in (old, new))
            lines.append((gettext(title), before, after))
    return Told(gettext(TABLE_TITLES.get(table, table)), gettext(OPS.get(str(change.get("op")), "Changed")),
                tuple(dict.fromkeys(lines)))  # fmt: skip


def _value(table: str, field: str, value: Any, money: str, names: Mapping[int, str]) -> str:
    """A value of the trail as a page would show it."""
    if value in EMPTY:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    column = Base.metadata.tables[table].c.get(field) if table in Base.metadata.tables else None
    kind = None if column is None else column.type
    if isinstance(value, int):
        if isinstance(kind, Amount):
            return show.money(value, money) if money else show.amount(Decimal(value).scaleb(-minor_digits("EUR")))
        staff = column is not None and any(key.column.table.name == "staff_member" for key in column.foreign_keys)
        return names.get(value, str(value)) if staff else str(value)
    return _text(kind, value)


def _text(kind: Any, value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(show.word(item) for item in value)[:LONGEST]
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)[:LONGEST]
    if value.startswith(("b64:", "sha256:")):
        return gettext("sealed")
    if isinstance(kind, Enum) and kind.enum_class is not None:
        known = {member.value: member for member in kind.enum_class}
        return show.word(known.get(value, value))
    try:
        if isinstance(kind, Date):
            return show.day(date.fromisoformat(value))
        if isinstance(getattr(kind, "impl", kind), DateTime):
            moment = datetime.fromisoformat(value)
            return show.moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except ValueError:
        return value
    return show.word(value)[:LONGEST]
