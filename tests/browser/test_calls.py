"""Search and call capture in a real browser: from digits to the right person and a saved note (SPEC first screen)."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt
from advisor.records.promise import Promise, Promiser
from advisor.transaction import transaction
from tests import make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
MOST_STEPS, MOST_SECONDS = 8, 20.0


@pytest.fixture
def leads(site: tuple[str, Flask, make.Cast]) -> list[int]:
    """Three clients with promises of ours that are due."""
    _base, app, cast = site
    found = []
    with app.app_context(), transaction(COMMAND, datetime.now(UTC)) as ctx:
        for number, name in enumerate(("Zofia Wójcik", "Jan Kowalski", "Anna Nowak")):
            case = make.case(ctx, cast.advisor, make.party(ctx, name, phone=f"600 021 00{number}"))
            ctx.session.add(Promise(case_id=case.id, promiser=Promiser.US, stage=case.stage, text="call back",
                                    due_on=ctx.today, made_at=ctx.now))  # fmt: skip
            found.append(case.id)
    return found


class Hand:
    """Counts what a person does: each key press, typing or choice is one step."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.steps += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """A word or sentence in one go."""
        self.steps += 1
        self.page.keyboard.type(text)

    def choose(self, label: str, value: str) -> None:
        """One answer of the panel."""
        self.steps += 1
        self.page.get_by_role("dialog").get_by_label(label, exact=True).select_option(label=value)

    def write(self, label: str, text: str) -> None:
        """Go to a field and type."""
        self.steps += 1
        self.page.get_by_role("dialog").get_by_label(label, exact=True).fill(text)


def test_from_digits_to_a_saved_note_in_eight_steps(
    leads: list[int], visit: Callable[..., Visitor], site: tuple[str, Flask, make.Cast]
) -> None:
    """Slash, digits, arrow, Enter, S, result, note, Save: within twenty seconds of machine time as well."""
    person = visit().sign_in("advisor")
    hand, start = Hand(person.page), time.monotonic()
    hand.press("/")
    hand.type("021001")
    person.page.locator(".found a").first.wait_for()
    hand.press("ArrowDown")
    hand.press("Enter")
    person.page.wait_for_url(f"**/cases/{leads[1]}")
    hand.press("s")
    person.page.get_by_role("dialog").get_by_label("Notes").wait_for()
    hand.choose("Result", "Reached")
    hand.write("Notes", "Asked about the payout day")
    hand.steps += 1
    person.page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    person.page.get_by_text("The contact was saved.").wait_for()
    assert hand.steps <= MOST_STEPS
    assert time.monotonic() - start < MOST_SECONDS
    with site[1].app_context():
        row = db.session.scalars(select(ContactAttempt)).one()
        assert row.case_id == leads[1]
        assert db.session.get_one(Case, leads[1]).last_contact_at is not None
    assert not person.complaints


def test_the_queue_is_walked_by_keys_and_goes_on_with_the_next(leads: list[int], visit: Callable[..., Visitor]) -> None:
    """J, Enter, log, Save: the page comes back with the next client in focus."""
    person = visit().sign_in("advisor")
    page = person.see("/calls")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Zofia Wójcik"
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Result").select_option(label="No answer")
    dialog.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/calls?at={leads[1]}")
    page.get_by_text("The contact was saved.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Jan Kowalski"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "Zofia Wójcik"
    assert not person.complaints


def test_identity_comes_before_the_amount_and_typed_words_stay(leads: list[int], visit: Callable[..., Visitor]) -> None:
    """CN-32 in the dialog."""
    person = visit().sign_in("advisor")
    page = person.see(f"/cases/{leads[0]}")
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Notes").fill("half a sentence")
    assert "50,000" not in dialog.inner_text()
    dialog.get_by_role("button", name="Identity confirmed").click()
    dialog.get_by_text("Say who you are").wait_for()
    assert "50,000" in dialog.inner_text()
    assert dialog.get_by_label("Notes").input_value() == "half a sentence"
    assert not person.axe()


def test_a_call_is_logged_without_javascript(leads: list[int], visit: Callable[..., Visitor]) -> None:
    person = visit(javascript=False).sign_in("advisor")
    page = person.see("/calls")
    page.get_by_role("link", name="Log a contact").first.click()
    page.get_by_label("Result").select_option(label="Reached")
    page.get_by_label("Notes").fill("Spoke")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/calls?at={leads[1]}")
    assert "The contact was saved." in page.inner_text("body")
