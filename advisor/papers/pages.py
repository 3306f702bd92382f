"""From plain values to a complete HTML page: the templates of reports/, in the reader's language and number format."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import (
    format_currency,
    format_decimal,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
)
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.config import PACKAGE, house_path
from advisor.papers.legible import clipped, legible
from advisor.papers.letterhead import Heading
from advisor.papers.wire import Attachment
from advisor.services.language import percentage, spaced, written_day

CATALOGUES = PACKAGE / "translations"
# English papers are read in Europe: 22 November 2026, not Nov 22, 2026.
_READERS = {"en": "en_GB"}
TITLE_LENGTH = 160


class Page(NamedTuple):
    """A paper ready for the press: `press.render(*page)`."""

    html: str
    title: str
    lang: str
    attachments: tuple[Attachment, ...] = ()


class Paper(Protocol):
    """What the frame of every page asks of a paper."""

    @property
    def heading(self) -> Heading:
        """Who writes to whom."""

    @property
    def language(self) -> str:
        """BCP 47 code of the reader's language."""

    @property
    def issued_on(self) -> date:
        """The day printed on the paper."""


def compose(kind: str, paper: Paper, name: str) -> Page:
    """The page of reports/`kind` filled with `paper`; `name` is what the paper is called in its language.

    Raises jinja2.UndefinedError when the page asks for a value the paper does not have.
    """
    title = clipped(f"{name} · {paper.heading.case_number} · {paper.heading.client_name}", TITLE_LENGTH)
    template = environment(paper.language).get_template(f"{kind}/page.html")
    return Page(template.render(paper=paper, title=title, lang=paper.language), title, paper.language)


def read_catalogue(folder: Path, lang: str) -> NullTranslations:
    """The catalogue of `lang` in `folder`; English msgids where there is none."""
    return Translations.load(str(folder), [lang])


@lru_cache(maxsize=16)
def translations(lang: str) -> NullTranslations:
    """The house's catalogue of `lang`, read once."""
    return read_catalogue(CATALOGUES, lang)


def words(lang: str) -> Callable[[str], str]:
    """gettext for `lang`, for the few words that are said in Python (titles)."""
    return translations(lang).gettext


@lru_cache(maxsize=16)
def environment(lang: str) -> Environment:
    """The Jinja environment for papers in `lang`: autoescape, strict names, money and dates by locale."""
    env = Environment(
        loader=FileSystemLoader(house_path("reports")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        finalize=legible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(_filters(reader(lang)))
    env.filters["clipped"] = clipped
    return env


def reader(lang: str) -> Locale:
    """The locale numbers and dates are written in for `lang`; British English when it is unknown."""
    try:
        return Locale.parse(_READERS.get(lang, lang), sep="-" if "-" in lang else "_")
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB")


def _filters(locale: Locale) -> dict[str, Callable[..., str]]:
    marks = {ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)}

    def money(amount: Decimal, currency: str) -> str:
        return spaced(format_currency(amount, currency, locale=locale))

    def amount(value: Decimal, currency: str) -> str:
        # not babel's formatter: a schedule of 420 rows has thousands of these
        return f"{value:,.{get_currency_precision(currency)}f}".translate(marks)

    def percent(value: Decimal, least: int = 0) -> str:
        return percentage(value, locale, least)

    def day(value: date) -> str:
        return written_day(value, "long", locale)

    def short_day(value: date) -> str:
        return format_skeleton("yMMdd", value, locale=locale)

    def number(value: int | Decimal) -> str:
        return format_decimal(value, locale=locale)

    return {"money": money, "amount": amount, "percent": percent, "day": day, "short_day": short_day, "number": number}
