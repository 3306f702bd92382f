"""The first sheet of an XLSX workbook as rows of text: two XML files in an archive, read within limits."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from advisor.domain.errors import Invalid

ARCHIVE = b"PK\x03\x04"
"""Every workbook begins so, being a zip archive."""
MAX_UNPACKED = 120 * 1024 * 1024
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_EPOCH = date(1899, 12, 30)
_DATE_FORMATS = frozenset({14, 15, 16, 17, 22, 27, 30, 36, 50, 57})


@dataclass(frozen=True, slots=True)
class Line:
    """One row with the line of the file where it starts (1 is the heading of a plain file)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Book:
    strings: tuple[str, ...]
    dates: frozenset[int]  # cell styles that show a day
    sheet: bytes


def read_workbook(content: bytes, max_rows: int, max_columns: int) -> Iterator[Line]:
    """Rows of the first sheet, days as ISO text, numbers as Excel keeps them. Raises Invalid('file', ...)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise Invalid("file", "file_too_large")
            book = _open(archive)
        rows = ET.fromstring(book.sheet).iter(f"{_NS}row")  # noqa: S314 - expat 2.4.1 stops entity bombs; sizes are checked
        for place, row in enumerate(rows, 1):
            if place > max_rows + 1:
                raise Invalid("file", "too_many_rows")
            yield Line(int(row.get("r") or place), _cells(book, row, max_columns))
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, ET.ParseError) as error:
        raise Invalid("file", "file_damaged") from error


def _open(archive: zipfile.ZipFile) -> _Book:
    names = archive.namelist()
    tree = _tree(archive, "xl/workbook.xml")
    links = {link.get("Id"): link.get("Target", "") for link in _tree(archive, "xl/_rels/workbook.xml.rels")}
    first = tree.find(f"{_NS}sheets/{_NS}sheet")
    target = links[first.get(_REL) if first is not None else None]
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    strings: tuple[str, ...] = ()
    if "xl/sharedStrings.xml" in names:
        strings = tuple(_text(item) for item in _tree(archive, "xl/sharedStrings.xml").iter(f"{_NS}si"))
    dates = _date_styles(_tree(archive, "xl/styles.xml")) if "xl/styles.xml" in names else frozenset()
    return _Book(strings, dates, archive.read(path))


def _tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314 - as above


def _text(item: ET.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_NS}t"))


def _date_styles(styles: ET.Element) -> frozenset[int]:
    own = {
        int(f.get("numFmtId", "0"))
        for f in styles.iter(f"{_NS}numFmt")
        if re.search("[dy]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", f.get("formatCode", "")), re.IGNORECASE)
    }
    cells = styles.find(f"{_NS}cellXfs")
    formats = [] if cells is None else [int(x.get("numFmtId", "0")) for x in cells]
    return frozenset(place for place, code in enumerate(formats) if code in _DATE_FORMATS | own)


def _cells(book: _Book, row: ET.Element, max_columns: int) -> tuple[str, ...]:
    found: dict[int, str] = {}
    for cell in row:
        column = _column(cell.get("r", "")) if cell.get("r") else len(found)
        if column >= max_columns:
            raise Invalid("file", "too_many_columns")
        found[column] = _value(book, cell).strip()
    return tuple(found.get(place, "") for place in range(max(found, default=-1) + 1))


def _column(reference: str) -> int:
    letters = reference.rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(book: _Book, cell: ET.Element) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_NS}v") or ""
    if kind == "s":
        return book.strings[int(value)]
    if kind == "inlineStr":
        return _text(cell)
    if kind == "n" and value:
        if int(cell.get("s") or 0) in book.dates:
            return (_EPOCH + timedelta(days=int(float(value)))).isoformat()
        return value.removesuffix(".0")
    return value
