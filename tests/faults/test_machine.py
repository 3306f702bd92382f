"""What the machine lacks: room on the disk, fonts, Pango. A clear sentence each, and the rest works."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.roles import COMMAND
from advisor.records.upload import Upload
from advisor.services.store import FILES
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.records import items_of
from advisor.transaction import write
from tests import make
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


def signed_in(place: Place) -> Visitor:
    _web, port = place.web()
    visitor = Visitor(port)
    visitor.sign_in("advisor@example.test", make.PASSWORD)
    return visitor


def test_a_full_disk_refuses_the_file_with_a_sentence_and_keeps_nothing(
    place: Place, ledger_of: Session, leads: list[int], small_disk: Path
) -> None:
    """Issue 2: nothing half written, no row without its bytes; pages and smaller files work."""
    with write(ledger_of, COMMAND) as ctx:
        build_list(ctx, leads[0])
    item = items_of(ledger_of, leads[0])[0].id
    ledger_of.rollback()
    visitor = signed_in(place)
    path = f"/cases/{leads[0]}/uploads/for/{item}"
    refused = visitor.upload(path, "big.jpg", picture("PNG") + os.urandom(400_000))
    assert refused.status in (422, 503), refused.body[-800:]
    assert b"Traceback" not in refused.body
    assert b"disk" in refused.body.lower() or b"room" in refused.body.lower()
    ledger_of.rollback()
    assert ledger_of.scalars(select(Upload)).all() == []
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
    assert visitor.get(f"/cases/{leads[0]}").status == 200
    assert visitor.upload(path, "small.jpg", picture()).status == 302
    place.sound()


@pytest.fixture(params=["fonts", "pango"])
def poor_machine(request: pytest.FixtureRequest, place: Place) -> Place:
    """The program on a machine without its fonts, or without Pango (WeasyPrint then fails to load, as this does)."""
    root = place.folder / "program"
    ignored = shutil.ignore_patterns("fonts") if request.param == "fonts" else None
    shutil.copytree(ROOT / "advisor", root / "advisor", ignore=ignored, symlinks=True)
    for name in ("templates", "reports", "migrations"):
        shutil.copytree(ROOT / name, root / name)
    if request.param == "pango":
        broken = (
            "raise OSError(\"cannot load library 'libpango-1.0-0': libpango-1.0.so.0: cannot open shared object file\")"
        )
        (root / "weasyprint.py").write_text(broken)
    place.root = root
    return place


def test_without_fonts_or_pango_pages_work_and_papers_say_what_to_install(
    poor_machine: Place, ledger_of: Session, leads: list[int], request: pytest.FixtureRequest
) -> None:
    """Issue 2: a missing font or Pango gives a clear message and a working rest."""
    with write(ledger_of, COMMAND) as ctx:
        build_list(ctx, leads[0])
    visitor = signed_in(poor_machine)
    page = visitor.get(f"/cases/{leads[0]}/documents")
    assert page.status == 200
    answer = visitor.post(f"/cases/{leads[0]}/papers/checklist/issue", page.hidden("papers/checklist/issue"))
    shown = visitor.get(answer.headers["location"]) if answer.status == 302 else answer
    words = shown.body.decode().lower()
    assert "traceback" not in words
    assert ("font" if "fonts" in request.node.name else "pango") in words, words[-3000:]
    assert visitor.get("/today").status == 200
