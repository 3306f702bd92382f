"""Addresses nobody types by mistake: numbers no ledger can hold, and ways out of the site after the sign-in (R12)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.transaction import transaction
from tests import make

Browser = Callable[[str], FlaskClient]


@pytest.mark.parametrize("number", ["9" * 26, "9" * 6000, "4294967296"])
@pytest.mark.parametrize("address", ["/cases/{}", "/clients/{}", "/message/{}", "/imports/{}", "/cases/{}/people"])
def test_a_number_no_ledger_holds_is_not_found(browser: Browser, address: str, number: str) -> None:
    assert browser("advisor").get(address.format(number)).status_code == 404


@pytest.mark.parametrize("target", ["/\t/evil.example", "/\n/evil.example", "//evil.example", "/\\evil.example", "x"])
def test_the_sign_in_never_leads_out_of_the_site(house: Flask, cast: make.Cast, target: str) -> None:
    form = {"email": "advisor@example.test", "password": make.PASSWORD, "next": target}
    answer = house.test_client().post("/sign-in", data=form)
    assert (answer.status_code, answer.location) == (302, "/today")


def test_the_sign_in_leads_back_to_the_page_asked_for(house: Flask, cast: make.Cast) -> None:
    form = {"email": "advisor@example.test", "password": make.PASSWORD, "next": "/cases?stage=offer"}
    assert house.test_client().post("/sign-in", data=form).location == "/cases?stage=offer"


def test_a_row_number_no_ledger_holds_is_no_choice(browser: Browser) -> None:
    choice = {"others": "skip", "row-" + "9" * 5000: "skip"}
    assert browser("advisor").post("/imports/1/run", data=choice).status_code == 404


def test_a_text_the_database_cannot_hold_is_refused(browser: Browser, cast: make.Cast) -> None:
    with transaction(make.COMMAND, make.NOW) as ctx:
        lead = make.case(ctx, cast.advisor).id
    form = {"text": "a\x00b", "at": f"{make.NOW.year + 9}-01-05T10:00"}
    assert browser("advisor").post(f"/cases/{lead}/reminders/add", data=form).status_code < 500
