"""What people do all day: the pages and the move, each measured over keep-alive HTTP by one signed-in person."""

import itertools
from collections.abc import Callable, Iterator

from tests.bench import meter
from tests.bench.book import ADVISORS, Book, address
from tests.bench.files import letters
from tests.bench.paper import stored_paper
from tests.bench.sample import Sample, of_answers, of_times
from tests.bench.server import Server
from tests.bench.visitor import Answer, Visitor

MANAGER = ADVISORS + 1
Ask = Callable[[], Answer]


def measure(book: Book, server: Server, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Yield the name and sample of each page; `database` is the process id of PostgreSQL, counted with the web's."""
    stored = stored_paper(book)
    visitor, manager = Visitor(server.port), Visitor(server.port)
    visitor.sign_in(address(1))
    manager.sign_in(address(MANAGER))
    for name, ask in (*_pages(book, visitor), *_manager(manager)):
        yield name, of_answers(ask, _pids(server, database), times)
    yield "stored PDF opened again", of_answers(lambda: visitor.get(stored), _pids(server, database), times)
    yield "stage move", _moves(book, visitor, _pids(server, database), max(10, times // 3))
    yield "web memory", Sample(meter.memory_mib(meter.family(server.pid)), 0)


def _pids(server: Server, database: int | None) -> list[int]:
    return [*meter.family(server.pid), *(meter.family(database) if database else ())]


def _pages(book: Book, visitor: Visitor) -> Iterator[tuple[str, Ask]]:
    rare = _rare_name(book.size)
    plain, fat = itertools.cycle(book.plain), itertools.cycle(book.fat)
    yield "Today", lambda: visitor.get("/today")
    yield "board, my book", lambda: visitor.get("/board")
    yield "case list, one stage", lambda: visitor.get("/cases?stage=documents&whose=mine")
    yield "case list, all I may see", lambda: visitor.get("/cases")
    yield "case list, part of a name", lambda: visitor.get(f"/cases?text={rare}")
    yield "case page", lambda: visitor.get(f"/cases/{next(plain)}")
    yield "case page, 50 events", lambda: visitor.get(f"/cases/{next(fat)}")
    yield "search, common part", lambda: visitor.get("/search/live?q=kowal")
    yield "search, rare part", lambda: visitor.get(f"/search/live?q={rare}")
    yield "search, phone", lambda: visitor.get(f"/search/live?q=600{book.size:06d}")
    yield "search, case number", lambda: visitor.get(f"/search/live?q={book.size // 2}")


def _manager(manager: Visitor) -> Iterator[tuple[str, Ask]]:
    yield "manager: board, my team", lambda: manager.get("/board")
    yield "manager: case list", lambda: manager.get("/cases")
    yield "manager: reports", lambda: manager.get("/reports?months=12")
    yield "manager: audit", lambda: manager.get("/audit")


def _rare_name(size: int) -> str:
    return letters(size - 7).lower()


def _moves(book: Book, visitor: Visitor, pids: list[int], times: int) -> Sample:
    """Moves through an open gate. Each is prepared by its dialog and taken back after it, both outside the sample."""
    cases = itertools.cycle(book.ready)
    used, answers = 0.0, []
    for turn in range(times + 3):
        case_id = next(cases)
        form = visitor.get(f"/cases/{case_id}/move").hidden("form_key") | {"to": "meeting"}
        before = meter.cpu_s(pids)
        answer = visitor.post(f"/cases/{case_id}/move", form)
        spent = meter.cpu_s(pids) - before
        if answer.status != 302:
            raise RuntimeError(f"the move was refused: {answer.status} {answer.body[-1500:]!r}")
        if turn >= 3:
            used += spent
            answers.append(answer)
        back = visitor.get(f"/cases/{case_id}").hidden("csrf_token")
        undone = visitor.post(f"/cases/{case_id}/undo", {"csrf_token": back["csrf_token"]})
        if undone.status != 302:
            raise RuntimeError(f"the move could not be taken back: {undone.status}")
    plain = of_times([answer.seconds for answer in answers], used)
    return Sample(plain.median, plain.p95, plain.cpu, max(answer.statements for answer in answers))
