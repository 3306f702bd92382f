"""Promises as lists show them: late before coming, ours before theirs; and who keeps how many (C-8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from advisor.casework.board import Scope
from advisor.domain.outreach import promises as law
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.promise import OUTSTANDING, Promise, Promiser
from advisor.records.staff import Staff
from advisor.services.promises import fact

AHEAD_DAYS = 7
MOST_COUNTED = 20_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One outstanding promise with its case. `late`: its day has passed."""

    id: int
    case_id: int
    number: str
    name: str
    promiser: Promiser
    text: str
    due_on: date
    code: str
    owner_name: str
    late: bool

    @property
    def step(self) -> law.NextStep | None:
        """What a late one asks of the advisor."""
        return law.NEXT_STEPS[law.Side(self.promiser.value)] if self.late else None


def _query(whose: ColumnElement[bool], *which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """A part of the list in order; cases come out of their index, names are read for the lines of the part only."""
    late = Promise.due_on < bindparam("today")
    ours_first = case({Promiser(side.value): n for n, side in enumerate(law.Side)}, value=Promise.promiser)
    order = late.desc(), ours_first, Promise.due_on, Promise.id
    ids = (
        select(Promise.id).join(Case, Case.id == Promise.case_id)
        .where(OUTSTANDING, whose, Case.status != Status.CLOSED, *which)
        .order_by(*order).limit(bindparam("most")).offset(bindparam("after")).subquery()
    )  # fmt: skip
    return (
        select(Promise.id, Case.id, Case.number, Party.name, Promise.promiser, Promise.text, Promise.due_on,
               Promise.code, func.coalesce(Staff.name, ""), late)
        .join(Case, Case.id == Promise.case_id).join(Party, Party.id == Case.client_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
        .where(Promise.id.in_(select(ids.c.id))).order_by(*order)
    )  # fmt: skip


_SOON = _query(Case.owner_id.in_(bindparam("owners", expanding=True)), Promise.due_on <= bindparam("until"))
"""Part of Today and of the board, which are asked for all day: put together once."""


def due_soon(session: Session, owners: list[int], today: date, limit: int = 10) -> tuple[Line, ...]:
    """Outstanding promises in these people's books that are late or due within a week: one statement, in order."""
    until = today + timedelta(days=AHEAD_DAYS)
    values = {"owners": owners, "until": until, "today": today, "most": limit, "after": 0}
    return tuple(Line(*row) for row in session.execute(_SOON, values))


def outstanding(
    session: Session, scope: Scope, side: Promiser | None = None, number: int = 1
) -> tuple[tuple[Line, ...], bool]:
    """A page of the outstanding promises one may see, in order, and whether there is a next one; one statement."""
    wanted = [Promise.promiser == side] if side else []
    values = {"today": scope.today, "most": PAGE + 1, "after": (number - 1) * PAGE}
    rows = tuple(Line(*row) for row in session.execute(_query(scope.condition, *wanted), values))
    return rows[:PAGE], len(rows) > PAGE


def of_case(session: Session, case_id: int) -> list[Promise]:
    """All promises of a case, the settled ones too, newest day first."""
    query = select(Promise).where(Promise.case_id == case_id)
    return list(session.scalars(query.order_by(Promise.due_on.desc(), Promise.id.desc())))


@dataclass(frozen=True, slots=True)
class Keeper:
    """How one advisor's own promises ended in a period."""

    name: str
    rate: law.KeptRate


def kept_rates(session: Session, scope: Scope, since: datetime, zone: ZoneInfo) -> tuple[Keeper, ...]:
    """Our promises made since a moment, per advisor whose book they stood in: one statement."""
    query = (
        select(Staff.name, Promise).join(Case, Case.id == Promise.case_id).join(Staff, Staff.id == Promise.staff_id)
        .where(scope.condition, Promise.promiser == Promiser.US, Promise.made_at >= since)
        .order_by(Promise.made_at.desc()).limit(MOST_COUNTED)
    )  # fmt: skip
    found: dict[str, list[law.Promise]] = {}
    for name, row in session.execute(query):
        found.setdefault(name, []).append(fact(row, zone))
    return tuple(Keeper(name, law.kept_rate(rows, scope.today)) for name, rows in sorted(found.items()))
