"""Refusals of a month: table, CSV and workbook with the same totals (OP-21); minutes to a verdict (ZA-01)."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.casework import refusals
from advisor.casework.board import Scope
from advisor.casework.pace import by_month, pace
from advisor.casework.status import Closing, close
from advisor.domain.debts import Debt
from advisor.domain.roles import COMMAND, Actor
from advisor.extensions import db
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.services.workbooks import read_workbook
from advisor.stages.contact.prequalification.actions import Sheet, save_interview
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.transaction import transaction
from tests import make

Browser = Callable[[str], FlaskClient]
MONTH = date(2026, 3, 1)
LATER = make.NOW + timedelta(minutes=12)


@pytest.fixture
def refused(house: Flask, cast: make.Cast, actor: Callable[[str], Actor]) -> None:
    """Two debt leads of one client refused (80 000.55 and 90 000 roubles) and a loan case of 50 000 zloty."""
    with transaction(COMMAND, make.NOW) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        kinds = {"product": "ru_bankruptcy_court", "client_type": "citizen", "currency": "RUB", "amount": None}
        leads = [make.case(ctx, cast.advisor, client, **kinds).id for _ in range(2)]
        loan = make.case(ctx, cast.advisor, make.party(ctx, "=Jan", phone="600 111 222")).id
        ctx.session.add(ContactAttempt(case_id=leads[0], party_id=client.id, at=LATER - timedelta(minutes=7),
                                       channel=ContactChannel.EMAIL, result=ContactResult.REACHED))  # fmt: skip
    with transaction(actor("advisor"), LATER) as ctx:
        for lead, amount in zip(leads, ("80000.55", "90000.00"), strict=True):
            save_interview(ctx, lead, Sheet((DebtRow(Debt("bank_loan", Decimal(amount))),), False))
            close(ctx, Closing(lead, "TOTAL_NOT_ABOVE_MIN"))
        close(ctx, Closing(loan, "not_our_service"))


def test_the_sums_per_clause_and_currency(refused: None) -> None:
    rows = refusals.refusals(db.session(), Scope(COMMAND, MONTH), MONTH)
    assert [(row.reason, row.operator, row.currency, row.count, row.amount) for row in rows] == [
        ("TOTAL_NOT_ABOVE_MIN", "Anna Advisor", "RUB", 2, 17_000_055),
        ("not_our_service", "Anna Advisor", "PLN", 1, 5_000_000),
    ]
    assert refusals.totals(rows) == (("PLN", 1, 5_000_000), ("RUB", 2, 17_000_055))
    assert refusals.refusals(db.session(), Scope(COMMAND, MONTH), date(2026, 4, 1)) == ()


def test_minutes_to_the_verdict_of_new_and_repeat_clients(refused: None) -> None:
    """ZA-01: the first lead was called 7 minutes before; the second is the same client's, opened 12 minutes before."""
    new, repeat = pace(db.session(), Scope(COMMAND, MONTH), MONTH)
    assert (new.repeat, new.count, new.minutes) == (False, 1, 7)
    assert (repeat.repeat, repeat.count, repeat.minutes) == (True, 1, 12)
    months = by_month(db.session(), Scope(COMMAND, MONTH), date(2025, 12, 1), MONTH)
    assert months == [(MONTH, new, repeat)]
    assert by_month(db.session(), Scope(COMMAND, MONTH), date(2025, 1, 1), date(2025, 12, 1)) == []


def test_the_pace_is_on_screen_and_to_take_along(
    house: Flask, cast: make.Cast, actor: Callable[[str], Actor], browser: Browser
) -> None:
    """ZA-01: median minutes of the running month, new and repeat, the same in page, CSV and workbook."""
    now = datetime.now(UTC)
    with transaction(COMMAND, now - timedelta(minutes=21)) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        kinds = {"product": "ru_bankruptcy_court", "client_type": "citizen", "currency": "RUB", "amount": None}
        lead = make.case(ctx, cast.advisor, client, **kinds).id
    with transaction(actor("advisor"), now) as ctx:
        save_interview(ctx, lead, Sheet((DebtRow(Debt("bank_loan", Decimal("400000.00"))),), False))
    web = browser("manager")
    assert "/reports/pace" in web.get("/reports").text
    assert "21 minutes" in web.get("/reports/pace").text
    text = web.get("/reports/pace.csv").get_data().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[1:] for line in lines[1:]] == [["New clients", "1", "21"], ["Repeat clients", "0", ""]]
    cells = [line.cells for line in read_workbook(web.get("/reports/pace.xlsx").get_data(), 100, 20)]
    assert [cell[2] for cell in cells[1:]] == ["1", "0"]
    assert browser("advisor").get("/reports/pace").status_code == 403
    assert "21 minutes" not in browser("other_manager").get("/reports/pace").text


def test_table_csv_and_workbook_have_the_same_totals(refused: None, browser: Browser) -> None:
    web = browser("manager")
    shown = web.get("/reports/refusals?month=2026-03").text
    assert "170,000.55" in shown
    text = web.get("/reports/refusals.csv?month=2026-03")
    lines = list(csv.reader(io.StringIO(text.get_data().decode("utf-8-sig"))))
    assert [line[4:] for line in lines[-2:]] == [["1", "50000.00", "PLN"], ["2", "170000.55", "RUB"]]
    assert lines[1][:2] == ["1.1", "1.1 Debt not above the minimum"]
    book = web.get("/reports/refusals.xlsx?month=2026-03")
    assert "attachment" in book.headers["Content-Disposition"]
    cells = [line.cells for line in read_workbook(book.get_data(), 100, 20)]
    assert [(row[4], Decimal(row[5]), row[6]) for row in cells[-2:]] == [
        ("1", Decimal(50000), "PLN"), ("2", Decimal("170000.55"), "RUB")]  # fmt: skip
    assert len(cells) == len(lines)


def test_nobody_sees_the_cases_of_others(refused: None, browser: Browser) -> None:
    for who in ("operator", "advisor", "underwriter"):
        assert browser(who).get("/reports/refusals").status_code == 403
    for who, seen in (("other_manager", False), ("admin", False), ("auditor", True)):
        answer = browser(who).get("/reports/refusals?month=2026-03")
        assert ("170,000.55" in answer.text) is seen, who


@pytest.mark.parametrize("month", ["", "0001-01", "9999-12", "2026-13", "x", "2026-03-01"])
def test_a_strange_month_is_the_running_one(house: Flask, browser: Browser, month: str) -> None:
    assert browser("auditor").get(f"/reports/refusals?month={month}").status_code == 200
