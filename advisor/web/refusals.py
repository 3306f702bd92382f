"""Refusals of a month on screen, as CSV and as a workbook with the same totals (OP-21); pace of verdicts (ZA-01)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import format_date, gettext

from advisor.casework import refusals
from advisor.casework.board import Scope
from advisor.casework.pace import pace
from advisor.casework.refusals import Refused
from advisor.domain.catalogue import Source
from advisor.domain.debts.prequalify import REASON_CLAUSES
from advisor.domain.doors import allow, only
from advisor.domain.finance.money import from_minor
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.web.kit.downloads import csv_of, workbook_of
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.show import word
from advisor.web.kit.who import actor

bp = Blueprint("refusals", __name__)

READERS = only(Role.MANAGER, Role.AUDITOR, Role.ADMIN, Role.EDITOR)
MONTHS, EARLIEST = 12, date(2000, 1, 1)


@bp.get("/reports/refusals")
@allow(READERS)
def show() -> tuple[str, int]:
    """The table of a month with its totals, for the cases one may open."""
    (month, rows), scope = _found(), _scope()
    choices = [(f"{each:%Y-%m}", format_date(each, "LLLL yyyy"), each == month) for each in _months(month)]
    return page("web/refusals/show.html", month=f"{month:%Y-%m}", choices=choices, totals=refusals.totals(rows),
                rows=[(_words(row), row) for row in rows], paces=pace(db.session(), scope, month))  # fmt: skip


@bp.get("/reports/refusals.csv")
@allow(READERS)
def as_csv() -> Response:
    """The same lines and totals as text."""
    month, rows = _found()
    return csv_of(_sheet(rows), f"refusals-{month:%Y-%m}")


@bp.get("/reports/refusals.xlsx")
@allow(READERS)
def as_workbook() -> Response:
    """The same lines and totals as a workbook; words are written as words, whatever they begin with."""
    month, rows = _found()
    return workbook_of(_sheet(rows), f"refusals-{month:%Y-%m}")


def _sheet(rows: tuple[Refused, ...]) -> Iterator[list[Any]]:
    """Heading, one line per row, one total per currency; sums with two places."""
    yield [gettext("Clause"), gettext("Reason"), gettext("Source"), gettext("Operator"), gettext("Cases"),
           gettext("Sum"), gettext("Currency")]  # fmt: skip
    for row in rows:
        yield [*_words(row), row.count, from_minor(row.amount, row.currency).amount, row.currency]
    for currency, count, amount in refusals.totals(rows):
        yield [gettext("Total"), "", "", "", count, from_minor(amount, currency).amount, currency]


def _words(row: Refused) -> tuple[str, str, str, str]:
    """Clause, reason, source and operator in words."""
    source = word(Source(row.source)) if row.source else "–"
    return REASON_CLAUSES.get(row.reason, "–"), word(row.reason), source, row.operator or "–"


def _found() -> tuple[date, tuple[Refused, ...]]:
    month = _asked()
    return month, refusals.refusals(db.session(), _scope(), month)


def _asked() -> date:
    """The month of the query, or the running one when it is no month of the past."""
    try:
        month = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        month = date.min
    return month if EARLIEST <= month <= today() else today().replace(day=1)


def _months(month: date) -> list[date]:
    """The last twelve months, newest first, and the one asked for."""
    first = today().replace(day=1)
    count = first.year * 12 + first.month - 1
    last = [date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(MONTHS)]
    return last if month in last else [*last, month]


def _scope() -> Scope:
    return Scope(actor(), today())
