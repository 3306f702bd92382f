"""`advisor check` recomputes: an honest house holds, each planted fault is named (R2)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from advisor.casework.advance import Order, advance, send_back, undo_move
from advisor.casework.status import Closing, close
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.outbox import Audience, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder
from advisor.records.upload import Upload
from advisor.services.invariants import CHECKS, violations
from advisor.services.store import FILES, open_store
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

LATER = NOW + timedelta(days=365)


@pytest.fixture
def busy(house: Flask, cast: make.Cast, actor: Callable[[str], Actor]) -> int:
    """A case that was moved, sent back, taken back and one that was closed; an upload; returns the first's id."""
    with transaction(make.COMMAND, NOW) as ctx:
        first, second = make.case(ctx, cast.advisor), make.case(ctx, cast.advisor)
        first_id, second_id = first.id, second.id
        stored = open_store(ctx.session).put(ctx.session.get_one(Party, first.client_id).uid, b"content")
        ctx.session.add(
            Upload(case_id=first.id, party_id=first.client_id, file_uid=stored.uid, file_name="a", mime="text/plain",
                   size=stored.size, sha256=stored.sha256, uploaded_at=NOW)
        )  # fmt: skip
    with transaction(actor("manager"), NOW + timedelta(hours=1)) as ctx:
        advance(ctx, Order(first_id, StageKey.TRACKING, override_reason="papers seen"))
    with transaction(actor("advisor"), NOW + timedelta(hours=2)) as ctx:
        send_back(ctx, Order(first_id, StageKey.DOCUMENTS), "the bank asks")
    with transaction(actor("advisor"), NOW + timedelta(hours=3)) as ctx:
        undo_move(ctx, first_id)
    with transaction(actor("advisor"), NOW + timedelta(hours=4)) as ctx:
        close(ctx, Closing(second_id, "no_answer", "gone"))
    return first_id


def names() -> set[str]:
    """Invariants that do not hold, looked at long after everything happened."""
    return {found.invariant for found in violations(db.session(), datetime.now(UTC) + timedelta(days=1), deep=True)}


def test_an_honest_house_holds(busy: int) -> None:
    assert names() == set()
    assert len(CHECKS) == 6


FAULTS = {
    "stage_is_last_event": "UPDATE case_file SET stage = 'support' WHERE id = 1",
    "stage_is_last_event of no event": "DELETE FROM stage_event WHERE case_id = 1 AND kind = 'undone'",
    "move_has_follow_up": "DELETE FROM reminder WHERE case_id = 1 AND stage = 'tracking'",
    "row_has_bytes": "UPDATE upload SET file_uid = 'ffffffffffffffffffffffffffffffff'",
    "files_open": "UPDATE upload SET sha256 = 'ff'",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named(busy: int, fault: str) -> None:
    db.session.rollback()
    if "DELETE FROM stage_event" in FAULTS[fault]:
        db.session.execute(text("DELETE FROM gate_override"))
    db.session.execute(text(FAULTS[fault]))
    assert fault.split(maxsplit=1)[0] in names()


def test_an_event_past_the_trail_is_named(busy: int) -> None:
    db.session.rollback()
    columns = "case_id, kind, source, target, actor_name, at, reason, evidence, sitting"
    db.session.execute(
        text(f"INSERT INTO stage_event ({columns}) SELECT {columns} FROM stage_event ORDER BY id DESC LIMIT 1")
    )
    assert names() == {"move_is_in_trail"}


def test_an_orphan_file_is_named(busy: int, tmp_path: Path) -> None:
    (tmp_path / "instance" / FILES / "ff").mkdir(exist_ok=True)
    (tmp_path / "instance" / FILES / "ff" / ("f" * 32)).write_bytes(b"x")
    assert names() == {"no_orphan_file"}


def test_a_reminder_both_open_and_sent_is_named(busy: int) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        reminder = ctx.session.query(Reminder).filter_by(state="planned").first()
        assert reminder is not None
        ctx.session.add(
            Letter(kind="follow_up", key="k", message_id=reminder.message_id, audience=Audience.STAFF,
                   reminder_id=reminder.id, to_address="a@b.pl", subject="s", text="t", next_try_at=NOW,
                   created_at=NOW, state=LetterState.SENT, sent_at=NOW)
        )  # fmt: skip
    assert names() == {"reminder_open_or_sent"}
