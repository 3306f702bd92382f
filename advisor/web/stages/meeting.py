"""The meeting room on screen."""

from typing import Any

from flask import Blueprint

from advisor.web.kit.case_file import CaseFile

bp = Blueprint("room_meeting", __name__, url_prefix="/cases/<int:case_id>/meeting")


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    return {}
