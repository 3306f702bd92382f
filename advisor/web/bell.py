"""The bell: what the house told me, unread first; the same letters that went by mail."""

from flask import Blueprint, redirect, url_for
from sqlalchemy import select, update
from werkzeug.wrappers import Response

from advisor.domain.doors import STAFF, allow
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.party import Party
from advisor.transaction import bookkeeping
from advisor.web.kit.now import now
from advisor.web.kit.page import page
from advisor.web.kit.who import me

bp = Blueprint("bell", __name__, url_prefix="/bell")
SHOWN = 100


@bp.get("")
@allow(STAFF)
def show() -> tuple[str, int]:
    """The newest news about cases: one statement."""
    query = (
        select(Letter.id, Letter.kind, Letter.subject, Letter.created_at, Letter.read_at, Case.id.label("case_id"),
               Case.number, Party.name)
        .join(Case, Case.id == Letter.case_id).join(Party, Party.id == Case.client_id)
        .where(Letter.staff_id == me().id)
        .order_by(Letter.read_at.is_not(None), Letter.created_at.desc(), Letter.id.desc()).limit(SHOWN)
    )  # fmt: skip
    return page("web/bell/bell.html", rows=db.session.execute(query).all())


@bp.post("/<int:letter_id>/open")
@allow(STAFF)
def follow(letter_id: int) -> Response:
    """Open what a piece of news is about; it is read then."""
    case_id = db.session.scalar(select(Letter.case_id).where(Letter.id == letter_id, Letter.staff_id == me().id))
    _read(Letter.id == letter_id)
    return redirect(url_for("cases.show", case_id=case_id) if case_id else url_for("bell.show"))


@bp.post("/read")
@allow(STAFF)
def read_all() -> Response:
    """I have seen all of it."""
    _read()
    return redirect(url_for("bell.show"))


def _read(*conditions: object) -> None:
    mine, moment = me().id, now()
    query = update(Letter).where(Letter.staff_id == mine, Letter.read_at.is_(None), *conditions)  # type: ignore[arg-type]
    with bookkeeping() as ledger:
        ledger.execute(query.values(read_at=moment))
