"""Words in a person's language below the doors: letters, papers, feeds. One catalogue with the web pages."""

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

LANGUAGES = {"en": "English", "pl": "Polski", "ru": "Русский"}
"""The languages the house speaks, by their own names."""
CATALOGUES = Path(__file__).resolve().parents[1] / "translations"


@lru_cache(maxsize=16)
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; English texts unchanged where there is none."""
    return Translations.load(str(CATALOGUES), [language])


def say(language: str, text: str, **values: object) -> str:
    """A marked English text in a language, with its %(name)s places filled."""
    said: str = translations(language).gettext(text)
    return said % values if values else said
