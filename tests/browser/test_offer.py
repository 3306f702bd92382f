"""From the analysis to the accepted offer: products that fit, three simulations, the PDF, the client's phone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from advisor.records.institution import InstitutionKind
from advisor.services.institutions import Card, ProductCard, save_institution, save_product
from advisor.services.reference_rates import add_reference_rate, set_value
from advisor.transaction import transaction
from tests import make
from tests.browser.conftest import Visitor
from tests.browser.steps import Desk, complaints, fill, ugly, words_of
from tests.browser.test_client_page import letters, only

pytestmark = pytest.mark.browser


@pytest.fixture
def case_id(site: tuple[str, Flask, make.Cast]) -> int:
    """A lead whose client reads English; products of which one fits, one must be asked about, one does not fit."""
    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        rate = add_reference_rate(ctx, "WIBOR 3M")
        set_value(ctx, rate.id, date(2026, 1, 1), Decimal("4.75"))
        for name, criteria in (
            ("Fit Bank", "income >= 5000"), ("Ask Bank", "bad_entries = no"), ("Strict Bank", "income >= 50000"),
        ):  # fmt: skip
            house = save_institution(ctx, Card(name, InstitutionKind.BANK))
            save_product(ctx, house.id, ProductCard(
                "consumer_loan", f"{name} cash", date(2026, 1, 1), reference_rate_id=rate.id, margin=Decimal("3.15"),
                upfront_fee_percent=Decimal(1), commission_percent=Decimal("1.5"), months_max=36, criteria=criteria,
                criteria_from=date(2026, 1, 1),
            ))  # fmt: skip
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language="en")
        return make.case(ctx, cast.advisor, client).id


def simulate(desk: Desk) -> None:
    """One from the catalogue, one typed with figures while typing, one copied and changed."""
    page = desk.page
    fitting = desk.card("Products that may fit").inner_text()
    assert "Fit Bank" in fitting
    assert "Negative entries in registers: only no, not known here" in fitting
    assert "Strict Bank" not in fitting
    desk.ask(page.get_by_role("link", name="Simulate Fit Bank cash"), {"Months": "36"}, "Save")
    page.get_by_role("link", name="Add a simulation").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("form").wait_for()
    fill(dialog, {"Another institution": "Typed Bank", "Rate a year": "9,9", "Commission paid to us": "0"})
    dialog.locator("#figures").get_by_text("1,611.01").first.wait_for()
    desk.press(dialog.get_by_role("button", name="Save", exact=True))
    copy = page.locator("[id^=simulation-]").filter(has_text="Typed Bank").get_by_role("link", name="Copy")
    desk.ask(copy, {"Another institution": "Long Bank", "Months": "48"}, "Save")
    assert "These simulations differ in: term." in desk.card("Simulations").inner_text()
    row = page.locator("[id^=simulation-]").filter(has_text="Fit Bank")
    desk.press(row.get_by_role("button", name="Use its amount, term and start for all"))
    text = desk.card("Simulations").inner_text()
    assert "differ in" not in text
    assert "lowest total" in text


def enter(client: Visitor, link: str, code: Callable[[], str]) -> None:
    """From the letter's link past the one-time code."""
    page = client.see(link)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the letter").fill(code())
    page.get_by_role("button", name="Open my page").click()
    page.wait_for_load_state()


def test_from_the_analysis_to_the_accepted_offer(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], case_id: int
) -> None:
    """Issue 5, done when: analysis, three simulations, offer PDF, the client accepts on the phone."""
    base, app, _cast = site
    advisor, client = visit().sign_in("advisor"), visit(390)
    advisor.page.set_default_timeout(60_000)  # the press prints while the page waits
    desk = Desk(advisor, case_id).open("analysis")
    desk.save("Ability figures", {"Net income a month": "9 500", "Instalments due a month": "400"}, "Save the figures")
    desk.open("offer")
    simulate(desk)
    assert not advisor.axe()
    desk.save("Terms of the offer", {"Fixed fee": "1 230,00"}, "Save the terms")
    desk.save("Offer for the client", {}, "Issue the offer")
    assert "Not handed over" in desk.card("Offer for the client").inner_text()
    printed = words_of(desk.paper("Offer"))
    for said in ("Fit Bank", "Typed Bank", "Long Bank", "lowest total", "All simulations at a glance"):
        assert said in printed, said
    desk.save("Offer for the client", {}, "Send to the client")
    link = only(rf"{re.escape(base)}(/c/\S+)", letters(app))

    enter(client, link, lambda: only(r"\b\d{6}\b", letters(app)))
    page = client.page
    page.get_by_role("link", name="Our offer").first.click()
    page.get_by_text("Please answer by").wait_for()
    assert not ugly(client, "our offer")
    page.get_by_label("Your reason or question").fill("May I repay early?")
    page.get_by_role("button", name="Send my question").click()
    page.get_by_text("You asked on").wait_for()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_text("A code is on its way").wait_for()
    page.get_by_label("Your name").fill("Zofia Wójcik")
    page.get_by_label("Code from the letter").fill(only(r"\b\d{6}\b", letters(app)))
    page.get_by_role("button", name="I accept the offer").click()
    page.get_by_text("Accepted on").wait_for()

    desk.open("offer")
    assert "Accepted" in desk.card("Offer for the client").inner_text()
    assert "May I repay early?" in desk.card("The client's answer").inner_text()
    assert not complaints(advisor, client)


def test_without_javascript_a_button_computes(visit: Callable[..., Visitor], case_id: int) -> None:
    """Issue 5 point 6."""
    page = visit(javascript=False).sign_in("advisor").see(f"/cases/{case_id}/offer/simulations")
    fill(page.locator("main form"), {"Another institution": "Bank", "Months": "36", "Rate a year": "9.9"})
    page.get_by_role("button", name="Compute").click()
    page.get_by_text("1,611.01").first.wait_for()
