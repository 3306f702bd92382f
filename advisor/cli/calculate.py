"""`advisor calculate`: finance cases as JSON lines, one answer line each; no web framework, no database."""

import sys
from typing import BinaryIO

import click

from advisor.cli.json_lines import Answer, Unanswerable, answer_lines
from advisor.domain.finance.answers import SOLVERS, answer
from advisor.domain.finance.errors import FinanceError

_TYPES = ", ".join(SOLVERS)


@click.command("calculate", short_help="Compute finance cases from JSON lines.", epilog=f"Types: {_TYPES}.")
@click.argument("file", type=click.File("rb"), default="-")
def calculate(file: BinaryIO) -> None:
    """Read finance cases as JSON lines from FILE (default: standard input) and write one answer line each.

    A line is {"id", "type", "inputs", "convention"}; its answer is {"id", "results"} with every number as a decimal
    string, or {"id", "error"}. Exit status: 0, or 1 when any line was an error.
    """
    sys.exit(0 if answer_lines(file, sys.stdout.buffer, _results) else 1)


def _results(case: Answer) -> Answer:
    try:
        return {"results": answer(case)}
    except FinanceError as problem:
        raise Unanswerable(str(problem)) from problem
