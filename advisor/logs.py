"""Logs: one JSON line an event, UTC, with the request's id; never a personal value, never a raw line break."""

import logging
import secrets
import sys
from typing import Any

import structlog
from flask import Flask, Response, g, request

log = logging.getLogger("advisor.request")


def configure(level: int = logging.INFO) -> None:
    """Send every logger of the process through one JSON handler on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("alembic", "apscheduler", "fontTools", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def watch(app: Flask) -> None:
    """Give every request an id and log refusals and failures: rule, status, id. No address, no name, no query."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        if response.status_code in (401, 403, 409, 429) or response.status_code >= 500:
            rule = str(request.url_rule) if request.url_rule else "-"
            log.warning("refused", extra={"rule": rule, "method": request.method, "status": response.status_code})
        return response
