"""Messages: the pages that list them, and many due reminders at once while people work on."""

import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench import meter
from tests.bench.book import Book, address
from tests.bench.reminders import _all_once, _make_due
from tests.bench.sample import Sample, of_answers, of_times
from tests.bench.server import ROOT, Server, environment
from tests.bench.visitor import Visitor

STORM = {"postgresql": (10_000, 4), "sqlite": (5_000, 1)}
"""Due reminders and workers of issue 6: on either engine they must be letters within 30 seconds."""


def measure(book: Book, server: Server, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Yield the pages of planned and written messages, then the storm and the pages' times within it."""
    visitor = Visitor(server.port)
    visitor.sign_in(address(1))
    pids = [*meter.family(server.pid), *(meter.family(database) if database else ())]
    yield "next 7 days, mine", of_answers(lambda: visitor.get("/outgoing"), pids, times)
    yield "next 7 days, all I may see", of_answers(lambda: visitor.get("/outgoing?whose=all"), pids, times)
    yield "letters, mine", of_answers(lambda: visitor.get("/outgoing/sent"), pids, times)
    yield "bell", of_answers(lambda: visitor.get("/bell"), pids, times)
    calm = of_times([visitor.get("/today").seconds for _ in range(times)])
    yield "Today before the storm", calm
    yield from _storm(book, visitor)


def _storm(book: Book, visitor: Visitor) -> Iterator[tuple[str, Sample]]:
    wanted, workers = STORM["postgresql" if book.url.startswith("postgresql") else "sqlite"]
    count = _make_due(book, wanted)
    processes = [_ringer(book) for _ in range(workers)]
    start = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    seen = []
    while any(process.poll() is None for process in processes):
        seen.append(visitor.get("/today").seconds)
    seconds = time.perf_counter() - start
    if any(process.returncode for process in processes):
        raise RuntimeError("a worker failed; its reason stands above")
    _all_once(book, count, posted=False)
    yield f"storm: {count} reminders rung, {workers} worker{'s' if workers > 1 else ''}", Sample(seconds * 1000, 0)
    yield "Today within the storm", of_times(seen)


def _ringer(book: Book) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.ringer", "ring"], text=True, env=environment(book), cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()  # ready
    return process
