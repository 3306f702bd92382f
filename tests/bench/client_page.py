"""The client's page: a case with 60 papers asked for, looked at by a device that was let in."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from advisor.domain import checklists
from advisor.domain.roles import COMMAND
from advisor.records.case import Case
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.records.party import Party
from advisor.services.entries import let_in
from advisor.services.links import make_link
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.transaction import write
from tests.bench import meter
from tests.bench.book import Book
from tests.bench.sample import Sample, of_answers
from tests.bench.server import Server
from tests.bench.visitor import Visitor

ITEMS = 60


def measure(book: Book, server: Server, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Yield the home of the case and the list of what to send."""
    home, token = _case(book)
    client = Visitor(server.port)
    client.carry("advisor-client", token)
    pids = [*meter.family(server.pid), *(meter.family(database) if database else ())]
    client.get(home)  # the first look is written down
    yield "client page, 60 items", of_answers(lambda: client.get(home), pids, times)
    yield "client page, what to send, 60 items", of_answers(lambda: client.get(f"{home}/send"), pids, times)
    client.close()


def _case(book: Book) -> tuple[str, str]:
    """Ask a fat case's client for 60 papers and let a device in; the address of the home and the cookie."""
    engine, ring = open_engine(book.url), load_keyring(book.key_file)
    papers = checklists.documents()[:ITEMS]
    with (
        Session(engine, info={"keyring": ring, "data_dir": book.data_dir}) as session,
        write(session, COMMAND) as ctx,
    ):
        case = session.get_one(Case, book.fat[0])
        client = session.get_one(Party, case.client_id)
        session.add_all(
            ChecklistItem(case_id=case.id, party_id=client.id, document=paper.code, position=place,
                          needed_by=checklists.NeededBy.FILING)
            for place, paper in enumerate(papers)
        )  # fmt: skip
        link, url = make_link(ctx, case, client)
        home, token = f"{url}/{case.id}", let_in(ctx, link, client)
    engine.dispose()
    return home, token
