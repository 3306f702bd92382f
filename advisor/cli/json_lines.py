"""JSON lines in, one answer line each out: exact numbers, bounded lines, an error for every line that is no object."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

MAX_LINE_BYTES = 1_000_000
MAX_ID_LENGTH = 200

_READ = MAX_LINE_BYTES + 1
_BOM = b"\xef\xbb\xbf"

Answer = dict[str, Any]


class Unanswerable(Exception):
    """A line that gets an error instead of an answer; its text says why: `place: code` for the line itself."""


def answer_lines(source: BinaryIO, target: BinaryIO, answer: Callable[[Answer], Answer]) -> bool:
    """Write {"id", ...answer} or {"id", "error"} for every line of `source`; True when there was no error.

    `answer` gets the object of a line (numbers as int or Decimal) and raises Unanswerable for what it cannot take.
    Each line is flushed, so that a program at the other end of a pipe may wait for it.
    """
    clean = True
    for line in _lines(source):
        result = _answer_to(line, answer)
        clean = clean and "error" not in result
        target.write(json.dumps(result).encode("ascii") + b"\n")
        target.flush()
    return clean


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines without blank ones and without a byte order mark; the excess of an overlong line is skipped."""
    mark, line = _BOM, source.readline(_READ)
    while line:
        end = line
        while len(end) == _READ and not end.endswith(b"\n"):
            end = source.readline(_READ)
        if len(line) > MAX_LINE_BYTES or line.removeprefix(mark).strip():
            yield line if len(line) > MAX_LINE_BYTES else line.removeprefix(mark)
        mark, line = b"", source.readline(_READ)


def _answer_to(line: bytes, answer: Callable[[Answer], Answer]) -> Answer:
    key = None
    try:
        row = _parsed(line)
        key = _id(row)
        return {"id": key, **answer(row)}
    except Unanswerable as problem:
        return {"id": key, "error": str(problem)}


def _parsed(line: bytes) -> Answer:
    if len(line) > MAX_LINE_BYTES:
        raise Unanswerable("line: too_long")
    try:
        row = json.loads(line.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise Unanswerable("line: not_utf8") from None
    except (ValueError, ArithmeticError, RecursionError):
        raise Unanswerable("line: not_json") from None
    if not isinstance(row, dict):
        raise Unanswerable("line: not_an_object")
    return row


def _id(row: Answer) -> str | int:
    key = row.get("id")
    if not isinstance(key, str | int) or isinstance(key, bool) or len(str(key)) > MAX_ID_LENGTH:
        raise Unanswerable("id: missing" if key is None else "id: not_an_id")
    return key


def _refuse(name: str) -> object:
    raise ValueError(name)


def _once(pairs: list[tuple[str, object]]) -> Answer:
    """The object, refused when a key is given twice: nobody can know which one was meant."""
    row = dict(pairs)
    if len(row) != len(pairs):
        raise Unanswerable("line: repeated_key")
    return row
