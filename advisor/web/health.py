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
    body = {
        "database": "ok", "scheduler": "ok" if found.well else "late", "late_reminders": found.late_reminders,
        "waiting_letters": found.waiting_letters, "failed_letters": found.failed_letters,
        "last_tick_at": found.last_tick_at.isoformat() if found.last_tick_at else None,
    }  # fmt: skip
    return jsonify(body), 200


@bp.get("/metrics")
@allow(PUBLIC)
def metrics() -> Response:
    """The same figures as plain text for a monitoring system."""
    found = clock_health(db.session(), now())
    lines = [
        f"advisor_late_reminders {found.late_reminders}",
        f"advisor_waiting_letters {found.waiting_letters}",
        f"advisor_failed_letters {found.failed_letters}",
        f"advisor_scheduler_silent {int(found.silent)}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
