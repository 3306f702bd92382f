"""Reads that one page asks for twice: the gate's facts and the room's own values come from the same rows."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

P = ParamSpec("P")
Found = TypeVar("Found")
Query = Callable[Concatenate[Session, P], Found]

_SEEN = "seen_by_this_view"


def once_a_view(query: Query[P, Found]) -> Query[P, Found]:
    """A query that answers from memory when the same view asks again. Every write and every new view forgets.

    Lists and dictionaries are handed out as copies, so that nobody changes what the next one reads.
    """

    @wraps(query)
    def ask(session: Session, /, *keys: P.args, **more: P.kwargs) -> Found:
        if _writes(session):
            return query(session, *keys, **more)
        seen = session.info.setdefault(_SEEN, {})
        key = (query, keys, *more.items())
        if key not in seen:
            seen[key] = query(session, *keys, **more)
        found: Any = seen[key]
        return cast("Found", found.copy() if isinstance(found, (list, dict)) else found)

    return ask


def known(session: Session, query: Callable[..., Found], found: Found, *keys: Any) -> None:
    """Remember what a query `once_a_view` would find, because this view has read it together with other rows."""
    if not _writes(session):
        session.info.setdefault(_SEEN, {})[query.__wrapped__, keys] = found  # type: ignore[attr-defined]


def _writes(session: Session) -> bool:
    return bool(session.info.get("writing") or session.new or session.dirty or session.deleted)


@event.listens_for(Session, "before_flush")
def _written(session: Session, _context: object, _instances: object) -> None:
    session.info.pop(_SEEN, None)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_SEEN, None)
