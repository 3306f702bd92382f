"""Lists of cases: the board and the case table. Every one is a fixed number of statements over indexes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from advisor.domain.folding import digits, patterns
from advisor.domain.process import LINE, Outcome, StageKey, Status
from advisor.domain.roles import Actor
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.staff import Staff
from advisor.services.access import visible

CARDS = 6
"""Cards shown per column before 'all N cases'."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class Card:
    """A case as lists show it: plain values, nothing to load later."""

    id: int
    number: str
    name: str
    product: str
    amount: int | None
    currency: str
    stage: StageKey
    status: Status
    next_action: str
    next_action_at: datetime | None
    owner_id: int | None
    owner_name: str
    stage_since_at: datetime
    opened_at: datetime
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of the board: how many open cases, their sums per currency, and the first cards."""

    stage: StageKey
    count: int
    late: int
    sums: tuple[tuple[str, int], ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases: everything the actor may open, narrowed to one owner when asked."""

    actor: Actor
    today: date
    owner_id: int | None = None

    @property
    def own(self) -> bool:
        """True for one's own book."""
        return self.owner_id is not None and self.owner_id == self.actor.id

    @property
    def condition(self) -> ColumnElement[bool]:
        """The SQL condition. One's own book needs no rights sub-query, so it stays on one index."""
        if self.own:
            return Case.owner_id == self.owner_id
        may = visible(self.actor, self.today)
        return may if self.owner_id is None else and_(may, Case.owner_id == self.owner_id)


def cards(ids: Select[*tuple[Any, ...]] | None = None) -> Select[*tuple[Any, ...]]:
    """The columns of a card, joined to client and owner; add conditions and order.

    With `ids` only of those: a list first walks an index for the few ids it shows, then reads their rows.
    """
    query: Select[*tuple[Any, ...]] = (
        select(
            Case.id, Case.number, Party.name, Case.product, Case.amount, Case.currency, Case.stage, Case.status,
            Case.next_action, Case.next_action_at, Case.owner_id, func.coalesce(Staff.name, "").label("owner_name"),
            Case.stage_since_at, Case.opened_at, Case.outcome,
        )
        .join(Party, Party.id == Case.client_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
    )  # fmt: skip
    return query if ids is None else query.where(Case.id.in_(select(ids.subquery().c.id)))


Query = Select[*tuple[Any, ...]]


def _rows(
    session: Session, scope: Scope, build: Callable[[ColumnElement[bool]], Query], **values: Any
) -> Sequence[Any]:
    """What a statement over these cases finds; that of one's own book, which everybody opens, is put together once."""
    if scope.own:
        return session.execute(_of_owner(build), {"owner_id": scope.owner_id, **values}).all()
    return session.execute(build(scope.condition), values).all()


@cache
def _of_owner(build: Callable[[ColumnElement[bool]], Query]) -> Query:
    return build(Case.owner_id == bindparam("owner_id"))


def board(session: Session, scope: Scope, day: datetime) -> tuple[Column, ...]:
    """The columns of the main line with counts, sums and first cards: two statements whatever the number of cases.

    `day` is when the reader's day began: what was due before it is late, as on Today.
    """
    totals: dict[StageKey, list[tuple[str, int, int, int]]] = {}
    for stage, currency, count, total, late in _rows(session, scope, _totals, day=day):
        totals.setdefault(stage, []).append((currency, count, int(total or 0), late))
    first: dict[StageKey, list[Card]] = {}
    for row in _rows(session, scope, _first):
        card = Card(*row)
        first.setdefault(card.stage, []).append(card)
    return tuple(
        Column(
            stage=key, count=sum(row[1] for row in rows), late=sum(row[3] for row in rows),
            sums=tuple((row[0], row[2]) for row in rows if row[2]), cards=tuple(first.get(key, ())),
        )
        for key in LINE
        for rows in [totals.get(key, [])]
    )  # fmt: skip


def _totals(whose: ColumnElement[bool]) -> Query:
    """Open cases, their sum and how many are late, per stage and currency."""
    return (
        select(Case.stage, Case.currency, func.count(), func.coalesce(func.sum(Case.amount), 0),
               func.count().filter(Case.next_action_at < bindparam("day")))
        .where(whose, Case.status == Status.ACTIVE).group_by(Case.stage, Case.currency)
    )  # fmt: skip


def _first(whose: ColumnElement[bool]) -> Query:
    """The first cards of every column: one short index walk per stage, not one big sort."""
    parts = [
        select(Case.id).where(whose, Case.status == Status.ACTIVE, Case.stage == key)
        .order_by(Case.next_action_at, Case.id).limit(CARDS).subquery()
        for key in LINE
    ]  # fmt: skip
    ids = union_all(*(select(part.c.id) for part in parts)).subquery()
    return cards().where(Case.id.in_(select(ids.c.id))).order_by(Case.next_action_at, Case.id)


def closing_lane(session: Session, scope: Scope) -> tuple[Card, ...]:
    """The newest closed cases: OP-1's 'Refusal. Deal closed' and the other ends, shown folded after the board."""
    return tuple(Card(*row) for row in _rows(session, scope, _closed))


def _closed(whose: ColumnElement[bool]) -> Query:
    newest = Case.closed_at.desc()
    ids = select(Case.id).where(whose, Case.closed_at.is_not(None)).order_by(newest).limit(CARDS)
    return cards(ids).order_by(newest)


@dataclass(frozen=True, slots=True)
class Filter:
    """The filters of the case table, straight from its address. Unknown values mean 'no filter'."""

    stage: StageKey | None = None
    status: Status | None = Status.ACTIVE
    owner_id: int | None = None
    product: str = ""
    text: str = ""
    sort: str = "next"
    page: int = 1


SORTS = {
    "next": (Case.next_action_at, Case.id),
    "newest": (Case.opened_at.desc(), Case.id.desc()),
    "oldest": (Case.opened_at, Case.id),
    "amount": (Case.amount.desc(), Case.id),
    "name": (Party.search_text, Case.id),
    "stage": (Case.stage_since_at, Case.id),
}


def case_table(session: Session, scope: Scope, chosen: Filter) -> tuple[tuple[Card, ...], bool]:
    """One page of the case table and whether there is a next one. One statement, never a count of everything."""
    query = select(Case.id).where(scope.condition)
    if chosen.status is not None:
        query = query.where(Case.status == chosen.status)
    if chosen.stage is not None:
        query = query.where(Case.stage == chosen.stage)
    if chosen.product:
        query = query.where(Case.product == chosen.product)
    if chosen.text:
        query = query.where(text_condition(chosen.text))
    order = SORTS.get(chosen.sort, SORTS["next"])
    if chosen.sort == "name":
        query = query.join(Party, Party.id == Case.client_id)
    ids = query.order_by(*order).offset((chosen.page - 1) * PAGE).limit(PAGE + 1)
    rows = [Card(*row) for row in session.execute(cards(ids).order_by(*order))]
    return tuple(rows[:PAGE]), len(rows) > PAGE


def text_condition(text: str) -> ColumnElement[bool]:
    """Cases whose client's name, phone or e-mail holds the text, or whose number does."""
    ways = [Party.search_text.like(pattern, escape="\\") for pattern in patterns(text, 4)]
    client, number = Case.client_id.in_(select(Party.id).where(or_(*ways))), digits(text)
    return client if len(number) < 4 else or_(client, Case.number.like(f"%{number}", escape="\\"))
