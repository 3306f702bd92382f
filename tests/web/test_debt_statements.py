"""Pages of the debt rules ask the database a fixed number of times, however much there is to show (DONE.md 5)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.debts import Debt
from advisor.domain.roles import COMMAND, Actor
from advisor.stages.contact.prequalification.actions import Sheet, save_interview
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.transaction import transaction
from tests import make
from tests.casework.test_intake import read
from tests.casework.test_intake_debts import HEAD, RU
from tests.web.test_statements import Counter, statements

Actors = Callable[[str], Actor]
Browser = Callable[[str], FlaskClient]


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(COMMAND, make.NOW) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        return make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                         currency="RUB", amount=None).id  # fmt: skip


def test_the_history_of_verdicts_and_the_reports(lead: int, actor: Actors, browser: Browser) -> None:
    """One verdict or ten, a mortgage in each: queue, history, refusals and pace cost the same."""
    paths = {f"/cases/{lead}/contact/verdicts": "advisor", "/reports/pace": "manager", "/reports/refusals": "manager",
             "/queue": "editor", "/rules/op1": "editor"}  # fmt: skip
    people = {who: browser(who) for who in set(paths.values())}
    found = []
    for first, last in ((0, 1), (1, 10)):
        for number in range(first, last):
            sheet = Sheet((DebtRow(Debt("bank_loan", Decimal(200_000 + number))),), True)
            with transaction(actor("advisor"), make.NOW + timedelta(minutes=number)) as ctx:
                save_interview(ctx, lead, sheet)
        found.append({path: statements(people[who], path) for path, who in paths.items()})
    assert found[0] == found[1]
    assert max(found[1].values()) <= 12


def test_the_preview_of_debts(cast: make.Cast, actor: Actors, browser: Browser) -> None:
    """Verdicts of thirty rows need no statement of their own."""
    line = 'Lead {n};+7 916 111-{n:02d}-01;банкротство;да;"кредит 4{n:02d} 000";нет;\n'
    few, many = (
        read(actor("advisor"), HEAD + "".join(line.format(n=n) for n in range(10, 10 + count)), **RU)
        for count in (1, 30)
    )
    client = browser("advisor")
    assert statements(client, f"/imports/{few}") == statements(client, f"/imports/{many}")


def test_a_keystroke_of_the_interview(lead: int, browser: Browser) -> None:
    """Session, case, rules and consent: four statements, with one debt as with thirty."""
    client = browser("advisor")
    for count in (1, 30):
        typed = {f"debts-{place}-{name}": value for place in range(count)
                 for name, value in (("kind", "bank_loan"), ("amount", "20 000"))}  # fmt: skip
        counter = Counter()
        with counter.counting():
            answer = client.post(f"/cases/{lead}/contact/verdict", data=typed | {"mortgage": "no"},
                                 headers={"HX-Request": "true"})  # fmt: skip
        assert answer.status_code == 200
        assert counter.count == 4
