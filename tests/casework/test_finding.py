"""Search: part of a name, phone in any format, case number, identifier; minimal cards for everybody (SPEC A0)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.casework.finding import find
from advisor.casework.parties import add_party
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.case import PartyRole
from advisor.services.identities import set_identifier
from advisor.transaction import transaction
from tests import make
from tests.make import NOW


@pytest.fixture
def people(house: Flask, cast: make.Cast) -> None:
    with transaction(COMMAND, NOW) as ctx:
        zofia = make.party(ctx, "Zofia Wójcik", phone="600 021 000", email="zofia@example.test")
        make.case(ctx, cast.advisor, zofia)
        set_identifier(ctx, zofia, "pesel", "44051401359")
        ivan = make.party(ctx, "Семён Ёлкин", phone="8 (916) 123-45-67", country="RU")
        make.case(ctx, cast.colleague, ivan)
        make.case(ctx, cast.colleague, make.party(ctx, "陳大文", phone="+86 138 0013 8000", country="CN"))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("wojc", "Zofia Wójcik"), ("WÓJCIK zo", None), ("zofia w", "Zofia Wójcik"), ("zofia@example", "Zofia Wójcik"),
        ("+48 600-021-000", "Zofia Wójcik"), ("0048600021000", "Zofia Wójcik"), ("021000", "Zofia Wójcik"),
        ("8 (916) 123-45-67", "Семён Ёлкин"), ("+7 916 1234567", "Семён Ёлкин"), ("семен", "Семён Ёлкин"),
        ("елкин", "Семён Ёлкин"), ("大文", "陳大文"), ("44051401359", "Zofia Wójcik"), ("440514 01359", "Zofia Wójcik"),
        ("2026-000002", "Семён Ёлкин"), ("%", None), ("_", None), ("", None), ("x", None),
        ("600021000", "Zofia Wójcik"), ("00000", None), ("000002", "Семён Ёлкин"), ("00002", "Семён Ёлкин"),
        ("2026-2", "Семён Ёлкин"), ("2026/000002", "Семён Ёлкин"), ("/000002", "Семён Ёлкин"), ("2025/", None),
    ],
)  # fmt: skip
def test_one_finds_the_person_in_any_spelling(people: None, typed: str, name: str | None) -> None:
    names = {hit.name for hit in find(db.session(), typed)}
    assert names == ({name} if name else set())


@pytest.mark.parametrize("typed", ["2026/", "2026-", "2026-0000", "2026 / 00000"])
def test_the_beginning_of_a_case_number_finds_the_newest_cases(people: None, typed: str) -> None:
    assert {hit.number for hit in find(db.session(), typed)} == {"2026-000001", "2026-000002", "2026-000003"}


def test_a_foreign_file_shows_a_minimal_card_and_takes_a_message(
    people: None, browser: Callable[[str], FlaskClient]
) -> None:
    web = browser("advisor")
    page = web.get("/search?q=семен").text
    assert "Семён Ёлкин" in page
    assert '/cases/2"' not in page
    assert "/message/2" in page
    assert web.post("/message/2", data={"body": "Bank asks to call back"}).status_code == 302
    assert web.post("/message/2", data={"body": ""}).status_code == 422
    assert web.get("/cases/2").status_code == 404


def test_the_spouse_who_calls_is_found_with_the_case(people: None) -> None:
    """From digits to the right person: anybody who has a part in the matter, once per case."""
    with transaction(COMMAND, NOW) as ctx:
        add_party(ctx, 1, make.party(ctx, "Jan Wójcik", phone="600 099 000"), PartyRole.SPOUSE)
    hits = find(db.session(), "600099000")
    assert [(hit.name, hit.case_id) for hit in hits] == [("Jan Wójcik", 1)]
