"""Verifying the trail: every tampering is named, nothing honest is (R8, 8.3 C3, findings 4 and 5)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.keyring import KeyRing, load_keyring
from advisor.records.trail import ENTRIES, POSTGRES_DROP_TRIGGERS, VALUES
from advisor.services.anchors import ANCHORS
from advisor.services.audit import Filters, entries, verbs, verify
from advisor.transaction import write
from tests.services.test_trail import opened

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LENGTH = 12


def fill(session: Session) -> None:
    """A trail of twelve entries, all with a reason, one transaction each; the second and third cases' own people."""
    for number in range(3):
        case_id = opened_again(session, number)
        for step in range(3):
            with write(session, COMMAND, NOW + timedelta(minutes=step)) as ctx:
                ctx.record("moved", "case", case_id, case_id=case_id, reason=f"reason {number}{step}", step=step)


def opened_again(session: Session, number: int) -> int:
    return opened(session)


def disarm(session: Session) -> None:
    """What somebody with the database's own password would do first."""
    if session.get_bind().dialect.name == "postgresql":
        statements = POSTGRES_DROP_TRIGGERS
    else:
        statements = tuple(f"DROP TRIGGER trail_entry_no_{verb}" for verb in ("update", "delete", "gap"))
    for statement in statements:
        session.execute(text(statement))


COPY = ", ".join(column.name for column in ENTRIES.columns if column.name not in ("seq", "hash", "prev_hash"))
OTHERS = ", ".join(column.name for column in ENTRIES.columns if column.name != "seq")
SWAP = (
    "UPDATE trail_entry SET seq = 99 WHERE seq = 5",
    "UPDATE trail_entry SET seq = 5 WHERE seq = 6",
    "UPDATE trail_entry SET seq = 6 WHERE seq = 99",
)
EDIT = "UPDATE trail_entry SET {} WHERE seq = 5"

TAMPERINGS: dict[str, tuple[tuple[str, ...], set[tuple[int, str]]]] = {
    "time": ((EDIT.format("at = '2026-11-22 08:00:00.000000'"),), {(5, "changed")}),
    "actor kind": ((EDIT.format("actor_kind = 'staff'"),), {(5, "changed")}),
    "actor id": ((EDIT.format("actor_id = 7"),), {(5, "changed")}),
    "actor name": ((EDIT.format("actor_name = 'somebody'"),), {(5, "changed")}),
    "verb": ((EDIT.format("verb = 'closed'"),), {(5, "changed")}),
    "subject": ((EDIT.format("subject = 'party'"),), {(5, "changed")}),
    "subject id": ((EDIT.format("subject_id = 99"),), {(5, "changed")}),
    "subject id gone": ((EDIT.format("subject_id = NULL"),), {(5, "changed")}),
    "case": ((EDIT.format("case_id = 99"),), {(5, "changed")}),
    "party gone": ((EDIT.format("party_id = NULL"),), {(5, "changed"), (5, "value_changed")}),
    "payload": ((EDIT.format("payload = '{}'"),), {(5, "changed")}),
    "payload space": ((EDIT.format("payload = payload || ' '"),), {(5, "changed")}),
    "payload empty": ((EDIT.format("payload = ''"),), {(5, "changed")}),
    "commitment": ((EDIT.format("commitment = hash"),), {(5, "changed"), (5, "value_changed")}),
    "commitment gone": ((EDIT.format("commitment = ''"),), {(5, "changed"), (5, "value_changed")}),
    "key": ((EDIT.format("key_id = '0123456789abcdef'"),), {(5, "unsigned")}),
    "key empty": ((EDIT.format("key_id = ''"),), {(5, "unsigned")}),
    "previous": ((EDIT.format("prev_hash = hash"),), {(5, "link"), (5, "changed")}),
    "hash": ((EDIT.format("hash = prev_hash"),), {(5, "changed"), (6, "link"), (5, "anchor")}),
    "hash case": ((EDIT.format("hash = upper(hash)"),), {(5, "changed"), (6, "link"), (5, "anchor")}),
    "moved between fields": ((EDIT.format("verb = 'mov', subject = 'edcase'"),), {(5, "changed")}),
    "first": (("UPDATE trail_entry SET verb = 'x' WHERE seq = 1",), {(1, "changed")}),
    "last": (("UPDATE trail_entry SET verb = 'x' WHERE seq = 12",), {(12, "changed")}),
    "two places": (("UPDATE trail_entry SET verb = 'x' WHERE seq IN (3, 9)",), {(3, "changed"), (9, "changed")}),
    "removed": (("DELETE FROM trail_entry WHERE seq = 5",), {(5, "gap"), (5, "cut"), (5, "value_unexpected")}),
    "removed with value": (
        ("DELETE FROM trail_entry WHERE seq = 5", "DELETE FROM trail_value WHERE seq = 5"),
        {(5, "gap"), (5, "cut")},
    ),
    "head removed": (
        ("DELETE FROM trail_entry WHERE seq < 3", "DELETE FROM trail_value WHERE seq < 3"),
        {(1, "gap"), (1, "cut"), (2, "cut")},
    ),
    "removed and closed up": (
        (
            "DELETE FROM trail_value WHERE seq IN (5, 6)",
            "DELETE FROM trail_entry WHERE seq = 5",
            "UPDATE trail_entry SET seq = 5 WHERE seq = 6",
        ),
        {(5, "link"), (5, "changed"), (5, "value_missing"), (5, "anchor"), (6, "gap"), (6, "cut")},
    ),
    "reordered": (
        SWAP,
        {(5, "link"), (5, "changed"), (6, "link"), (6, "changed"), (7, "link"), (5, "anchor"), (6, "anchor"),
         (5, "value_changed"), (6, "value_changed")},
    ),
    "inserted at the end": (
        (f"INSERT INTO trail_entry (seq, hash, prev_hash, {COPY}) SELECT 13, hash, hash, {COPY} FROM trail_entry "
         "WHERE seq = 12",),
        {(13, "changed"), (13, "value_missing")},
    ),
    "copied to the end": (
        (f"INSERT INTO trail_entry (seq, {OTHERS}) SELECT 13, {OTHERS} FROM trail_entry WHERE seq = 12",),
        {(13, "changed"), (13, "link"), (13, "value_missing")},
    ),
    "tail cut": (
        ("DELETE FROM trail_value WHERE seq > 10", "DELETE FROM trail_entry WHERE seq > 10"),
        {(11, "cut"), (12, "cut")},
    ),
    "last cut": (("DELETE FROM trail_value WHERE seq = 12", "DELETE FROM trail_entry WHERE seq = 12"), {(12, "cut")}),
    "all cut": (
        ("DELETE FROM trail_value", "DELETE FROM trail_entry"),
        {(seq, "cut") for seq in range(1, LENGTH + 1)},
    ),
    "value removed": (("DELETE FROM trail_value WHERE seq = 5",), {(5, "value_missing")}),
    "value of another": (
        ("UPDATE trail_value SET salt = (SELECT salt FROM trail_value WHERE seq = 6), "
         "sealed = (SELECT sealed FROM trail_value WHERE seq = 6) WHERE seq = 5",),
        {(5, "value_changed")},
    ),
    "value for another person": (("UPDATE trail_value SET party_id = 3 WHERE seq = 5",), {(5, "value_changed")}),
    "value without salt": (("UPDATE trail_value SET salt = sealed WHERE seq = 5",), {(5, "value_changed")}),
    "value invented": (
        ("INSERT INTO trail_value (seq, party_id, salt, sealed) SELECT 77, party_id, salt, sealed FROM trail_value "
         "WHERE seq = 5",),
        {(77, "value_unexpected")},
    ),
}  # fmt: skip


def test_r8_every_tampering_is_named(ledger: Open, tmp_path: Path) -> None:
    """Each tampering on an untouched trail (it is rolled back after the look): exactly its breaks, no other."""
    session = ledger()
    fill(session)
    found = {}
    for name, (statements, _) in TAMPERINGS.items():
        disarm(session)
        for statement in statements:
            session.execute(text(statement))
        report = verify(session, tmp_path / ANCHORS)
        assert all(broken.text.endswith(".") for broken in report.breaks)
        found[name] = {(broken.seq, broken.code) for broken in report.breaks}
        session.rollback()
    assert found == {name: expected for name, (_, expected) in TAMPERINGS.items()}
    assert verify(session, tmp_path / ANCHORS).ok


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "forged",
    ["at = 'yesterday'", "verb = CAST(x'ff' AS TEXT)", "at = NULL", "subject_id = 'five'", "prev_hash = x'00'"],
)
def test_r8_values_no_reader_expects_are_named_too(ledger: Open, forged: str) -> None:
    """SQLite keeps any value in any column; the check goes on behind it."""
    session = ledger()
    fill(session)
    disarm(session)
    session.execute(text("PRAGMA writable_schema = ON"))
    session.execute(text("UPDATE sqlite_master SET sql = replace(sql, 'at DATETIME NOT NULL', 'at DATETIME')"))
    session.commit()
    session.get_bind().dispose()  # type: ignore[union-attr]
    session.execute(text(EDIT.format(forged)))
    session.execute(text("UPDATE trail_entry SET verb = 'x' WHERE seq = 9"))
    session.commit()
    assert {(5, "changed"), (9, "changed")} <= {(found.seq, found.code) for found in verify(session, None).breaks}


def test_r8_a_row_copied_back_from_an_older_trail_shows(ledger: Open, tmp_path: Path) -> None:
    """A tail replaced by one signed with the right key (an older copy of the database) is not what was anchored."""
    session = ledger()
    fill(session)
    disarm(session)
    session.execute(text("DELETE FROM trail_value WHERE seq > 10"))
    session.execute(text("DELETE FROM trail_entry WHERE seq > 10"))
    session.commit()
    kept = (tmp_path / ANCHORS).read_bytes()
    for _ in range(2):
        with write(session, COMMAND, NOW) as ctx:
            ctx.record("moved", "case", 1, case_id=1)
    (tmp_path / ANCHORS).write_bytes(kept)
    assert {(found.seq, found.code) for found in verify(session, tmp_path / ANCHORS).breaks} == {
        (11, "anchor"), (12, "anchor"),
    }  # fmt: skip


def test_an_honest_trail_holds(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    fill(session)
    report = verify(session, tmp_path / ANCHORS)
    assert (report.breaks, report.entries, report.values, report.anchors) == ([], LENGTH, LENGTH, LENGTH)
    assert report.ok


def test_finding_4_anchors_may_lag_and_be_torn(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    fill(session)
    lines = (tmp_path / ANCHORS).read_text().splitlines(keepends=True)
    (tmp_path / ANCHORS).write_text("".join(reversed(lines[:7])) + lines[8][:20])
    report = verify(session, tmp_path / ANCHORS)
    assert (report.ok, report.anchors, report.torn_anchor_lines) == (True, 7, 1)


def test_missing_anchor_file_is_a_break(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    fill(session)
    (tmp_path / ANCHORS).unlink()
    assert [found.code for found in verify(session, tmp_path / ANCHORS).breaks] == ["anchors_missing"]


def test_verify_from_the_middle(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    fill(session)
    report = verify(session, tmp_path / ANCHORS, from_seq=6)
    assert (report.ok, report.entries, report.anchors) == (True, 7, 7)
    disarm(session)
    session.execute(text("UPDATE trail_entry SET verb = 'x' WHERE seq = 2"))
    assert verify(session, None, from_seq=6).ok
    session.execute(text("DELETE FROM trail_entry WHERE seq = 5"))
    assert [found.code for found in verify(session, None, from_seq=6).breaks] == ["gap"]


def test_another_key_file_proves_nothing(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    fill(session)
    session.info["keyring"] = load_keyring(tmp_path / "other.keys", create=True)
    codes = {found.code for found in verify(session, None).breaks}
    assert codes == {"unsigned", "keys"}


def test_audit_page_filters_and_pages(ledger: Open) -> None:
    session = ledger()
    fill(session)
    assert verbs(session) == ["moved", "opened"]
    assert [line.seq for line in entries(session, Filters(verb="opened"))] == [9, 5, 1]
    first = entries(session, Filters(), size=5)
    rest = entries(session, Filters(), before=first[-1].seq, size=50)
    assert [line.seq for line in first + rest] == list(range(12, 0, -1))
    soon = Filters(from_at=NOW + timedelta(minutes=1), until_at=NOW + timedelta(minutes=2))
    assert [line.detail["step"] for line in entries(session, soon)] == [1, 1, 1]
    assert entries(session, Filters(case_id=2, party_id=2))[0].reason == "reason 12"


WRITER = """
import sys
from pathlib import Path
from sqlalchemy.orm import Session
from advisor.domain.roles import COMMAND
from advisor.records import all_tables
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.transaction import write
url, folder = sys.argv[1], Path(sys.argv[2])
all_tables()
session = Session(open_engine(url), info={"keyring": load_keyring(folder / "advisor.keys"), "data_dir": folder})
number = 0
while True:
    with write(session, COMMAND) as ctx:
        ctx.record("tried", "case", number, reason="why " * 50)
    number += 1
    print(number, flush=True)
"""


def test_r1_finding_4_kill_9_at_any_moment_raises_no_false_alarm(
    engine_url: str, ledger: Open, ring: KeyRing, tmp_path: Path
) -> None:
    """A writing process is killed again and again: what it acknowledged is there, anchors lag."""
    acknowledged = 0
    for round_no in range(4):
        command = [sys.executable, "-c", WRITER, engine_url, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(3 + 3 * round_no):
                last = int(writer.stdout.readline())
            os.kill(writer.pid, signal.SIGKILL)
            rest = writer.stdout.read().split()
            acknowledged += int(rest[-1]) if rest and rest[-1].isdigit() else last
        session = ledger()
        report = verify(session, tmp_path / ANCHORS)
        assert report.breaks == []
        assert report.entries >= acknowledged
        assert report.entries - report.anchors <= round_no + 1
        session.rollback()


def test_finding_4_killed_between_commit_and_anchor(ledger: Open, tmp_path: Path) -> None:
    """The very moment after the commit: the entry is there, its anchor is not, and that is no break."""
    session = ledger()
    fill(session)
    before = (tmp_path / ANCHORS).read_bytes()
    del session.info["data_dir"]  # nobody writes the anchor, as after a kill
    with write(session, COMMAND, NOW) as ctx:
        ctx.record("moved", "case", 1, case_id=1)
    assert (tmp_path / ANCHORS).read_bytes() == before
    assert verify(session, tmp_path / ANCHORS).ok


def test_a_full_disk_under_the_anchors_does_not_fail_the_write(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    (tmp_path / ANCHORS).symlink_to("/dev/full")
    with write(session, COMMAND, NOW) as ctx:
        ctx.record("tried", "case", 1)
    assert session.scalars(select(ENTRIES.c.verb)).all() == ["tried"]


def test_r8_verify_speed(engine: Engine, ledger: Open) -> None:
    """20,000 rows a second on two free cores; the test allows a busy machine a quarter of it."""
    session = ledger()
    with write(session, COMMAND, NOW) as ctx:
        for number in range(20_000):
            ctx.record("imported", "case", number, case_id=number, amount=number)
    started = time.process_time()
    report = verify(session, None)
    spent = time.process_time() - started
    assert (report.ok, report.entries) == (True, 20_000)
    print(f"{20_000 / spent:.0f} rows/s of our own processor time on {engine.dialect.name}")
    assert 20_000 / spent >= 5_000
    assert session.scalar(select(VALUES.c.seq).limit(1)) is None
