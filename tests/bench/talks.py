"""Call today and the week calendar of one advisor in a large firm, with promises and calls in everybody's book."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from advisor.records.base import new_uid
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.engine import open_engine
from advisor.records.promise import Promise, Promiser
from tests.bench import meter
from tests.bench.book import Book, address
from tests.bench.sample import Sample, of_answers
from tests.bench.server import Server
from tests.bench.visitor import Visitor

EVERY = 10
"""Every tenth case has an outstanding promise and three calls of the last month."""
CHUNK = 5000


def measure(book: Book, server: Server, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Yield the samples of both pages for one advisor."""
    _fill(book)
    visitor = Visitor(server.port)
    visitor.sign_in(address(1))
    pids = [*meter.family(server.pid), *(meter.family(database) if database else ())]
    yield "call today", of_answers(lambda: visitor.get("/calls"), pids, times)
    yield "week calendar", of_answers(lambda: visitor.get("/calendar"), pids, times)
    yield "promises", of_answers(lambda: visitor.get("/promises"), pids, times)


def _fill(book: Book) -> None:
    engine, now = open_engine(book.url), datetime.now(UTC)
    with Session(engine) as session:
        query = select(Case.id, Case.client_id, Case.stage, Case.owner_id).where(Case.id % EVERY == 0)
        promised, called = [], []
        for case_id, client_id, stage, owner_id in session.execute(query).all():
            due_on = now.date() + timedelta(days=case_id // EVERY % 30 - 10)
            side = list(Promiser)[case_id // EVERY % len(Promiser)]
            promised.append({"case_id": case_id, "promiser": side, "stage": stage, "text": "x", "due_on": due_on,
                             "made_at": now, "staff_id": owner_id})  # fmt: skip
            called += [
                {"uid": new_uid(), "case_id": case_id, "party_id": client_id, "at": now - timedelta(days=3 * turn + 1),
                 "channel": ContactChannel.CALL, "result": ContactResult.NO_ANSWER}
                for turn in range(3)
            ]  # fmt: skip
        for table, rows in ((Promise, promised), (ContactAttempt, called)):
            for first in range(0, len(rows), CHUNK):
                session.execute(insert(cast("Table", table.__table__)), rows[first : first + CHUNK])
        session.commit()
    engine.dispose()
