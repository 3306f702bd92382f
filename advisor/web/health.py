"""`/health` for machines: is the database there, does the clock tick. No personal value, no version."""

from flask import Blueprint, Response, jsonify

from advisor.domain.doors import PUBLIC, allow
from advisor.extensions import db
from advisor.services.health import clock_health
from advisor.web.kit.now import now

bp = Blueprint("health", __name__)


@bp.get("/health")
@allow(PUBLIC)
def show() -> tuple[Response, int]:
    """200 while pages can be served; the body says whether the scheduler is late."""
    found = clock_health(db.session(), now())
    tick = found.last_tick_at
    body = {
        "database": "ok", "scheduler": "ok" if found.well else "late", "late_reminders": found.late_reminders,
        "late_letters": found.late_letters, "backlog": found.backlog, "waiting_letters": found.waiting_letters,
        "failed_letters": found.failed_letters, "last_tick_at": tick.isoformat() if tick else None,
    }  # fmt: skip
    return jsonify(body), 200


@bp.get("/metrics")
@allow(PUBLIC)
def metrics() -> Response:
    """The same figures as plain text for a monitoring system."""
    found = clock_health(db.session(), now())
    tick, oldest = found.last_tick_at, found.oldest_letter_at
    figures = {
        "late_reminders": found.late_reminders, "late_letters": found.late_letters, "backlog": found.backlog,
        "waiting_letters": found.waiting_letters, "failed_letters": found.failed_letters,
        "scheduler_silent": int(found.silent),
        "seconds_since_tick": int((now() - tick).total_seconds()) if tick else -1,
        "oldest_waiting_letter_seconds": int((now() - oldest).total_seconds()) if oldest else 0,
    }  # fmt: skip
    lines = [f"# TYPE advisor_{name} gauge\nadvisor_{name} {value}" for name, value in figures.items()]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
