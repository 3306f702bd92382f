"""Files that are brought: judged by content, made harmless, sealed, whole or not at all (issue 4 point 4; A44-A47)."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from advisor.domain.errors import Invalid
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.upload import Upload
from advisor.services.inspection import EICAR, MOST_BYTES, REFUSALS, inspect
from advisor.services.uploads import Incoming, add_upload, read_upload, safe_name, upload_of
from advisor.transaction import transaction
from tests import make
from tests.filings import uploads_of
from tests.make import NOW

Actors = Callable[[str], Actor]


def pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **save: object) -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    document.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def picture(kind: str = "JPEG", **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "navy").save(out, kind, **save)
    return out.getvalue()


def _script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = action
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", action]))


def _launch(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))


BOMB = (
    b"\x89PNG\r\n\x1a\n"
    + b"\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    + zlib.crc32(b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00").to_bytes(4, "big")
    + b"\x00\x00\x00\x00IEND\xaeB`\x82"
)  # fmt: skip

ZOO = {
    "empty": (b"", "empty_file"),
    "too large": (b"%PDF-1.7\n" + b"0" * MOST_BYTES, "file_too_large"),
    "program": (b"MZ\x90\x00", "file_type_not_accepted"),
    "svg with script": (b"<svg onload='alert(1)'/>", "file_type_not_accepted"),
    "html": (b"<!doctype html><script>1</script>", "file_type_not_accepted"),
    "cut zip": (b"PK\x03\x04", "file_damaged"),
    "polyglot behind html": (b"<html>" + pdf(), "file_type_not_accepted"),
    "eicar": (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + EICAR, "harmful_file"),
    "eicar in a pdf": (pdf() + EICAR, "harmful_file"),
    "cut pdf": (b"%PDF-1.7\ngarbage", "file_damaged"),
    "no pages": (pdf(0), "file_damaged"),
    "many pages": (pdf(501), "too_many_pages"),
    "locked pdf": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "file_protected"),
    "cut jpeg": (picture()[:100], "file_damaged"),
    "cut png": (picture("PNG")[:40], "file_damaged"),
    "png bomb": (BOMB, "file_too_large"),
}


@pytest.mark.parametrize("name", ZOO)
def test_the_zoo_is_refused_with_a_plain_sentence(name: str) -> None:
    content, code = ZOO[name]
    with pytest.raises(Invalid) as refused:
        inspect(content)
    assert refused.value.code == code
    assert REFUSALS[code].endswith(".")


@pytest.mark.parametrize("change", [_script, _launch])
def test_a_pdf_that_acts_is_kept_without_its_acts(change: Callable[[pikepdf.Pdf], None]) -> None:
    cleaned = inspect(pdf(change=change)).content
    for word in (b"JavaScript", b"Launch", b"OpenAction"):
        assert word not in cleaned
    with pikepdf.open(io.BytesIO(cleaned)) as kept:
        assert len(kept.pages) == 1


def test_a_plain_pdf_is_kept_to_the_byte() -> None:
    """A signed file must keep its signature."""
    content = pdf(2)
    assert inspect(content).content == content


def test_a_photo_loses_its_camera_data_and_what_hides_behind_it() -> None:
    """A47: no GPS position in what we keep; a polyglot tail is gone."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # lying on its side
    cleaned = inspect(picture(exif=exif) + b"<script>alert(1)</script>").content
    assert b"SecretCamera" not in cleaned
    assert b"script" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as kept:
        assert kept.size == (6, 8)
        assert not kept.getexif()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"), ("C:\\Users\\x\\scan.exe", "scan.pdf"), ("gnp\u202efdp.exe", "gnpfdp.pdf"),
        ("", "file.pdf"), ("...", "file.pdf"), ("zażółć.PDF", "zażółć.pdf"), ("a\r\nb.pdf", "ab.pdf"),
        ("x" * 400, "x" * 120 + ".pdf"),
    ],
)  # fmt: skip
def test_a_name_keeps_no_way_and_the_ending_of_its_content(typed: str, kept: str) -> None:
    assert safe_name(typed, "application/pdf") == kept


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor).id


def _keep(actor: Actor, lead: int, content: bytes, name: str = "a.png") -> int:
    with transaction(actor, NOW) as ctx:
        case = ctx.session.get_one(Case, lead)
        return add_upload(ctx, case, case.client_id, Incoming(name, content)).id


def test_the_same_file_twice_is_one_file(lead: int, actor: Actors) -> None:
    """A repeated upload leaves one whole file."""
    first, second = (_keep(actor("advisor"), lead, picture("PNG")) for _ in range(2))
    assert first == second
    assert len(_stored()) == 1


def test_what_is_kept_is_sealed_and_opens_again(lead: int, actor: Actors) -> None:
    content = pdf()
    row = upload_of(db.session(), lead, _keep(actor("advisor"), lead, content, "umowa.pdf"))
    assert b"%PDF" not in _stored()[0].read_bytes()
    assert b"".join(read_upload(db.session(), row)) == content


def test_a_transaction_that_fails_leaves_neither_row_nor_file(lead: int, actor: Actors) -> None:
    def fail_late() -> None:
        with transaction(actor("advisor"), NOW) as ctx:
            case = ctx.session.get_one(Case, lead)
            add_upload(ctx, case, case.client_id, Incoming("a.png", picture("PNG")))
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        fail_late()
    assert not _stored()
    assert not uploads_of(db.session(), lead)
    assert db.session.query(Upload).count() == 0


def _stored() -> list[Path]:
    return [path for path in (db.session().info["data_dir"] / "files").glob("??/*") if path.is_file()]
