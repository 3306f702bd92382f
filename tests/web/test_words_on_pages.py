"""Codes never reach a reader: countries, languages, who did it, money, counted days (issue 2 point 10; DONE 8)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from advisor.domain.checklist_words import NOT_OLDER_WORKING
from advisor.domain.finance.money import from_minor
from advisor.papers.pages import environment
from advisor.services.language import say_many
from advisor.stages.offer.composition.stage import WITHIN
from advisor.transaction import transaction
from advisor.web.documents_form import ShelfForm
from advisor.web.kit import show
from tests import make


@pytest.mark.parametrize(
    ("language", "minor", "screen", "paper"),
    [
        ("en", 123_450, "PLN\u00a01,234.50", "PLN\u00a01,234.50"),
        ("en", 5_000_000, "PLN\u00a050,000", "PLN\u00a050,000.00"),
        ("en", -100, "-PLN\u00a01", "-PLN\u00a01.00"),
        ("pl", 5_000_050, "50\u00a0000,50\u00a0zł", "50\u00a0000,50\u00a0zł"),
    ],
)
def test_money_keeps_the_space_behind_its_code(
    house: Flask, language: str, minor: int, screen: str, paper: str
) -> None:
    """Screen and paper write money alike; the screen leaves a zero fraction out."""
    with house.test_request_context(), force_locale(language):
        assert show.money(minor, "PLN") == screen
        amount = from_minor(minor, "PLN").amount
    assert environment(language).filters["money"](amount, "PLN") == paper


def test_the_card_of_a_person_says_country_and_language(
    house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient]
) -> None:
    with transaction(make.COMMAND, make.NOW) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", language="ru", phone="+7 916 123 45 67")
        party_id = client.id
        make.case(ctx, cast.advisor, client)
    page = browser("advisor").get(f"/clients/{party_id}").text
    assert "Russia" in page
    assert "Russian" in page
    for code in ("<dd>RU</dd>", "<dd>ru</dd>"):
        assert code not in page


def test_the_history_says_who_in_words(house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient]) -> None:
    with transaction(make.COMMAND, make.NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
    history = browser("advisor").get(f"/cases/{case_id}").text.partition('id="history"')[2]
    assert "Command line" in history
    assert ">command<" not in history


@pytest.mark.parametrize("texts", [WITHIN, NOT_OLDER_WORKING])
def test_one_working_day_is_one_day(texts: tuple[str, str]) -> None:
    assert say_many("en", texts, 1).endswith(" 1 working day")
    assert say_many("en", texts, 2).endswith(" 2 working days")
    for language in ("pl", "ru"):
        assert "%" not in say_many(language, texts, 1)


def test_where_a_paper_stands_is_asked_before_its_days(house: Flask) -> None:
    with house.test_request_context():
        names = [field.short_name for field in ShelfForm()]
    assert names.index("shelf") < names.index("issued_on")
