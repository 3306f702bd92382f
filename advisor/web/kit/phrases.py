"""Words in templates: the catalogue of the reader's language is looked up once per request, not once per word."""

from typing import Any

from babel import Locale
from flask import Flask, g
from flask_babel import get_locale, get_translations

ENGLISH = Locale("en")


def register(app: Flask) -> None:
    """Give the templates gettext and ngettext over the request's catalogue."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )


def say(text: str) -> str:
    """A marked text in the reader's language, for filters that say hundreds of words on a page."""
    said: str = _catalogue().ugettext(text)
    return said


def locale() -> Locale:
    """The reader's locale, or the client's while a letter is written in his language (asked for by every word)."""
    found: Locale | None = getattr(g.get("_flask_babel"), "babel_locale", None)
    return found or get_locale() or ENGLISH


def _catalogue() -> Any:
    """The catalogue; found anew when the language was changed within the request (a letter in the client's)."""
    chosen = locale()
    found = g.get("catalogue")
    if found is None or found[0] is not chosen:
        found = g.catalogue = (chosen, get_translations())
    return found[1]
