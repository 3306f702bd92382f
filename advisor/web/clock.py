"""Messages and clock in the settings: does the scheduler tick, what is late, which channels are set up."""

from flask import Blueprint, current_app

from advisor.domain.doors import ADMINS, allow
from advisor.extensions import db
from advisor.services.health import clock_health
from advisor.web.kit.now import now
from advisor.web.kit.page import page

bp = Blueprint("clock", __name__)


@bp.get("/settings/clock")
@allow(ADMINS)
def show() -> tuple[str, int]:
    """The scheduler's figures and the channels; no address, no secret."""
    settings = current_app.config["SETTINGS"]
    return page("web/settings/clock.html", found=clock_health(db.session(), now()), settings=settings,
                folder=settings.data_dir)  # fmt: skip
