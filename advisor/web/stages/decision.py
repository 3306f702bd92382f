"""The decision room on screen."""

from typing import Any

from flask import Blueprint

from advisor.web.kit.case_file import CaseFile

bp = Blueprint("room_decision", __name__, url_prefix="/cases/<int:case_id>/decision")


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    return {}
