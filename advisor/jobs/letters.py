"""The post tick: lease letters, commit, send each, mark what was sent twice a second."""

import logging
import os
import secrets
import socket
import time
from datetime import UTC, datetime

from sqlalchemy import select

from advisor.domain.errors import AdvisorError
from advisor.domain.roles import SYSTEM
from advisor.extensions import db
from advisor.records.outbox import Channel, Letter
from advisor.records.paper import Paper
from advisor.records.party import Party
from advisor.services import courier, delivery
from advisor.services.delivery import Answer, Report
from advisor.services.store import open_store
from advisor.transaction import transaction

log = logging.getLogger("advisor.jobs")
BATCH = 50
MARK_EVERY = 0.5
"""Seconds: how much a killed worker may have sent without having written it down."""
PATIENCE = delivery.LEASE.total_seconds() - courier.TIMEOUT - 15
"""Seconds for one batch: no letter is begun that might outlive its lease, or another worker would send it, too."""
HOLDER = f"{socket.gethostname()[:40]}.{os.getpid()}.{secrets.token_hex(4)}"


def deliver(server: courier.MailServer, now: datetime | None = None) -> int:
    """Send what is due; return how many letters were tried. One broken letter never holds up the others."""
    tried = 0
    while True:
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            ids = [row.id for row in delivery.claim(ctx, HOLDER, BATCH)]
        sent = _send_leased(server, ids, now)
        tried += sent
        if sent < BATCH:
            return tried


def _send_leased(server: courier.MailServer, ids: list[int], now: datetime | None) -> int:
    """Send leased letters one by one and write down often what became of them; what the lease is too short for waits.

    A worker killed here repeats at most what half a second brought, each with its first Message-ID.
    """
    reports: dict[int, Report] = {}
    start = marked = time.monotonic()
    waiting = _letters(ids)
    try:
        while waiting and time.monotonic() - start < PATIENCE:
            letter = waiting.pop(0)
            reports[letter.id] = _send(server, letter)
            if time.monotonic() - marked > MARK_EVERY:
                _mark(reports, now)
                marked = time.monotonic()
    finally:
        _mark(reports, now, [letter.id for letter in waiting])
    return len(ids) - len(waiting)


def _mark(reports: dict[int, Report], now: datetime | None, back: list[int] | None = None) -> None:
    if reports or back:
        with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
            delivery.mark(ctx, reports, HOLDER)
            delivery.give_back(ctx, back or [], HOLDER)
    reports.clear()


def _letters(ids: list[int]) -> list[Letter]:
    """The letters, read at once and let go of, so that no view of the database stays open while the post is slow."""
    rows = list(db.session.scalars(select(Letter).where(Letter.id.in_(ids)).order_by(Letter.id)))
    for row in rows:
        db.session.expunge(row)
    db.session.rollback()
    return rows


def _send(server: courier.MailServer, letter: Letter) -> Report:
    if letter.channel is not Channel.EMAIL:
        return server.gateway(letter.channel).send(letter)
    try:
        mail = courier.message(letter, server.sender, _papers(letter))
    except (AdvisorError, ValueError, OSError, LookupError) as error:
        log.error("letter %s cannot be made: %s", letter.id, type(error).__name__)
        return Report(Answer.NEVER, type(error).__name__)
    finally:
        if letter.papers:
            db.session.rollback()
    return courier.send(server, mail)


def _papers(letter: Letter) -> tuple[courier.Attachment, ...]:
    if not letter.papers:
        return ()
    query = select(Paper, Party.uid).join(Party, Party.id == Paper.party_id).where(Paper.id.in_(letter.papers))
    store = open_store(db.session())
    return tuple(
        courier.Attachment(f"{paper.number}.pdf", "application/pdf", store.read(paper.file_uid, uid))
        for paper, uid in db.session.execute(query)
    )
