"""The reminder tick: ring what is due, batch by batch."""

from datetime import UTC, datetime

from advisor.domain.roles import SYSTEM
from advisor.services.ringing import ring_due
from advisor.transaction import transaction

BATCH = 200


def ring(base_url: str, now: datetime | None = None) -> int:
    """Ring everything due, a transaction per batch: a crash loses at most the batch being written, it rings later."""
    total = 0
    while True:
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            rung = ring_due(ctx, base_url, BATCH)
        total += rung
        if rung < BATCH:
            return total
