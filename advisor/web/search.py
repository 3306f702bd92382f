"""Search and call capture: from digits to the right person; a message for a colleague where the file is not ours."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, Length

from advisor.casework.finding import Hit, clerks, find
from advisor.domain.doors import STAFF, allow
from advisor.domain.errors import NotFound
from advisor.domain.roles import CaseRight, CaseStanding, case_right
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.access import owners_stood_in_for
from advisor.services.context import Context
from advisor.services.messages import leave_message
from advisor.web.kit.fields import ProseField
from advisor.web.kit.forms import HouseForm, once
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("search", __name__)


class MessageForm(HouseForm):
    """What the caller wants."""

    body = ProseField(_l("Message"), [DataRequired(), Length(max=5000)])


@bp.get("/search")
@allow(STAFF)
def show() -> tuple[str, int]:
    """Everything that fits, as minimal cards."""
    text = request.args.get("q", "")[:200]
    found = _hits(text)
    return page("web/search/search.html", text=text, hits=found, clerks=clerks(db.session(), text))


@bp.get("/search/live")
@allow(STAFF)
def live() -> str:
    """The same as one types: a fragment of links."""
    return render_template("web/search/live.html", hits=_hits(request.args.get("q", "")[:200])[:8])


@bp.route("/message/<int:case_id>", methods=["GET", "POST"])
@allow(STAFF)
def message(case_id: int) -> Response | tuple[str, int]:
    """Take a message for the owner of a file one may not open; the look at the minimal card is in the trail."""
    case, form = db.session.get(Case, case_id), MessageForm()
    if case is None or case.owner_id is None:
        raise NotFound
    if not form.validate_on_submit():
        code = 200 if request.method == "GET" else 422
        return page("web/search/message.html", code, form=form, case=case, client=db.session.get(Party, case.client_id))
    once(form, lambda ctx: _leave(ctx, case_id, form.body.data))
    flash(gettext("The message was left for the owner."), "ok")
    return redirect(url_for("today.show"))


def _leave(ctx: Context, case_id: int, body: str) -> dict[str, Any]:
    case = ctx.session.get_one(Case, case_id)
    client = ctx.session.get_one(Party, case.client_id)
    return {"id": leave_message(ctx, case, client, body).id}


def _hits(text: str) -> list[tuple[Hit, bool]]:
    """Hits with 'may open'; standing by shared rows is asked when the file is opened."""
    me = actor()
    stood_in = set(owners_stood_in_for(db.session(), me, today())) if text else set()
    return [(hit, _opens(hit, stood_in)) for hit in find(db.session(), text)]


def _opens(hit: Hit, stood_in: set[int]) -> bool:
    me = actor()
    owns = hit.owner_id is not None and (hit.owner_id == me.id or hit.owner_id in stood_in)
    same_team = hit.team_id is not None and hit.team_id == me.team_id
    return case_right(me, CaseStanding(owns=owns, same_team=same_team)) is not CaseRight.NONE
