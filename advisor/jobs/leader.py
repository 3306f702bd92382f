"""One elected clock among any number of workers: a lease row with a fence. Correctness never depends on it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from advisor.records.outbox import Lease

TERM = timedelta(seconds=15)


def elect(session: Session, name: str, holder: str, now: datetime) -> int | None:
    """Take or keep the lease; the fence when we hold it, None when somebody else does. The caller commits."""
    lease = session.get(Lease, name, with_for_update=True)
    if lease is None:
        lease = Lease(name=name, holder=holder, fence=1, expires_at=now + TERM)
        session.add(lease)
        session.flush()
    elif lease.holder != holder:
        if now < lease.expires_at <= now + 2 * TERM:  # one from further ahead was written by a clock that jumped
            return None
        lease.holder, lease.fence = holder, lease.fence + 1
    lease.expires_at, lease.ticked_at = now + TERM, now
    return lease.fence
