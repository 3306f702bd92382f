"""The analysis room on screen."""

from typing import Any

from flask import Blueprint

from advisor.web.kit.case_file import CaseFile

bp = Blueprint("room_analysis", __name__, url_prefix="/cases/<int:case_id>/analysis")


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    return {}
