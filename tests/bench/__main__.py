"""`./run bench`: build books, measure everything beside its floors, print one table.

Options: --sizes 1000,10000,100000; --engines sqlite,postgresql; --quick (1000 cases, few repeats); --json FILE.
"""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from advisor.services import schema
from tests.bench import (
    client_page,
    contracts,
    debts,
    documents,
    floors,
    lines,
    offers,
    outgoing,
    pages,
    press,
    reminders,
    starting,
    talks,
)
from tests.bench.book import Book, build
from tests.bench.databases import database
from tests.bench.sample import Sample
from tests.bench.server import ROOT, serve
from tests.bench.table import HEAD, Line, flatness, markdown, rows

FLAT_HEAD = ("measure", "engine", "cases", "largest / smallest", "")


def main(arguments: list[str]) -> int:
    """Run what was asked for; exit code 0 whatever the figures, so that a slow machine is no failure."""
    asked = _asked(arguments)
    found: list[Line] = []
    try:
        _measure(asked, found)
    finally:  # what was measured before something broke is worth its hour
        sys.stdout.write("\n" + markdown(HEAD, rows(found)) + "\n")
        if flat := flatness(found):
            sys.stdout.write("\n" + markdown(FLAT_HEAD, flat) + "\n")
        if asked.json:
            about = {"machine": platform.platform(), "python": platform.python_version(), "arguments": arguments}
            asked.json.write_text(json.dumps({**about, "lines": [line.as_json() for line in found]}, indent=1))
    return 0


def _measure(asked: argparse.Namespace, found: list[Line]) -> None:
    """Measure all that was asked for into `found`."""
    times = 12 if asked.quick else asked.times
    for name, sample in (
        *lines.start_up(),
        *starting.second_start(),
        *lines.commands(5_000 if asked.quick else 50_000),
        *offers.measure(10_000 if asked.quick else 100_000),
        *press.measure(times // 4),
        *documents.photos(),
    ):
        _keep(found, Line(name, "", 0, sample))
    for engine in asked.engines:
        with database(engine) as (urls, pid):
            for size in asked.sizes:
                _say(f"building {size} cases on {engine}")
                with tempfile.TemporaryDirectory(prefix="advisor-bench-") as folder:
                    url = urls(Path(folder), size)
                    schema.upgrade(ROOT / "migrations", url)
                    book = build(url, Path(folder), size)
                    for name, sample in _measures(book, pid, times):
                        _keep(found, Line(name, engine, size, sample))


def _measures(book: Book, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    yield from floors.measure(book, database, times)
    with serve(book, "tests.bench.wsgi:app") as server:
        yield from pages.measure(book, server, database, times)
        yield from outgoing.measure(book, server, database, times)
        yield from client_page.measure(book, server, database, times)
        yield from contracts.measure(book, server, database, times)
        yield from talks.measure(book, server, database, times)
        yield from debts.measure(book, server, database, times)
        yield from documents.measure(book, server, database, times)
    yield from lines.trail(book)
    yield from reminders.measure(book, 2000)


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")], default=None)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=["sqlite", "postgresql"])
    parser.add_argument("--times", type=int, default=60, help="answers per page")
    parser.add_argument("--quick", action="store_true", help="1000 cases and few repeats: does it run?")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    asked = parser.parse_args(arguments)
    asked.sizes = asked.sizes or ([1000] if asked.quick else [1000, 10_000, 100_000])
    return asked


def _keep(found: list[Line], line: Line) -> None:
    found.append(line)
    _say(" ".join(f"{line.name:45} {line.engine:10} {line.cases or '':7} {line.sample.median:10.3f} ms".split("  ")))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
