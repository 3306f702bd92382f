"""The only commit in the house: whole or not at all, with its trail, and an anchor after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from advisor.domain.errors import StaleVersion
from advisor.domain.roles import SYSTEM, Actor
from advisor.extensions import db
from advisor.records.engine import IMMEDIATE
from advisor.records.staff import FIRM_PLACE
from advisor.services import anchors, trail
from advisor.services.context import Context


@contextmanager
def transaction(actor: Actor, now: datetime | None = None) -> Iterator[Context]:
    """Open a write transaction for an actor and commit it at the end, or roll it back when anything is raised.

    Rows read before in the same request are read again (the earlier view ends here), so nothing is decided on stale
    facts. On SQLite writers queue for the lock; StaleVersion tells that somebody else saved a row first.
    """
    with write(db.session(), actor, now) as ctx:
        yield ctx


@contextmanager
def write(session: Session, actor: Actor, now: datetime | None = None) -> Iterator[Context]:
    """The same on a given session (commands and tests without an app). Transactions do not nest."""
    if session.info.get("writing"):
        raise RuntimeError("a transaction is already open; pass its ctx on")
    if session.new or session.deleted or session.dirty:
        raise RuntimeError("rows were changed outside a transaction")
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options=IMMEDIATE)
        ctx = Context(session, actor, now or datetime.now(UTC))
        yield ctx
        head = trail.write(ctx)
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise StaleVersion from error
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["writing"]
        session.info.pop(FIRM_PLACE, None)
    data_dir = session.info.get("data_dir")
    if head is not None and isinstance(data_dir, Path):
        anchors.append(data_dir / anchors.ANCHORS, head)


@contextmanager
def bookkeeping() -> Iterator[Session]:
    """A short write of its own for rows that stay out of the trail (sessions, brakes), beside the request's view."""
    with Session(db.engine, info=dict(db.session().info)) as session, write(session, SYSTEM) as ctx:
        yield ctx.session
