"""The upload zoo (issue 4): phones' pictures, office files, bombs, polyglots, macros, active PDFs; the log."""

import io
import logging
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from pillow_heif import from_pillow

from advisor.domain.errors import Invalid
from advisor.services import files_office, files_picture
from advisor.services.inspection import inspect
from tests.services.test_uploads import pdf, picture

TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats"/></Types>'


def office(main: str = "word/document.xml", types: bytes = TYPES, parts: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", types)
        packed.writestr(main, b"<w:document/>")
        for name, content in (parts or {}).items():
            packed.writestr(name, content)
    return out.getvalue()


def heic(exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    photo = Image.new("RGB", (64, 48), "olive")
    heif = from_pillow(photo)
    if exif is not None:
        heif.info["exif"] = exif.tobytes()
    heif.save(out, quality=60)
    return out.getvalue()


def test_a_phones_heic_becomes_a_jpeg_without_its_camera_data() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    seen = inspect(heic(exif))
    assert seen.mime == "image/jpeg"
    assert b"SecretPhone" not in seen.content
    with Image.open(io.BytesIO(seen.content)) as kept:
        assert kept.size == (64, 48)


@pytest.mark.parametrize("spoil", [lambda b: b[:200], lambda b: b[:60] + b"\xff" * len(b[60:]), lambda b: b[:-80]])
def test_a_corrupt_heic_is_refused_and_nobody_dies(spoil: Callable[[bytes], bytes]) -> None:
    """The decoder runs in a child of its own: even its crash is only a refusal here."""
    with pytest.raises(Invalid) as refused:
        inspect(spoil(heic()))
    assert refused.value.code == "file_damaged"


def test_a_decoder_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_picture, "PATIENCE_S", 0.001)
    with pytest.raises(Invalid):
        inspect(heic())


@pytest.mark.parametrize(
    ("main", "mime"), [("word/document.xml", files_office.DOCX), ("xl/workbook.xml", files_office.XLSX)]
)
def test_word_and_excel_are_known_by_their_content(main: str, mime: str) -> None:
    content = office(main)
    seen = inspect(content)
    assert (seen.mime, seen.content) == (mime, content)


def _bomb() -> bytes:
    return office(parts={"word/media/a.bin": bytes(40 * 1024 * 1024)})


def _encrypted() -> bytes:
    content = bytearray(office())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = content.index(mark) + (6 if mark[2] == 3 else 8)
        content[place] |= 1
    return bytes(content)


OFFICE = {
    "zip bomb": (_bomb, "file_too_large"),
    "many parts": (lambda: office(parts={f"p{n}": b"" for n in range(5100)}), "file_too_large"),
    "macros": (lambda: office(parts={"word/vbaProject.bin": b"x"}), "file_has_macros"),
    "macros by type": (
        lambda: office(types=TYPES + b"application/vnd.ms-word.document.macroEnabled"),
        "file_has_macros",
    ),
    "active x": (lambda: office(parts={"word/activeX/activeX1.bin": b"x"}), "file_has_macros"),
    "a way out of the folder": (lambda: office(parts={"../../etc/passwd": b"x"}), "harmful_file"),
    "locked": (_encrypted, "file_protected"),
    "another zip": (lambda: office("readme.txt"), "file_type_not_accepted"),
    "a jar": (lambda: office("META-INF/MANIFEST.MF"), "file_type_not_accepted"),
    "cut": (lambda: office()[:-30], "file_damaged"),
    "behind a picture": (lambda: b"GIF89a" + office(), "file_type_not_accepted"),
}


@pytest.mark.parametrize("name", OFFICE)
def test_office_files_that_bite_are_refused(name: str) -> None:
    make, code = OFFICE[name]
    with pytest.raises(Invalid) as refused:
        inspect(make())
    assert refused.value.code == code


def _hidden(document: pikepdf.Pdf) -> None:
    """Scripts where a quick look does not see them: outline, form field, page action, a chain of actions."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    jump = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([0]), Next=script)
    outline = document.make_indirect(pikepdf.Dictionary(Title="x", A=jump))
    document.Root.Outlines = document.make_indirect(pikepdf.Dictionary(First=outline, Last=outline, Count=1))
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", AA=pikepdf.Dictionary(K=script))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), XFA="<xfa/>")
    document.pages[0].AA = pikepdf.Dictionary(O=script)


def _carried(document: pikepdf.Pdf) -> None:
    document.attachments["evil.exe"] = b"MZ payload that must go"


@pytest.mark.parametrize("change", [_hidden, _carried])
def test_scripts_and_carried_files_are_found_wherever_they_hang(change: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(io.BytesIO(inspect(pdf(change=change)).content)) as kept:
        text = b"".join(repr(thing).encode() for thing in kept.objects)
        streams = b"".join(t.read_bytes() for t in kept.objects if isinstance(t, pikepdf.Stream))
        assert len(kept.pages) == 1
    for word in (b"JavaScript", b"app.alert", b"/XFA", b"/AA", b"EmbeddedFiles"):
        assert word not in text
    assert b"payload" not in streams or not kept.attachments


def test_a_pdf_that_opens_on_a_page_keeps_its_bytes_and_its_signature() -> None:
    def opens_at(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    content = pdf(change=opens_at)
    assert inspect(content).content == content


def test_a_pdf_of_ten_thousand_pages_is_refused_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        inspect(pdf(10_000))
    assert refused.value.code == "too_many_pages"


def test_what_is_larger_than_the_door_is_refused_before_it_is_kept(
    house: Flask, browser: Callable[[str], FlaskClient]
) -> None:
    """33 MB or 200 MB: refused by the length the sender tells, with a plain sentence."""
    sent = {"file": (io.BytesIO(bytes(33 * 1024 * 1024)), "a.pdf")}
    answer = browser("").post("/sign-in", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "This is too large." in answer.text


def test_a_large_photo_is_made_as_large_as_a_page_needs() -> None:
    out = io.BytesIO()
    Image.new("RGB", (6000, 4500), "teal").save(out, "JPEG")
    with Image.open(io.BytesIO(inspect(out.getvalue()).content)) as kept:
        assert max(kept.size) <= files_picture.LONGEST


def test_a_refusal_is_logged_without_the_files_name(caplog: pytest.LogCaptureFixture) -> None:
    from sqlalchemy.orm import Session

    from advisor.domain.roles import ActorKind
    from advisor.services.uploads import judge

    with caplog.at_level(logging.WARNING, "advisor.uploads"), pytest.raises(Invalid), Session() as session:
        judge(session, b"MZ" + picture(), ActorKind.CLIENT)
    (record,) = caplog.records
    assert (record.message, record.why, record.by) == ("upload refused", "file_type_not_accepted", "client")  # type: ignore[attr-defined]
