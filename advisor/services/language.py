"""Words in a person's language below the doors: letters, papers, feeds. One catalogue with the web pages."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_percent, get_decimal_symbol
from babel.support import NullTranslations, Translations

from advisor.domain.debts.message import Message, plain_amount

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


def written_day(day: date, style: Any, locale: Locale | str) -> str:
    """A day for a sentence: without the Russian "г.", whose full stop would meet the one of the sentence."""
    return format_date(day, style, locale=locale).removesuffix("г.").rstrip()


@lru_cache(maxsize=64)
def _marks(locale: Locale) -> dict[int, str]:
    return {ord("."): get_decimal_symbol(locale), ord(" "): "\N{NO-BREAK SPACE}"}


def figure(amount: Decimal, locale: Locale) -> str:
    """An amount of a sentence as it is written there: thousands apart on one line, as many places as it has."""
    return plain_amount(amount).translate(_marks(locale))


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


def tell(language: str, message: Message) -> str:
    """A sentence of the law in a language, with its figures and days as they are written there."""
    locale = Locale.parse(language)
    return message.say(
        partial(say, language), partial(figure, locale=locale), partial(written_day, style="medium", locale=locale)
    )
