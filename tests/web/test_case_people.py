"""People on a case, shared access, substitutes (FI-19, A0 Roles): rows with dates, acting at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.extensions import db
from advisor.records.case import Case, CaseAccess, CaseParty, PartyRole
from advisor.transaction import transaction
from tests import make

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        return make.case(ctx, cast.advisor).id


def test_a_co_applicant_is_added_once_and_can_leave(lead: int, browser: Browser) -> None:
    web, form = browser("advisor"), {"name": "Jan Wójcik", "phone": "600 021 777", "role": "co_applicant"}
    assert web.post(f"/cases/{lead}/people/add", data=form).status_code == 302
    assert web.post(f"/cases/{lead}/people/add", data=form).status_code == 422
    db.session.rollback()
    row = db.session.scalars(select(CaseParty).where(CaseParty.role == PartyRole.CO_APPLICANT)).one()
    assert web.post(f"/cases/{lead}/people/{row.id}/end").status_code == 302
    db.session.rollback()
    assert db.session.get_one(CaseParty, row.id).to_on is not None


def test_a_spouse_who_shares_the_phone_is_a_person_of_his_own(lead: int, browser: Browser) -> None:
    """FI-19: the known person is taken by phone and name, never by the phone alone."""
    client = db.session.get_one(Case, lead).client_id
    for role, name in (("spouse", "Adam Wójcik"), ("guarantor", "ZOFIA WÓJCIK")):
        form = {"name": name, "phone": "600021000", "role": role}
        assert browser("advisor").post(f"/cases/{lead}/people/add", data=form).status_code == 302
    db.session.rollback()
    taken = {row.role: row.party_id for row in db.session.scalars(select(CaseParty))}
    assert taken[PartyRole.SPOUSE] != client
    assert taken[PartyRole.GUARANTOR] == client


def test_a_shared_file_opens_for_the_colleague_until_it_ends(lead: int, browser: Browser, cast: make.Cast) -> None:
    mine, theirs = browser("advisor"), browser("colleague")
    assert theirs.get(f"/cases/{lead}/people").status_code == 404
    shared = mine.post(f"/cases/{lead}/people/share", data={"staff_id": cast.colleague, "access": "mentor"})
    assert shared.status_code == 302
    assert theirs.get(f"/cases/{lead}/people").status_code == 200
    access = db.session.scalars(select(CaseAccess)).one()
    mine.post(f"/cases/{lead}/people/share/{access.id}/end")
    assert theirs.get(f"/cases/{lead}/people").status_code == 404


def test_a_substitute_has_the_owners_rights_until_the_day(lead: int, browser: Browser, cast: make.Cast) -> None:
    mine, theirs = browser("advisor"), browser("colleague")
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert mine.post("/account/substitute", data={"substitute_id": cast.colleague, "to_on": day}).status_code == 302
    assert theirs.get(f"/cases/{lead}/people").status_code == 200
    past = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    assert mine.post("/account/substitute", data={"substitute_id": cast.colleague, "to_on": past}).status_code == 422


def test_the_matter_keeps_its_profile(lead: int, browser: Browser) -> None:
    web = browser("advisor")
    values = {"product": "mortgage", "client_type": "employee", "amount": "350 000,00", "currency": "PLN"}
    assert web.post(f"/cases/{lead}/people/matter", data=values).status_code == 302
    wrong = values | {"product": "ru_bankruptcy_court", "client_type": "citizen"}
    assert web.post(f"/cases/{lead}/people/matter", data=wrong).status_code == 422
    assert web.post(f"/cases/{lead}/people/matter", data=values | {"amount": "abc"}).status_code == 422
    for slip in ("0", "9" * 17, "9" * 40):
        assert web.post(f"/cases/{lead}/people/matter", data=values | {"amount": slip}).status_code == 422


def test_a_strangers_number_does_not_open_the_strangers_card(lead: int, browser: Browser, cast: make.Cast) -> None:
    """A9: another advisor's client is not linked by typing name and phone."""
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        other = make.party(ctx, "Jan Obcy", phone="600 021 555")
        make.case(ctx, cast.colleague, other)
        other_id = other.id
    web, form = browser("advisor"), {"name": "Jan Obcy", "phone": "600 021 555", "role": "guarantor"}
    assert web.post(f"/cases/{lead}/people/add", data=form).status_code == 302
    assert web.get(f"/clients/{other_id}").status_code == 404


def test_control_characters_are_refused_at_the_field(lead: int, browser: Browser) -> None:
    """DONE 4: the same for every form of the house."""
    web = browser("advisor")
    form = {"text": "call\x00back", "at": (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")}
    answer = web.post(f"/cases/{lead}/reminders/add", data=form)
    assert answer.status_code == 422
    assert "characters" in answer.text
