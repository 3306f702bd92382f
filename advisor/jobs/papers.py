"""The tick of the documents room: bind photos that wait; once an hour ask anew for papers that will be stale."""

import logging
from datetime import UTC, datetime, timedelta

from advisor.domain.errors import AdvisorError
from advisor.domain.roles import SYSTEM
from advisor.extensions import db
from advisor.services.binder import Binder
from advisor.services.store import open_store
from advisor.stages.documents.asking.actions import reask_stale
from advisor.stages.documents.bundles import actions as bundles
from advisor.transaction import bookkeeping, transaction

log = logging.getLogger("advisor.jobs")
KEPT = timedelta(days=7)
"""How long photos wait for the rest of their pages."""


def bind_photos() -> int:
    """Bind every bundle that waits, one after the other; give how many. A killed worker's bundle is begun anew."""
    count = 0
    while True:
        with bookkeeping() as session:
            work = bundles.claim(session, datetime.now(UTC))
        if work is None:
            return count
        _bind(work)
        count += 1


def hourly(base_url: str) -> None:
    """What is looked at once an hour: papers that will be stale, photos nobody came back to."""
    reask(base_url)
    with transaction(SYSTEM, datetime.now(UTC)) as ctx:
        bundles.forget_old(ctx, ctx.now - KEPT)


def reask(base_url: str, now: datetime | None = None) -> int:
    """Ask anew for accepted papers that will be stale on the day that counts, a transaction per batch."""
    after, total = 0, 0
    while True:
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            after, count = reask_stale(ctx, ctx.today, base_url, (after, 500))
        total += count
        if not after:
            return total


def _bind(work: bundles.Work) -> None:
    store = open_store(db.session())
    binder = Binder(len(work.file_uids))
    try:
        for done, uid in enumerate(work.file_uids, 1):
            binder.add(store.read(uid, work.party_uid))
            db.session.rollback()  # the key was read; no view stays open while the next page is packed
            with bookkeeping() as session:
                bundles.tell(session, work.id, done, datetime.now(UTC))
    except (AdvisorError, OSError, ValueError, SyntaxError) as error:
        log.error("photos %s cannot be bound: %s", work.id, type(error).__name__)
        with bookkeeping() as session:
            bundles.give_up(session, work.id, "file_damaged")
        return
    content = binder.finish()
    actor = bundles.bringer(db.session(), work.id)
    with transaction(actor, datetime.now(UTC)) as ctx:
        bundles.bound(ctx, work.id, content)
