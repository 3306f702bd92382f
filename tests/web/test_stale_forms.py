"""Never a silent overwrite (R5): forms over rows that others may change carry a mark of what was shown."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.extensions import db
from advisor.records.party import Party
from advisor.records.staff import Staff
from advisor.transaction import transaction
from tests import make
from tests.web.test_places import FIRM

Browser = Callable[[str], FlaskClient]


def key_of(page: str) -> str:
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_stale_change_of_a_persons_roles_is_refused_and_kept(house: Flask, browser: Browser, cast: make.Cast) -> None:
    web, path = browser("admin"), f"/settings/people/{cast.operator}"
    first, second = key_of(web.get(path).text), key_of(web.get(path).text)
    values = {"name": "Olga Operator", "email": "operator@example.test", "team_id": "1", "language": "en",
              "time_zone": "Europe/Warsaw", "discount_limit": "0"}  # fmt: skip
    assert web.post(path, data=values | {"roles": ["operator", "advisor"], "form_key": first}).status_code == 302
    stale = web.post(path, data=values | {"roles": ["operator"], "name": "Other", "form_key": second})
    assert stale.status_code == 409
    assert "Other" in stale.text
    assert "Name: Olga Operator" in stale.text
    assert "Roles: Operator, Advisor" in stale.text, "what was chosen is said by its label"
    assert "Team:" not in stale.text, "what agrees is not listed"
    db.session.rollback()
    assert db.session.get_one(Staff, cast.operator).name == "Olga Operator"
    again = web.post(path, data=values | {"roles": ["operator"], "form_key": key_of(stale.text)})
    assert again.status_code == 302


def test_a_double_click_on_a_watched_form_still_acts_once(house: Flask, browser: Browser, cast: make.Cast) -> None:
    web, path = browser("admin"), f"/settings/people/{cast.operator}"
    key = key_of(web.get(path).text)
    values = {"name": "Olga O.", "email": "operator@example.test", "team_id": "1", "language": "en",
              "roles": ["operator"], "time_zone": "Europe/Warsaw", "discount_limit": "0", "form_key": key}  # fmt: skip
    assert [web.post(path, data=values).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("version", ["abc", "-5", "1e3", "999999999999"])
def test_a_version_no_page_of_ours_wrote_overwrites_nothing(
    house: Flask, browser: Browser, cast: make.Cast, version: str
) -> None:
    with transaction(make.COMMAND, make.NOW) as ctx:
        client_id = make.case(ctx, cast.advisor).client_id
    card = {
        "kind": "person", "name": "Somebody Else", "phone": "600 021 000", "country": "PL", "language": "pl",
        "time_zone": "Europe/Warsaw", "preferred_channel": "phone", "version": version,
    }  # fmt: skip
    assert browser("advisor").post(f"/clients/{client_id}/edit", data=card).status_code == 409
    db.session.rollback()
    assert db.session.get_one(Party, client_id).name == "Zofia Wójcik"


def test_a_stale_save_of_the_firm_shows_both(house: Flask, browser: Browser) -> None:
    web, values = browser("admin"), FIRM
    assert web.post("/settings/firm", data=values).status_code == 302
    first, second = key_of(web.get("/settings").text), key_of(web.get("/settings").text)
    assert web.post("/settings/firm", data=values | {"phone": "+48 1", "form_key": first}).status_code == 302
    stale = web.post("/settings/firm", data=values | {"phone": "+48 2", "form_key": second})
    assert stale.status_code == 409
    assert "Phone: +48 1" in stale.text
    assert 'value="+48 2"' in stale.text
    again = web.post("/settings/firm", data=values | {"phone": "+48 2", "form_key": key_of(stale.text)})
    assert again.status_code == 302


def version_of(page: str, action: str) -> str:
    found = re.search(rf'action="{action}".*?name="version"[^>]*value="(\d+)"', page, re.DOTALL)
    assert found is not None
    return found[1]


def test_what_overtook_a_dialog_or_the_matter_of_a_case_is_shown(
    house: Flask, browser: Browser, cast: make.Cast
) -> None:
    """And giving a case away names its owner first, so that a hasty "Give" changes nothing."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        place = f"/cases/{make.case(ctx, cast.advisor).id}"
    web, manager = browser("advisor"), browser("manager")
    assert f'selected value="{cast.advisor}"' in web.get(f"{place}/assign").text
    version = version_of(web.get(f"{place}/hold").text, f"{place}/hold")
    hold = {"reason": "Abroad", "until_on": "2030-01-07", "version": version}
    assert manager.post(f"{place}/hold", data=hold).status_code == 302
    late = web.post(f"{place}/hold", data=hold | {"reason": "Mine"})
    assert (late.status_code, "On hold" in late.text, "Mine" in late.text) == (409, True, True)
    shown = web.get(f"{place}/people").text
    matter = {"product": "mortgage", "client_type": "employee", "currency": "PLN", "campaign": "",
              "version": version_of(shown, f"{place}/people/matter")}  # fmt: skip
    assert manager.post(f"{place}/people/matter", data=matter | {"amount": "250 000"}).status_code == 302
    late = web.post(f"{place}/people/matter", data=matter | {"product": "consumer_loan", "currency": "EUR"})
    assert late.status_code == 409
    assert all(said in late.text for said in ("Amount: 250000", "Product: Mortgage", "Currency: PLN"))
