"""`./run load`: many people at once on a running firm: what they wait, and whether anybody met an error.

Options: --users 50,200; --seconds 30; --size 10000; --engines sqlite,postgresql; --think 5.
"""

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from advisor.services import schema
from tests.bench.book import ADVISORS, Book, address, build
from tests.bench.databases import database
from tests.bench.files import owner_of, stage_of, status_of
from tests.bench.server import ROOT, Server, serve
from tests.bench.table import markdown
from tests.bench.visitor import Visitor

HEAD = ("engine", "users", "what", "answers", "per second", "median ms", "p95 ms", "worst ms", "errors", "pass")
PASS_MS = {"list": 200, "case": 200, "write": 300, "today": 200}
MIX = (("list", 45), ("case", 40), ("write", 12), ("today", 3))


@dataclass(slots=True)
class Tally:
    """What a crowd met, by kind of request."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind, _ in MIX})
    errors: dict[str, int] = field(default_factory=lambda: {kind: 0 for kind, _ in MIX})


@dataclass(frozen=True, slots=True)
class Person:
    """One signed-in person with cases to visit and a pace."""

    visitor: Visitor
    cases: list[int]
    dice: random.Random
    think_s: float


def main(arguments: list[str]) -> int:
    """Exit code 1 when somebody met an error; slow answers are shown, not failed."""
    asked = _asked(arguments)
    rows, failed = [], False
    for engine in asked.engines:
        with database(engine) as (urls, _pid), tempfile.TemporaryDirectory(prefix="advisor-load-") as folder:
            url = urls(Path(folder), asked.size)
            schema.upgrade(ROOT / "migrations", url)
            book = build(url, Path(folder), asked.size)
            for users in asked.users:
                with serve(book, "advisor.wsgi:app", threads=32) as server:
                    sys.stderr.write(f"{users} people for {asked.seconds} s on {engine}\n")
                    tally = _crowd(book, server, users, asked)
                    rows += _rows(engine, users, tally, asked.seconds)
                    failed = failed or any(tally.errors.values())
    sys.stdout.write(markdown(HEAD, rows) + "\n")
    return 1 if failed else 0


def _crowd(book: Book, server: Server, users: int, asked: argparse.Namespace) -> Tally:
    """Sign everybody in first, then let them work for the time asked for, started one after the other."""
    people = [_person(book, server, number, asked.think) for number in range(users)]
    tally, end = Tally(), time.monotonic() + asked.seconds
    threads = [threading.Thread(target=_work, args=(person, tally, end), daemon=True) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(asked.seconds + 120)
    for person in people:
        person.visitor.close()
    return tally


def _person(book: Book, server: Server, number: int, think_s: float) -> Person:
    staff, dice = number % ADVISORS + 1, random.Random(number)
    mine = [n for n in range(1, book.size + 1) if owner_of(n, ADVISORS) == staff and status_of(n) == "active"]
    visitor = Visitor(server.port)
    visitor.sign_in(address(staff))
    return Person(visitor, mine, dice, think_s)


def _work(person: Person, tally: Tally, end: float) -> None:
    kinds, weights = zip(*MIX, strict=True)
    pause = threading.Event()
    pause.wait(person.dice.random() * person.think_s)
    while time.monotonic() < end:
        kind = person.dice.choices(kinds, weights)[0]
        try:
            seconds, good = DO[kind](person)
        except OSError:
            seconds, good = 0.0, False
            person.visitor.close()
        tally.seconds[kind].append(seconds)
        tally.errors[kind] += not good
        pause.wait(person.think_s * (0.5 + person.dice.random()))


def _list(person: Person) -> tuple[float, bool]:
    stage = stage_of(person.dice.choice(person.cases))
    answer = person.visitor.get(f"/cases?stage={stage}&whose=mine")
    return answer.seconds, answer.status == 200


def _case(person: Person) -> tuple[float, bool]:
    answer = person.visitor.get(f"/cases/{person.dice.choice(person.cases)}")
    return answer.seconds, answer.status == 200


def _today(person: Person) -> tuple[float, bool]:
    answer = person.visitor.get("/today")
    return answer.seconds, answer.status == 200


def _write(person: Person) -> tuple[float, bool]:
    """Plan a free reminder: its form, then the write itself, which is what counts."""
    path = f"/cases/{person.dice.choice(person.cases)}/reminders/add"
    page = person.visitor.get(path)
    if page.status != 200:
        return page.seconds, False
    at = (datetime.now() + timedelta(days=2)).strftime("%Y-%m-%dT10:00")  # noqa: DTZ005 - as people say it
    answer = person.visitor.post(path, page.hidden("form_key") | {"text": "Call again", "at": at})
    return answer.seconds, answer.status == 302


DO: dict[str, Callable[[Person], tuple[float, bool]]] = {"list": _list, "case": _case, "write": _write, "today": _today}


def _rows(engine: str, users: int, tally: Tally, seconds: int) -> list[tuple[str, ...]]:
    rows = []
    for kind, times in tally.seconds.items():
        if times:
            ordered = sorted(each * 1000 for each in times)
            p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
            rows.append((
                engine, str(users), kind, str(len(times)), f"{len(times) / seconds:.1f}",
                f"{statistics.median(ordered):.0f}", f"{p95:.0f}", f"{ordered[-1]:.0f}", str(tally.errors[kind]),
                "ok" if p95 <= PASS_MS[kind] and not tally.errors[kind] else f"over {PASS_MS[kind]} ms",
            ))  # fmt: skip
    return rows


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run load", description=__doc__)
    numbers = {"type": lambda text: [int(part) for part in text.split(",")]}
    parser.add_argument("--users", default=[50, 200], **numbers)  # type: ignore[arg-type]
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--think", type=float, default=5.0, help="seconds between two clicks")
    parser.add_argument("--engines", type=lambda text: text.split(","), default=["sqlite", "postgresql"])
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
