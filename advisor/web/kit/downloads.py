"""A table to take along: the same lines as text for any program and as a workbook."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from flask import Response

from advisor.services.sheets import safe_cell

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Lines = Iterable[list[Any]]


def csv_of(lines: Lines, name: str) -> Response:
    """The lines as CSV in UTF-8 with its mark; a cell that begins like a formula is made harmless."""
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in line] for line in lines)
    return _download("\ufeff" + out.getvalue(), "text/csv", f"{name}.csv")


def workbook_of(lines: Lines, name: str) -> Response:
    """The lines as a workbook; words are written as words, whatever they begin with, numbers as numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, plain = book.add_worksheet(), book.add_format({"num_format": "#,##0.00"})
    for place, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell)
            else:
                sheet.write_number(place, column, cell, None if isinstance(cell, int) else plain)
    sheet.autofit()
    book.close()
    return _download(out.getvalue(), SHEET, f"{name}.xlsx")


def _download(content: str | bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
