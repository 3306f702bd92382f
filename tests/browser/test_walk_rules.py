"""Debt rules in a real Chromium: a mixed lead, a referral, a refusal with its sheet, other rules; all by keyboard.

Issue 3, "Done when" and point 3: consent (OP-16, OP-17), a doubt answered by a person (OP-07, ZA-03), the honest
alternative as PDF (C-4), a rule edit with dry run (OP-09), five debts by keyboard alone in under a minute.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.steps import complaints, words_of
from tests.browser.test_walk_debt_relief import open_lead, owe, verdict

pytestmark = pytest.mark.browser

FIVE = (("Bank l", "310000"), ("Credit", "64500,50"), ("Util", "25500"), ("Micro", "18000"), ("Tax", "7000"))
"""Five debts as one types them: enough of the kind for the list to jump there, and the amount."""
KEY_S = 0.28
"""Seconds per key of an average typist (keystroke-level model, Card, Moran and Newell 1983)."""
LIMIT_S = 60


class Keys:
    """A keyboard that counts; there is no mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.started = page, 0, time.monotonic()

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.pressed += times

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def tab_to(self, name: str) -> None:
        """Tab until the field has the focus."""
        for _ in range(120):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached by the keyboard")

    @property
    def seconds(self) -> float:
        """What a person needs: the keys at her pace, and what the machine took."""
        return self.pressed * KEY_S + time.monotonic() - self.started


def look(person: Visitor, name: str) -> None:
    """Nothing for axe to complain about, nothing that scrolls sideways; a picture when somebody wants to see it."""
    person.page.evaluate("scrollTo(0, 0)")
    assert not person.axe(), name
    assert not person.scrolls_sideways(), name
    if folder := os.environ.get("TEST_SHOTS"):
        person.page.screenshot(path=str(Path(folder) / f"walk-{name}.png"), full_page=True)


def debt_by_keys(keys: Keys, place: int, kind: str, amount: str) -> None:
    keys.tab_to(f"debts-{place}-kind")
    keys.type(kind)
    keys.tab_to(f"debts-{place}-amount")
    keys.type(amount)


def test_five_debts_by_keyboard_in_under_a_minute(visit: Callable[..., Visitor]) -> None:
    """Issue 3 point 3: the verdict comes while one types, rows grow by themselves, Enter saves; no mouse at all."""
    person = visit().sign_in("advisor")
    desk = open_lead(person, "Пётр Малов", "+7 916 111-22-33", "petr@example.test").open()
    person.page.locator("#interview [name=debts-0-kind]").evaluate("e => e.focus()")
    keys = Keys(person.page)
    for place, (kind, amount) in enumerate(FIVE):
        debt_by_keys(keys, place, kind, amount)
        person.page.locator(f"[name=debts-{place + 2}-kind]").wait_for()
    person.page.evaluate("window.stays = true")
    keys.tab_to("mortgage")
    keys.press("ArrowDown", 2)
    person.page.locator("#verdict .pill", has_text="Qualified").first.wait_for()
    assert person.page.evaluate("window.stays"), "the verdict came without a page load"
    look(person, "interview")
    keys.press("Enter")
    person.page.get_by_text("Verdict saved").wait_for()
    assert keys.seconds < LIMIT_S, f"{keys.pressed} keys, {keys.seconds:.1f} s"
    assert verdict(desk) == "Qualified"
    assert "425\u00a0000.50" in desk.card("Do we take this case?").inner_text()
    assert not complaints(person)


def test_five_debts_by_keyboard_without_javascript(visit: Callable[..., Visitor]) -> None:
    """The same with JavaScript off: Enter saves and gives more rows, the questions stand on the page."""
    person = visit(javascript=False).sign_in("advisor")
    page = person.see("/cases/new")
    for label, value in {"Name": "Пётр Малов", "Phone": "+7 916 111-22-33"}.items():
        page.get_by_label(label, exact=True).fill(value)
    page.select_option("[name=country]", "RU")
    page.select_option("[name=product]", "ru_bankruptcy_court")
    page.select_option("[name=client_type]", "citizen")
    page.select_option("[name=currency]", "RUB")
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/cases/*")
    keys = Keys(page)
    for place, (kind, amount) in enumerate(FIVE):
        if not page.locator(f"[name=debts-{place}-kind]").count():
            with page.expect_navigation():
                keys.press("Enter")
        debt_by_keys(keys, place, kind, amount)
    keys.tab_to("mortgage")
    keys.press("Space")
    keys.press("ArrowDown", 2)
    with page.expect_navigation():
        keys.press("Enter")
    assert "Qualified" in page.locator("#verdict .pill").first.inner_text()
    assert keys.seconds < LIMIT_S, f"{keys.pressed} keys, {keys.seconds:.1f} s"


def test_a_mixed_lead_a_referral_and_a_refusal(visit: Callable[..., Visitor]) -> None:
    """One afternoon: consent to a part, a mortgage answered by the rule editor, 80 000 refused with a sheet."""
    person, editor = visit().sign_in("advisor"), visit(390, "dark").sign_in("editor")
    mixed = open_lead(person, "Анна Крылова", "+7 916 444-55-66", "anna@example.test")
    owe(mixed, ("bank_loan", "400 000"), ("alimony", "120 000"))
    mixed.save("Interview: debts", {}, "Save the verdict")
    assert verdict(mixed) == "Waiting for the client's consent"
    assert mixed.card("Where this lead stands").get_by_role("button", name="Book the meeting").is_disabled()
    script = mixed.card("Do we take this case?").locator(".prose").inner_text().replace("\u00a0", " ")
    assert "400 000 может быть списано, 120 000 остаётся к уплате." in script
    mixed.press(person.page.get_by_role("button", name="Statement PDF"))
    printed = words_of(mixed.open("contact").paper("Statement"))
    assert "400\u00a0000" in printed or "400 000" in printed
    mixed.save("Consent to a partial write-off", {
        "Does the client agree to go on, knowing that a part stays?": "Yes, agrees", "Channel": "Phone",
    }, "Save the answer")  # fmt: skip
    assert verdict(mixed.open("contact")) == "Qualified in part, with consent"
    look(person, "consent")

    doubtful = open_lead(person, "Олег Орлов", "+7 916 777-88-99", "oleg@example.test")
    owe(doubtful, ("bank_loan", "400 000"), ("mortgage", "2 000 000"))
    doubtful.save("Interview: debts", {}, "Save the verdict")
    stand = doubtful.card("Where this lead stands")
    assert "The meeting may be booked provisionally." in stand.inner_text()
    assert stand.get_by_role("link", name="Book the meeting").is_visible()
    page = editor.see("/queue")
    page.get_by_role("link", name="Олег Орлов").click()
    assert "The policy has no rule for mortgages." in page.locator("main").inner_text()
    look(editor, "queue")
    assert page.get_by_role("link", name="Write it into the rules").is_visible()
    page.get_by_label("Approve: we take the case").check()
    page.get_by_label("Reason").fill("The home is the only one: take it.")
    page.get_by_role("button", name="Save the answer").click()
    page.wait_for_url("**/queue")
    answered = doubtful.open("contact").card("Where this lead stands").inner_text()
    assert "The home is the only one: take it." in answered
    assert "Undecided" in answered, "the machine's verdict stands beside the person's"

    refused = open_lead(person, "Иван Малый", "+7 916 222-33-44", "ivan@example.test")
    owe(refused, ("bank_loan", "80 000"))
    refused.save("Interview: debts", {}, "Save the verdict")
    assert "Out-of-court insolvency" in refused.card("An honest alternative").inner_text()
    refused.press(person.page.get_by_role("button", name="Alternatives PDF"))
    sheet = words_of(refused.open("contact").paper("Alternatives"))
    assert "МФЦ" in sheet or "MFC" in sheet
    look(person, "refused")
    refused.ask(
        refused.card("Where this lead stands").get_by_role("link", name="Close as not qualified"), {}, "Close the case"
    )
    person.page.get_by_text("Closed: ").first.wait_for()
    assert not complaints(person, editor)


def test_a_rule_edit_with_its_dry_run_changes_the_next_verdict(visit: Callable[..., Visitor]) -> None:
    """OP-09, OP-22: the editor tries 500 000 on the live lead, puts it into force; the old verdict stays, a re-check
    says what differs, and the day before still answers by the old rules."""
    person, editor = visit().sign_in("advisor"), visit().sign_in("editor")
    lead = open_lead(person, "Вера Лисова", "+7 916 333-44-55", "vera@example.test")
    owe(lead, ("bank_loan", "400 000"))
    lead.save("Interview: debts", {}, "Save the verdict")
    page = editor.see("/rules/op1/edit")
    page.fill("[name=total_min]", "500 000")
    page.fill("[name=reason]", "Small cases cost more than they bring.")
    page.get_by_role("button", name="Try it on the live leads").click()
    page.get_by_text("1 of 1").wait_for()
    assert "Not qualified. The debt is not above our minimum." in page.locator("#turned").inner_text()
    page.go_back()
    page.fill("[name=total_min]", "500 000")
    page.fill("[name=reason]", "Small cases cost more than they bring.")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**/rules/op1/draft")
    page.check("[name=signed]")
    page.get_by_role("button", name="Put into force").click()
    page.wait_for_url("**/rules/op1")
    assert "Small cases cost more than they bring." in page.locator("#history").inner_text()
    history = person.see(f"{lead.path}/contact/verdicts")
    said = history.locator("main").inner_text()
    assert "By today's rules" in said
    assert "Qualified → Not qualified" in said
    assert "May the law help this person?" in said
    look(person, "verdicts")
    history.fill("[name=as_of]", "2024-01-15")
    history.get_by_role("button", name="Filter").click()
    assert "The rules of that day say the same." in history.locator("main").inner_text()
    assert not complaints(person, editor)
