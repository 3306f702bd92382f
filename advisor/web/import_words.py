"""The problems of files and rows in the reader's language."""

from flask_babel import gettext

from advisor.casework.intake.batches import FILE_PROBLEMS
from advisor.casework.intake.columns import FIELD_TITLES
from advisor.casework.intake.reading import ROW_PROBLEMS
from advisor.domain.errors import Invalid
from advisor.records.intake import ImportRow
from advisor.services.words import INVALID_TITLES


def file_problem(problem: Invalid) -> str:
    """Why a whole file was refused, with the line or heading to look at."""
    text = gettext(FILE_PROBLEMS.get(problem.code, "This value is not accepted."))
    if "line" in problem.params:
        text += " " + gettext("Look at line %(line)s.", line=problem.params["line"])
    if "name" in problem.params:
        text += f" ({problem.params['name']})"
    return text


def problem_title(field: str, code: str) -> str:
    """One problem of a row, with the field it is about."""
    text = gettext(ROW_PROBLEMS.get(code) or INVALID_TITLES.get(code, "This value is not accepted."))
    return text if field == "row" else f"{gettext(FIELD_TITLES.get(field, field))}: {text}"


def row_problems(row: ImportRow) -> list[str]:
    """All problems of a row, in words."""
    said = []
    for field, code, *more in row.problems:
        where = " (" + gettext("line %(line)s", line=more[0]) + ")" if more else ""
        said.append(problem_title(field, code) + where)
    return said
