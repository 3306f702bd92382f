"""The staff door's translation of what the house refuses into pages, once for all views."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from advisor.domain import errors
from advisor.domain.process import Status
from advisor.domain.words import N_
from advisor.services.words import INVALID_TITLES
from advisor.stages.plan import FINDING_TITLES
from advisor.web.kit.sessions import DATABASE_AWAY

log = logging.getLogger("advisor.web")

MAY_NOT, CANNOT = N_("You may not do this."), N_("This cannot be done.")
CASE_IS = {Status.CLOSED: N_("This case is closed."), Status.ON_HOLD: N_("This case is on hold.")}
AWAY = N_("This is not available right now. The rest works.")

STATUS: dict[type[errors.AdvisorError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.GateClosed: 422,
    errors.MoveNotAllowed: 422,
    errors.Invalid: 422,
    errors.WrongStatus: 409,
    errors.StaleVersion: 409,
    errors.TooManyTries: 429,
    errors.Unavailable: 503,
}


def register(app: Flask) -> None:
    """Hang the error answers into an app."""
    app.register_error_handler(errors.AdvisorError, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    for away in DATABASE_AWAY:
        app.register_error_handler(away, _database)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(Exception, _unexpected)


def sentence(error: errors.AdvisorError) -> str:
    """One sentence for a person."""
    if isinstance(error, errors.Forbidden):
        return gettext(INVALID_TITLES.get(error.why, MAY_NOT))
    if isinstance(error, errors.GateClosed):
        names = [gettext(FINDING_TITLES.get(f.code, f.code)) for f in error.verdict.blocking]
        return gettext("The gate is closed: %(what)s", what="; ".join(names))
    if isinstance(error, errors.TooManyTries):
        minutes = max(1, round(error.until_seconds / 60))
        return gettext("Too many tries. Wait %(minutes)s min and try again.", minutes=minutes)
    if isinstance(error, errors.NotFound):
        return gettext("This page or file does not exist, or it is not yours to see.")
    if isinstance(error, errors.WrongStatus) and isinstance(error.args[0], Status):  # of a case, not of another row
        return gettext(CASE_IS.get(error.args[0], INVALID_TITLES[error.code]))
    if isinstance(error, errors.Unavailable):
        known = INVALID_TITLES.get(error.code)
        return str(error) or gettext(known or AWAY)
    return gettext(INVALID_TITLES.get(error.code, CANNOT))


def _refused(error: errors.AdvisorError) -> Any:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)
    return answer(status, sentence(error), error)


def answer(status: int, text: str, error: errors.AdvisorError | None = None) -> Any:
    """A page, or a problem body when the asker wants JSON (drag, htmx, scripts)."""
    if request.accept_mimetypes.best == "application/json":
        body: dict[str, Any] = {"type": "about:blank", "status": status, "title": text}
        if isinstance(error, errors.GateClosed):
            body["findings"] = [{"code": f.code, "subject": f.subject} for f in error.verdict.blocking]
        response = jsonify(body)
        response.mimetype = "application/problem+json"
        return response, status
    response = Response(render_template("web/errors/error.html", status=status, text=text), status)
    if status == 503:
        response.headers["Retry-After"] = "15"
    return response


def _csrf(error: CSRFError) -> Any:
    return answer(400, gettext("This form has expired. Reload the page and send it again."))


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    texts = {
        404: gettext("This page or file does not exist, or it is not yours to see."),
        405: gettext("This address does not take that."),
        413: gettext("This is too large."),
    }
    return answer(code, texts.get(code) or (error.description or gettext("This cannot be done.")))


def _database(error: SQLAlchemyError) -> Any:
    log.error("database unavailable", extra={"kind": type(getattr(error, "orig", error)).__name__})
    return answer(503, gettext("The database does not answer. Nothing was saved; try again in a moment."))


def _unfit(_error: DataError) -> Any:
    """The database itself refused a value (a NUL in a text, on PostgreSQL): nothing was saved (R12)."""
    return answer(422, gettext("This value is not accepted."))


def _unexpected(error: Exception) -> Any:
    number = secrets.token_hex(4)
    log.error("unexpected error %s in %s: %s", number, request.endpoint, type(error).__name__, exc_info=error)
    return answer(500, gettext("Something went wrong. Tell your administrator the number %(number)s.", number=number))
