"""Numbers, dates and words as a reader of each language expects them; text that stays harmless."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from markupsafe import Markup

from advisor.papers import pages
from advisor.papers.legible import clipped, legible

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("lang", "currency", "written"),
    [
        ("pl", "PLN", f"1{NBSP}234{NBSP}567,89{NBSP}zł"),
        ("ru", "RUB", f"1{NBSP}234{NBSP}567,89{NBSP}₽"),
        ("en", "PLN", f"PLN{NBSP}1,234,567.89"),
        ("en", "EUR", "€1,234,567.89"),
        ("pl", "JPY", f"1{NBSP}234{NBSP}568{NBSP}JPY"),
        ("xx-nonsense", "PLN", f"PLN{NBSP}1,234,567.89"),
    ],
)
def test_money_is_written_as_its_reader_writes_it(lang: str, currency: str, written: str) -> None:
    assert pages.environment(lang).filters["money"](Decimal("1234567.89"), currency) == written


@pytest.mark.parametrize(
    ("currency", "written"),
    [("PLN", f"-1{NBSP}234,50"), ("JPY", f"-1{NBSP}234"), ("KWD", f"-1{NBSP}234,500")],
)
def test_columns_show_the_minor_unit_of_their_currency(currency: str, written: str) -> None:
    assert pages.environment("pl").filters["amount"](Decimal("-1234.500"), currency) == written


@pytest.mark.parametrize(
    ("lang", "long", "short"),
    [
        ("en", "2 November 2026", "02/11/2026"),
        ("pl", "2 listopada 2026", "2.11.2026"),
        ("ru", "2 ноября 2026", "02.11.2026"),
    ],
)
def test_days_are_written_as_their_reader_writes_them(lang: str, long: str, short: str) -> None:
    filters = pages.environment(lang).filters
    assert filters["day"](date(2026, 11, 2)).replace("\u202f", NBSP) == long
    assert filters["short_day"](date(2026, 11, 2)) == short


def test_percent_keeps_its_decimals() -> None:
    assert pages.environment("pl").filters["percent"](Decimal("7.35")) == "7,35%"
    assert pages.environment("en").filters["percent"](Decimal("12")) == "12%"


def test_words_come_from_the_catalogue_and_fall_back_to_english(tmp_path: Path) -> None:
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="pl")
    catalogue.add("Document checklist", "Lista wymaganych dokumentów")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    assert isinstance(pages.read_catalogue(tmp_path, "pl"), Translations)
    assert pages.read_catalogue(tmp_path, "pl").gettext("Document checklist") == "Lista wymaganych dokumentów"
    assert pages.read_catalogue(tmp_path, "zh").gettext("Document checklist") == "Document checklist"


def test_a27_controls_and_turned_text_are_dropped_letters_stay() -> None:
    assert legible("a\x00b\u202ec\u2066d\ud800e\x1b[0m") == "abcde[0m"
    assert legible("שלום العربية 中文 Ж\nnext\tline") == "שלום العربية 中文 Ж\nnext\tline"
    assert legible(Markup("<b>\x07x</b>")) == Markup("<b>x</b>")
    assert isinstance(legible(Markup("<b>\x07x</b>")), Markup)
    assert legible(7) == 7


def test_clipped_text_is_one_line_of_bounded_length() -> None:
    assert clipped("a\n  b", 10) == "a b"
    assert clipped("x" * 4000, 60) == "x" * 59 + "…"
