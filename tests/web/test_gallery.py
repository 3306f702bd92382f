"""The look keeps its promises: components render, ids fit together, bytes and contrasts stay in limits (DONE 1)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.web.gallery import Row, context, environment
from tests.web.paths import ROOT, STATIC, TEMPLATES

KB = 1024
CSS_BUDGET = 30 * KB
BOARD_SCRIPTS = 110 * KB  # htmx, Sortable and our own modules together
HTMX_AND_SORTABLE = 52_182 + 45_478
PAGES = ["gallery/board.html", "gallery/case.html", "gallery/today.html", "gallery/move.html"]
PAGES += ["gallery/portal.html", "gallery/sign_in.html"]
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))


class Page(HTMLParser):
    """What a test asks of a page: its elements with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def having(self, name: str) -> list[str]:
        """Every value of one attribute, empty ones left out."""
        return [value for _, attrs in self.elements if (value := attrs.get(name))]


def page(template: str, **values: object) -> Page:
    """A gallery page as a browser would read it."""
    made: Row = context() | values
    return Page(environment().get_template(template).render(**made))


def sheets(of: Page) -> set[str]:
    """The style sheets a page loads, as paths below static."""
    links = [attrs for tag, attrs in of.elements if tag == "link" and attrs.get("rel") == "stylesheet"]
    return {str(attrs["href"]).removeprefix("/static/") for attrs in links}


@pytest.mark.parametrize("lang", ["en", "pl", "ru"])
@pytest.mark.parametrize("template", ["gallery.html", *PAGES])
def test_every_page_renders_with_nothing_undefined(template: str, lang: str) -> None:
    html = environment().get_template(template).render(**context("dark", lang))
    assert f'<html lang="{lang}" data-theme="dark">' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("template", ["gallery.html", *PAGES])
def test_ids_are_unique_and_every_reference_finds_its_target(template: str) -> None:
    read = page(template)
    ids = read.having("id")
    assert sorted(ids) == sorted(set(ids))
    wanted = {
        word for name in ("aria-describedby", "aria-labelledby", "for") for v in read.having(name) for word in v.split()
    }
    assert wanted <= set(ids), wanted - set(ids)


def test_fields_with_mistakes_are_marked_and_the_summary_links_to_each() -> None:
    read = page("gallery.html")
    wrong = {
        attrs["id"]: attrs for _, attrs in read.elements if attrs.get("aria-invalid") == "true" and attrs.get("id")
    }
    assert {"b-name", "b-amount", "b-product"} <= set(wrong)
    assert wrong["b-name"]["aria-describedby"] == "b-name-error"
    assert {"#b-name", "#b-amount", "#b-product"} <= set(read.having("href"))


def test_a_clean_form_has_no_summary() -> None:
    macro = environment().get_template("components/field.html").module.error_summary  # type: ignore[attr-defined]
    assert "data-errors" in macro(context()["broken"])
    assert macro(context()["form"]).strip() == ""


def test_every_post_form_carries_the_csrf_token() -> None:
    html = environment().get_template("gallery.html").render(**context())
    forms = re.findall(r'<form[^>]*method="post".*?</form>', html, re.S)
    assert len(forms) > 5
    assert all('name="csrf_token" value="token"' in form for form in forms)


def test_scroll_boxes_can_be_reached_by_keyboard() -> None:
    for classes in ("scroll", "board"):
        (box,) = [attrs for _, attrs in page("gallery.html").elements if attrs.get("class") == classes]
        assert box["tabindex"] == "0"
        assert box["role"] == "region"
        assert box["aria-label"]


def test_every_card_can_be_moved_without_dragging() -> None:
    """WCAG 2.5.7: beside the drag a single-pointer way, which is a plain link when there is no JavaScript."""
    read = page("gallery/board.html")
    cards = [attrs for tag, attrs in read.elements if tag == "li" and "data-move" in attrs]
    moves = [attrs for tag, attrs in read.elements if tag == "a" and str(attrs.get("aria-label")).startswith("Move ")]
    assert len(cards) == len(moves) == 30
    assert all("data-dialog" in attrs and attrs["href"] == "/move" for attrs in moves)


def test_a_stranger_sees_no_account_menu() -> None:
    assert "/sign-out" in page("gallery/today.html").having("action")
    assert "/sign-out" not in page("gallery/today.html", me=None).having("action")


def test_the_late_scheduler_is_said_on_every_staff_page() -> None:
    html = environment().get_template("gallery/today.html").render(**context() | {"health": "Reminders are late."})
    assert re.search(r'role="alert"[^>]*>.*?Reminders are late\.', html, re.S)


def test_undo_in_a_toast_is_a_post() -> None:
    read = page("gallery/today.html", flashes=[("success", "Moved.", "/undo/7"), ("error", "Refused.", None)])
    forms = [attrs for tag, attrs in read.elements if tag == "form" and attrs.get("action") == "/undo/7"]
    assert [form["method"] for form in forms] == ["post"]
    assert any(attrs.get("class") == "toast bad" for _, attrs in read.elements)


@pytest.mark.parametrize("template", PAGES)
def test_styles_of_a_page_fit_their_budget(template: str) -> None:
    held = sheets(page(template))
    assert len(held) >= 5
    assert sum((STATIC / sheet).stat().st_size for sheet in held) <= CSS_BUDGET


def test_scripts_of_the_board_fit_their_budget() -> None:
    """The board needs the most: all modules but those that wake on a file drop, photos or an autosaved form."""
    own = [path for path in (STATIC / "js").glob("*.js") if path.stem not in {"upload", "autosave", "pages"}]
    assert sum(path.stat().st_size for path in own) + HTMX_AND_SORTABLE <= BOARD_SCRIPTS


def test_every_static_file_named_by_a_template_exists() -> None:
    named = {
        name for path in TEMPLATES.rglob("*.html") for name in re.findall(r"static\('([^'~]+)'\)", path.read_text())
    }
    own = {name for name in named if not name.startswith("vendor/")}
    assert {"css/tokens.css", "js/main.js"} <= own
    assert [name for name in own if not (STATIC / name).is_file()] == []


def browser_templates() -> list[Path]:
    """Every template a browser shows; letters live in post/ and follow other rules."""
    return [path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] != "post"]


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\sstyle\s*=",
        r"<style",
        r"<script(?![^>]*\bsrc=)",
        r"\son[a-z]+\s*=",
        r"hx-on",
        r"javascript:",
        r"\bjs:",
        r"=\"//",
    ],
)
def test_no_template_breaks_the_content_security_policy(forbidden: str) -> None:
    paths = browser_templates()
    assert len(paths) > 25
    assert [str(path) for path in paths if re.search(forbidden, path.read_text(encoding="utf-8"))] == []


def test_no_template_or_style_loads_from_an_outside_host() -> None:
    loaded = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//""")
    paths = [*browser_templates(), *STATIC.glob("css/**/*.css"), *STATIC.glob("js/*.js")]
    assert [str(path) for path in paths if loaded.search(path.read_text(encoding="utf-8"))] == []


def test_every_macro_is_in_the_manual_with_its_file() -> None:
    manual = (ROOT / "docs" / "ui.md").read_text(encoding="utf-8")
    for path in COMPONENTS:
        assert f"`{path.name}`" in manual
        for name in re.findall(r"macro ([a-z]\w*)\(", path.read_text(encoding="utf-8")):
            assert re.search(rf"\b{name}\(", manual), f"{path.name}: {name}"


def tokens() -> dict[str, tuple[str, str]]:
    """Colour token -> (light, dark)."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return {
        name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", text)
    }


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("bg", "surface", "sunken")
TONES = ("bad", "warn", "ok", "info", "violet", "primary")
TEXT_PAIRS = [
    *[
        (ink, ground)
        for ink in ("text", "muted", "primary", "primary-hover", "bad", "warn", "ok")
        for ground in GROUNDS
    ],
    *[(tone, f"{tone}-tint") for tone in TONES],
    *[("text", f"{tone}-tint") for tone in TONES],
    *[("on-primary", ground) for ground in ("primary", "primary-hover")],
    *[(phase, ground) for phase in ("acquire", "agree", "process", "care") for ground in ("surface", "sunken")],
]
SHAPE_PAIRS = [("edge", "surface"), ("edge", "bg"), ("primary", "line"), ("surface", "acquire"), ("surface", "process")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(ink: str, ground: str, theme: int) -> None:
    assert contrast(tokens()[ink][theme], tokens()[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_can_be_seen(shape: str, ground: str, theme: int) -> None:
    assert contrast(tokens()[shape][theme], tokens()[ground][theme]) >= 3


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
