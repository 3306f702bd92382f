"""The catalogue of institutions: who reads, who edits, what search finds, what bad input gets."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.casework.finding import clerks
from advisor.extensions import db
from advisor.records.institution import Institution, InstitutionPerson, InstitutionProduct
from tests import make

Browser = Callable[[str], FlaskClient]
BANK = {"name": "Łódzki Bank", "kind": "bank", "country": "PL", "phone": "42 600 70 80"}


def test_a_manager_enters_a_bank_its_clerk_and_a_product(house: Flask, cast: make.Cast, browser: Browser) -> None:
    """SPEC A0 first-week needs: contact persons are searchable by name in any spelling and by number."""
    client = browser("manager")
    assert client.post("/institutions/new", data=BANK).status_code == 302
    clerk = {"name": "Ewa Żak", "phone": "601-555-777", "position": "Desk"}
    assert client.post("/institutions/1/people/new", data=clerk).status_code == 302
    offer = {"product": "consumer_loan", "name": "Gotówka", "currency": "PLN", "amount_min": "1 000",
             "amount_max": "200 000,50", "annual_rate": "9.99", "from_on": "2026-01-01",
             "decision_days": "3"}  # fmt: skip
    assert client.post("/institutions/1/products/new", data=offer).status_code == 302
    product = db.session.scalars(select(InstitutionProduct)).one()
    assert (product.amount_min, product.amount_max, str(product.annual_rate)) == (100_000, 20_000_050, "9.99")
    for text in ("zak", "601 555 777", "+48601555777", "lodzki"):
        assert [row.institution for row in clerks(db.session(), text)] == ["Łódzki Bank"], text
    for path in ("/institutions", "/institutions?text=lod", "/institutions/1", "/institutions/1/products/1"):
        assert client.get(path).status_code == 200
    assert "200000.50" in client.get("/institutions/1/products/1").text


def test_changing_keeps_one_row_and_ending_takes_it_off_the_filing_form(
    house: Flask, cast: make.Cast, browser: Browser
) -> None:
    client = browser("admin")
    client.post("/institutions/new", data=BANK)
    assert client.post("/institutions/1/edit", data=BANK | {"name": "Bank Łódź"}).status_code == 302
    assert client.post("/institutions/1/end").status_code == 302
    row = db.session.scalars(select(Institution)).one()
    assert (row.name, row.search_text.startswith("bank lodz"), row.ended_on is not None) == ("Bank Łódź", True, True)
    client.post("/institutions/1/resume")
    db.session.rollback()
    assert db.session.get_one(Institution, 1).ended_on is None


@pytest.mark.parametrize("who", ["operator", "advisor"])
def test_workers_read_and_do_not_edit(house: Flask, cast: make.Cast, browser: Browser, who: str) -> None:
    client = browser(who)
    assert client.get("/institutions").status_code == 200
    assert client.post("/institutions/new", data=BANK).status_code == 403
    assert db.session.scalar(select(Institution)) is None


@pytest.mark.parametrize("who", ["underwriter", "editor", "auditor"])
def test_others_have_no_business_in_the_catalogue(house: Flask, cast: make.Cast, browser: Browser, who: str) -> None:
    assert browser(who).get("/institutions").status_code == 403


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/institutions/new", BANK | {"name": "  "}),
        ("/institutions/new", BANK | {"name": "łódzki bank"}),
        ("/institutions/new", BANK | {"name": "x" * 201}),
        ("/institutions/new", BANK | {"name": "Evil\u202eknaB"}),
        ("/institutions/new", BANK | {"name": "B", "kind": "pawnshop"}),
        ("/institutions/new", BANK | {"name": "B", "phone": "call me"}),
        ("/institutions/1/people/new", {"name": "Ewa", "email": "no address"}),
        ("/institutions/1/products/new", {"product": "consumer_loan", "name": "P", "currency": "PLN",
                                          "from_on": "2026-01-01", "amount_min": "10", "amount_max": "9"}),
        ("/institutions/1/products/new", {"product": "consumer_loan", "name": "P", "currency": "PLN",
                                          "from_on": "2026-01-01", "annual_rate": "NaN"}),
        ("/institutions/1/products/new", {"product": "magic", "name": "P", "currency": "PLN", "from_on": "2026-01-01"}),
    ],
)  # fmt: skip
def test_bad_input_is_refused_at_the_field_and_stores_nothing(
    house: Flask, cast: make.Cast, browser: Browser, path: str, form: dict[str, str]
) -> None:
    """DONE 4."""
    client = browser("manager")
    client.post("/institutions/new", data=BANK)
    answer = client.post(path, data=form)
    assert answer.status_code == 422
    assert "data-errors" in answer.text
    kinds = (Institution, InstitutionPerson, InstitutionProduct)
    assert [len(db.session.scalars(select(kind)).all()) for kind in kinds] == [1, 0, 0]


def test_a_person_of_another_institution_is_not_found(house: Flask, cast: make.Cast, browser: Browser) -> None:
    client = browser("manager")
    for name in ("First", "Second"):
        client.post("/institutions/new", data=BANK | {"name": name})
    client.post("/institutions/1/people/new", data={"name": "Ewa"})
    assert client.post("/institutions/2/people/1", data={"name": "Stolen"}).status_code == 404
    assert db.session.get_one(InstitutionPerson, 1).name == "Ewa"
