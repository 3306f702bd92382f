"""Words in templates: the catalogue of the reader's language is looked up once per request, not once per word."""

from typing import Any

from flask import Flask, g
from flask_babel import get_locale, get_translations


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


def _catalogue() -> Any:
    """The catalogue; found anew when the language was changed within the request (a letter in the client's)."""
    locale = get_locale()
    found = g.get("catalogue")
    if found is None or found[0] is not locale:
        found = g.catalogue = (locale, get_translations())
    return found[1]
