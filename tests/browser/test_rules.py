"""A rule edit in a real Chromium: an open question tried, the form, the dry run, the signature, the new edition."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask

from advisor.casework.status import Closing, close
from advisor.domain.debts import Debt
from advisor.extensions import db
from advisor.records.staff import Staff
from advisor.stages.contact.prequalification.actions import Sheet, save_interview
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.transaction import transaction
from tests import make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def leads(site: tuple[str, Flask, make.Cast]) -> None:
    """Two live debt-relief leads and a refused one."""
    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        for name, amount in (("Иван Смирнов", "120000.00"), ("Анна Белова", "700000.00"), ("Олег Орлов", "80000.00")):
            client = make.party(ctx, name, phone="+7 916 123-45-67", country="RU")
            case_id = make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                                currency="RUB", amount=None).id  # fmt: skip
            ctx.actor = ctx.session.get_one(Staff, cast.advisor).actor()
            save_interview(ctx, case_id, Sheet((DebtRow(Debt("bank_loan", Decimal(amount))),), False))
            if amount == "80000.00":
                close(ctx, Closing(case_id, "TOTAL_NOT_ABOVE_MIN"))
            ctx.actor = make.COMMAND
    with app.app_context():
        db.session.remove()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_a_rule_edit_with_dry_run_and_signature(
    leads: None, visit: Callable[..., Visitor], width: int, theme: str
) -> None:
    person = visit(width, theme).sign_in("editor")
    page, problems = person.page, []

    def look(name: str) -> None:
        page.evaluate("scrollTo(0, 0)")  # a message takes the focus: links under the fixed bar are not to be measured
        problems.extend(f"{name}: {each}" for each in person.axe())
        if person.scrolls_sideways():
            problems.append(f"{name} scrolls sideways")
        if folder := os.environ.get("TEST_SHOTS"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)

    person.see("/rules")
    look("rules")
    page.click("a[href='/rules/op1']")
    look("op1")
    page.get_by_role("button", name="Try: All debts").click()
    page.get_by_text("No live lead changes verdict.").wait_for()
    look("trial-none")
    page.get_by_role("link", name="Go on with these rules").click()
    assert page.input_value("[name=total_base]") == "all"
    page.select_option("[name=total_base]", "dischargeable")
    page.fill("[name=total_min]", "150 000")
    page.fill("[name=reason]", "The board decided so.")
    look("edit")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**/rules/op1/draft")
    look("draft")
    page.get_by_role("button", name="Try it on the live leads").click()
    page.get_by_text("2 of 2").wait_for()
    look("trial")
    page.go_back()
    page.get_by_role("button", name="Put into force").click()
    page.get_by_role("alert").wait_for()
    look("refused")
    page.check("[name=signed]")
    page.get_by_role("button", name="Put into force").click()
    page.wait_for_url("**/rules/op1")
    assert page.get_by_text("The board decided so.").is_visible()
    look("history")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_the_refusals_of_a_month(leads: None, visit: Callable[..., Visitor], width: int, theme: str) -> None:
    person = visit(width, theme).sign_in("manager")
    person.see("/reports/refusals")
    assert not person.axe()
    assert not person.scrolls_sideways()
    assert person.page.locator("#refusals tbody tr").count() == 1
    if folder := os.environ.get("TEST_SHOTS"):
        person.page.screenshot(path=str(Path(folder) / f"refusals-{width}.png"), full_page=True)
