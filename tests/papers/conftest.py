"""What the tests of the press share: one printed PDF per sample, and the words and tags inside a PDF."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from pypdf import PdfReader

from advisor.papers import press, samples


@pytest.fixture(scope="session", autouse=True)
def closed_press() -> Iterator[None]:
    """End the press's children when the tests are done."""
    yield
    press.close()


@pytest.fixture(scope="session")
def offer_pdf() -> bytes:
    """The sample offer in English."""
    return press.render(*samples.sample_page("offer"))


def text_of(pdf: bytes) -> str:
    """All words of a PDF, page after page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def tags_of(pdf: bytes) -> list[str]:
    """The structure tags of a PDF in reading order."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node["/S"]).lstrip("/"))
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        walk(opened.Root["/StructTreeRoot"]["/K"])
    return found
