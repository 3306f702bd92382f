"""The commands that read lines, the import of the program, and the verification of the trail."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain.debts.examples import examples
from advisor.domain.outreach.guard import decide
from advisor.domain.outreach.reading import read_contact
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.services.anchors import ANCHORS
from advisor.services.audit import verify
from tests.bench.book import Book
from tests.bench.sample import Sample, of_times
from tests.bench.server import ROOT

TESTS = Path(__file__).resolve().parents[1]


def start_up() -> Iterator[tuple[str, Sample]]:
    """The program with its command line, from nothing to its version; and a bare Python for comparison."""
    for name, code in (("import of the command line", "import advisor.cli.main"), ("floor: bare Python", "pass")):
        yield name, of_times([_seconds([sys.executable, "-c", code], "") for _ in range(7)])


def commands(count: int) -> Iterator[tuple[str, Sample]]:
    """Lines per second of the three pure commands, and of the independent library that checks our rates."""
    leads = [{"id": case.id, **case.given} for case in examples("op1")]
    yield from lines_of("prequalify", leads, count)
    finance = json.loads((TESTS / "domain/finance/finance.json").read_text(encoding="utf-8"))
    fields = ("id", "type", "inputs", "convention")
    rates = [{k: case[k] for k in fields if k in case} for case in finance["cases"]]
    yield from lines_of("calculate", rates, count // 5)
    yield "floor: pyxirr, effective rate of 60 payments", of_times([_pyxirr()])
    policy = json.loads((TESTS / "domain/outreach/contact_policy.json").read_text(encoding="utf-8"))
    asked = [{k: v for k, v in case.items() if k != "expected"} for case in policy["cases"]]
    yield from lines_of("contact-check", asked, count // 5)
    yield "contact guard, per decision", of_times([_guard(asked, count)])


def trail(book: Book) -> Iterator[tuple[str, Sample]]:
    """Milliseconds per entry of a whole verification: links, personal values and anchors."""
    engine = open_engine(book.url)
    ring = load_keyring(book.key_file)
    with Session(engine, info={"keyring": ring, "data_dir": book.data_dir}) as session:
        start = time.perf_counter()
        report = verify(session, book.data_dir / ANCHORS)
        seconds = time.perf_counter() - start
    engine.dispose()
    if not report.ok:
        raise RuntimeError(f"the trail does not hold: {report.breaks[:3]}")
    yield "trail verify, per entry", Sample(seconds / max(1, report.entries) * 1000, 0)


def lines_of(command: str, rows: list[dict[str, Any]], count: int) -> Iterator[tuple[str, Sample]]:
    text = "\n".join(json.dumps(rows[n % len(rows)]) for n in range(count)) + "\n"
    program = [sys.executable, "-m", "tests.bench.program", command, "-"]
    empty = min(_seconds(program, "") for _ in range(3))
    yield f"{command}, per line", Sample((_seconds(program, text) - empty) / count * 1000, 0)


def _guard(asked: list[dict[str, Any]], count: int) -> float:
    """Seconds of one decision of the pure function, over contacts that were read before."""
    contacts = [read_contact(row) for row in asked]
    start = time.perf_counter()
    for turn in range(count):
        decide(contacts[turn % len(contacts)])
    return (time.perf_counter() - start) / count


def _seconds(command: list[str], text: str) -> float:
    start = time.perf_counter()
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    subprocess.run(command, input=text, text=True, check=False, **quiet)  # 1: some examples are errors on purpose
    return time.perf_counter() - start


def _pyxirr() -> float:
    """Seconds of one rate by the compiled library; ours is exact to the cent and explains itself."""
    import pyxirr

    days = [date(2026, 1, 1) + timedelta(days=30 * n) for n in range(61)]
    flows = [-10_000.0, *([200.0] * 60)]
    start = time.perf_counter()
    for _ in range(1000):
        pyxirr.xirr(days, flows)
    return (time.perf_counter() - start) / 1000
