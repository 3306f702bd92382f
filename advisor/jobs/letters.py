"""The post tick: lease letters, commit, send each, mark each in its own transaction."""

import logging
import os
import secrets
import socket
from datetime import UTC, datetime

from sqlalchemy import select

from advisor.domain.errors import AdvisorError
from advisor.domain.roles import SYSTEM
from advisor.extensions import db
from advisor.records.outbox import Letter
from advisor.records.paper import Paper
from advisor.records.party import Party
from advisor.services import courier, delivery
from advisor.services.delivery import Answer, Report
from advisor.services.store import open_store
from advisor.transaction import bookkeeping, transaction

log = logging.getLogger("advisor.jobs")
BATCH = 50
HOLDER = f"{socket.gethostname()[:40]}.{os.getpid()}.{secrets.token_hex(4)}"


def deliver(server: courier.MailServer, now: datetime | None = None) -> int:
    """Send what is due; return how many letters were tried. One broken letter never holds up the others."""
    tried = 0
    while True:
        moment = now or datetime.now(UTC)
        with bookkeeping() as session:
            ids = [row.id for row in delivery.claim(session, moment, HOLDER, BATCH)]
        for letter_id in ids:
            report = _send(server, letter_id)
            with transaction(SYSTEM, now or datetime.now(UTC)) as ctx:
                delivery.mark(ctx, letter_id, HOLDER, report)
        tried += len(ids)
        if len(ids) < BATCH:
            return tried


def _send(server: courier.MailServer, letter_id: int) -> Report:
    letter = db.session.get_one(Letter, letter_id)
    try:
        mail = courier.message(letter, server.sender, _papers(letter))
    except (AdvisorError, ValueError, OSError, LookupError) as error:
        log.error("letter %s cannot be made: %s", letter_id, type(error).__name__)
        return Report(Answer.NEVER, type(error).__name__)
    finally:
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
