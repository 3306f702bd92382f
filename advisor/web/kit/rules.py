"""Enforce the access rule of every route. A view without one is refused at run time and fails the build (A8, R9)."""

from typing import Any

from flask import current_app, g, request
from flask_babel import gettext
from flask_login import current_user

from advisor.domain.doors import PUBLIC, Need, Rule
from advisor.domain.errors import Forbidden, Unavailable
from advisor.extensions import db, login
from advisor.services import access
from advisor.web.kit.now import today
from advisor.web.kit.sessions import this_session


def rule_of(endpoint: str) -> Rule | None:
    """The rule of an endpoint; static files are public."""
    if endpoint == "static":
        return PUBLIC
    return getattr(current_app.view_functions.get(endpoint), "access_rule", None)


def enforce() -> Any:
    """Before every request: refuse what the rule does not allow. Runs for every door of the web process."""
    if request.endpoint is None:
        return None
    rule = rule_of(request.endpoint)
    if rule is None:
        raise RuntimeError(f"no access rule on {request.endpoint}")
    if this_session().unread:
        raise Unavailable(gettext("The database does not answer. Nothing was saved; try again in a moment."))
    if rule.need in (Need.PUBLIC, Need.LINK):
        return None
    if not current_user.is_authenticated:
        return login.unauthorized()
    actor = current_user.actor()
    if not rule.admits(actor):
        raise Forbidden("role")
    if rule.need in (Need.CASE_READ, Need.CASE_WRITE):
        case_id = (request.view_args or {})["case_id"]
        g.grant = access.grant(db.session(), actor, case_id, today())
        if rule.need is Need.CASE_WRITE and not g.grant.may_write:
            raise Forbidden("read_only")
    return None
