"""The whole main job with JavaScript switched off (docs/ui.md: scripts only enhance): every form is a page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Locator

from advisor.transaction import transaction
from tests import filings, make
from tests.browser.conftest import Visitor
from tests.browser.steps import Answers, Desk, fill, send_offer
from tests.browser.test_client_page import letters, only
from tests.browser.test_walk_debt_relief import meet, plan, sign, talk
from tests.browser.test_walk_financing import LIST

pytestmark = pytest.mark.browser


class PlainDesk(Desk):
    """A case in a browser that runs no script: what would be a dialog is a page of its own."""

    def ask(self, opener: Locator, answers: Answers, button: str) -> None:
        """Follow the link, answer the page, come back to the case."""
        self.press(opener)
        form = self.page.locator("main form").filter(has=self.page.get_by_role("button", name=button, exact=True))
        fill(form, answers)
        self.press(form.get_by_role("button", name=button, exact=True))
        assert self.path in self.page.url


@pytest.fixture
def plain(visit: Callable[..., Visitor]) -> Visitor:
    """The advisor, signed in, without JavaScript."""
    return visit(javascript=False).sign_in("advisor")


def test_a_lead_from_the_form_through_the_gates(plain: Visitor) -> None:
    """Sign in, new case, interview with its verdict, consent, then move after move to the documents."""
    page = plain.see("/cases/new")
    fill(page.locator("main form"), {
        "Name": "Анна Крылова", "Phone": "+7 916 444-55-66", "E-mail": "anna@example.test", "Country": "Russia",
        "Product": "Insolvency in court", "Client type": "Citizen", "Currency": "RUB", "Amount": "500 000",
        "Source": "Advertising in the media",
    })  # fmt: skip
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/cases/*")
    desk = PlainDesk(plain, int(page.url.rsplit("/", 1)[1]))
    desk.save("Privacy notice", {"Given": "Phone"}, "Notice was given")
    interview(desk)
    for work, to in ((None, "Meeting"), (meet, "Analysis"), (talk, "Offer"), (plan, "Contract"), (sign, "Documents")):
        desk.open()
        if work is not None:
            work(desk)
        desk.move(to)


def interview(desk: Desk) -> None:
    """Two debts by hand, the verdict computed by a button, saved, and the consent that mixed debts need."""
    card = desk.card("Interview: debts")
    for place, (kind, amount) in enumerate((("bank_loan", "400 000"), ("alimony", "120 000"))):
        card.locator(f"[name=debts-{place}-kind]").select_option(kind)
        card.locator(f"[name=debts-{place}-amount]").fill(amount)
    fill(card.locator("form"), {"Is there a mortgage?": "No"})
    desk.save("Interview: debts", {}, "Save the verdict")
    desk.save("Consent to a partial write-off", {
        "Does the client agree to go on, knowing that a part stays?": "Yes, agrees", "Channel": "Phone",
    }, "Save the answer")  # fmt: skip


def test_a_list_is_previewed_and_taken_in(plain: Visitor) -> None:
    page = plain.see("/imports")
    page.set_input_files("[name=file]", {"name": "leads.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1250")})
    fill(page.locator("main form"), {"Product where none is named": "Consumer loan"})
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="Rows that stay out").wait_for()
    page.get_by_role("button", name="Import 2 rows").click()
    page.get_by_role("link", name="Zofia Wójcik").click()
    page.wait_for_url("**/cases/*")


def test_search_board_and_reminders(plain: Visitor, site: tuple[str, Flask, make.Cast]) -> None:
    """Search by Enter, the card's Move link instead of dragging, a reminder made and done."""
    case_id = lead(site)
    page = plain.see("/today")
    page.locator("#q").fill("zofia")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search?**")
    page.locator("main [data-row]").first.click()
    page.wait_for_url(f"**/cases/{case_id}")
    desk = PlainDesk(plain, case_id)
    desk.ask(page.locator("#followups").get_by_role("link", name="Remind me"), {
        "What": "Ask about the car", "When, by your clock": f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}T10:00",
    }, "Save")  # fmt: skip
    row = page.locator("#followups .prose").filter(has_text="Ask about the car")
    desk.ask(row.get_by_role("link", name="Done"), {"What came of it": "They call back"}, "Save")
    assert row.count() == 0
    plain.see("/board").locator("main").get_by_role("link", name=re.compile("Move")).first.click()
    page.wait_for_url("**/move*")
    assert page.get_by_role("button", name="Move", exact=True).count() == 1


def test_the_client_comes_in_reads_and_accepts(
    plain: Visitor, site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor]
) -> None:
    """Offer written and sent without script, then the client's door, code, offer and acceptance without script."""
    _base, app, _cast = site
    desk = PlainDesk(plain, lead(site)).open("offer")
    send_offer(desk)
    link = only(r"(/c/\S+)", letters(app))
    client = visit(390, javascript=False)
    page = client.see(link)
    page.get_by_role("button", name="Send me a code").click()
    page.locator("[name=code]").fill(only(r"\b\d{6}\b", letters(app)))
    page.get_by_role("button", name="Open my page").click()
    page.get_by_role("heading", name=re.compile("Zofia")).wait_for()
    page.get_by_role("link", name=re.compile("offer", re.IGNORECASE)).first.click()
    page.get_by_role("button", name="Send me a code").click()
    page.locator("[name=code]").fill(only(r"\b\d{6}\b", letters(app)))
    page.get_by_label("Your name").fill("Zofia Wójcik")
    page.get_by_role("button", name="I accept the offer").click()
    page.get_by_text("Accepted on").wait_for()


def lead(site: tuple[str, Flask, make.Cast]) -> int:
    """A financing lead whose client reads English, and a bank."""

    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        filings.institution(ctx)
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language="en")
        return make.case(ctx, cast.advisor, client).id
