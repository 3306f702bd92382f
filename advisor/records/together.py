"""Several short lists in one statement: what a page shows of one case lies in many tables, a few rows in each."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session, class_mapper

from advisor.records.reading import known, once_a_view

Entity = TypeVar("Entity")

CASE = bindparam("case_id", type_=Integer)
"""The case whose rows are wanted, in the conditions of `Rows`."""


@dataclass(frozen=True, eq=False)
class Rows(Generic[Entity]):
    """The rows of one table that belong to a case: under a condition, in an order, not more than a number."""

    table: type[Entity]
    where: ColumnElement[bool]
    order: tuple[Any, ...]
    limit: int | None = None

    def of(self, session: Session, case_id: int) -> list[Entity]:
        """These rows alone; not asked for again where this view has read them already."""
        return _alone(session, self, case_id)

    def one(self, session: Session, case_id: int) -> Entity | None:
        """The first of these rows, for tables with one row a case; None where there is none."""
        return next(iter(self.of(session, case_id)), None)

    @cached_property
    def query(self) -> Select[Entity]:
        """One statement for these rows alone, put together once a process."""
        return select(self.table).where(self.where).order_by(*self.order).limit(self.limit)

    def numbers(self, place: int) -> Select[int, int, int]:
        """The numbers of these rows, each beside the list's place and its own place in the list."""
        nth = func.row_number().over(order_by=self.order).label("nth")
        found = select(literal(place).label("place"), _id(self.table).label("id"), nth).where(self.where)
        return found if self.limit is None else select(found.order_by(nth).limit(self.limit).subquery())


class Together:
    """Lists that are always read at once, by one statement that is put together once a process.

    First the numbers of the wanted rows, then each row by its number: the work is the sum of the lists, not their
    product.
    """

    def __init__(self, *lists: Rows[Any]) -> None:
        self._lists = lists

    def of(self, session: Session, case_id: int) -> list[list[Any]]:
        """The lists of a case, in the order they were named."""
        found: list[list[Any]] = [[] for _ in self._lists]
        for place, *row in session.execute(self._query, {"case_id": case_id}):
            found[place].append(row[place])
        for rows, those in zip(self._lists, found, strict=True):
            known(session, _alone, those, rows, case_id)
        return found

    @cached_property
    def _query(self) -> Select[Any]:
        wanted = union_all(*(rows.numbers(place) for place, rows in enumerate(self._lists))).subquery()
        query: Select[Any] = select(wanted.c.place, *(rows.table for rows in self._lists)).select_from(wanted)
        for place, rows in enumerate(self._lists):
            query = query.outerjoin(rows.table, and_(wanted.c.place == place, _id(rows.table) == wanted.c.id))
        return query.order_by(wanted.c.place, wanted.c.nth)


@once_a_view
def _alone(session: Session, rows: Rows[Entity], case_id: int) -> list[Entity]:
    return list(session.scalars(rows.query, {"case_id": case_id}))


def _id(table: Any) -> Any:
    return class_mapper(table).primary_key[0]
