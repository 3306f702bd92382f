"""Measure the floors on the book of the same run: they say what the machine and the frameworks cost by themselves."""

from collections.abc import Iterator

from sqlalchemy import text

from advisor.records.engine import open_engine
from tests.bench import meter
from tests.bench.book import Book
from tests.bench.sample import Sample, of_answers
from tests.bench.server import serve
from tests.bench.visitor import Visitor


def measure(book: Book, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Yield the name and sample of each floor."""
    engine = open_engine(book.url)
    with engine.begin() as connection:  # before the server's processes, which would both make it
        connection.execute(text("CREATE TABLE IF NOT EXISTS bench_commit (word TEXT)"))
    engine.dispose()
    with serve(book, "tests.bench.floor:app") as server:
        visitor = Visitor(server.port)
        pids = [*meter.family(server.pid), *(meter.family(database) if database else ())]
        for name, ask in (
            ("floor: bare answer", lambda: visitor.get("/bare")),
            ("floor: query and 50-row page", lambda: visitor.get("/page")),
            ("floor: one commit", lambda: visitor.post("/commit", {})),
        ):
            yield name, of_answers(ask, pids, times)
