"""The words of a letter: shipped templates, or the firm's own with places in braces; text, HTML and short form.

Nothing half-filled can be made: a missing value of a shipped template and a place outside the allow-list are errors.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from advisor.config import house_path
from advisor.domain.errors import Invalid
from advisor.domain.words import N_
from advisor.records.wording import Wording
from advisor.services.language import say, translations
from advisor.services.letter_kinds import KINDS, ForClient, places_of

PLACE = re.compile(r"\{([a-z_]+)\}")
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")
LONGEST_SHORT = 480
"""Characters of an SMS: three parts."""
WHY = N_("Why did I get this?")
STOP = N_("Stop such messages:")


@dataclass(frozen=True, slots=True)
class Words:
    """A letter in words. `short` is what fits an SMS; empty where the kind has no short form."""

    subject: str
    text: str
    short: str = ""


def words_of(kind: str, language: str, values: dict[str, Any], own: Wording | None = None) -> Words:
    """The words of a letter in a language, by the firm's own wording where there is one.

    Raises TypeError when typed words that were not meant for clients would reach one, jinja2.UndefinedError or
    Invalid('text', 'unknown_place') when a place would stay open.
    """
    _check_free(kind, values)
    if own is None:
        return _shipped(kind, language, values)
    flat = {name: _flat(value) for name, value in values.items()}
    subject, text, short = (fill(part, flat) for part in (own.subject, own.text, own.short))
    return Words(" ".join(subject.split()), text.strip() + "\n", short.strip())


def fill(text: str, values: dict[str, str]) -> str:
    """Put values into the places of a firm's own wording; Invalid('text', 'unknown_place') for one without a value."""
    missing = [name for name in PLACE.findall(text) if name not in values]
    if missing:
        raise Invalid("text", "unknown_place", place=missing[0])
    return PLACE.sub(lambda found: values[found[1]], text)


def check(kind: str, field: str, text: str) -> str:
    """A wording an administrator typed, if every brace belongs to an allowed place; Invalid(field, 'unknown_place')."""
    rest = PLACE.sub(lambda found: "" if found[1] in places_of(kind) else found[0], text)
    if "{" in rest or "}" in rest:
        raise Invalid(field, "unknown_place")
    return text


def signed(words: Words, kind: str, language: str, unsubscribe: str = "") -> str:
    """The text with its last lines: why the reader gets it, and how to stop it."""
    why = f"{say(language, WHY)} {say(language, KINDS[kind].why)}"
    stop = f"\n{say(language, STOP)} {unsubscribe}" if unsubscribe else ""
    return f"{words.text}\n-- \n{why}{stop}\n"


def page_of(words: Words, kind: str, language: str, firm: str, unsubscribe: str = "", own_html: str = "") -> str:  # noqa: PLR0913
    """The HTML part: the firm's own HTML (cleaned), or the text as paragraphs; links can be clicked."""
    body = Markup(clean(own_html)) if own_html else paragraphs(words.text)  # noqa: S704 - cleaned by nh3
    frame = _environment(language).get_template("frame.html")
    return frame.render(
        subject=words.subject, body=body, firm=firm, lang=language, why=say(language, KINDS[kind].why),
        unsubscribe=unsubscribe,
    )  # fmt: skip


def own_page(own: Wording, values: dict[str, Any]) -> str:
    """The firm's own HTML with its places filled and every value escaped; empty where there is none."""
    return fill(own.html, {name: str(escape(_flat(value))) for name, value in values.items()}) if own.html else ""


def clean(html: str) -> str:
    """HTML without script, forms, frames and outside pictures."""
    tags = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h1", "h2", "h3", "table", "tr", "td", "th",
            "tbody", "thead", "hr", "span", "div"}  # fmt: skip
    return nh3.clean(html, tags=tags, url_schemes={"https", "http", "mailto", "tel"})


def paragraphs(text: str) -> Markup:
    """Plain text as HTML: blank lines part paragraphs, addresses become links."""
    parts = [str(escape(part)) for part in _ADDRESS.split(text.strip())]
    parts[1::2] = [f'<a href="{address}">{address}</a>' for address in parts[1::2]]
    blocks = [block.strip() for block in "".join(parts).split("\n\n")]
    lines = ("<br>\n".join(block.split("\n")) for block in blocks if block)
    return Markup("\n".join(f"<p>{block}</p>" for block in lines))  # noqa: S704 - every part was escaped


def _shipped(kind: str, language: str, values: dict[str, Any]) -> Words:
    environment = _environment(language)
    subject, text = (environment.get_template(f"{kind}.{part}").render(values) for part in ("subject", "txt"))
    short = environment.get_template(f"{kind}.sms").render(values) if kind in _with_short() else ""
    return Words(" ".join(subject.split()), text.strip() + "\n", " ".join(short.split()))


def _flat(value: Any) -> str:
    """A list of papers as lines; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return "\n".join("- " + (": ".join(x for x in v if x) if isinstance(v, tuple) else str(v)) for v in value)
    return str(value)


def _check_free(kind: str, values: dict[str, Any]) -> None:
    for name in KINDS[kind].free:
        if name in values and not isinstance(values[name], ForClient):
            raise TypeError(f"{kind}.{name} takes only words made for clients")


@lru_cache(maxsize=1)
def _with_short() -> frozenset[str]:
    return frozenset(path.stem for path in (house_path("templates") / "post").glob("*.sms"))


@lru_cache(maxsize=16)
def _environment(language: str) -> Environment:
    env = Environment(
        loader=FileSystemLoader(house_path("templates") / "post"), autoescape=select_autoescape(),
        undefined=StrictUndefined, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip
    env.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return env
