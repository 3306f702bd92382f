"""The contract room with a long negotiation behind it, and the analysis room with sixty figures."""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.stages.analysis.points.actions import MOST_LINES, NewLine, add_line
from advisor.stages.contract.actions import Agreed, negotiate
from advisor.transaction import write
from tests.bench import meter
from tests.bench.book import Book, address
from tests.bench.sample import Sample, of_answers
from tests.bench.server import Server
from tests.bench.visitor import Visitor

ROUNDS = 50


def measure(book: Book, server: Server, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Yield both rooms."""
    case_id = book.plain[0]
    _fill(book, case_id)
    visitor = Visitor(server.port)
    visitor.sign_in(address(1))
    pids = [*meter.family(server.pid), *(meter.family(database) if database else ())]
    yield "contract room, 50 changes", of_answers(lambda: visitor.get(f"/cases/{case_id}/contract"), pids, times)
    yield "analysis room, 60 figures", of_answers(lambda: visitor.get(f"/cases/{case_id}/analysis"), pids, times)
    visitor.close()


def _fill(book: Book, case_id: int) -> None:
    """Fifty changes of the fee and sixty lines of figures, through the use cases."""
    engine, ring = open_engine(book.url), load_keyring(book.key_file)
    with (
        Session(engine, info={"keyring": ring, "data_dir": book.data_dir}) as session,
        write(session, COMMAND) as ctx,
    ):
        for number in range(ROUNDS):
            negotiate(ctx, case_id, Agreed("We file.", 100_000 + number, Decimal(2)))
        for number in range(MOST_LINES):
            add_line(ctx, case_id, NewLine("obligation", f"Loan {number}", 100_000, 1_000))
    engine.dispose()
