"""Ask one question about a row of a case: a page with one form, shown as a dialog where JavaScript is at hand."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Field

from advisor.domain.errors import StaleVersion
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.services.context import Context
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.page import page
from advisor.web.kit.room import room_url

Answer = Response | tuple[str, int]


def ask(stage: StageKey, form: HouseForm, title: str, do: Callable[[Context], Any], hint: str = "") -> Answer:
    """Show the form, check it, run the use case once and go back to the room; a refused form comes back as typed.

    The access rule of the view has read the case (CASE_WRITE).
    """
    case_id: int = g.grant.case.id
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.validate_on_submit():
        try:
            if accepted(form, do):
                flash(gettext("Saved."), "ok")
                return redirect(room_url(case_id, stage))
        except StaleVersion:
            status = 409
            form.stale()
    case = db.session().get_one(Case, case_id)
    back = room_url(case_id, stage)
    return page("web/kit/ask.html", status, form=form, title=title, case=case, hint=hint, back=back)


def said(field: Field) -> Any:
    """What a validated field holds; its validators have seen to it that it fits."""
    return field.data


def choices(titles: dict[Any, str], empty: str = "") -> list[tuple[str, Any]]:
    """Choices of a select from a table of marked titles, with an empty first one when words for it are given."""
    rows = [(str(code), _l(title)) for code, title in titles.items()]
    return [("", _l(empty)), *rows] if empty else rows


def in_words(titles: dict[Any, str]) -> dict[str, str]:
    """A table of marked titles in the reader's language, for templates."""
    return {str(code): gettext(title) for code, title in titles.items()}
