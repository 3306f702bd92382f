"""The contract room on screen."""

from typing import Any

from flask import Blueprint

from advisor.web.kit.case_file import CaseFile

bp = Blueprint("room_contract", __name__, url_prefix="/cases/<int:case_id>/contract")


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    return {}
