"""Messages for me: what colleagues took down when my clients called, and what clients asked; read ones go away."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from advisor.domain.doors import STAFF, allow
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import Message
from advisor.records.party import Party
from advisor.records.sealed import load_party_keys
from advisor.services import messages
from advisor.services.access import owners_stood_in_for
from advisor.services.notes import read_text
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("messages", __name__, url_prefix="/messages")

SHOWN = 100


@bp.get("")
@allow(STAFF)
def index() -> tuple[str, int]:
    """The unread ones, newest first, for me and for whom I stand in today."""
    session = db.session()
    mine = [actor().id or 0, *owners_stood_in_for(session, actor(), today())]
    query = (
        select(Message, Party.name, Case.number).outerjoin(Party, Party.id == Message.party_id)
        .outerjoin(Case, Case.id == Message.case_id)
        .where(Message.for_staff_id.in_(mine), Message.read_at.is_(None))
        .order_by(Message.at.desc(), Message.id.desc()).limit(SHOWN)
    )  # fmt: skip
    rows = session.execute(query).all()
    uids = load_party_keys(session, {row[0].party_id for row in rows if row[0].party_id})
    told = [
        (m, name, number, read_text(session, uids.get(m.party_id or 0, ""), ("message", m.uid, "body"), m.body))
        for m, name, number in rows
    ]
    return page("web/messages/index.html", rows=told)


@bp.post("/<int:message_id>/read")
@allow(STAFF)
def read(message_id: int) -> Response:
    """I have read it."""
    accepted(HouseForm(), lambda ctx: messages.mark_read(ctx, message_id))
    flash(gettext("Saved."), "ok")
    return redirect(url_for("messages.index"))
