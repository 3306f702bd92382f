"""The import tick: go on with imports and their undoing, one short transaction a part, and let others write between."""

import logging
import threading
import time

from sqlalchemy.orm import Session

from advisor.casework.intake.batches import waiting_batch
from advisor.casework.intake.taking import take_part
from advisor.casework.intake.undoing import undo_part
from advisor.domain.errors import AdvisorError
from advisor.domain.roles import SYSTEM, Actor
from advisor.extensions import db
from advisor.records.intake import BatchState, ImportBatch
from advisor.records.staff import Staff
from advisor.transaction import transaction

log = logging.getLogger("advisor.jobs")
SITTING_S = 5.0
"""Seconds one tick works; a worker that is told to stop waits no longer."""
BREATH_S = 0.12
"""Seconds between two parts. A writer that waits for SQLite's lock looks every tenth of a second: now it gets in."""


def carry_on(seconds: float = SITTING_S, breath: float = BREATH_S) -> int:
    """Work on what was begun, the oldest first; returns the number of parts. A cut-off part is taken again whole."""
    parts, end, pause = 0, time.monotonic() + seconds, threading.Event()
    while _part():
        parts += 1
        if time.monotonic() >= end:
            break
        pause.wait(breath)
    return parts


def _part() -> bool:
    """One part of one batch, in the name of the person who began it; False when nothing is left or it failed."""
    session = db.session()
    batch = waiting_batch(session)
    if batch is None:
        session.rollback()
        return False
    batch_id, actor = batch.id, _starter(session, batch)
    try:
        with transaction(actor) as ctx:
            batch = ctx.session.get_one(ImportBatch, batch_id)
            if batch.state is BatchState.UNDOING:
                undo_part(ctx, batch)
            else:
                take_part(ctx, batch)
    except AdvisorError as error:
        log.error("import %s stands still: %s", batch_id, type(error).__name__)
        return False
    return True


def _starter(session: Session, batch: ImportBatch) -> Actor:
    staff = session.get(Staff, batch.started_by) if batch.started_by else None
    return staff.actor() if staff is not None else SYSTEM
