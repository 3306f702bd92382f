"""Words in templates: the catalogue of the reader's language is looked up once per request, not once per word."""

from functools import lru_cache
from typing import Any

from babel import Locale
from flask import Flask, g
from flask_babel import get_locale, get_translations
from markupsafe import Markup

ENGLISH = Locale("en")


def register(app: Flask) -> None:
    """Give the templates `_`, gettext and ngettext over the request's catalogue.

    Jinja's own wrappers, in their place, take three calls and a formatting for every word of a page.
    """
    app.jinja_env.install_gettext_callables(_text, _count, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update({"_": _text, "gettext": _text, "ngettext": _count})


def _text(text: str, /, **values: Any) -> Markup:
    """A sentence of the house, which is no user's text; the values filled into it are escaped."""
    said = _sentence(_catalogue(), text)
    return said % values if values or "%" in said else said


def _count(one: str, many: str, num: int, /, **values: Any) -> Markup:
    """A sentence with a number; `num` stands for it in the text unless something else was given by this name."""
    said = Markup(_catalogue().ungettext(one, many, num))  # noqa: S704 - a sentence of the house
    return said % ({"num": num} | values)


@lru_cache(maxsize=8192)
def _sentence(catalogue: Any, text: str) -> Markup:
    """Made safe once: the same words stand on page after page."""
    return Markup(catalogue.ugettext(text))  # noqa: S704 - as above


@lru_cache(maxsize=64)
def locale_of(code: str) -> Locale:
    """The locale of a language, the same object every time: what was formatted for it is found again at once."""
    return Locale.parse(code)


def say(text: str) -> str:
    """A marked text in the reader's language, for filters that say hundreds of words on a page."""
    said: str = _catalogue().ugettext(text)
    return said


def locale() -> Locale:
    """The reader's locale, or the client's while a letter is written in his language (asked for by every word)."""
    return _locale(_here())


def _locale(here: Any) -> Locale:
    found: Locale | None = getattr(here.get("_flask_babel"), "babel_locale", None)
    return found or get_locale() or ENGLISH


def _here() -> Any:
    """What `g` stands for now: asked once for a word, not once for each attribute."""
    return g._get_current_object()


def _catalogue() -> Any:
    """The catalogue; found anew when the language was changed within the request (a letter in the client's)."""
    here = _here()
    chosen = _locale(here)
    found = here.get("catalogue")
    if found is None or found[0] is not chosen:
        found = here.catalogue = (chosen, get_translations())
    return found[1]
