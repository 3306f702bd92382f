"""`advisor prequalify`: verdicts for JSON lines, one answer line each; no web framework, no database."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

import click

from advisor.domain.debts import InputProblem, NoPackInForce, RulePack, pack_as_of
from advisor.domain.debts.verify import JsonAnswer, hint_json, prequalify_json

MAX_LINE_BYTES = 1_000_000
MAX_ID_LENGTH = 200
_READ = MAX_LINE_BYTES + 1
_BOM = b"\xef\xbb\xbf"
_Answer = dict[str, Any]
_Engine = Callable[[_Answer, RulePack[Any]], JsonAnswer]
_ENGINES: dict[str, _Engine] = {"op1": prequalify_json, "extrajudicial": hint_json}


class _Unreadable(Exception):
    """A line that is no JSON object; its text says why."""


@click.command("prequalify", short_help="Pre-qualify leads from JSON lines.")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--pack", "pack_name", type=click.Choice(sorted(_ENGINES)), default="op1", show_default=True)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use the rules in force on this day (default: today).")
def prequalify(file: BinaryIO, pack_name: str, as_of: datetime | None) -> None:
    """Read leads as JSON lines from FILE (default: standard input) and write one answer line each.

    OP-1 lines are {"id", "config", "lead"}; lines for the extrajudicial hint are {"id", "input"}.
    A bad line is answered with {"id", "error"}. Exit status: 0, or 1 when any line was an error.
    """
    answer = _ENGINES[pack_name]
    pack = _pack(pack_name, as_of.date() if as_of else datetime.now(UTC).date())
    out = sys.stdout.buffer
    failed = False
    for line in _lines(file):
        result = _answer_to(line, answer, pack)
        failed = failed or "error" in result
        out.write(json.dumps(result).encode("ascii") + b"\n")
        out.flush()
    sys.exit(1 if failed else 0)


def _pack(key: str, day: date) -> RulePack[Any]:
    try:
        return pack_as_of(key, day)
    except NoPackInForce as problem:
        raise click.BadParameter(str(problem), param_hint="--as-of") from None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The file's lines without blank ones and without a byte order mark; the excess of an overlong line is skipped."""
    line = file.readline(_READ).removeprefix(_BOM)
    while line:
        end = line
        while len(end) == _READ and not end.endswith(b"\n"):
            end = file.readline(_READ)
        if len(line) > MAX_LINE_BYTES or line.strip():
            yield line
        line = file.readline(_READ)


def _answer_to(line: bytes, answer: _Engine, pack: RulePack[Any]) -> _Answer:
    """One answer line: the verdict or the error, with the line's own id where that is readable."""
    try:
        row = _parsed(line)
    except _Unreadable as problem:
        return {"id": None, "error": str(problem)}
    key = row.get("id")
    if not isinstance(key, str | int) or isinstance(key, bool) or len(str(key)) > MAX_ID_LENGTH:
        return {"id": None, "error": "id: missing" if key is None else "id: not_an_id"}
    try:
        return {"id": key, **answer(row, pack)}
    except InputProblem as problem:
        return {"id": key, "error": _told(problem)}


def _parsed(line: bytes) -> _Answer:
    if len(line) > MAX_LINE_BYTES:
        raise _Unreadable("line: too_long")
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise _Unreadable("line: not_utf8") from None
    except (ValueError, RecursionError):
        raise _Unreadable("line: not_json") from None
    if not isinstance(row, dict):
        raise _Unreadable("line: not_an_object")
    return row


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The object, refused when a key is given twice: nobody can know which one was meant."""
    row = dict(pairs)
    if len(row) != len(pairs):
        raise _Unreadable("line: repeated_key")
    return row


def _told(problem: InputProblem) -> str:
    """`field: code`, with the unknown key named; long or odd keys are cut and escaped by the JSON encoder."""
    key = problem.params.get("key")
    return f"{problem.field}: {problem.code}" + (f" {str(key)[:60]}" if key is not None else "")
