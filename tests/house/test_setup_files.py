"""Third-party files: the expected ones, whole, never committed; icons and fonts hold what pages and papers use."""

import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from setup import frontend, webfont

ROOT = Path(__file__).parents[2]


def test_third_party_files_are_the_expected_ones():
    assert frontend.differences() == []


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A copy of what set-up looks at, free to be spoilt."""
    for name in ("package-lock.json", "setup/icons.txt", frontend.WEB, frontend.PAPERS):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target)
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    assert frontend.differences() == []
    return tmp_path


def test_changed_missing_and_strange_files_are_noticed(checkout):
    (checkout / frontend.WEB / "htmx.min.js").write_text("alert(1)")
    (checkout / frontend.PAPERS / "NotoSansSC-Bold.ttf").unlink()
    (checkout / frontend.WEB / "stranger.js").touch()
    assert frontend.differences() == [
        "advisor/papers/fonts/NotoSansSC-Bold.ttf",
        "advisor/web/static/vendor/htmx.min.js",
        "advisor/web/static/vendor/stranger.js",
    ]


def test_changed_npm_lock_makes_the_copied_files_stale(checkout):
    lock = checkout / "package-lock.json"
    lock.write_text(lock.read_text().replace("2.0.11", "2.0.12"))
    assert frontend.differences() == ["package-lock.json"]


def test_nothing_third_party_is_committed():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: git cannot be asked what is committed")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    strangers = r"node_modules|/vendor/|\.(ttf|otf|woff2?|whl)$|htmx|[Ss]ortable(\.min)?\.js"
    assert [name for name in listed if re.search(strangers, name)] == []


@pytest.mark.parametrize("face", sorted(path.name for path in frontend.CONVERSIONS))
def test_press_fonts_are_whole_truetype_files_with_our_letters(face):
    with TTFont(ROOT / frontend.PAPERS / face, checkChecksums=2) as font:
        assert font.sfntVersion == "\x00\x01\x00\x00"
        letters = "贷款申请" if face.startswith("Noto") else "Zażółć gęślą jaźń zł Ёжик ₽ € № → ✓"
        assert {letter for letter in letters if ord(letter) not in font.getBestCmap()} <= {" "}


def woff(table: bytes, *, packed: bytes) -> bytes:
    """A WOFF 1 file with one table."""
    body = packed + b"\0" * (-len(packed) % 4)
    entry = struct.pack(">4sLLLL", b"name", 64, len(packed), len(table), 7)
    header = struct.pack(">4sLLHHLHHLLLLL", b"wOFF", 0x10000, 64 + len(body), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    return header + entry + body


def test_woff_tables_are_unpacked_in_place_and_padded():
    table = b"advisor" * 9
    ttf = webfont.to_ttf(woff(table, packed=zlib.compress(table)))
    assert ttf == struct.pack(">LHHHH4sLLL", 0x10000, 1, 16, 0, 0, b"name", 7, 28, 63) + table + b"\0"
    assert webfont.to_ttf(woff(b"abcd", packed=b"abcd"))[-4:] == b"abcd"


@pytest.mark.parametrize("damaged", [woff(b"ab" * 50, packed=zlib.compress(b"other"))[:-1], b"wOF2" + bytes(60)])
def test_damaged_web_font_is_refused(damaged):
    with pytest.raises(ValueError, match="WOFF"):
        webfont.to_ttf(damaged)


def test_web_font_table_of_the_wrong_size_is_refused():
    with pytest.raises(ValueError, match="table"):
        webfont.to_ttf(woff(b"ab" * 50, packed=zlib.compress(b"other")))


def test_icons_are_sorted_and_every_one_is_in_the_sprite():
    names = (ROOT / frontend.ICONS).read_text().split()
    sprite = ET.parse(ROOT / frontend.SPRITE).getroot()
    assert names == sorted(set(names))
    assert [symbol.get("id") for symbol in sprite] == [f"i-{name}" for name in names]
    assert all(len(symbol) for symbol in sprite)


def test_every_icon_that_a_template_names_is_in_the_sprite():
    named = {
        (name, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""\bicon\(\s*["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8"))
    }
    known = set((ROOT / frontend.ICONS).read_text().split())
    assert named
    assert {(name, path) for name, path in named if name not in known} == set()
