"""Small forms of the staff door: what fits is saved, what does not comes back as typed with the reason (422)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import Message
from advisor.records.outbox import Letter
from advisor.records.party import Party, consents_of
from advisor.records.reminder import open_reminders
from advisor.records.staff import Staff, Team
from advisor.transaction import transaction
from tests import make

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, make.NOW) as ctx:
        return make.case(ctx, cast.advisor).id


def local(hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def test_own_settings(cast: make.Cast, browser: Browser) -> None:
    web = browser("advisor")
    taste = {"language": "pl", "theme": "dark", "time_zone": "Europe/Madrid"}
    assert web.post("/account/taste", data=taste).status_code == 302
    staff = db.session.get_one(Staff, cast.advisor, populate_existing=True)
    assert (staff.language, staff.theme, staff.time_zone) == ("pl", "dark", "Europe/Madrid")
    assert web.post("/account/taste", data=taste | {"time_zone": "Mars/Base"}).status_code == 422


def test_a_weak_password_is_refused_and_a_good_one_ends_other_sessions(browser: Browser) -> None:
    web, other = browser("advisor"), browser("advisor")
    weak = web.post("/account/password", data={"old": make.PASSWORD, "password": "short"})
    assert weak.status_code == 422
    assert "too short" in weak.text
    assert web.post("/account/password", data={"old": "wrong", "password": "quite another one"}).status_code == 422
    assert (
        web.post("/account/password", data={"old": make.PASSWORD, "password": "quite another one"}).status_code == 302
    )
    assert web.get("/today").status_code == 200
    assert other.get("/today").status_code == 302


def test_a_password_is_set_once_by_the_link_of_a_letter(house: Flask, cast: make.Cast) -> None:
    """Who is not known gets the same answer and no letter; a newer link ends the older one."""
    web, told = house.test_client(), []
    for email in ("nobody@example.test", "advisor@example.test", "ADVISOR@example.test"):
        told.append(web.post("/forgot", data={"email": email}))
    assert {(answer.status_code, "on its way" in answer.text) for answer in told} == {(200, True)}
    texts = db.session.scalars(select(Letter.text).where(Letter.kind == "password_reset").order_by(Letter.id))
    older, newer = (re.findall(r"/reset/\S+", text)[0] for text in texts)
    new = {"password": "quite another one"}
    assert "Ask for a new one" in web.get(older).text
    assert web.post(older, data=new).status_code == 404
    assert web.post(newer, data={"password": "short"}).status_code == 422
    assert [web.get(newer).status_code, web.post(newer, data=new).status_code] == [200, 302]
    assert [web.get(newer).status_code, web.post(newer, data=new).status_code] == [404, 404]
    signed = web.post("/sign-in", data={"email": "advisor@example.test"} | new)
    assert (signed.status_code, signed.headers["Location"]) == (302, "/today")


def test_a_substitute_of_today(cast: make.Cast, browser: Browser) -> None:
    web = browser("advisor")
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    assert web.post("/account/substitute", data={"substitute_id": cast.colleague, "to_on": day}).status_code == 302
    assert web.post("/account/substitute", data={"substitute_id": cast.colleague, "to_on": ""}).status_code == 422
    past = web.post("/account/substitute", data={"substitute_id": cast.colleague, "to_on": "2020-01-01"})
    assert past.status_code == 422
    assert "in the past" in past.text


def test_settings_of_the_firm(cast: make.Cast, browser: Browser) -> None:
    web = browser("admin")
    assert web.post("/settings/teams", data={"name": "East"}).status_code == 302
    taken = web.post("/settings/teams", data={"name": " East "})
    assert taken.status_code == 422
    assert "already in use" in taken.text
    assert db.session.query(Team).filter(Team.name == "East").count() == 1
    person = {"name": "Nina New", "email": "nina@example.test", "team_id": "0", "language": "en", "time_zone": "UTC"}
    nobody = web.post("/settings/people/new", data=person)
    assert nobody.status_code == 422
    assert "This is needed." in nobody.text
    assert web.post("/settings/people/new", data=person | {"roles": "advisor"}).status_code == 302
    firm = {"name": "Example Finance", "country": "PL", "time_zone": "UTC", "currency": "PLN", "languages": "en"}
    assert web.post("/settings/firm", data=firm | {"silence_days": "12"}).status_code == 302
    assert web.post("/settings/firm", data=firm | {"silence_days": "0"}).status_code == 422


def test_follow_ups_of_a_case(lead: int, browser: Browser) -> None:
    web = browser("advisor")
    before = len(open_reminders(db.session(), lead))
    db.session.rollback()
    path = f"/cases/{lead}/reminders/add"
    assert web.post(path, data={"text": "Call", "at": local(48)}).status_code == 302
    past = web.post(path, data={"text": "Call", "at": local(-48)})
    assert past.status_code == 422
    assert "in the past" in past.text
    assert web.post(path, data={"text": "Call", "at": "tomorrow"}).status_code == 422
    assert len(open_reminders(db.session(), lead)) == before + 1


def test_the_client_is_changed_and_gives_consent(lead: int, browser: Browser) -> None:
    web = browser("advisor")
    client = db.session.get_one(Party, db.session.get_one(Case, lead).client_id)
    party_id, version = client.id, client.version
    db.session.rollback()
    card = {
        "kind": "person", "name": "Zofia Nowak", "phone": "600 021 000", "country": "PL", "language": "pl",
        "time_zone": "Europe/Warsaw", "preferred_channel": "phone", "version": str(version),
    }  # fmt: skip
    wrong = web.post(f"/clients/{party_id}/edit", data=card | {"email": "nowhere"})
    assert wrong.status_code == 422
    assert "not an e-mail address" in wrong.text
    assert web.post(f"/clients/{party_id}/edit", data=card).status_code == 302
    assert web.post(f"/clients/{party_id}/edit", data=card).status_code == 409
    purpose = {"purpose": "marketing", "channel": "phone"}
    assert web.post(f"/clients/{party_id}/consents", data=purpose).status_code == 302
    assert [(c.source, c.channel) for c in consents_of(db.session(), party_id)] == [("Anna Advisor", "phone")]
    number = {"identifier_kind": "pesel", "value": "44051401358"}
    assert web.post(f"/clients/{party_id}/identifiers", data=number).status_code == 422


def test_a_message_for_the_owner_of_a_file_one_may_not_open(lead: int, browser: Browser) -> None:
    web = browser("colleague")
    assert web.get(f"/cases/{lead}").status_code == 404
    assert web.post(f"/message/{lead}", data={"body": ""}).status_code == 422
    assert web.post(f"/message/{lead}", data={"body": "Please call back."}).status_code == 302
    rows = db.session.scalars(select(Message).where(Message.case_id == lead)).all()
    assert [(row.from_name, row.from_client) for row in rows] == [("Karol Colleague", False)]
    assert b"call back" not in (rows[0].body or b"")


@pytest.mark.parametrize("query", ["_external=1&_scheme=javascript", "endpoint=x", "_anchor=x&_method=POST"])
def test_list_addresses_cannot_be_bent(browser: Browser, cast: make.Cast, query: str) -> None:
    """What stands in the address of a list never becomes an instruction for the links on it."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        client = make.party(ctx)
        for _ in range(51):
            make.case(ctx, cast.advisor, client)
    page = browser("advisor").get(f"/cases?{query}")
    assert page.status_code == 200
    assert "page=2" in page.text
    assert "/cases.csv?" in page.text
    assert "javascript:" not in page.text


def test_a_time_the_clocks_skip_is_refused_and_the_next_one_named(lead: int, cast: make.Cast, browser: Browser) -> None:
    """02:30 of the night clocks go forward does not exist; it is not moved silently, here nor when put off."""
    staff = db.session.get_one(Staff, cast.advisor)
    staff.time_zone = "Europe/Warsaw"
    db.session.commit()
    web, gap = browser("advisor"), "2027-03-28T02:30"
    (first,) = open_reminders(db.session(), lead)
    db.session.rollback()
    for path, more in ((f"/cases/{lead}/reminders/add", {"text": "Call"}),
                       (f"/cases/{lead}/reminders/{first.id}/snooze", {"preset": ""})):  # fmt: skip
        refused = web.post(path, data=more | {"at": gap})
        assert refused.status_code == 422
        assert "this time does not exist. The next one is 03:00" in refused.text
    db.session.rollback()
    staff = db.session.get_one(Staff, cast.advisor, populate_existing=True)
    staff.time_zone = "UTC"
    db.session.commit()
    assert "does not exist" not in web.post(f"/cases/{lead}/reminders/add", data={"text": "Call", "at": gap}).text
