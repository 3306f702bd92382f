"""One issued paper in a book, so that opening a stored PDF can be measured."""

from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.papers import press
from advisor.papers.samples import sample_page
from advisor.records.case import Case
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.records.paper import PaperKind
from advisor.services.papers import Pressed, coming_number, keep_paper
from advisor.transaction import write
from tests.bench.book import Book


def stored_paper(book: Book) -> str:
    """Print the sample offer once, keep it in a fat case, and give its address."""
    case_id, content = book.fat[0], press.render(*sample_page("offer"))
    engine, ring = open_engine(book.url), load_keyring(book.key_file)
    with (
        Session(engine, info={"keyring": ring, "data_dir": book.data_dir}) as session,
        write(session, COMMAND) as ctx,
    ):
        number = coming_number(session, PaperKind.OFFER, ctx.now)
        pressed = Pressed(PaperKind.OFFER, number, "en", content, 1, "bench")
        paper_id = keep_paper(ctx, session.get_one(Case, case_id), pressed).id
    engine.dispose()
    return f"/cases/{case_id}/papers/{paper_id}.pdf"
