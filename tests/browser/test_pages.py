"""Every staff page in a real Chromium: axe and policy find nothing, nothing scrolls sideways (DONE 1, UI 7)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from advisor.transaction import transaction
from tests import make
from tests.browser.conftest import Visitor

PAGES = (
    "/today", "/board", "/cases", "/cases/1", "/cases/2", "/cases/1/meeting", "/cases/1/analysis", "/cases/1/offer",
    "/cases/1/contract", "/cases/1/documents", "/cases/1/desk",
    "/cases/1/forms/business-plan", "/cases/1/submission", "/cases/1/tracking", "/cases/1/decision",
    "/cases/1/monitoring", "/cases/1/support", "/cases/1/referrals", "/cases/1/move", "/cases/1/people", "/cases/new",
    "/cases/1/client-page", "/cases/1/client-page/preview",
    "/clients/1", "/search?q=6000", "/account", "/outgoing", "/outgoing/sent",
    "/cases/1/messages", "/cases/1/messages/differences", "/bell", "/account/messages",
    "/cases/1/reminders/add", "/reports", "/audit", "/audit/overrides",
    "/calls", "/calendar", "/calendar/book", "/promises", "/messages", "/audit/contacts", "/clients/1/contact-rules",
    "/cases/1/contacts/log", "/cases/1/promises/add",
    "/queue",
    "/imports", "/rules", "/rules/op1", "/rules/extrajudicial", "/reports/pace", "/reports/refusals",
    "/cases/2/contact/verdicts",
)  # fmt: skip

VIEWS = ((1440, "light"), (390, "dark"), (320, "light"))

pytestmark = pytest.mark.browser


@pytest.fixture
def leads(site: tuple[str, Flask, make.Cast]) -> None:
    """A financing lead and a debt-relief lead."""
    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        make.case(ctx, cast.advisor)
        ivan = make.party(ctx, "Иван Смирнов", phone="+7 916 123-45-67", country="RU")
        make.case(ctx, cast.advisor, ivan, product="ru_bankruptcy_court", client_type="citizen", currency="RUB")


@pytest.mark.parametrize("half", [0, 1])
def test_pages_are_accessible_and_fit(leads: None, visit: Callable[..., Visitor], half: int) -> None:
    person = visit().sign_in("manager")
    problems = []
    for path in PAGES[half::2]:
        person.see(path)
        for width, theme in VIEWS:
            person.turn(width, theme)
            problems += [f"{path} {theme} {width}: {v}" for v in person.axe()]
            if person.scrolls_sideways():
                problems.append(f"{path} {width}: scrolls sideways")
    assert not problems, "\n".join(problems)
    assert not person.complaints


def test_administrators_pages(leads: None, visit: Callable[..., Visitor]) -> None:
    person = visit().sign_in("admin")
    for path in (
        "/settings",
        "/settings/people",
        "/settings/people/new",
        "/settings/papers",
        "/settings/clauses",
        "/settings/clauses/contract/financing/en",
        "/settings/plans",
        "/settings/plans/documents",
        "/settings/letters",
        "/settings/letters/offer/en",
        "/settings/clock",
        "/account",
    ):
        person.see(path)
        assert not person.axe(), path
    assert not person.complaints


def test_pages_work_without_javascript(leads: None, visit: Callable[..., Visitor]) -> None:
    person = visit(javascript=False).sign_in("manager")
    person.see("/cases/1")
    person.page.get_by_role("link", name="Move to Meeting").click()
    person.page.fill("[name=override_reason]", "known client")
    person.page.click("main button[type=submit]")
    person.page.wait_for_url("**/cases/1")
    assert "Meeting" in person.page.locator("[aria-current=step]").first.inner_text()


def test_a_move_by_keyboard_in_the_dialog_and_its_undo(leads: None, visit: Callable[..., Visitor]) -> None:
    person = visit().sign_in("manager")
    page = person.see("/cases/1")
    page.get_by_role("link", name="Move to Meeting").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason for passing a closed gate").fill("known client")
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    page.get_by_text("Moved to First meeting.").wait_for()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("The move was taken back.").wait_for()
    assert "Contact" in page.locator("[aria-current=step]").first.inner_text()
    assert not person.complaints
