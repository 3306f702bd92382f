"""The one base every table stands on, and the column types of the house."""

import enum
import secrets
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, dataclass_transform

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Enum, LargeBinary, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass
from sqlalchemy.types import JSON

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

PERSONAL: dict[str, Any] = {"personal": True}
"""Column mark: the trail keeps only a salted commitment of such a value, the value itself in an erasable table."""

BOOKKEEPING: dict[str, Any] = {"untracked": True}
"""Column or table mark: delivery and session bookkeeping that is its own ledger and stays out of the trail."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; refuses naive datetimes, returns aware ones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Amount(TypeDecorator[int]):
    """Money in minor units of the currency beside it (kopecks, groszy, cents). Never a float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise ValueError("amounts are whole minor units")
        return value


class Exact(TypeDecorator[Decimal]):
    """An exact decimal (a rate, a percentage) kept as text, because SQLite has no decimal type."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def choice(kind: type[enum.StrEnum], length: int = 32) -> Enum:
    """A StrEnum kept as plain text by value, the same on both engines."""
    return Enum(
        kind, native_enum=False, length=length, create_constraint=False, values_callable=lambda e: [m.value for m in e]
    )


def new_uid() -> str:
    """A random 128-bit name for a row, fixed before the database gives it a number (used to bind sealed values)."""
    return secrets.token_hex(16)


class Base(DeclarativeBase):
    """Declarative base with a naming convention, so that migrations can name every constraint."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: Instant,
        date: Date,
        str: Text,
        bytes: LargeBinary,
        Decimal: Exact,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


@dataclass_transform(kw_only_default=True)
class Row(MappedAsDataclass, Base, kw_only=True, eq=False, repr=False):
    """A table row. Rows inherit this, never `db.Model`; ids, versions and server values are `init=False`."""

    __abstract__ = True
