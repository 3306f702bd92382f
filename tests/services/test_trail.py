"""Writing the trail: one transaction, whole or absent, few statements, personal values kept apart (R2, R8, DONE 7)."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from advisor.domain.errors import StaleVersion
from advisor.domain.process import Profile, StageKey
from advisor.domain.roles import COMMAND, Actor, ActorKind
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.trail import ENTRIES, GENESIS, VALUES
from advisor.services.anchors import ANCHORS
from advisor.services.audit import Filters, Line, case_history, entries, erase_personal, verify
from advisor.transaction import write

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def new_case(session: Session, name: str = "Jan Kowalski") -> Case:
    """A client and a case, added to the session and flushed."""
    party = Party(name=name, phone="+48601100200", created_at=NOW)
    session.add(party)
    session.flush()
    number = session.scalar(select(func.count()).select_from(Case)) or 0
    case = Case(
        number=f"2026-{number + 1:06}", profile=Profile.FINANCING, product="loan", client_type="consumer",
        client_id=party.id, opened_at=NOW, stage_since_at=NOW,
    )  # fmt: skip
    session.add(case)
    session.flush()
    return case


def opened(session: Session) -> int:
    """A committed case with its trail; returns its number."""
    with write(session, COMMAND, NOW) as ctx:
        case = new_case(session)
        ctx.record("opened", "case", case.id, case_id=case.id, reason="Jan called", number=case.number)
        return case.id


def dump(session: Session) -> str:
    """Everything readable in the two tables of the trail."""
    return str([tuple(row) for table in (ENTRIES, VALUES) for row in session.execute(select(table))])


def test_who_what_when_before_after_reason(ledger: Open) -> None:
    session = ledger()
    case_id = opened(session)
    advisor = Actor(ActorKind.STAFF, "Anna Nowak", 7)
    with write(session, advisor, NOW) as ctx:
        session.get_one(Case, case_id).stage = StageKey.MEETING
        ctx.record("moved", "case", case_id, case_id=case_id, reason="Jan wants it", target="meeting")
    newest, oldest = case_history(session, case_id)
    assert isinstance(newest, Line)
    assert (newest.actor_name, newest.actor_id, newest.at, newest.verb) == ("Anna Nowak", 7, NOW, "moved")
    assert newest.reason == "Jan wants it"
    assert newest.detail == {"target": "meeting"}
    assert newest.changes == [
        {"table": "case_file", "id": case_id, "op": "update", "fields": {"stage": ["contact", "meeting"]}}
    ]
    assert {change["table"]: change["fields"].get("name") for change in oldest.changes} == {
        "party": [None, "Jan Kowalski"],
        "case_file": None,
    }


def test_p3_no_personal_value_stands_open_in_the_trail(ledger: Open) -> None:
    session = ledger()
    opened(session)
    assert "Kowalski" not in dump(session)
    assert "601100200" not in dump(session)
    assert "Jan called" not in dump(session)


def test_a_client_stands_in_the_trail_by_number_only(ledger: Open) -> None:
    session = ledger()
    case_id = opened(session)
    with write(session, Actor(ActorKind.CLIENT, "Jan Kowalski", 1), NOW) as ctx:
        ctx.record("accepted", "offer", 1, case_id=case_id)
    assert case_history(session, case_id)[0].actor_name == "client:1"
    assert "Kowalski" not in dump(session)


def test_changes_without_a_note_are_told_all_the_same(ledger: Open) -> None:
    session = ledger()
    case_id = opened(session)
    with write(session, COMMAND, NOW):
        session.get_one(Case, case_id).amount = 100
    line = case_history(session, case_id)[0]
    assert (line.verb, line.subject, line.subject_id) == ("changed", "case_file", case_id)
    assert line.changes[0]["fields"] == {"amount": [None, 100]}


def test_nothing_done_leaves_no_entry(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    with write(session, COMMAND):
        pass
    assert session.scalar(select(func.count()).select_from(ENTRIES)) == 0
    assert not (tmp_path / ANCHORS).exists()


def test_personal_values_of_two_people_never_share_a_key(ledger: Open) -> None:
    session = ledger()
    with write(session, COMMAND, NOW) as ctx:
        one, two = new_case(session, "Jan"), new_case(session, "Ewa")
        ctx.record("imported", "case", one.id, case_id=one.id, party_id=one.client_id)
        ids = (one.client_id, two.client_id)
    with write(session, COMMAND, NOW) as ctx:
        erase_personal(ctx, ids[0])
    told = str(entries(session, Filters()))
    assert "Ewa" in told
    assert "Jan" not in told
    assert verify(session, None).breaks == []


def test_p3_erasure_keeps_the_chain_and_what_came_with_it_keeps_nothing(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    case_id = opened(session)
    with write(session, COMMAND, NOW) as ctx:
        party = session.get_one(Party, session.get_one(Case, case_id).client_id)
        assert erase_personal(ctx, party.id, "asked by letter") == 1
        party.name, party.phone, party.erased_at = "erased", "", NOW
    with write(session, COMMAND, NOW) as ctx:
        ctx.record("closed", "case", case_id, case_id=case_id, reason="client gone")
    assert "Kowalski" not in str(case_history(session, case_id))
    assert case_history(session, case_id)[0].reason == "client gone"
    assert case_history(session, case_id)[-1].erased
    report = verify(session, tmp_path / ANCHORS)
    assert (report.breaks, report.entries) == ([], session.scalar(select(func.count()).select_from(ENTRIES)))
    reason = [line.reason for line in entries(session, Filters(verb="erased"))]
    assert reason == ["asked by letter"]


def test_r2_a_failing_transaction_leaves_nothing(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    case_id = opened(session)
    before, anchored = dump(session), (tmp_path / ANCHORS).read_text()
    session.rollback()

    def fail() -> None:
        with write(session, COMMAND) as ctx:
            session.get_one(Case, case_id).amount = 1
            session.flush()
            ctx.record("moved", "case", case_id, case_id=case_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert dump(session) == before
    assert session.get_one(Case, case_id).amount is None
    assert (tmp_path / ANCHORS).read_text() == anchored


def test_r5_a_stale_row_is_refused(ledger: Open) -> None:
    mine = ledger()
    case_id = opened(mine)

    def save() -> None:
        with write(mine, COMMAND):
            case = mine.get_one(Case, case_id)
            case.amount = 1
            mine.connection().execute(text("UPDATE case_file SET version = version + 1"))

    with pytest.raises(StaleVersion):
        save()
    assert mine.get_one(Case, case_id).amount is None


def test_changes_made_outside_a_transaction_are_refused(ledger: Open) -> None:
    session = ledger()
    case_id = opened(session)
    session.get_one(Case, case_id).amount = 5
    with pytest.raises(RuntimeError, match="outside"), write(session, COMMAND):
        pass
    session.rollback()
    with write(session, COMMAND), pytest.raises(RuntimeError, match="already open"), write(session, COMMAND):
        pass


def test_what_was_read_before_is_read_again_inside(ledger: Open) -> None:
    page, other = ledger(), ledger()
    case_id = opened(other)
    assert page.get_one(Case, case_id).amount is None
    with write(other, COMMAND):
        other.get_one(Case, case_id).amount = 9
    with write(page, COMMAND):
        assert page.get_one(Case, case_id).amount == 9


def test_cost_of_the_trail_in_statements(ledger: Open, engine: Engine) -> None:
    session = ledger()
    case_id = opened(session)
    seen: list[str] = []
    with write(session, COMMAND, NOW) as ctx:
        session.get_one(Case, case_id).stage = StageKey.MEETING
        for number in range(5):
            ctx.record("moved", "case", case_id, case_id=case_id, reason=f"because {number}")
        session.flush()
        event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    trail = [statement for statement in seen if "trail" in statement or "advisory" in statement]
    assert len(trail) == (3 if engine.dialect.name == "sqlite" else 4), trail
    assert len(seen) - len(trail) <= 1, seen  # the party's key


def test_c4_parallel_writers_make_one_gapless_chain(ledger: Open, engine: Engine, tmp_path: Path) -> None:
    case_id = opened(ledger())

    def work(session: Session) -> None:
        for number in range(25):
            with write(session, COMMAND) as ctx:
                ctx.record("tried", "case", case_id, case_id=case_id, reason=f"word {number}")

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, ledger()) for _ in range(8)]:
            done.result()
    session = ledger()
    report = verify(session, tmp_path / ANCHORS)
    assert (report.breaks, report.entries, report.last_seq, report.anchors) == ([], 201, 201, 201)
    assert session.scalar(select(ENTRIES.c.prev_hash).where(ENTRIES.c.seq == 1)) == GENESIS


def test_payload_is_canonical_json(ledger: Open) -> None:
    session = ledger()
    opened(session)
    payload = session.scalars(select(ENTRIES.c.payload)).one()
    assert payload == json.dumps(json.loads(payload), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
