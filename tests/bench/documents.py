"""The documents room: a list of 60 papers with 200 versions on screen, a file of 19 MiB brought, 50 photos bound."""

import io
import os
import random
import time
from collections.abc import Iterator

import pikepdf
from PIL import Image
from sqlalchemy.orm import Session

from advisor.domain import checklists
from advisor.domain.roles import COMMAND
from advisor.records.base import new_uid
from advisor.records.case import Case
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.records.upload import Upload
from advisor.services.binder import Binder
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistFile, ChecklistItem
from advisor.transaction import write
from tests.bench import meter
from tests.bench.book import Book, address
from tests.bench.sample import Sample, of_answers, of_times
from tests.bench.server import Server
from tests.bench.visitor import Visitor

ITEMS, VERSIONS, PHOTOS = 60, 200, 50
MIB = 1024 * 1024


def measure(book: Book, server: Server, database: int | None, times: int) -> Iterator[tuple[str, Sample]]:
    """Yield the room's page, the upload and what it took of memory."""
    case_id, item_id = _case(book)
    pids = [*meter.family(server.pid), *(meter.family(database) if database else ())]
    visitor = Visitor(server.port)
    visitor.sign_in(address(1))
    page = f"/cases/{case_id}/documents"
    yield f"documents room, {ITEMS} items, {VERSIONS} versions", of_answers(lambda: visitor.get(page), pids, times)
    path = f"/cases/{case_id}/files/for/{item_id}"
    _bring(visitor, path, MIB)
    before = meter.memory_mib(meter.family(server.pid))
    seconds = [_bring(visitor, path, 19 * MIB) for _ in range(3)]
    yield "upload of 19 MiB", of_times(seconds)
    grown = max(0.0, meter.memory_mib(meter.family(server.pid)) - before)
    yield "memory kept after uploads of 19 MiB", Sample(grown, 0)
    visitor.close()


def photos() -> Iterator[tuple[str, Sample]]:
    """Milliseconds per photo of a phone (12 megapixels) bound into one document of fifty."""
    dice = random.Random(5)
    coarse = Image.frombytes("RGB", (80, 60), dice.randbytes(80 * 60 * 3))
    out = io.BytesIO()
    coarse.resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=88)
    binder, spent = Binder(PHOTOS), []
    for _ in range(PHOTOS):
        start = time.perf_counter()
        binder.add(out.getvalue())
        spent.append(time.perf_counter() - start)
    binder.finish()
    yield f"{PHOTOS} photos to PDF, per photo", of_times(spent)


def _bring(visitor: Visitor, path: str, size: int) -> float:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page().Contents = pikepdf.Stream(document, b"% " + os.urandom(size))
    document.save(out)
    answer = visitor.upload(path, "scan.pdf", out.getvalue())
    if answer.status != 302:
        raise RuntimeError(f"the upload was refused: {answer.status}")
    return answer.seconds


def _case(book: Book) -> tuple[int, int]:
    """A fat case of the first advisor with 60 papers and 200 files behind them; its number and a line's."""
    engine, ring = open_engine(book.url), load_keyring(book.key_file)
    with (
        Session(engine, info={"keyring": ring, "data_dir": book.data_dir}) as session,
        write(session, COMMAND) as ctx,
    ):
        case = session.get_one(Case, book.fat[-1])
        case.owner_id = 1
        items = [
            ChecklistItem(case_id=case.id, party_id=case.client_id, document=paper.code, position=place,
                          needed_by=checklists.NeededBy.FILING, state=ItemState.RECEIVED)
            for place, paper in enumerate(checklists.documents()[:ITEMS])
        ]  # fmt: skip
        files = [
            Upload(case_id=case.id, party_id=case.client_id, file_uid=new_uid(), file_name=f"scan {n}.pdf",
                   mime="application/pdf", size=1000, sha256=f"{n:064d}", uploaded_at=ctx.now)
            for n in range(VERSIONS)
        ]  # fmt: skip
        session.add_all([*items, *files])
        session.flush()
        session.add_all(ChecklistFile(item_id=items[n % ITEMS].id, upload_id=f.id) for n, f in enumerate(files))
        found = case.id, items[0].id
    engine.dispose()
    return found
