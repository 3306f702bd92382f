"""Whom to call today: by promise, by due follow-up, by silence (FI-14, C-6); the guard says who may be called now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session

from advisor.casework.purpose import Meant, meant_of
from advisor.domain.outreach.best_time import BestTime, Call, best_time
from advisor.domain.outreach.contact import Channel
from advisor.domain.outreach.silence import silent_days
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.promise import OUTSTANDING, Promise, Promiser
from advisor.services import guard
from advisor.services.guard import NOTHING, Known, Ruling, Terms

EACH = 20
"""So many cases are listed for each reason; an advisor calls fewer a day, and others move up as calls are made."""


class Why(IntEnum):
    """What puts a client on the list; the smallest comes first."""

    OUR_PROMISE = 0
    PROMISE = 1
    DUE = 2
    SILENT = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One client to call about one case, with everything the list shows."""

    case: Case
    client: Party
    why: tuple[Why, ...]
    promise: Promise | None
    silent_days: int
    meant: Meant
    ruling: Ruling
    best: BestTime | None


@dataclass(frozen=True, slots=True)
class Book:
    """Whose calls: the owners' active cases, at a moment, by the firm's day, zone and patience (working days)."""

    owners: tuple[int, ...]
    now: datetime
    today: date
    zone: ZoneInfo
    silence_days: int


def call_list(session: Session, book: Book) -> tuple[Line, ...]:
    """The list in the order of calling: who may be called now first. Six statements, however many cases there are.

    Each call is judged by what it is for: who owes a payment near or past its day is called under the rules for that.
    """
    rows = _candidates(session, book)
    promised = _promises(session, [row[0].id for row in rows], book.today)
    known = guard.known_of(session, {client.id for _case, client in rows}, book.now)
    purposes = meant_of(session, [case for case, _client in rows], book.today)
    lines = (_line(row, purposes[row[0].id], promised, known, book) for row in rows)
    return tuple(sorted((line for line in lines if line.why), key=lambda line: _place(line, book)))


def _candidates(session: Session, book: Book) -> list[tuple[Case, Party]]:
    """Cases that may be on the list: few by each reason, from the indexes."""
    mine = (Case.owner_id.in_(book.owners), Case.status == Status.ACTIVE)
    end = datetime.combine(book.today + timedelta(days=1), time(), book.zone)
    edge = book.now - timedelta(days=book.silence_days)
    never = (Case.last_contact_at.is_(None), Case.opened_at < edge)
    parts: list[Select[*tuple[Any, ...]]] = [
        select(Promise.case_id).join(Case, Case.id == Promise.case_id)
        .where(OUTSTANDING, Promise.due_on <= book.today, *mine).order_by(Promise.due_on).limit(EACH),
        select(Case.id).where(*mine, Case.next_action_at < end).order_by(Case.next_action_at).limit(EACH),
        select(Case.id).where(*mine, Case.last_contact_at < edge).order_by(Case.last_contact_at).limit(EACH),
        select(Case.id).where(*mine, *never).order_by(Case.opened_at).limit(EACH),
    ]  # fmt: skip
    ids = union_all(*(select(part.subquery().c[0]) for part in parts)).subquery()
    query = select(Case, Party).join(Party, Party.id == Case.client_id).where(Case.id.in_(select(ids.c[0])))
    return [(row[0], row[1]) for row in session.execute(query.order_by(Case.id))]


def _promises(session: Session, case_ids: list[int], today: date) -> dict[int, Promise]:
    """The promise to speak of, per case: ours before theirs, then the oldest."""
    query = select(Promise).where(OUTSTANDING, Promise.case_id.in_(case_ids), Promise.due_on <= today)
    rows = sorted(session.scalars(query), key=lambda p: (p.promiser is not Promiser.US, p.due_on, p.id))
    found: dict[int, Promise] = {}
    for row in rows:
        found.setdefault(row.case_id, row)
    return found


def _line(
    row: tuple[Case, Party], meant: Meant, promised: Mapping[int, Promise], known: Mapping[int, Known], book: Book
) -> Line:
    case, client = row
    facts, zone = known.get(client.id, NOTHING), ZoneInfo(client.time_zone)
    promise = promised.get(case.id)
    spoken_on = (case.last_contact_at or case.opened_at).astimezone(zone).date()
    silent = silent_days(spoken_on, book.today, client.country)
    why = []
    if promise is not None:
        why.append(Why.OUR_PROMISE if promise.promiser is Promiser.US else Why.PROMISE)
    if case.next_action_at and case.next_action_at.astimezone(book.zone).date() <= book.today:
        why.append(Why.DUE)
    if silent >= book.silence_days:
        why.append(Why.SILENT)
    about = Terms(debt=str(case.id))
    contact = guard.contact_of(client, facts, Channel.CALL, meant.purpose, book.now, about)
    return Line(case, client, tuple(why), promise, silent, meant, guard.judge(client, contact), _best(facts, zone))


def _best(known: Known, zone: ZoneInfo) -> BestTime | None:
    """Learned from the last month's calls, which are at hand."""
    return best_time(
        Call(at.astimezone(zone).replace(tzinfo=None), spoken)
        for at, channel, spoken, incoming, _debt in known.attempts if channel is Channel.CALL and not incoming
    )  # fmt: skip


def _place(line: Line, book: Book) -> tuple[Any, ...]:
    due = line.promise.due_on if line.promise else (line.case.next_action_at or book.now).date()
    waits = line.ruling.next_at or datetime.max.replace(tzinfo=book.zone)
    return (not line.ruling.allowed, book.now if line.ruling.allowed else waits, min(line.why), due, -line.silent_days,
            line.case.id)  # fmt: skip
