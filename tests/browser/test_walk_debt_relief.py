"""Debt relief in a real Chromium: one lead is refused with its clause, a mixed one walks to the signed contract.

Issue 2, "Done when": the verdict appears while one types (OP-05), a person confirms the proposed closing (OP-19), the
mixed lead agrees to a partial write-off (OP-16, OP-17) and signs.
"""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.browser.steps import Desk, complaints, fill

pytestmark = pytest.mark.browser


def open_lead(person: Visitor, name: str, phone: str, email: str) -> Desk:
    """A new debt-relief case through the form."""
    page = person.see("/cases/new")
    fill(page.locator("main form"), {
        "Name": name, "Phone": phone, "E-mail": email, "Country": "Russia", "Product": "Insolvency in court",
        "Client type": "Citizen", "Currency": "RUB", "Amount": "500 000", "Source": "Advertising in the media",
    })  # fmt: skip
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/cases/*")
    return Desk(person, int(page.url.rsplit("/", 1)[1]))


def owe(desk: Desk, *debts: tuple[str, str]) -> None:
    """Type the debts and the mortgage answer; the verdict comes while one types."""
    card = desk.card("Interview: debts")
    for place, (kind, amount) in enumerate(debts):
        card.locator(f"[name=debts-{place}-kind]").select_option(kind)
        card.locator(f"[name=debts-{place}-amount]").fill(amount)
    fill(card.locator("form"), {"Is there a mortgage?": "No"})


def verdict(desk: Desk) -> str:
    """Our own verdict as the page shows it."""
    return desk.card("Do we take this case?").locator(".card-head .pill").inner_text()


def test_a_lead_below_the_floor_is_refused_with_its_clause(visit: Callable[..., Visitor]) -> None:
    """OP-05, OP-19: 80 000 is not more than 100 000; the reason is pre-filled, a person confirms."""
    person = visit().sign_in("advisor")
    desk = open_lead(person, "Пётр Малов", "+7 916 111-22-33", "petr@example.test")
    owe(desk, ("bank_loan", "80 000"))
    person.page.get_by_text("Not qualified").first.wait_for()
    desk.save("Interview: debts", {}, "Save the verdict")
    stand = desk.card("Where this lead stands")
    assert stand.get_by_role("button", name="Book the meeting").is_disabled()
    stand.get_by_role("link", name="Close as not qualified").click()
    dialog = person.page.get_by_role("dialog")
    words = dialog.get_by_label("In words").input_value()
    assert words.startswith("Clause 1.1: ")
    assert "80 000" in " ".join(words.split())
    assert dialog.get_by_label("Reason").locator("option:checked").inner_text().startswith("1.1 ")
    desk.press(dialog.get_by_role("button", name="Close the case"))
    person.page.get_by_text("Closed: ").first.wait_for()
    desk.open()
    assert words in person.page.locator("#history").inner_text()
    assert not complaints(person)


def test_a_mixed_lead_walks_to_the_signed_contract(visit: Callable[..., Visitor]) -> None:
    """OP-16, OP-17: without the consent the meeting stays closed; then talk, plan, signature."""
    person = visit().sign_in("advisor")
    desk = open_lead(person, "Анна Крылова", "+7 916 444-55-66", "anna@example.test")
    desk.save("Privacy notice", {"Given": "Phone"}, "Notice was given")
    owe(desk, ("bank_loan", "400 000"), ("alimony", "120 000"))
    desk.save("Interview: debts", {}, "Save the verdict")
    assert len(desk.missing()) == 1
    desk.save("Consent to a partial write-off", {
        "Does the client agree to go on, knowing that a part stays?": "Yes, agrees", "Channel": "Phone",
    }, "Save the answer")  # fmt: skip
    for work, to in ((None, "Meeting"), (meet, "Analysis"), (talk, "Offer"), (plan, "Contract"), (sign, "Documents")):
        desk.open()
        if work is not None:
            work(desk)
        desk.move(to)
    assert not complaints(person)


def meet(desk: Desk) -> None:
    """The client walks in."""
    desk.save("Appointment", {}, "Walk-in: the client is here")


def talk(desk: Desk) -> None:
    """Debts, property, income; the route is the court."""
    desk.save("The talk", {"Minutes": "Lost the job in spring."}, "The talk was held")
    desk.save("Purpose and amount", {"Purpose": "Be free of debts", "Amount": "520 000"}, "Save")
    desk.save("Ability figures", {"Net income a month": "60 000", "Instalments due a month": "25 000"},
              "Save the figures")  # fmt: skip
    desk.save("Possible routes", {"Kind": "Court", "What with": "Sale of property"}, "Add the route")


def plan(desk: Desk) -> None:
    """The plan with its sums, the fee, the paper handed over."""
    shown = desk.card("Plan of the procedure").inner_text()
    assert "400,000" in shown
    assert "120,000" in shown
    desk.save("Terms of the offer", {
        "Fixed fee": "90 000", "Why this route": "No income to restructure", "Only the client pays us": True,
    }, "Save the terms")  # fmt: skip
    desk.save("Offer for the client", {}, "Issue the offer")
    desk.save("Handed over", {"How": "On paper", "Where our copy stands": "Folder 3"}, "Handed over")


def sign(desk: Desk) -> None:
    """Terms, identity, signature."""
    desk.save("Scope and fee", {}, "Agree on these terms")
    desk.save("Identity", {"How": "Passport"}, "Identity checked")
    desk.save("Signature", {"Or where the paper stands": "Folder 3"}, "Signed")
    desk.save("Power of attorney", {}, "Save the power of attorney")
