"""Today: one ordered list that can honestly reach empty. The landing page."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from advisor.casework.discounts import discount_count
from advisor.casework.promises import due_soon
from advisor.casework.targets import targets
from advisor.casework.today import today_list
from advisor.domain.doors import STAFF, allow
from advisor.extensions import db
from advisor.services.access import owners_stood_in_for
from advisor.web.kit.now import month_began, now, today, zone
from advisor.web.kit.page import page
from advisor.web.kit.who import actor, me

bp = Blueprint("today", __name__)


@bp.get("/")
@allow(STAFF)
def home() -> Response:
    """The site's front door."""
    return redirect(url_for("today.show"))


@bp.get("/today")
@allow(STAFF)
def show() -> tuple[str, int]:
    """What wants doing, for me and for whom I stand in today."""
    stood_in = tuple(owners_stood_in_for(db.session(), actor(), today()))
    lines = due_soon(db.session(), [actor().id or 0, *stood_in], today())
    found = today_list(db.session(), actor(), now(), zone(), stood_in)
    asked = discount_count(db.session(), actor(), today())
    mine = targets(db.session(), actor(), month_began(), own=True) if me().month_target else []
    return page("web/today/today.html", today=found, promises=lines, discounts=asked, targets=mine)
