"""The support lane on screen: requests, opened from any stage, answered and closed."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.services.notes import read_text
from advisor.services.rows import of_case
from advisor.stages.support import actions
from advisor.stages.support.records import Ticket, tickets_of
from advisor.web.kit.ask import Answer, ask, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, short
from advisor.web.kit.room import act

bp = Blueprint("room_support", __name__, url_prefix="/cases/<int:case_id>/support")

HERE = StageKey.SUPPORT


class TicketForm(HouseForm):
    """What the client asks."""

    subject = short(_l("What it is about"), DataRequired())
    text = TextAreaField(_l("What it is about"), [Length(max=20_000)])


class AnswerForm(HouseForm):
    """What was answered."""

    answer = TextAreaField(_l("What was answered"), [DataRequired(), Length(max=20_000)])
    settled = BooleanField(_l("This settles it"))


class CloseForm(HouseForm):
    """Nothing but the key of the form."""


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, uid = db.session(), file.client.uid
    return {
        "ticket": TicketForm(prefix="ticket-", formdata=None),
        "tickets": [
            (row, read_text(session, uid, ("support_ticket", row.uid, "text"), row.text),
             read_text(session, uid, ("support_ticket", row.uid, "answer"), row.answer))
            for row in tickets_of(session, file.case.id)
        ],
    }  # fmt: skip


@bp.post("/open")
@allow(CASE_WRITE)
def open_ticket(case_id: int) -> Answer:
    """Open a request."""
    form = TicketForm(prefix="ticket-")
    return act(HERE, case_id, form, "ticket", lambda ctx: actions.open_ticket(
        ctx, case_id, said(form.subject), form.text.data or ""))  # fmt: skip


@bp.route("/<int:ticket_id>/answer", methods=["GET", "POST"])
@allow(CASE_WRITE)
def answer(case_id: int, ticket_id: int) -> Answer:
    """Answer a request."""
    row = of_case(db.session(), Ticket, ticket_id, g.grant.case)
    form = AnswerForm(settled=True)
    return ask(HERE, form, gettext("Answer the request"), lambda ctx: actions.answer_ticket(
        ctx, case_id, ticket_id, said(form.answer), close=bool(form.settled.data)), hint=row.subject)  # fmt: skip


@bp.post("/<int:ticket_id>/close")
@allow(CASE_WRITE)
def close(case_id: int, ticket_id: int) -> Answer:
    """Close a request."""
    return act(HERE, case_id, CloseForm(), "plain", lambda ctx: actions.close_ticket(ctx, case_id, ticket_id))
