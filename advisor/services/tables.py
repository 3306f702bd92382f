"""Read a table somebody exported: CSV in old and new encodings with any usual separator, or the first XLSX sheet."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.domain.errors import Invalid
from advisor.domain.words import N_
from advisor.services.encodings import encoding_of
from advisor.services.workbooks import ARCHIVE, Line, read_workbook

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
SEPARATORS = (",", ";", "\t", "|")
_SENTINEL = "\x1eend of table"
_LONGEST_HEADER = 50_000

PROBLEMS: dict[str, str] = {
    "file_missing": N_("Choose a file."),
    "file_too_large": N_("This file is larger than 20 MB."),
    "file_empty": N_("This file is empty."),
    "file_binary": N_("This is not a table of text: send a CSV or XLSX file."),
    "file_damaged": N_("This file is damaged or not the kind its name says."),
    "encoding_wrong": N_("The file cannot be read in this encoding."),
    "no_rows": N_("There are headings, but no rows below them."),
    "too_many_rows": N_("There are more than 20,000 rows. Split the file."),
    "too_many_columns": N_("There are more than 200 columns. Is the separator right?"),
    "duplicate_headers": N_("Two columns have the same heading."),
    "unclosed_quote": N_("A quotation mark is never closed."),
    "cell_too_long": N_("A cell is longer than 20,000 characters."),
}
"""What can be wrong with a whole file; nothing of it is read then."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: headings, rows below them, and how it was written."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str
    separator: str


def read_table(content: bytes, encoding: str = "") -> Table:
    """Read a CSV or XLSX file whole; encoding and separator are found out unless the encoding is given.

    Raises Invalid('file', code) with a code of PROBLEMS, and with `line` or `name` where one is to blame.
    """
    if len(content) > MAX_BYTES:
        raise Invalid("file", "file_too_large")
    if not content.strip(b"\0 \t\r\n"):
        raise Invalid("file", "file_empty")
    if content.startswith(ARCHIVE):
        return _table(read_workbook(content, MAX_ROWS + 1, MAX_COLUMNS), "xlsx", "")
    text, found = _text(content, encoding)
    separator = _separator(text)
    return _table(_records(text, separator), found, separator)


def _text(content: bytes, encoding: str) -> tuple[str, str]:
    found = encoding or encoding_of(content)
    if found is None:
        raise Invalid("file", "file_binary")
    try:
        text = content.decode(found).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Invalid("file", "encoding_wrong") from error
    if "\0" in text:
        raise Invalid("file", "file_binary")
    return text.replace("\r\n", "\n").replace("\r", "\n"), found


def _separator(text: str) -> str:
    """The separator that cuts heading and first rows into the same number of cells; the one with most cells wins."""
    start = text.lstrip("\n")
    if len(start.partition("\n")[0]) > _LONGEST_HEADER:
        raise Invalid("file", "too_many_columns")
    widths = {mark: [len(row) for row in _first(start, mark)] for mark in SEPARATORS}

    def fit(mark: str) -> tuple[bool, float, int]:
        found = widths[mark]
        return found[0] > 1, sum(w == found[0] for w in found) / len(found), found[0]

    return max(SEPARATORS, key=fit)


def _first(text: str, mark: str) -> list[list[str]]:
    rows = []
    for row in csv.reader(io.StringIO(text[:_LONGEST_HEADER], newline=""), delimiter=mark):
        if row:
            rows.append(row)
        if len(rows) == 30:
            break
    return rows or [[]]


def _records(text: str, separator: str) -> Iterator[Line]:
    """All records with their first line. A row put at the end tells whether a quotation mark swallowed it."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(f"{text}\n{_SENTINEL}\n", newline=""), delimiter=separator)
    started = 1
    for cells in reader:
        if cells == [_SENTINEL]:
            return
        if cells and _SENTINEL in cells[-1]:
            raise Invalid("file", "unclosed_quote", line=started)
        yield Line(started, tuple(cell.strip() for cell in cells))
        started = reader.line_num + 1


def _table(lines: Iterator[Line], encoding: str, separator: str) -> Table:
    rows: list[Line] = []
    for line in lines:
        if len(line.cells) > MAX_COLUMNS:
            raise Invalid("file", "too_many_columns", line=line.number)
        if any(len(cell) > MAX_CELL for cell in line.cells):
            raise Invalid("file", "cell_too_long", line=line.number)
        if any(line.cells):
            rows.append(line)
        if len(rows) > MAX_ROWS + 1:
            raise Invalid("file", "too_many_rows")
    if not rows:
        raise Invalid("file", "file_empty")
    header = rows[0].cells
    again = [name for name, times in Counter(h.casefold() for h in header if h).items() if times > 1]
    if again:
        raise Invalid("file", "duplicate_headers", name=again[0])
    if len(rows) == 1:
        raise Invalid("file", "no_rows")
    return Table(header, tuple(rows[1:]), encoding, separator)
