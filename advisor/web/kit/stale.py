"""A form that somebody else overtook: shown again as typed, above the facts as they stand now (DONE.md point 4)."""

import importlib
from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.domain.errors import StaleVersion
from advisor.domain.process import StageKey
from advisor.services.context import Context
from advisor.web.kit.case_file import case_file
from advisor.web.kit.fields import saved_otherwise
from advisor.web.kit.forms import VersionedForm
from advisor.web.kit.room import act, show_room


def act_fresh(
    stage: StageKey, case_id: int, form: VersionedForm, name: str, do: Callable[[Context], Any]
) -> Response | tuple[str, int]:
    """Like `act`, for a form over a versioned row: a stale one comes back (409) and may be sent again knowingly."""
    try:
        return act(stage, case_id, form, name, do)
    except StaleVersion:
        overtaken(form, importlib.import_module(f"advisor.web.stages.{stage}").room(case_file())[name])
        return show_room(stage, 409, **{name: form})


def overtaken(form: VersionedForm, saved: VersionedForm) -> None:
    """Show beside the typed values those saved meanwhile; sent again, the form goes over them knowingly."""
    form.form_errors += [gettext("Somebody else saved first; your words are still in the form. They saved:")]
    for field in saved:
        form.form_errors += saved_otherwise(field, form[field.short_name])
    form.version.data = saved.version.data
