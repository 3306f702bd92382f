"""What the machine lacks: room on the disk, fonts, Pango. A clear sentence each, and the rest works."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.upload import Upload
from advisor.services.store import FILES
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.records import items_of
from advisor.transaction import write
from tests.bench.server import ROOT
from tests.bench.visitor import Visitor
from tests.faults.place import Place
from tests.services.test_uploads import picture

NEEDS_ROOT = "a small disk can only be mounted by root"


@pytest.fixture
def small_disk(place: Place) -> Iterator[Path]:
    """The file store on a disk of 256 KiB."""
    folder = place.folder / "instance" / FILES
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip(NEEDS_ROOT)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip(NEEDS_ROOT)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def noise() -> bytes:
    """A picture that cannot be made smaller: about half a megabyte."""
    out = io.BytesIO()
    Image.frombytes("RGB", (400, 400), os.urandom(400 * 400 * 3)).save(out, "PNG")
    return out.getvalue()


def signed_in(place: Place) -> Visitor:
    _web, port = place.web()
    return place.sign_in(port)


def test_a_full_disk_refuses_the_file_with_a_sentence_and_keeps_nothing(
    place: Place, ledger_of: Session, leads: list[int], small_disk: Path
) -> None:
    """Issue 2: nothing half written, no row without its bytes; pages and smaller files work."""
    with write(ledger_of, COMMAND) as ctx:
        build_list(ctx, leads[0])
    item = items_of(ledger_of, leads[0])[0].id
    ledger_of.rollback()
    visitor = signed_in(place)
    path = f"/cases/{leads[0]}/files/for/{item}"
    refused = visitor.upload(path, "big.png", noise())
    assert refused.status in (422, 503), refused.body[-800:]
    assert b"Traceback" not in refused.body
    assert b"disk" in refused.body.lower() or b"room" in refused.body.lower()
    ledger_of.rollback()
    assert ledger_of.scalars(select(Upload)).all() == []
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
    assert visitor.get(f"/cases/{leads[0]}").status == 200
    assert visitor.upload(path, "small.jpg", picture()).status == 302
    place.sound()


@pytest.fixture(params=["font", "pango"])
def poor_machine(request: pytest.FixtureRequest, place: Place) -> tuple[Place, str]:
    """The program without its fonts, or without Pango (WeasyPrint then fails to load, as this does); and that word."""
    root = place.folder / "program"
    ignored = shutil.ignore_patterns("fonts") if request.param == "font" else None
    shutil.copytree(ROOT / "advisor", root / "advisor", ignore=ignored, symlinks=True)
    for name in ("templates", "reports", "migrations"):
        shutil.copytree(ROOT / name, root / name)
    if request.param == "pango":
        (root / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0': not found\")")
    place.root = root
    return place, request.param


def test_without_fonts_or_pango_pages_work_and_papers_say_what_to_install(
    poor_machine: tuple[Place, str], ledger_of: Session, leads: list[int]
) -> None:
    """Issue 2: a missing font or Pango gives a clear message and a working rest."""
    with write(ledger_of, COMMAND) as ctx:
        build_list(ctx, leads[0])
    place, missing = poor_machine
    visitor = signed_in(place)
    page = visitor.get(f"/cases/{leads[0]}/documents")
    assert page.status == 200
    answer = visitor.post(f"/cases/{leads[0]}/papers/checklist/issue", page.hidden("papers/checklist/issue"))
    shown = visitor.get(answer.headers["location"]) if answer.status == 302 else answer
    words = shown.body.decode().lower()
    assert "traceback" not in words
    assert missing in words
    assert visitor.get("/today").status == 200
