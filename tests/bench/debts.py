"""Debt rules on a full book: a keystroke of the interview, and a dry run of other rules over all live leads."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from advisor.domain.debts import OP1, lead_to_json, prequalify
from advisor.domain.debts.reading import lead_from_json
from advisor.domain.process import Profile
from advisor.domain.roles import Role
from advisor.records.base import Base, Row
from advisor.records.case import Case
from advisor.records.engine import open_engine
from advisor.records.staff import Staff
from advisor.services.passwords import hash_password
from advisor.stages.contact.prequalification.records import Interview, Prequalification, kopecks
from tests.bench import meter
from tests.bench.book import ADVISORS, CHUNK, PASSWORD, Book, address
from tests.bench.sample import Sample, of_answers
from tests.bench.server import Server
from tests.bench.visitor import Visitor

EDITOR = "editor@example.test"
TYPED = {
    "mortgage": "no", "debts-0-kind": "bank_loan", "debts-0-amount": "310 000", "debts-1-kind": "credit_card",
    "debts-1-amount": "64 500,50", "debts-2-kind": "utilities", "debts-2-amount": "25 500",
    "debts-3-kind": "alimony", "debts-3-amount": "120 000", "debts-4-kind": "microloan", "debts-4-amount": "18 000",
    "debts-5-kind": "", "debts-5-amount": "", "debts-6-kind": "", "debts-6-amount": "",
}  # fmt: skip
"""Five debts, as in an ordinary call, and the two blank rows the page keeps below them."""


def measure(book: Book, server: Server, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Add as many live leads as the book has cases, then type into one of them and try other rules on all."""
    case_id = _add_leads(book)
    pids = [*meter.family(server.pid), *(meter.family(database) if database else ())]
    person, editor = Visitor(server.port), Visitor(server.port)
    person.sign_in(address(1))
    editor.sign_in(EDITOR)
    typed = TYPED | person.get(f"/cases/{case_id}").hidden("interview-form")
    path = f"/cases/{case_id}/contact/verdict"
    yield "interview keystroke", of_answers(lambda: person.post(path, typed, {"HX-Request": "true"}), pids, times)
    form = editor.get("/rules/op1/edit").hidden("total_min") | {"total_min": "150 000"}
    answer = editor.post("/rules/op1/trial", form)
    if answer.status != 200 or f"{book.size:,} of {book.size:,}".encode() not in answer.body:
        raise RuntimeError(f"the dry run failed: {answer.status} {answer.body[-500:]!r}")
    yield "dry run, per live lead", Sample(answer.seconds / book.size * 1000, 0)


def _add_leads(book: Book) -> int:
    """Debt-relief leads with a stored verdict, written in bulk, and a rule editor; returns a lead of advisor 1."""
    engine = open_engine(book.url)
    with Session(engine) as session:
        last = session.scalar(select(func.max(Case.id))) or 0
        at = datetime.now(UTC)
        session.add(Staff(email=EDITOR, name="Editor", password_hash=hash_password(PASSWORD),
                          roles=frozenset({Role.EDITOR}), team_id=1, created_at=at))  # fmt: skip
        session.commit()
        for first in range(0, book.size, CHUNK):
            numbers = range(first + 1, min(first + CHUNK, book.size) + 1)
            for build in (_case, _verdict, _interview):
                rows = [build(last, number, at) for number in numbers]
                session.execute(insert(Base.metadata.tables[rows[0].__tablename__]), [_plain(row) for row in rows])
        session.commit()
    engine.dispose()
    return last + 1


def _plain(row: Row) -> dict[str, Any]:
    """The values of a row object that never meets a session."""
    values = {each.columns[0].name: getattr(row, each.key, None) for each in row.__mapper__.column_attrs}
    return {name: 1 if name == "version" else value for name, value in values.items() if name != "id" or value}


def _case(last: int, number: int, at: datetime) -> Case:
    row = Case(
        number=f"1999-{number:06d}", profile=Profile.DEBT_RELIEF, product="ru_bankruptcy_court", client_type="citizen",
        client_id=number, currency="RUB", owner_id=1 if number == 1 else number % ADVISORS + 1, team_id=1,
        opened_at=at, stage_since_at=at,
    )  # fmt: skip
    row.id = last + number
    return row


def _verdict(last: int, number: int, at: datetime) -> Prequalification:
    """A lead of two to four debts whose sum lies around the limits, decided by the shipped rules."""
    amounts = [f"{20_000 + number * 37 % 180_000 + place * 11}.00" for place in range(2 + number % 3)]
    kinds = ("bank_loan", "credit_card", "utilities", "alimony")
    debts = [{"kind": kind, "amount": amount} for kind, amount in zip(kinds, amounts, strict=False)]
    lead = lead_from_json({"currency": "RUB", "mortgage": False, "debts": debts})
    said = prequalify(lead, OP1)
    row = Prequalification(
        case_id=last + number, outcome=said.outcome, reasons=[reason.code for reason in said.reasons],
        written_off=kopecks(said.written_off), not_written_off=kopecks(said.not_written_off),
        disputed=kopecks(said.disputed), mixed=said.is_mixed, facts=lead_to_json(lead), pack_key=OP1.key,
        pack_version=OP1.version, at=at, by_name="Person 1",
    )  # fmt: skip
    row.id = number
    return row


def _interview(last: int, number: int, at: datetime) -> Interview:
    return Interview(case_id=last + number, mortgage=False, verdict_id=number, saved_at=at)
