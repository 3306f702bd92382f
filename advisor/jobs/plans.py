"""The plan tick: an edition whose day has come moves what waits already, some cases in a transaction."""

from datetime import UTC, datetime

from advisor.domain.roles import SYSTEM
from advisor.services.replanning import begun, replan
from advisor.transaction import transaction


def apply_editions(now: datetime | None = None) -> int:
    """Plan anew what waits under editions that have begun; gives how many plans were brought up to date."""
    with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
        keys = begun(ctx.session, ctx.today)
    for key in keys:
        last: int | None = 0
        while last is not None:
            with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
                last = replan(ctx, key, last)
    return len(keys)
