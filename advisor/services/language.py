"""Words in a person's language below the doors: letters, papers, feeds. One catalogue with the web pages."""

import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.numbers import format_percent
from babel.support import NullTranslations, Translations

LANGUAGES = {"en": "English", "pl": "Polski", "ru": "Русский"}
"""The languages the house speaks, by their own names."""
_STUCK = re.compile(r"([A-Z])(?=\d)")
CATALOGUES = Path(__file__).resolve().parents[1] / "translations"


@lru_cache(maxsize=16)
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; English texts unchanged where there is none."""
    return Translations.load(str(CATALOGUES), [language])


def spaced(money: str) -> str:
    """Money as it is written everywhere in the house: a currency code keeps its space, "PLN 1,234.50"."""
    return _STUCK.sub("\\1\N{NO-BREAK SPACE}", money)


def percentage(value: Decimal, locale: Locale, least: int = 0) -> str:
    """A percentage with the decimals it has, `least` at least, on screen as on paper."""
    pattern = str(locale.percent_formats[None].pattern).replace("0", f"0.{'0' * least}", 1) if least else None
    return format_percent(value / 100, pattern, locale=locale, decimal_quantization=False)


def say_many(language: str, texts: tuple[str, str], num: int) -> str:
    """A counted text (marked by `NN_`) in a language, in the form its number asks for."""
    said: str = translations(language).ngettext(*texts, num)
    return said % {"num": num}


def say(language: str, text: str, **values: object) -> str:
    """A marked English text in a language, with its %(name)s places filled; nothing stays nothing.

    A catalogue answers an empty text with its own header.
    """
    said: str = translations(language).gettext(text) if text else ""
    return said % values if values else said
