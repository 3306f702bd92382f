"""The press: HTML in, tagged PDF/UA-1 out. The only file that imports WeasyPrint, and only inside the child process.

Equal pages give equal bytes: the identifier is the page's own hash and every date in the file is the page's own.
The fetcher knows nothing but data: addresses and follows no redirect, so a page can reach neither disk nor network.
"""

import atexit
import hashlib
import os
import queue
from datetime import UTC, datetime

from advisor.papers.apprentice import PATIENCE_S, Apprentice, Gone
from advisor.papers.errors import PressError, PressFailed, PressUnavailable
from advisor.papers.wire import Attachment, Order

__all__ = ["Attachment", "PressError", "PressFailed", "PressUnavailable", "close", "impress", "render"]

VARIANT = "pdf/ua-1"
# Two children at most: one page that takes its full 30 seconds must not hold up everybody else's paper.
HANDS = 2


class _Shop:
    """The children who wait for work; the last one used is asked first, so one is enough until two pages meet."""

    def __init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Take on apprentices; none starts its process before its first page."""
        self.idle: queue.LifoQueue[Apprentice] = queue.LifoQueue()
        for _ in range(HANDS):
            self.idle.put(Apprentice())

    def reopen(self) -> None:
        """After a fork: a server process must not share pipes or locks with its parent."""
        for apprentice in list(self.idle.queue):
            apprentice.forget()
        self.open()


_shop = _Shop()


def render(html: str, title: str, lang: str, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """The PDF of a complete HTML page, with title, language (BCP 47) and attachments; safe from any thread.

    Takes at most about a minute: 30 seconds for a free child, 30 for the page. A child that dies is replaced and the
    page tried once more. Raises PressUnavailable when this machine cannot print, PressFailed when this page did not.
    """
    order = Order(html, title, lang, attachments).pack()
    try:
        apprentice = _shop.idle.get(timeout=PATIENCE_S)
    except queue.Empty:
        raise PressFailed("No PDF: the press is busy.") from None
    try:
        return _work(apprentice, order)
    finally:
        _shop.idle.put(apprentice)


def close() -> None:
    """End the idle children. They start again when needed."""
    for apprentice in list(_shop.idle.queue):
        apprentice.stop()


def impress(order: Order) -> bytes:
    """Print one order. Runs in the child. Raises PressUnavailable when Pango is not installed."""
    try:
        import weasyprint
    except OSError as error:
        raise PressUnavailable(f"No PDF: Pango is missing (libpango-1.0-0, libpangoft2-1.0-0). {error}") from error

    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    document = weasyprint.HTML(string=order.html, url_fetcher=fetcher).render(pdf_variant=VARIANT)
    document.metadata.title, document.metadata.lang = order.title, order.lang
    made_at = _day(document.metadata.created)
    files = [
        weasyprint.Attachment(
            string=each.content,
            name=each.name,
            description=each.description,
            created=made_at,
            modified=made_at,
            url_fetcher=fetcher,
        )
        for each in order.attachments
    ]
    identifier = hashlib.sha256(order.pack()).hexdigest()[:32].encode("ascii")
    printed: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, attachments=files)
    return printed


def _work(apprentice: Apprentice, order: bytes) -> bytes:
    try:
        return apprentice.work(order)
    except Gone:
        pass
    try:
        return apprentice.work(order)
    except Gone as gone:
        raise PressFailed("No PDF: the press stopped twice on this page (out of memory, or killed).") from gone


def _day(written: str | None) -> datetime:
    """The page's own date (its dcterms.created), so that an attachment does not carry the clock."""
    return datetime.fromisoformat(written or "2026-01-01").replace(tzinfo=UTC)


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_shop.reopen)
