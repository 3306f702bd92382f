"""Photos become one document in the worker: in order, without camera data, with progress, whole or not at all."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from advisor.domain.errors import Invalid
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.jobs import papers
from advisor.services import binder
from advisor.services.uploads import Incoming, read_upload
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.bundles import actions as bundles
from advisor.stages.documents.bundles.gate import MOST_PHOTOS, BundleState
from advisor.stages.documents.bundles.records import PhotoBundle, PhotoPage
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import items_of
from advisor.transaction import bookkeeping, transaction
from tests import make
from tests.filings import uploads_of
from tests.make import NOW
from tests.services.test_upload_zoo import heic

Actors = Callable[[str], Actor]


def photo(red: int, size: tuple[int, int] = (300, 400)) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    out = io.BytesIO()
    Image.new("RGB", size, (red, 40, 40)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def item(house: Flask, cast: make.Cast, actor: Actors) -> tuple[int, int]:
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
        return case_id, next(i.id for i in items_of(ctx.session, case_id) if i.document == "ID")


def stored() -> list[Path]:
    return [path for path in (db.session().info["data_dir"] / "files").glob("??/*") if path.is_file()]


def bring(actor: Actor, item: tuple[int, int], *photos: bytes) -> None:
    with transaction(actor, NOW) as ctx:
        bundles.add_photos(ctx, *item, [Incoming(f"{n}.jpg", content) for n, content in enumerate(photos)])


def finish(actor: Actor, item: tuple[int, int]) -> None:
    from advisor.records.case import Case

    with transaction(actor, NOW) as ctx:
        bundles.bind(ctx, ctx.session.get_one(Case, item[0]), item[1])


def test_photos_become_one_pdf_in_their_order_and_the_photos_go(item: tuple[int, int], actor: Actors) -> None:
    """Issue 4 point 4: several pages into one document; a clean PDF; EXIF removed; also what a phone calls HEIC."""
    bring(actor("advisor"), item, photo(10), photo(90, (400, 300)))
    bring(actor("advisor"), item, photo(170), heic())
    assert papers.bind_photos() == 0
    finish(actor("advisor"), item)
    assert papers.bind_photos() == 1
    db.session.rollback()
    (upload,) = uploads_of(db.session(), item[0])
    content = b"".join(read_upload(db.session(), upload))
    assert b"SecretCamera" not in content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 4
        reds = []
        for page in pdf.pages:
            with Image.open(io.BytesIO(page.Resources.XObject.P.read_raw_bytes())) as picture:
                reds.append(picture.convert("RGB").tobytes()[0])
        assert [abs(red - wanted) < 12 for red, wanted in zip(reds, (10, 90, 170), strict=False)] == [True] * 3
        assert float(pdf.pages[1].MediaBox[2]) > float(pdf.pages[1].MediaBox[3])
    assert len(stored()) == 1
    row = next(i for i in items_of(db.session(), item[0]) if i.id == item[1])
    assert row.state is ItemState.RECEIVED
    assert upload.uploaded_by == actor("advisor").id
    assert upload.file_name == f"{row.name('pl')}.pdf"  # the client reads it


def test_a_worker_that_died_is_followed_by_another_and_the_third_ends_it(item: tuple[int, int], actor: Actors) -> None:
    """The worker never dies for good; nothing is lost, nothing comes twice."""
    bring(actor("advisor"), item, photo(1))
    finish(actor("advisor"), item)
    start = datetime.now(UTC)
    for turn in range(3):
        with bookkeeping() as session:
            assert bundles.claim(session, start + turn * 2 * bundles.LEASE) is not None
        with bookkeeping() as session:
            assert bundles.claim(session, start + turn * 2 * bundles.LEASE + timedelta(seconds=1)) is None
    with bookkeeping() as session:
        assert bundles.claim(session, start + timedelta(hours=1)) is None
    db.session.rollback()
    assert db.session.query(PhotoBundle).one().state is BundleState.FAILED
    assert len(stored()) == 1


def test_a_page_that_is_no_picture_takes_nothing(item: tuple[int, int], actor: Actors) -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PDF")
    with pytest.raises(Invalid):
        bring(actor("advisor"), item, photo(1), out.getvalue())
    assert stored() == []
    with pytest.raises(Invalid):
        bring(actor("advisor"), item, *[photo(1, (2, 2))] * (MOST_PHOTOS + 1))
    assert stored() == []
    assert db.session.query(PhotoPage).count() == 0


def test_a_bound_document_stays_within_what_is_kept() -> None:
    import os

    book = binder.Binder(binder.MOST_BYTES // 40_000)
    out = io.BytesIO()
    Image.frombytes("RGB", (700, 700), os.urandom(700 * 700 * 3)).save(out, "JPEG", quality=95)
    book.add(out.getvalue())
    assert len(book.finish()) < 4 * 40_000 < len(out.getvalue())


def test_the_page_takes_photos_shows_progress_and_lets_go(
    item: tuple[int, int], browser: Callable[[str], FlaskClient]
) -> None:
    advisor, path = browser("advisor"), f"/cases/{item[0]}/photos/{item[1]}"
    for red in (10, 20):
        sent = {"file": [(io.BytesIO(photo(red)), "a.jpg"), (io.BytesIO(photo(red + 1)), "b.jpg")]}
        assert advisor.post(path, data=sent, content_type="multipart/form-data").status_code == 302
    assert "These are all pages" in advisor.get(path).text
    bad = {"file": [(io.BytesIO(b"MZ"), "a.jpg")]}
    assert advisor.post(path, data=bad, content_type="multipart/form-data").status_code == 422
    assert advisor.post(f"{path}/bind").status_code == 302
    assert "every 2s" in advisor.get(path).text
    papers.bind_photos()
    assert "The document is on the desk" in advisor.get(path).text
    sent = {"file": [(io.BytesIO(photo(99)), "a.jpg")]}
    advisor.post(path, data=sent, content_type="multipart/form-data")
    assert advisor.post(f"{path}/drop").status_code == 302
    assert len(stored()) == 1


def test_photos_nobody_came_back_to_are_forgotten(item: tuple[int, int], actor: Actors) -> None:
    bring(actor("advisor"), item, photo(1))
    with transaction(make.COMMAND, NOW) as ctx:
        assert bundles.forget_old(ctx, NOW) == 0
        assert bundles.forget_old(ctx, NOW + timedelta(seconds=1)) == 1
    assert stored() == []
