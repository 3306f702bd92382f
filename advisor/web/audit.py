"""Audit: who did what, when, with which reason and which override; what was before and after."""

import csv
import io
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select
from wtforms import DateField, Form, SelectField
from wtforms.validators import Optional

from advisor.domain.doors import MANAGERS, allow
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case, Override
from advisor.records.staff import Staff
from advisor.records.trail import ENTRIES
from advisor.services import audit
from advisor.services.access import visible
from advisor.services.sheets import safe_cell
from advisor.web.before_after import told
from advisor.web.kit import show as words
from advisor.web.kit.fields import LineField
from advisor.web.kit.now import the_firm, today
from advisor.web.kit.page import here, page
from advisor.web.kit.who import actor

bp = Blueprint("audit", __name__, url_prefix="/audit")


class FilterForm(Form):
    """The filter bar."""

    verb = SelectField(_l("What"), validate_choice=False)
    who = SelectField(_l("Who"), validate_choice=False)
    number = LineField(_l("Case number"))
    from_on = DateField(_l("From"), [Optional()])
    to_on = DateField(_l("To"), [Optional()])


@bp.get("")
@allow(MANAGERS)
def show() -> tuple[str, int]:
    """The trail, newest first. A manager sees the team's cases, an auditor everything."""
    form, filters, names = _filters()
    before = request.args.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    lines = audit.entries(db.session(), filters, last, only=_may_see())
    numbers = _numbers({line.case_id for line in lines if line.case_id})
    older = here(before=lines[-1].seq) if len(lines) == audit.PAGE else ""
    return page("web/audit/audit.html", form=form, lines=lines, numbers=numbers, older=older,
                told=lambda changes: told(changes, names))  # fmt: skip


@bp.get("/overrides")
@allow(MANAGERS)
def overrides() -> tuple[str, int]:
    """The register of overrides."""
    return page("web/audit/overrides.html", rows=_overrides())


@bp.get("/overrides.csv")
@allow(MANAGERS)
def overrides_csv() -> Response:
    """The register as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["at", "case", "stage", "line", "subject", "reason", "who"])
    for row, number in _overrides():
        line = [row.at.isoformat(), number, str(row.stage), row.code, row.subject, row.reason, row.actor_name]
        writer.writerow([safe_cell(v) for v in line])
    headers = {"Content-Disposition": "attachment; filename=overrides.csv"}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def _overrides() -> list[tuple[Override, str]]:
    query = (
        select(Override, Case.number).join(Case, Case.id == Override.case_id)
        .where(visible(actor(), today())).order_by(Override.id.desc()).limit(500)
    )  # fmt: skip
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _may_see() -> ColumnElement[bool] | None:
    """An auditor sees all; a manager what belongs to the team's cases, and matters of no case."""
    if actor().has(Role.AUDITOR):
        return None
    mine = select(Case.id).where(visible(actor(), today()))
    return or_(ENTRIES.c.case_id.is_(None), ENTRIES.c.case_id.in_(mine))


def _numbers(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {row.id: row.number for row in db.session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)))}


def _filters() -> tuple[FilterForm, audit.Filters, dict[int, str]]:
    """The filter bar, what it asks for, and the names of the firm's people by id."""
    form = FilterForm(request.args)
    anything = [("", gettext("All"))]
    form.verb.choices = anything + sorted(((v, words.deed(v)) for v in audit.verbs(db.session())), key=lambda p: p[1])
    staff = {row.id: row.name for row in db.session.execute(select(Staff.id, Staff.name).order_by(Staff.name))}
    form.who.choices = anything + [(str(key), name) for key, name in staff.items()]
    form.validate()
    number = form.number.data.strip()
    case_id = db.session.scalar(select(Case.id).where(Case.number == number)) if number else None
    return form, audit.Filters(
        verb=form.verb.data or None, actor_id=_whole(form.who.data), case_id=case_id if not number else (case_id or 0),
        from_at=_start(form.from_on.data), until_at=_start(form.to_on.data, 1),
    ), staff  # fmt: skip


def _start(day: Any, more: int = 0) -> datetime | None:
    """The first moment of a day at the firm's place."""
    return datetime.combine(day + timedelta(days=more), time(), ZoneInfo(the_firm().time_zone)) if day else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else None
