"""Every paper of the house, printed from its sample in every language: tags, fonts, hostile text, no foreign glyph."""

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from jinja2 import StrictUndefined
from pypdf import PdfReader

from advisor.config import house_path
from advisor.papers import press, typeface
from advisor.papers.kinds import KINDS, page_of
from advisor.papers.pages import Page, environment
from advisor.papers.samples import sample_page, sample_values
from tests.papers.conftest import tags_of, text_of

LANGUAGES = ("en", "pl", "ru")
HOSTILE = (
    "<script>alert(1)</script><b>x</b>",
    "&lt;b&gt; {{ 7*7 }} {% raw %} </style>",
    "Ivan\u202egnp.exe\u2066 \x00\x08",
    '"><img src="file:///etc/hostname">',
)


@cache
def printed(kind: str, lang: str) -> tuple[Page, bytes]:
    page = sample_page(kind, lang)
    return page, press.render(*page)


def test_every_folder_of_reports_is_a_paper() -> None:
    folders = {path.name for path in house_path("reports").iterdir() if path.is_dir()} - {"shared"}
    assert folders == set(KINDS)
    for kind in KINDS:
        assert {"page.html", "style.css", "sample.json"} <= {
            path.name for path in (house_path("reports") / kind).iterdir()
        }


def test_templates_are_strict_escaped_and_small() -> None:
    env = environment("en")
    assert env.undefined is StrictUndefined
    assert env.autoescape is True
    for path in house_path("reports").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        env.parse(source)
        assert "|safe" not in source.replace(" ", "")
        assert len(source.splitlines()) <= 150, path


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_paper_prints_tagged_in_its_language_with_our_fonts(kind: str, lang: str) -> None:
    page, pdf = printed(kind, lang)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root["/Lang"]) == lang
        assert str(opened.docinfo["/Title"]) == page.title
        assert bool(opened.Root["/ViewerPreferences"]["/DisplayDocTitle"])
        fonts = {str(font["/BaseFont"]) for leaf in opened.pages for font in leaf["/Resources"]["/Font"].values()}
    assert fonts
    assert all("IBM-Plex-Sans" in font or "Noto-Sans-SC" in font for font in fonts), fonts
    tags = tags_of(pdf)
    assert tags.count("H1") == 1
    assert "H2" in tags


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_printed_character_has_a_glyph(kind: str, lang: str) -> None:
    """A missing glyph prints as an empty box while the text still reads well, so the fonts are asked."""
    known = {ord(space) for space in "\n\t\xad"}
    for face in typeface.FACES:
        with TTFont(typeface.FONTS / face) as font:
            known |= font.getBestCmap().keys()
    words = text_of(printed(kind, lang)[1])
    assert {char for char in words if ord(char) not in known} == set()


def spoiled(value: Any, poison: str) -> Any:
    """The sample with `poison` in every text a person types; codes, dates and figures stay."""
    if isinstance(value, dict):
        codes = {"language", "currency", "status", "link", "logo"}
        return {key: each if key in codes else spoiled(each, poison) for key, each in value.items()}
    if isinstance(value, list):
        return [spoiled(each, poison) for each in value]
    if isinstance(value, str) and not value.replace(".", "").replace("-", "").isdigit():
        return poison
    return value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("poison", HOSTILE)
def test_a27_hostile_text_stays_literal(kind: str, poison: str) -> None:
    values = sample_values(kind)
    if kind == "offer":
        values["simulations"] = []
    page = page_of(kind, spoiled(values, poison))
    pdf = press.render(*page)
    readable = "".join(char for char in poison if char.isprintable())
    assert "".join(readable.split()) in "".join(text_of(pdf).split())
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert set(opened.attachments) <= {"offer.json"}
    assert "\u202e" not in page.html
    assert "49" not in text_of(pdf) or "7*7" in text_of(pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_a27_names_of_4000_characters_stay_within_the_page(kind: str) -> None:
    values = sample_values(kind)
    values["heading"]["client_name"] = "Ż" * 4000
    values["heading"]["firm"]["name"] = "Ы" * 4000
    reader = PdfReader(io.BytesIO(press.render(*page_of(kind, values))))
    words = "\n".join(page.extract_text() for page in reader.pages)
    assert words.count("Ż") == 4000
    assert len(reader.pages) < 30
    lines = re.findall("Ż+", words)
    assert max(map(len, lines)) < 120, "a line ran over the edge"


def test_no_inline_address_of_other_hosts_in_reports() -> None:
    for path in house_path("reports").rglob("*"):
        if path.suffix in {".html", ".css"}:
            assert "http" not in Path(path).read_text(encoding="utf-8"), path
