"""What a page offers is allowed, and what is refused keeps the way back: menu, Move, gate panel, 403."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.process import StageKey
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.staff import Staff
from advisor.services.access import changeable, grant, visible
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Browser = Callable[[str], FlaskClient]
PARTIES = ("operator", "advisor", "manager", "underwriter", "editor", "auditor", "admin")
TODAY = NOW.date()


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        case = make.case(ctx, cast.advisor)
        case.referred_to = "underwriter"
        return case.id


def menu(page: str) -> list[str]:
    (found,) = re.findall(r'<nav class="tabs-main".*?</nav>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', found)


@pytest.mark.parametrize("party", PARTIES)
def test_every_entry_of_the_menu_opens(house: Flask, cast: make.Cast, browser: Browser, party: str) -> None:
    web = browser(party)
    entries = menu(web.get("/today").text)
    assert "/today" in entries
    assert {address: web.get(address).status_code for address in entries} == dict.fromkeys(entries, 200)


def test_reports_without_cases_say_so(cast: make.Cast, browser: Browser) -> None:
    """An administrator, who has no cases, is not told that all is well."""
    page = browser("admin").get("/reports").text
    assert "You see no cases" in page
    assert "A good week" not in page
    assert "You see no cases" not in browser("manager").get("/reports").text


@pytest.mark.parametrize(("party", "moves"), [("advisor", True), ("manager", True), ("auditor", False),
                                              ("underwriter", False)])  # fmt: skip
def test_move_is_offered_to_who_may_move(lead: int, browser: Browser, party: str, moves: bool) -> None:
    web = browser(party)
    page = web.get("/board?whose=all").text
    assert f'href="/cases/{lead}"' in page
    assert (f"/cases/{lead}/move" in page) is moves
    gate = web.get(f"/cases/{lead}").text
    assert ("Do it" in gate) is moves


def test_lists_and_files_agree_on_who_may_change(lead: int, cast: make.Cast) -> None:
    """The answer for a list is the answer for the file, for every mixture of two roles."""
    session, seen = db.session(), 0
    person = session.get_one(Staff, cast.advisor).actor()
    for first in Role:
        for second in Role:
            for who in (person, replace(person, id=cast.colleague)):
                actor = replace(who, roles=frozenset({first, second}))
                if session.query(Case).filter(visible(actor, TODAY)).count():
                    seen += 1
                    may = lead in changeable(session, actor, TODAY, [lead])
                    assert may is grant(session, actor, lead, TODAY).may_write, (first, second, who.id)
    assert seen > 40


def test_a_closed_case_offers_no_dialog_that_would_be_refused(lead: int, browser: Browser) -> None:
    """The case says that it is closed, as it does to who sends the form; only reopening is asked about."""
    web = browser("advisor")
    assert web.get(f"/cases/{lead}/reopen").status_code == 302
    refused = web.post(f"/cases/{lead}/close", data={"reason": ""})
    assert (refused.status_code, '<option selected value="">' in refused.text) == (422, True), "nothing is proposed"
    assert '<option selected value="fee">' in web.get(f"/cases/{lead}/close?reason=fee").text
    assert web.post(f"/cases/{lead}/close", data={"reason": "fee"}).status_code == 302
    for verb in ("move", "send-back", "hold", "close", "assign"):
        assert "This case is closed." in web.get(f"/cases/{lead}/{verb}", follow_redirects=True).text, verb
    assert "This case is closed." in web.post(f"/cases/{lead}/move", data={"to": "meeting"}).text
    assert web.get(f"/cases/{lead}/reopen").status_code == 200


def test_after_the_last_stage_the_service_is_delivered(lead: int, browser: Browser) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        ctx.session.get_one(Case, lead).stage = StageKey.REFERRALS
    assert '<option selected value="served">' in browser("advisor").get(f"/cases/{lead}/close").text


def test_the_checklist_is_printed_where_there_is_one(lead: int, browser: Browser) -> None:
    """Before, the button leads to where the list is built."""
    web, issue = browser("advisor"), f'action="/cases/{lead}/papers/checklist/issue"'
    page = web.get(f"/cases/{lead}").text
    assert (issue in page, f'href="/cases/{lead}/documents"' in page.partition('id="papers"')[2]) == (False, True)
    assert web.post(f"/cases/{lead}/documents/build").status_code == 302
    assert web.post(f"/cases/{lead}/papers/checklist/issue").status_code == 302
    assert issue in web.get(f"/cases/{lead}").text


def test_a_refusal_keeps_the_navigation(lead: int, browser: Browser, house: Flask) -> None:
    refused = browser("auditor").get(f"/cases/{lead}/move")
    assert refused.status_code == 403
    assert "/board" in menu(refused.text)
    assert "tabs-main" not in house.test_client().get("/nowhere").text
