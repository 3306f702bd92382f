"""Large imports in the worker: part by part, resumed where they were cut off, undone as one; others write meanwhile."""

import threading
import time
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from advisor.casework.intake.batches import Upload, preview, settled
from advisor.casework.intake.reading import Defaults
from advisor.casework.intake.taking import PART, start_import, take_part
from advisor.casework.intake.undoing import start_undo
from advisor.domain.closing import UNDONE
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.jobs.imports import carry_on
from advisor.records.case import Case
from advisor.records.intake import BatchState, ImportBatch
from advisor.records.party import Party
from advisor.records.trail import TrailEntry
from advisor.services.anchors import ANCHORS
from advisor.services.verification import verify
from advisor.transaction import transaction
from tests import make

Actors = Callable[[str], Actor]
WAIT_S, WAIT_PARTS = 10.0, 4
"""The longest anybody else may wait for his own small write while a large file comes in: seconds on a machine busy
with other things, and parts of the file that go before him."""


def begun(actor: Actor, rows: int) -> int:
    """A file of so many leads that was read and ordered to be taken in."""
    lines = "".join(f"Lead {n};600 {n:06d};l{n}@example.test;yes\n" for n in range(100_000, 100_000 + rows))
    with transaction(actor) as ctx:
        batch = preview(ctx, Upload("leads.csv", f"name;phone;email;consent\n{lines}".encode()), Defaults())
        start_import(ctx, batch.id)
        return batch.id


def batch_of(batch_id: int) -> ImportBatch:
    db.session.rollback()
    return db.session.get_one(ImportBatch, batch_id)


def _taken(batch_id: int) -> int:
    db.session.rollback()
    return settled(db.session(), batch_id)[0]


def worked_off() -> int:
    parts = 0
    while found := carry_on(breath=0):
        parts += found
    return parts


def test_others_write_while_a_large_file_comes_in(house: Flask, cast: make.Cast, actor: Actors) -> None:
    """PERFORMANCE: nobody waits for an import; a second writer is measured while the worker takes 400 rows in."""
    batch_id = begun(actor("advisor"), 400)
    over = threading.Event()

    def work() -> None:
        with house.app_context():
            while carry_on():
                pass
            db.session.remove()
        over.set()

    worker = threading.Thread(target=work)
    worker.start()
    colleague, waits, went_before = actor("colleague"), [], []
    while not over.is_set():
        before, start = _taken(batch_id), time.monotonic()
        with transaction(colleague) as ctx:
            ctx.record("case.seen", "case")
        waits.append(time.monotonic() - start)
        went_before.append((_taken(batch_id) - before) / PART)
        over.wait(0.05)
    worker.join()
    assert settled(db.session(), batch_id) == (400, 400)
    assert max(went_before) <= WAIT_PARTS, f"{max(went_before)} parts went before a waiting writer"
    assert max(waits) < WAIT_S, f"{max(waits):.2f} s"


def test_a_cut_off_import_goes_on_behind_its_last_part(house: Flask, cast: make.Cast, actor: Actors) -> None:
    batch_id = begun(actor("advisor"), PART * 2 + 7)
    assert carry_on(seconds=0) == 1
    assert batch_of(batch_id).state is BatchState.RUNNING
    try:
        with transaction(actor("advisor")) as ctx:
            take_part(ctx, ctx.session.get_one(ImportBatch, batch_id))
            raise OSError("the power is gone")
    except OSError:
        pass
    assert settled(db.session(), batch_id)[0] == PART
    assert worked_off() == 2
    batch = batch_of(batch_id)
    assert (batch.state, settled(db.session(), batch_id)) == (BatchState.DONE, (PART * 2 + 7, PART * 2 + 7))
    assert len(set(db.session.scalars(select(Case.number)))) == PART * 2 + 7
    done = db.session.scalars(select(TrailEntry.actor_name).where(TrailEntry.verb == "import.done")).all()
    assert done == ["Anna Advisor"]
    assert verify(db.session(), house.config["SETTINGS"].data_dir / ANCHORS).ok


def test_a_part_by_part_import_is_undone_as_one(house: Flask, cast: make.Cast, actor: Actors) -> None:
    """Somebody worked on a case while the rest still came in: it stays; everything else goes, people too."""
    batch_id = begun(actor("advisor"), PART * 2 + 3)
    carry_on(seconds=0)
    with transaction(actor("advisor")) as ctx:
        touched = ctx.session.scalars(select(Case).order_by(Case.id)).first()
        assert touched is not None
        touched.purpose = "a second car"
        kept = touched.id
    worked_off()
    with transaction(actor("advisor")) as ctx:
        start_undo(ctx, batch_id)
    assert worked_off() == 3
    assert batch_of(batch_id).state is BatchState.UNDONE
    open_cases = db.session.scalars(select(Case.id).where(Case.closing_reason != UNDONE)).all()
    assert open_cases == [kept]
    assert db.session.scalar(select(func.count()).where(Party.erased_at.is_(None))) == 1
    assert verify(db.session(), house.config["SETTINGS"].data_dir / ANCHORS).ok


def test_an_import_under_way_shows_its_progress_and_may_be_stopped(
    cast: make.Cast, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    batch_id = begun(actor("advisor"), PART + 30)
    carry_on(seconds=0)
    client = browser("advisor")
    assert f"{PART} of {PART + 30}" in client.get(f"/imports/{batch_id}").text
    assert f"{PART} of {PART + 30}" in client.get(f"/imports/{batch_id}/progress").text
    assert client.post(f"/imports/{batch_id}/undo").status_code == 302
    worked_off()
    assert batch_of(batch_id).state is BatchState.UNDONE
    assert client.get(f"/imports/{batch_id}/progress").headers["HX-Refresh"] == "true"
    assert browser("colleague").get(f"/imports/{batch_id}/progress").status_code == 404
