"""The reminder tick: ring what is due, batch by batch, for people of the house and for clients."""

from collections.abc import Callable
from datetime import UTC, datetime

from advisor.casework.nudges import ring_clients
from advisor.domain.roles import SYSTEM
from advisor.services.context import Context
from advisor.services.ringing import ring_due
from advisor.transaction import transaction

BATCH = 200
FEW = 50
"""Messages to clients in one transaction: each reads the case it is about."""


def ring(base_url: str, now: datetime | None = None) -> int:
    """Ring everything due, a transaction per batch: a crash loses at most the batch being written, it rings later."""
    staff = _batches(lambda ctx: ring_due(ctx, base_url, BATCH), BATCH, now)
    return staff + _batches(lambda ctx: ring_clients(ctx, base_url, FEW), FEW, now)


def _batches(work: Callable[[Context], int], size: int, now: datetime | None) -> int:
    total = 0
    while True:
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            rung = work(ctx)
        total += rung
        if rung < size:
            return total
