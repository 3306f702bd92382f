"""Server-side sessions: the cookie is a random token, the row its hash.

Sign-out deletes the row, so copies of the cookie die with it.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, g, request
from flask import session as current_session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from werkzeug.datastructures import CallbackDict

from advisor.extensions import db
from advisor.records.outbox import unread_letters
from advisor.records.staff import Firm, Staff, WebSession
from advisor.transaction import bookkeeping
from advisor.web.kit import sayings

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)


FILES = "/static/"
"""Below this address nothing depends on who asks: no session is read, none is written."""

SAID = "_flashes"
"""Where Flask's `flash` keeps its messages."""

DATABASE_AWAY = (OperationalError, InterfaceError, TimeoutError)
"""How SQLAlchemy says that the database does not answer, or has no connection free."""


class HouseSession(CallbackDict[str, Any], SessionMixin):
    """The session of one browser; knows its row and the member of staff that was read with it."""

    def __init__(self, values: dict[str, Any] | None = None, row: WebSession | None = None) -> None:
        super().__init__(values or {}, _touch)
        self.row_id = row.id if row else None
        self.seen_at = row.seen_at if row else None
        self.created_at = row.created_at if row else None
        self.token = ""
        self.new, self.modified, self.accessed = row is None, False, True
        self.staff: Staff | None = None
        self.renewed = False
        self.unread = False
        self.news = 0
        self.kept = dict(values or {})
        self.heard: sayings.Sayings = []

    def hear(self, said: sayings.Sayings) -> None:
        """Take in the last answer's one-time messages; they are no part of the row."""
        self.heard = list(said)  # `flash` adds to the list in the session
        if said:
            dict.__setitem__(self, SAID, said)

    def renew(self) -> None:
        """Ask for a new token (at sign-in, so that a planted session is worth nothing)."""
        self.renewed = self.modified = True


def this_session() -> HouseSession:
    """The session of the request's browser."""
    return cast("HouseSession", current_session._get_current_object())  # type: ignore[attr-defined]


def _touch(session: Any) -> None:
    session.modified = True


class RowSessions(SessionInterface):
    """Keeps sessions in the ledger. Reading costs one statement, which brings person, firm and bell, too."""

    def __init__(self, secure: bool) -> None:
        self.cookie = "__Host-advisor" if secure else "advisor"
        self.secure = secure

    def open_session(self, app: Flask, request: Request) -> HouseSession:
        """The session of the cookie, or a new empty one."""
        session = self._open(request)
        session.hear(sayings.heard(app, request))
        return session

    def _open(self, request: Request) -> HouseSession:
        token = request.cookies.get(self.cookie, "")
        if not token or len(token) > 64 or request.path.startswith(FILES):
            return HouseSession()
        now = datetime.now(UTC)
        try:
            found = db.session.execute(_RUNNING, {"token_hash": _hash(token), "now": now}).first()
        except DATABASE_AWAY:
            db.session.rollback()
            session = HouseSession()
            session.unread = True  # nobody is signed out by this: the access rules answer 503
            return session
        if found is None or found[0].seen_at < now - IDLE:
            return HouseSession()
        session = HouseSession(dict(found[0].data), found[0])
        session.token, session.staff, session.news = token, found[1], found[3]
        if found[2] is not None:
            g.firm = found[2]  # every page judges by the firm's day (web.kit.now)
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; a mere look is noted once a minute."""
        response.vary.add("Cookie")
        if not isinstance(session, HouseSession) or session.unread or response.status_code == 503:
            return  # the database is away; an error page has nothing worth keeping
        if request.path.startswith(FILES):
            return  # asked for without its session, which the page about a missing file must not replace
        said = dict.pop(session, SAID, [])
        if said != session.heard:
            sayings.say(app, response, said, secure=self.secure)
        if session.new and not session:
            return
        now = datetime.now(UTC)
        if not session.renewed and dict(session) == session.kept:
            if session.row_id and session.seen_at and session.seen_at < now - SEEN_EVERY:
                with bookkeeping() as db_session:
                    db_session.execute(update(WebSession).where(WebSession.id == session.row_id).values(seen_at=now))
            return
        if not session:
            self._end(session, response)
        else:
            self._write(session, response, now)

    def _write(self, session: HouseSession, response: Response, now: datetime) -> None:
        token = secrets.token_urlsafe(32) if session.renewed or not session.token else session.token
        staff = session.get("_user_id")
        values: dict[str, Any] = {"token_hash": _hash(token), "data": dict(session), "seen_at": now}
        values["staff_id"] = int(staff) if staff else None
        if session.row_id is None or session.renewed:
            values |= {"created_at": now, "expires_at": now + ABSOLUTE}
        with bookkeeping() as db_session:
            if session.row_id is None:
                db_session.add(WebSession(**values))
            else:
                db_session.execute(update(WebSession).where(WebSession.id == session.row_id).values(**values))
        response.set_cookie(self.cookie, token, secure=self.secure, httponly=True, samesite="Lax", path="/")

    def _end(self, session: HouseSession, response: Response) -> None:
        if session.row_id is not None:
            with bookkeeping() as db_session:
                db_session.execute(delete(WebSession).where(WebSession.id == session.row_id))
        response.delete_cookie(self.cookie, secure=self.secure, httponly=True, samesite="Lax", path="/")


_RUNNING = (
    select(WebSession, Staff, Firm, unread_letters(WebSession.staff_id))
    .outerjoin(Staff, Staff.id == WebSession.staff_id)
    .outerjoin(Firm, Firm.id == 1)
    .where(WebSession.token_hash == bindparam("token_hash"), WebSession.expires_at > bindparam("now"))
)
"""Put together once: every request asks it."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
