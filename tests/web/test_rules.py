"""The rule book on screen: everybody reads, the editor writes, a dry run before saving, a signature (OP-01, OP-20)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.debts import Debt
from advisor.extensions import db
from advisor.records.rulebook import active_editions, draft_of
from advisor.records.staff import Staff
from advisor.stages.contact.prequalification.actions import Sheet, save_interview
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.transaction import transaction
from tests import make

Browser = Callable[[str], FlaskClient]
TYPED = {"total_min": "150 000", "reason": "The board decided so.", "starts_on": datetime.now(UTC).date().isoformat()}


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    """A live lead of 120 000 roubles, qualified by the shipped edition."""
    with transaction(make.COMMAND) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        case_id = make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                            currency="RUB", amount=None).id  # fmt: skip
    advisor = db.session.get_one(Staff, cast.advisor).actor()
    with transaction(advisor) as ctx:
        save_interview(ctx, case_id, Sheet((DebtRow(Debt("bank_loan", Decimal("120000.00"))),), False))
    return case_id


@pytest.mark.parametrize("who", ["operator", "advisor", "manager", "underwriter", "editor", "auditor", "admin"])
def test_everybody_reads_and_only_the_editor_finds_a_form(browser: Browser, who: str) -> None:
    """OP-01: edition date, editor and open questions for all; OP-20: the form for the editor alone."""
    web, editor = browser(who), who == "editor"
    assert web.get("/rules").status_code == 200
    shown = web.get("/rules/op1")
    assert shown.status_code == 200
    assert "Aug 30, 2023" in shown.text
    assert "What follows from a mortgage?" in shown.text
    assert ("/rules/op1/edit" in shown.text) is editor
    assert ("/rules/op1/trial" in shown.text) is editor
    assert web.get("/rules/op1/edit").status_code == (200 if editor else 403)
    for path in ("edit", "trial", "activate", "discard"):
        answer = web.post(f"/rules/op1/{path}", data={})
        assert (answer.status_code == 403) is not editor, path
    assert web.get("/rules/extrajudicial").status_code == 200
    assert web.get("/rules/nothing").status_code == 404


def test_an_open_question_tried_on_the_live_leads_says_how_many_change(lead: int, browser: Browser) -> None:
    """Issue 3 point 7: before anything is saved; the row is there and the ledger as before."""
    web = browser("editor")
    tried = web.post("/rules/op1/trial", data={"total_min": "150 000"})
    assert tried.status_code == 200
    text = tried.text
    assert "1 of 1" in text
    assert "Qualified." in text
    assert "Not qualified." in text
    assert "total_min=150000.00" in text
    assert "No live lead changes verdict." in web.post("/rules/op1/trial", data={"total_base": "all"}).text
    assert draft_of(db.session(), "op1") is None
    assert web.post("/rules/op1/trial", data={"total_min": "much"}).status_code == 422
    assert web.post("/rules/op1/trial", data={"total_base": "some"}).status_code == 422
    assert web.post("/rules/nothing/trial", data={}).status_code == 404


def test_an_edition_from_the_form_to_force(lead: int, browser: Browser) -> None:
    """C-3: a pack whose examples fail is not put into force until the editor signs; old verdicts stay (OP-22)."""
    web = browser("editor")
    assert web.post("/rules/op1/edit", data=TYPED | {"reason": ""}).status_code == 422
    assert web.post("/rules/op1/edit", data=TYPED | {"total_min": "-5"}).status_code == 422
    assert web.post("/rules/op1/edit", data=TYPED).status_code == 302
    draft = web.get("/rules/op1/draft").text
    assert "Q002" in draft
    assert "150\u00a0000.00" in draft
    assert "New edition" not in browser("manager").get("/rules/op1/draft").text.partition("<main")[2]
    refused = web.post("/rules/op1/activate", data={})
    assert refused.status_code == 422
    assert "comes out otherwise" in refused.text
    unseen = web.post("/rules/op1/activate", data={"signed": "y", "examples": ["Q002"]})
    assert unseen.status_code == 422
    assert active_editions(db.session()) == []
    ids = [part.partition('"')[0] for part in draft.split('name="examples" value="')[1:]]
    assert web.post("/rules/op1/activate", data={"signed": "y", "examples": ids}).status_code == 302
    db.session.rollback()
    assert [row.number for row in active_editions(db.session())] == [2]
    shown = browser("manager").get("/rules/op1").text
    assert "Edyta Editor" in shown
    assert "The board decided so." in shown
    verdicts = browser("advisor").get(f"/cases/{lead}/contact/verdicts").text
    assert "Qualified → Not qualified" in verdicts


def test_a_draft_thrown_away_is_gone(browser: Browser, cast: make.Cast) -> None:
    web = browser("editor")
    assert web.get("/rules/op1/draft").status_code == 404
    web.post("/rules/op1/edit", data=TYPED)
    assert "The board decided so." in web.get("/rules/op1/edit").text
    assert web.post("/rules/op1/discard", data={}).status_code == 302
    assert web.get("/rules/op1/draft").status_code == 404


@pytest.mark.parametrize(
    ("key", "typed", "refused"),
    [
        ("extrajudicial", {"least": "130 000", "mortgage_route_from": "2024-09-09"}, {"least": "2 000 000"}),
        ("affordability_pl", {"warn_above": "35", "refer_above": "45"}, {"warn_above": "60"}),
    ],
)
def test_law_and_household_limits_are_edited_too(
    lead: int, browser: Browser, key: str, typed: dict[str, str], refused: dict[str, str]
) -> None:
    """Issue 3 point 7: every pack has its form, its dry run, its draft, its examples and its history."""
    web = browser("editor")
    assert web.get(f"/rules/{key}/edit").status_code == 200
    assert web.post(f"/rules/{key}/trial", data=typed).status_code == 200
    draft = typed | {"starts_on": make.NOW.date().replace(year=2030).isoformat(), "reason": "Read today."}
    assert web.post(f"/rules/{key}/edit", data=draft | refused).status_code == 422
    assert web.post(f"/rules/{key}/edit", data=draft).status_code == 302
    page = web.get(f"/rules/{key}/draft").text
    assert "come out otherwise than written" in page or "comes out otherwise than written" in page
    assert web.post(f"/rules/{key}/activate").status_code == 422, "a pack whose examples fail cannot be activated"
    ids = re.findall(r'name="examples" value="(\w+)"', page)
    assert web.post(f"/rules/{key}/activate", data={"signed": "y", "examples": ids}).status_code == 302
    assert "Read today." in web.get(f"/rules/{key}").text


def test_an_answer_may_become_a_rule(lead: int, browser: Browser) -> None:
    """OP-07: the editor finds the way from the doubt into the rules, the case named in the reason."""
    page = browser("editor").get("/rules/op1/edit?mortgage_policy=refuse&reason=Doubt+of+2026-000001").text
    assert "Doubt of 2026-000001" in page
    assert re.search(r'value="refuse" selected|selected value="refuse"', page)
