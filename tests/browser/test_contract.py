"""From the offer to the signed contract: fee negotiated, discount approved, signed on the phone, the gate opens."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from advisor.casework.open import NewCase, open_case
from advisor.domain.catalogue import Source
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.engagement import engagement_of
from advisor.transaction import transaction
from tests import filings, make
from tests.browser.conftest import Visitor
from tests.browser.steps import Desk, complaints, send_offer, ugly, words_of
from tests.browser.test_client_page import letters, only

pytestmark = pytest.mark.browser


@pytest.fixture
def case_id(site: tuple[str, Flask, make.Cast]) -> int:
    """A case in the contract room, opened there with evidence of the way before."""
    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        filings.institution(ctx)
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language="en", address="ul. Długa 4")
        return open_case(ctx, client, NewCase(
            "consumer_loan", "employee", amount=5_000_000, source=Source.WEBSITE, owner_id=cast.advisor,
            stage=StageKey.CONTRACT, evidence="Minutes of 2 March",
        )).id  # fmt: skip


def let_in(client: Visitor, app: Flask, link: str) -> None:
    """The doorstep of the client page: ask for a code, type it."""
    page = client.see(link)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_load_state()
    code = only(r"\b\d{6}\b", letters(app))
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Open my page").click()
    page.get_by_role("heading", name=re.compile("Hello")).wait_for()


def waiting(manager: Visitor, case_id: int) -> Desk:
    """The manager in front of the discount that waits, from his queue."""
    manager.see("/queue")
    manager.page.locator("#discounts").get_by_role("link", name="Zofia Wójcik").click()
    return Desk(manager, case_id)


def test_a_discount_is_refused_then_approved_and_the_contract_signed_on_a_phone(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], case_id: int
) -> None:
    base, app, _cast = site
    advisor, manager, client = visit().sign_in("advisor"), visit().sign_in("manager"), visit(390)
    desk = Desk(advisor, case_id).open("offer")
    send_offer(desk)

    desk.open("contract")
    desk.save("Scope and fee", {
        "Fixed fee": "850,00", "Instalments of the fixed fee": "3", "First instalment due": "2027-01-31",
    }, "Agree on these terms")  # fmt: skip
    assert any("discount" in text for text in desk.missing()), desk.missing()
    boss = waiting(manager, case_id)
    boss.ask(manager.page.get_by_role("link", name="Refuse it"), {"Reason": "900 covers the work."}, "Save")
    desk.open("contract")
    assert "900 covers the work." in desk.card("Discount").inner_text()
    assert "The discount was refused" in desk.card("Follow-ups").inner_text()
    desk.save("Scope and fee", {"Fixed fee": "900,00"}, "Agree on these terms")
    waiting(manager, case_id).save("Discount", {}, "Approve the discount")

    desk.open("contract")
    desk.save("Contract and power of attorney", {}, "Issue the contract")
    desk.save("Contract and power of attorney", {}, "Issue the power of attorney")
    letters(app)
    card = desk.card("Contract and power of attorney")
    desk.press(card.get_by_role("button", name="Send to the client").first)
    assert not advisor.axe()
    link = only(rf"{re.escape(base)}(/c/\S+)", letters(app))

    let_in(client, app, link)
    page = client.page
    page.get_by_role("link", name="Read and sign our contract").click()
    page.get_by_role("heading", name="Contract", exact=True).wait_for()
    text = page.locator("main").inner_text()
    assert "§ 1 Subject" in text
    assert "PLN 300.00" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert not ugly(client, "signing")
    href = page.get_by_role("link", name="Read the contract as a file").get_attribute("href")
    assert "Zofia Wójcik" in words_of(page.request.get(base + str(href)).body())
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_text("A code is on its way").wait_for()
    code = only(r"\b\d{6}\b", letters(app))
    page.get_by_label("Your name").fill("Zofia Wójcik")
    page.get_by_label("Code from the letter").fill(code)
    page.get_by_role("button", name="I sign").click()
    page.get_by_text("You have signed the contract").wait_for()
    assert not ugly(client, "signed")

    desk.open("contract")
    desk.save("Identity", {"How": "Identity card"}, "Identity checked")
    assert desk.missing() == []
    assert "SHA-256" in desk.card("Signature").inner_text()
    with app.app_context():
        row = engagement_of(db.session(), case_id)
        assert row is not None
        assert (row.signed_how, bool(row.copy_paper_id), bool(row.mandate_paper_id)) == ("portal", True, True)
    desk.move("Documents")
    assert not complaints(advisor, manager, client)
