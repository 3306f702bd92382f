"""The press itself: a real child process, really killed, starved, refused and asked by several threads at once."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from advisor.papers import press, typeface
from advisor.papers.apprentice import Apprentice
from advisor.papers.errors import PressFailed, PressUnavailable
from advisor.papers.wire import Attachment, Order
from tests.papers.conftest import tags_of, text_of

PAGE = "<html lang=en><title>inner</title><body><h1>Zażółć gęślą jaźń</h1><p>Съешь ещё этих булок</p></body></html>"


def packed(html: str) -> bytes:
    return Order(html, "T", "en").pack()


@pytest.fixture
def apprentice() -> "object":
    hand = Apprentice()
    yield hand
    hand.stop()


def test_declares_title_language_tags_and_ua_mark() -> None:
    pdf = press.render(PAGE, "Oferta ✓ Предложение", "pl")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == "Oferta ✓ Предложение"
        assert str(opened.Root["/Lang"]) == "pl"
        assert bool(opened.Root["/MarkInfo"]["/Marked"])
        assert b'pdfuaid:part="1"' in opened.Root["/Metadata"].read_bytes()
    assert tags_of(pdf)[:2] == ["Document", "H1"]
    assert "Zażółć gęślą jaźń" in text_of(pdf)


def test_equal_pages_give_equal_bytes_from_different_children() -> None:
    attachment = (Attachment("a.json", b"{}", "figures"),)
    first = press.render(PAGE, "T", "en", attachment)
    press.close()
    assert press.render(PAGE, "T", "en", attachment) == first
    assert press.render(PAGE.replace("булок", "булки"), "T", "en", attachment) != first


def test_attachment_travels_whole_with_the_page_s_own_date() -> None:
    content = bytes(range(256)) * 40
    html = PAGE.replace("<title>", '<meta name="dcterms.created" content="2026-11-22"><title>')
    pdf = press.render(html, "T", "en", (Attachment("offer.json", content, "Figures"),))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        spec = opened.attachments["offer.json"]
        assert spec.get_file().read_bytes() == content
        assert spec.get_file().creation_date == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "trap",
    [
        '<link rel="attachment" href="{url}">',
        '<link rel="stylesheet" href="{url}">',
        '<img src="{url}" alt="x">',
        '<style>@import url("{url}"); body {{ background: url("{url}") }}</style>',
        '<object data="{url}"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{url}" width="9" height="9"/></svg>',
    ],
)
def test_finding_6_nothing_is_fetched_from_disk_or_network(trap: str, tmp_path: Path) -> None:
    """RELIABILITY finding 6: a page cannot carry a local file into the PDF, nor reach a server."""
    Image.new("RGB", (8, 8), "red").save(tmp_path / "secret.png")
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'><text y='9'>SECRET</text></svg>"
    (tmp_path / "secret.svg").write_text(drawing)
    (tmp_path / "secret.css").write_text("body::before { content: 'SECRET' }")
    bare = press.render(PAGE, "T", "en")
    local = [(tmp_path / name).as_uri() for name in ("secret.svg", "secret.png", "secret.css")]
    for url in (*local, "http://127.0.0.1:1/secret"):
        pdf = press.render(PAGE.replace("<body>", "<body>" + trap.format(url=url)), "T", "en")
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert not opened.attachments
            assert not opened.pages[0].get_images()
        assert "SECRET" not in text_of(pdf)
        assert len(pdf) < len(bare) + 1500


def test_a17_child_knows_no_settings_and_no_secrets(apprentice: Apprentice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_SMTP_PASSWORD_FILE", "/nowhere/secret")
    apprentice.work(packed(PAGE))
    environ = Path(f"/proc/{apprentice.pid}/environ")
    if not environ.exists():
        pytest.skip("no /proc on this system")
    names = {entry.split(b"=")[0] for entry in environ.read_bytes().split(b"\0") if entry}
    assert b"FONTCONFIG_FILE" in names
    assert not [name for name in names if name.startswith(b"ADVISOR")]


def test_f17_killed_child_is_replaced_and_the_page_printed() -> None:
    expected = press.render(PAGE, "T", "en")
    victim = press._shop.idle.queue[-1].pid
    assert victim
    os.kill(victim, signal.SIGKILL)
    assert press.render(PAGE, "T", "en") == expected
    assert press._shop.idle.queue[-1].pid != victim


def test_f17_endless_page_is_given_up_in_time_and_the_next_one_prints() -> None:
    hand = Apprentice(patience_s=6)
    rows = "<tr>" + "<td>x</td>" * 40 + "</tr>"
    try:
        hand.work(packed(PAGE))
        started = time.monotonic()
        with pytest.raises(PressFailed, match=r"longer than 6"):
            hand.work(packed(f"<html lang=en><body><table>{rows * 2000}</table></body></html>"))
        assert time.monotonic() - started < 30
        assert hand.pid is None
        assert hand.work(packed(PAGE)).startswith(b"%PDF-1.7")
    finally:
        hand.stop()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory limits of processes are Linux's")
def test_f17_page_beyond_the_memory_limit_fails_and_the_next_one_prints() -> None:
    """81 million pixels with transparency need about 650 MB; the child may have 512."""
    bomb = io.BytesIO()
    Image.new("RGBA", (9000, 9000), (1, 2, 3, 128)).save(bomb, "PNG", compress_level=1)
    picture = press_image(bomb.getvalue())
    with pytest.raises(PressFailed, match="out of memory"):
        press.render(PAGE.replace("<body>", f'<body><img alt="x" src="{picture}">'), "T", "en")
    assert press.render(PAGE, "T", "en").startswith(b"%PDF-1.7")


def press_image(content: bytes) -> str:
    import base64

    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")


def test_several_threads_share_two_children() -> None:
    pages = [PAGE.replace("булок", f"булок {number}") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        printed = list(pool.map(lambda html: press.render(html, "T", "en"), pages))
    for number, pdf in enumerate(printed):
        assert f"булок {number}" in text_of(pdf)
    assert press._shop.idle.qsize() == press.HANDS
    assert threading.active_count() < 20


def test_forked_server_prints_beside_its_parent(tmp_path: Path) -> None:
    """gunicorn may fork after a page was printed: parent and child must not read each other's answers."""
    script = tmp_path / "forks.py"
    script.write_text(
        textwrap.dedent(
            """
            import os, sys, warnings
            from advisor.papers import press
            PAGE = "<html lang=en><body><p>{}</p></body></html>"
            expected = press.render(PAGE.format("parent"), "T", "en")
            warnings.simplefilter("ignore")
            forked = os.fork()
            if not forked:
                mine = press.render(PAGE.format("forked"), "T", "en")
                press.close()
                os._exit(0 if mine.startswith(b"%PDF") and mine != expected else 1)
            same = all(press.render(PAGE.format("parent"), "T", "en") == expected for _ in range(3))
            _, status = os.waitpid(forked, 0)
            sys.exit(0 if same and status == 0 else 1)
            """
        )
    )
    assert run([str(script)]) == 0


def run(arguments: list[str]) -> int:
    """The exit code of a fresh interpreter that can import the house."""
    environment = {**os.environ, "PYTHONPATH": str(Path(press.__file__).parents[2])}
    return subprocess.run([sys.executable, *arguments], check=False, env=environment, timeout=120).returncode


def test_missing_fonts_are_named_before_anything_can_crash(tmp_path: Path) -> None:
    (tmp_path / "IBMPlexSans-Bold.ttf").write_bytes(b"")
    with pytest.raises(PressUnavailable, match=r"IBMPlexSans-Regular\.ttf.*IBMPlexSans-Bold\.ttf.*set-up"):
        typeface.require_fonts(tmp_path)


def test_missing_pango_is_a_clear_sentence(
    apprentice: Apprentice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cffi raises without Pango, raised by a stand-in for the library; everything around it is real."""
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    source = str(Path(press.__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{source}")
    with pytest.raises(PressUnavailable, match=r"Pango is missing \(libpango-1\.0-0, libpangoft2-1\.0-0\)"):
        apprentice.work(packed(PAGE))


def test_importing_the_press_loads_no_weasyprint() -> None:
    """PERFORMANCE: WeasyPrint is loaded only when a paper is made, and then in the child only."""
    probe = "import sys; from advisor.papers import press, kinds; sys.exit('weasyprint' in sys.modules)"
    assert run(["-c", probe]) == 0
    press.render(PAGE, "T", "en")
    assert "weasyprint" not in sys.modules


def test_stopped_child_leaves_no_workbench(apprentice: Apprentice) -> None:
    apprentice.work(packed(PAGE))
    workbench = apprentice._workbench
    assert workbench
    assert (workbench / "fonts.conf").exists()
    apprentice.stop()
    assert not workbench.exists()
