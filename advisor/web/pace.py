"""Minutes from first contact to verdict by month, new and repeat clients: on screen and to take along (ZA-01)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response
from flask_babel import format_date, gettext

from advisor.casework.board import Scope
from advisor.casework.pace import Pace, by_month
from advisor.casework.reports import first_day
from advisor.domain.doors import allow, only
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.web.kit.downloads import csv_of, workbook_of
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("pace", __name__)

READERS = only(Role.MANAGER, Role.AUDITOR, Role.ADMIN, Role.EDITOR)
MONTHS = 12


@bp.get("/reports/pace")
@allow(READERS)
def show() -> tuple[str, int]:
    """The table of the last twelve months, for the cases one may open."""
    rows = [(format_date(month, "LLLL yyyy"), new, old) for month, new, old in _found()]
    return page("web/reports/pace.html", rows=rows)


@bp.get("/reports/pace.csv")
@allow(READERS)
def as_csv() -> Response:
    """The same lines as text."""
    return csv_of(_sheet(), f"pace-{today():%Y-%m}")


@bp.get("/reports/pace.xlsx")
@allow(READERS)
def as_workbook() -> Response:
    """The same lines as a workbook."""
    return workbook_of(_sheet(), f"pace-{today():%Y-%m}")


def _found() -> list[tuple[date, Pace, Pace]]:
    return by_month(db.session(), Scope(actor(), today()), first_day(today(), MONTHS - 1), today())


def _sheet() -> Iterator[list[Any]]:
    """Heading, then two lines per month; a month without a case of a kind has no minutes."""
    yield [gettext("Month"), gettext("Clients"), gettext("Cases"), gettext("Median minutes")]
    for month, *paces in _found():
        for each in paces:
            kind = gettext("Repeat clients") if each.repeat else gettext("New clients")
            yield [f"{month:%Y-%m}", kind, each.count, "" if each.minutes is None else each.minutes]
