"""The reminder tick: ring what is due, batch by batch, for people of the house and for clients."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.exc import OperationalError

from advisor.casework.nudges import ring_clients
from advisor.domain.roles import SYSTEM
from advisor.records.outbox import Audience
from advisor.services.context import Context
from advisor.services.ringing import claim_due, put_ahead, ring_due
from advisor.transaction import transaction

log = logging.getLogger("advisor.jobs")
BATCH = 100
"""Reminders of the staff in one transaction: few commits, and on SQLite nobody who saves waits for long."""
FEW = 50
"""Messages to clients in one transaction: each reads the case it is about."""

Work = Callable[[Context, list[int]], object]


def ring(base_url: str, now: datetime | None = None) -> int:
    """Ring everything due, a transaction per batch: a crash loses at most the batch being written, it rings later."""
    staff = _batches(Audience.STAFF, lambda ctx, ids: ring_due(ctx, base_url, ids), BATCH, now)
    return staff + _batches(Audience.CLIENT, lambda ctx, ids: ring_clients(ctx, base_url, ids), FEW, now)


def _batches(audience: Audience, work: Work, size: int, now: datetime | None) -> int:
    total, found = 0, size
    while found == size:
        found = _batch(audience, work, size, now)
        total += found
    return total


def _batch(audience: Audience, work: Work, size: int, now: datetime | None) -> int:
    """Ring up to `size` due ones together; where one of them spoils it, each alone, and that one is put ahead."""
    ids: list[int] = []
    try:
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            ids = claim_due(ctx, audience, size)
            if ids:
                work(ctx, ids)
    except OperationalError:
        raise  # the database is away: nothing is wrong with these
    except Exception:
        if not ids:
            raise
        for reminder_id in ids:
            _alone(audience, work, reminder_id, now)
    return len(ids)


def _alone(audience: Audience, work: Work, reminder_id: int, now: datetime | None) -> None:
    try:
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            if claim_due(ctx, audience, 1, [reminder_id]):
                work(ctx, [reminder_id])
    except OperationalError:
        raise
    except Exception as error:  # whatever is wrong with it, the others ring
        log.error("reminder %s cannot be rung, it is tried again later: %s", reminder_id, type(error).__name__)
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            put_ahead(ctx, reminder_id, audience)
