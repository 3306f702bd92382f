"""`advisor prequalify`: verdicts for JSON lines, one answer line each; no web framework, no database."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

import click

from advisor.cli.json_lines import Answer, Unanswerable, answer_lines
from advisor.domain.debts import InputProblem, NoPackInForce, RulePack, pack_as_of
from advisor.domain.debts.verify import JsonAnswer, hint_json, prequalify_json

_Engine = Callable[[Answer, RulePack[Any]], JsonAnswer]
_ENGINES: dict[str, _Engine] = {"op1": prequalify_json, "extrajudicial": hint_json}


@click.command("prequalify", short_help="Pre-qualify leads from JSON lines.")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--pack", "pack_name", type=click.Choice(sorted(_ENGINES)), default="op1", show_default=True,
              help="Family of rules to judge by.")  # fmt: skip
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use the rules in force on this day (default: today).")
def prequalify(file: BinaryIO, pack_name: str, as_of: datetime | None) -> None:
    """Read leads as JSON lines from FILE (default: standard input) and write one answer line each.

    OP-1 lines are {"id", "config", "lead"}; lines for the extrajudicial hint are {"id", "input"}.
    A bad line is answered with {"id", "error"}. Exit status: 0; 1 when any line was an error; 2 for a wrong call.
    """
    answer = _ENGINES[pack_name]
    pack = _pack(pack_name, as_of.date() if as_of else datetime.now(UTC).date())

    def verdict(row: Answer) -> Answer:
        try:
            return answer(row, pack)
        except InputProblem as problem:
            raise Unanswerable(_told(problem)) from problem

    sys.exit(0 if answer_lines(file, sys.stdout.buffer, verdict) else 1)


def _pack(key: str, day: date) -> RulePack[Any]:
    try:
        return pack_as_of(key, day)
    except NoPackInForce as problem:
        raise click.BadParameter(str(problem), param_hint="--as-of") from None


def _told(problem: InputProblem) -> str:
    """`field: code`, with the unknown key named; long or odd keys are cut and escaped by the JSON encoder."""
    key = problem.params.get("key")
    return f"{problem.field}: {problem.code}" + (f" {str(key)[:60]}" if key is not None else "")
