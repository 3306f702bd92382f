"""The board under the mouse, on a phone and by keyboard: a drop opens the Move dialog (issue 2 point 10)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Locator

from advisor.transaction import transaction
from tests import make
from tests.browser.conftest import Visitor
from tests.browser.steps import complaints

pytestmark = pytest.mark.browser


@pytest.fixture
def board(site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """board("manager", 390): somebody in front of the board with one lead in the first column."""
    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        make.case(ctx, cast.advisor)

    def look(who: str, width: int = 1440) -> Visitor:
        person = visit(width).sign_in(who)
        person.see("/board?whose=all")
        return person

    return look


def card_in(person: Visitor, stage: str) -> Locator:
    """The lead's card in a column."""
    return person.page.locator(f"#stage-{stage} .case-card")


def test_a_drop_on_the_next_column_opens_the_dialog_and_says_what_is_missing(board: Callable[..., Visitor]) -> None:
    person = board("advisor")
    card_in(person, "contact").drag_to(person.page.locator("#stage-meeting .column-cards"))
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_text("The privacy notice was not given.").wait_for()
    assert dialog.get_by_label("To stage").locator("option:checked").inner_text().startswith("2.")
    assert not person.axe()
    dialog.get_by_role("button", name="Move", exact=True).click()
    dialog.get_by_text("is closed").first.wait_for()
    dialog.get_by_role("link", name="Cancel").click()
    person.page.get_by_text("Not moved.").wait_for()
    assert card_in(person, "contact").count() == 1
    assert all("422" in text for text in complaints(person))


def test_a_drop_over_two_columns_shows_both_gates_and_a_manager_may_pass(board: Callable[..., Visitor]) -> None:
    person = board("manager")
    card_in(person, "contact").drag_to(person.page.locator("#stage-analysis .column-cards"))
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_label("Reason for passing a closed gate").fill("known client, met yesterday")
    assert dialog.get_by_role("heading", name="Gate of stage").count() == 2
    dialog.get_by_role("button", name="Move", exact=True).click()
    card_in(person, "analysis").wait_for()
    assert card_in(person, "contact").count() == 0
    assert not complaints(person)


def test_the_board_fits_a_phone_and_a_card_moves_by_its_button(board: Callable[..., Visitor]) -> None:
    person = board("manager", 390)
    assert not person.scrolls_sideways()
    assert not person.axe()
    card_in(person, "contact").get_by_role("link", name="Move ").click()
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_label("Reason for passing a closed gate").fill("known client")
    assert not person.scrolls_sideways()
    dialog.get_by_role("button", name="Move", exact=True).click()
    card_in(person, "meeting").wait_for(state="attached")


def test_the_keyboard_finds_the_card_and_opens_its_dialog(board: Callable[..., Visitor]) -> None:
    person = board("manager")
    keys = person.page.keyboard
    keys.press("j")
    assert person.page.evaluate("document.activeElement.textContent").strip() == "Zofia Wójcik"
    keys.press("m")
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_label("Reason for passing a closed gate").fill("known client")
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    card_in(person, "meeting").wait_for()
    keys.press("Escape")
    assert not complaints(person)
