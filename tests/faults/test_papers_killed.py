"""kill -9 during uploads and during a review loses nothing; a large upload never lies in memory (issue 4)."""

import io
import os
import random
import threading
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.party import Party
from advisor.records.upload import Upload
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistFile, ChecklistItem, items_of
from advisor.transaction import write
from tests import make
from tests.bench import meter
from tests.bench.visitor import Visitor
from tests.faults.place import Place, kill

MIB = 1024 * 1024
ROUNDS = 3


def scan(size: int) -> bytes:
    """A plain PDF of about this size that cannot be made smaller; no two are the same."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page().Contents = pikepdf.Stream(document, b"% " + os.urandom(size))
    document.save(out)
    return out.getvalue()


@pytest.fixture
def items(ledger_of: Session, leads: list[int]) -> list[int]:
    """The lines of the first lead's list; its client reads letters."""
    with write(ledger_of, COMMAND) as ctx:
        build_list(ctx, leads[0])
        ctx.session.get_one(Party, ctx.session.get_one(Case, leads[0]).client_id).email = "zofia@example.test"
    found = [item.id for item in items_of(ledger_of, leads[0]) if not item.form]
    ledger_of.rollback()
    return found  # forms we prepare are nothing to ask the client for


def memory(pids: list[int]) -> float:
    """The most memory the processes ever held, in MiB."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def test_a_large_upload_streams_with_flat_memory(place: Place, leads: list[int], items: list[int]) -> None:
    """Issue 4, speed: twenty megabytes arrive, are judged and sealed in pieces."""
    web, port = place.web()
    visitor = place.sign_in(port)
    path = f"/cases/{leads[0]}/files/for/{items[0]}"
    for _ in range(2):
        assert visitor.upload(path, "small.pdf", scan(MIB)).status == 302
    pids = meter.family(web.pid)
    before = memory(pids)
    for _ in range(2):
        assert visitor.upload(path, "large.pdf", scan(19 * MIB)).status == 302
    grown = memory(pids) - before
    assert grown < 10, f"{grown:.1f} MiB for an upload of 19 MiB"
    refused = visitor.upload(path, "huge.pdf", scan(21 * MIB))
    assert refused.status == 422
    assert b"too large" in refused.body
    place.sound()


class Sender:
    """Uploads scan after scan and counts what was acknowledged."""

    def __init__(self, port: int, path: str) -> None:
        self.told, self._port, self._path = 0, port, path

    def __call__(self) -> None:
        visitor = Visitor(self._port)
        try:
            visitor.sign_in("advisor@example.test", make.PASSWORD)
            while True:
                assert visitor.upload(self._path, "scan.pdf", scan(MIB)).status == 302
                self.told += 1
        except (OSError, RuntimeError):
            return  # the server is dead
        finally:
            visitor.close()


def test_web_process_killed_during_uploads_loses_no_file_and_keeps_no_half(
    place: Place, ledger_of: Session, leads: list[int], items: list[int]
) -> None:
    """Issue 4: a broken line leaves one whole file or none; every row opens, every acknowledged file is there."""
    dice, told = random.Random(11), 0
    for _ in range(ROUNDS):
        web, port = place.web(workers=2)
        senders = [Sender(port, f"/cases/{leads[0]}/files/for/{item}") for item in items[:3]]
        threads = [threading.Thread(target=sender, daemon=True) for sender in senders]
        for thread in threads:
            thread.start()
        threading.Event().wait(1.5 + dice.random())
        kill(web)
        for thread in threads:
            thread.join(30)
        told += sum(sender.told for sender in senders)
        place.sound()
    assert told
    ledger_of.rollback()
    rows = ledger_of.scalars(select(Upload)).all()
    assert told <= len(rows) <= told + 3 * ROUNDS
    hanging = ledger_of.scalars(select(ChecklistFile.upload_id)).all()
    assert sorted(hanging) == sorted(row.id for row in rows)
    deep = place.run("check", "--deep")
    assert deep.returncode == 0, deep.stdout + deep.stderr


def test_web_process_killed_during_a_review_tears_no_judgement(
    place: Place, ledger_of: Session, leads: list[int], items: list[int]
) -> None:
    """A rejected paper always has its letter, an accepted one its judge; what was answered is there."""
    lines = {i.id: i for i in items_of(ledger_of, leads[0])}
    ledger_of.rollback()
    web, port = place.web()
    visitor = place.sign_in(port)
    for item in items:
        assert visitor.upload(f"/cases/{leads[0]}/files/for/{item}", "scan.pdf", scan(2000)).status == 302
    told: list[int] = []

    def review() -> None:
        judge = place.sign_in(port)
        try:
            for item in items:
                desk = f"/cases/{leads[0]}/desk/{item}"
                hidden = judge.get(desk).hidden("reject-")
                values = hidden | {"reject-reason_code": "unreadable", "reject-reason": f"Page {item}"}
                assert judge.post(f"{desk}/reject", values).status == 302
                told.append(item)
        except OSError:
            return

    thread = threading.Thread(target=review, daemon=True)
    thread.start()
    while len(told) < 2 and thread.is_alive():
        threading.Event().wait(0.01)
    kill(web)
    thread.join(30)
    place.sound()
    ledger_of.rollback()
    rejected = set(ledger_of.scalars(select(ChecklistItem.id).where(ChecklistItem.state == ItemState.REJECTED)))
    assert set(told) <= rejected <= set(lines)
    words = "\n".join(
        ledger_of.scalars(select(Letter.text).where(Letter.kind == "paper_again", Letter.state == "waiting"))
    )
    assert all(f"Page {item}" in words for item in rejected)
