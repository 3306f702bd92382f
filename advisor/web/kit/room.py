"""Show a room on the case page: the page around it is always the same, the room's module gives its own values."""

import importlib
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.domain.errors import StaleVersion
from advisor.domain.process import StageKey
from advisor.services.context import Context
from advisor.web.kit.case_file import CaseFile, case_file
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.page import page


def show_room(stage: StageKey | None = None, status: int = 200, **forms: Any) -> tuple[str, int]:
    """The case page with one room open (the one where the case stands by default).

    `forms` replace the room's own (unsent) forms, so that a refused form comes back as it was typed.
    """
    file = case_file(stage)
    key = stage or file.case.stage
    module = importlib.import_module(f"advisor.web.stages.{key}")
    values: dict[str, Any] = module.room(file)
    template = f"web/stages/{key}/room.html"
    return page("web/cases/show.html", status, file=file, room_key=key, room_template=template, **(values | forms))


def room_url(case_id: int, stage: StageKey, anchor: str = "") -> str:
    """Address of a room on the case page."""
    return url_for("cases.room", case_id=case_id, stage=str(stage), _anchor=anchor or None)


def act(
    stage: StageKey, case_id: int, form: HouseForm, name: str, do: Callable[[Context], Any]
) -> Response | tuple[str, int]:
    """The rhythm of every room's POST: check the form, run the use case once, go back to the room.

    `name` is the form's name in the room's template. A refused form is shown again with its message (422).
    """
    try:
        if not (form.validate_on_submit() and accepted(form, do)):
            return show_room(stage, 422, **{name: form})
    except StaleVersion:
        if form.watched is None:
            raise
        form.stale()
        return show_room(stage, 409, **{name: form})
    flash(gettext("Saved."), "ok")
    return redirect(room_url(case_id, stage))


__all__ = ["CaseFile", "act", "room_url", "show_room"]
