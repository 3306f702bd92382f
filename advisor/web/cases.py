"""The case page: stepper, gate, the open room, follow-ups, papers and the timeline."""

from flask import Blueprint

from advisor.domain.doors import CASE_READ, allow
from advisor.domain.errors import NotFound
from advisor.domain.process import StageKey
from advisor.web.kit.room import show_room

bp = Blueprint("cases", __name__, url_prefix="/cases")


@bp.get("/<int:case_id>")
@allow(CASE_READ)
def show(case_id: int) -> tuple[str, int]:
    """The case with the room open where it stands."""
    return show_room()


@bp.get("/<int:case_id>/<stage>")
@allow(CASE_READ)
def room(case_id: int, stage: str) -> tuple[str, int]:
    """The case with another room open."""
    try:
        key = StageKey(stage)
    except ValueError as error:
        raise NotFound from error
    return show_room(key)
