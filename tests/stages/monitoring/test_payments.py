"""Payments: what was seen of them in their last days, and the debit authorisations they are collected by."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.outreach.payer import Paid, habit
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.outbox import Audience
from advisor.records.reminder import Reminder, ReminderState
from advisor.services import plan_book
from advisor.stages.monitoring.actions import NewDuty, add_duty, finish_duty
from advisor.stages.monitoring.debits.actions import NewDebit, authorise, revoke
from advisor.stages.monitoring.debits.records import DebitAuthorisation
from advisor.stages.monitoring.watch.actions import Seen, note_seen
from advisor.stages.monitoring.watch.gate import to_watch
from advisor.stages.monitoring.watch.records import sightings_of
from advisor.stages.monitoring.watch.stage import SIGHTINGS
from advisor.transaction import transaction
from tests import make
from tests.filings import TODAY
from tests.make import NOW
from tests.web.test_statements import statements

Actors = Callable[[str], Actor]
OLD, NEW = "PL61109010140000071219812874", "27114020040000300201355387"


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, stage=StageKey.MONITORING).id


def form(account: str, from_on: date) -> NewDebit:
    return NewDebit("Bank Przykład", account, from_on, TODAY, "paper", "Zofia Wójcik", "Shelf 4")


def spans() -> list[tuple[date, date | None]]:
    rows = db.session.scalars(select(DebitAuthorisation).order_by(DebitAuthorisation.from_on))
    return [(row.from_on, row.to_on) for row in rows]


def test_another_account_is_a_new_signed_form_and_the_old_one_ends_on_its_first_day(file: int, actor: Actors) -> None:
    """ES-15: the old mandate ends on the new one's start date; on no day do two hold."""
    change = TODAY + timedelta(days=10)
    with transaction(actor("advisor"), NOW) as ctx:
        old = authorise(ctx, file, form(OLD, TODAY))
        new = authorise(ctx, file, form(NEW, change))
    assert spans() == [(TODAY, change), (change, None)]
    last_day = change - timedelta(days=1)
    assert [(row.span.holds(last_day), row.span.holds(change)) for row in (old, new)] == [(True, False), (False, True)]
    for wrong, field in ((form("PL61109010140000071219812875", change + timedelta(days=1)), "account"),
                         (form(OLD, change), "from_on")):  # fmt: skip
        with pytest.raises(Invalid, match=field), transaction(actor("advisor"), NOW) as ctx:
            authorise(ctx, file, wrong)
    with transaction(actor("advisor"), NOW) as ctx:
        revoke(ctx, file, new.id, change + timedelta(days=5), "Loan repaid")
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        revoke(ctx, file, old.id, change, "again")
    assert spans() == [(TODAY, change), (change, change + timedelta(days=5))]


def test_the_account_is_kept_sealed_and_shown_masked(
    file: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        authorise(ctx, file, form(NEW, TODAY))
    kept = db.session.scalar(text("SELECT account FROM debit_authorisation"))
    assert NEW.encode() not in bytes(kept)
    shown = browser("advisor").get(f"/cases/{file}/monitoring").text
    assert "•387" in shown
    assert NEW not in shown
    assert browser("colleague").get(f"/cases/{file}/monitoring/debits/add").status_code == 404


def test_what_was_seen_of_a_payment_is_a_code_of_the_list_with_its_day_or_amount(file: int, actor: Actors) -> None:
    """ES-16: facts only; a promise needs its day, a part its amount; a settled payment is watched no more."""
    assert [to_watch(TODAY, TODAY - timedelta(days=n)) for n in (2, 1, 0, -3)] == [False, True, True, True]
    with transaction(actor("advisor"), NOW) as ctx:
        duty = add_duty(ctx, file, NewDuty("instalment", "2/12", TODAY + timedelta(days=1), 125_050))
        other = add_duty(ctx, file, NewDuty("report", "Quarterly report", TODAY + timedelta(days=1)))
        note_seen(ctx, file, duty.id, Seen("phone_off", TODAY, TODAY, 5))
        note_seen(ctx, file, duty.id, Seen("promised", TODAY, TODAY + timedelta(days=3)))
        note_seen(ctx, file, duty.id, Seen("paid_part", TODAY, amount=50_000))
    rows = sightings_of(db.session(), file)[duty.id]
    assert [(row.code, row.until_on, row.amount) for row in rows] == [
        ("phone_off", None, None), ("promised", TODAY + timedelta(days=3), None), ("paid_part", None, 50_000),
    ]  # fmt: skip
    for wrong in (Seen("deceit", TODAY), Seen("promised", TODAY), Seen("paid_part", TODAY),
                  Seen("no_answer", TODAY + timedelta(days=1))):  # fmt: skip
        with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
            note_seen(ctx, file, duty.id, wrong)
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        note_seen(ctx, file, other.id, Seen("no_answer", TODAY))
    with pytest.raises(NotFound), transaction(actor("colleague"), NOW) as ctx:
        note_seen(ctx, file, duty.id, Seen("no_answer", TODAY))
    with transaction(actor("advisor"), NOW) as ctx:
        finish_duty(ctx, file, duty.id, TODAY, "Bank statement")
        with pytest.raises(WrongStatus):
            note_seen(ctx, file, duty.id, Seen("no_answer", TODAY))


def test_who_paid_on_time_is_not_reminded_and_who_was_late_is_reminded_twice(
    file: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """ZA-07: client A (always on time) gets none by default, client B gets T-3 and T-1; the reason is shown."""
    day = TODAY - timedelta(days=1)

    def pay(late: int) -> None:
        with transaction(actor("advisor"), NOW) as ctx:
            duty = add_duty(ctx, file, NewDuty("instalment", "Paid", day - timedelta(days=late), 125_050))
            finish_duty(ctx, file, duty.id, day, "Bank statement")

    def told(duty_id: int) -> list[int | None]:
        waits = select(Reminder.offset_days).where(
            Reminder.plan == f"instalment.{duty_id}", Reminder.audience == Audience.CLIENT,
            Reminder.state == ReminderState.PLANNED,
        )  # fmt: skip
        return list(db.session.scalars(waits.order_by(Reminder.due_at)))

    with transaction(actor("advisor"), NOW) as ctx:
        nxt = add_duty(ctx, file, NewDuty("instalment", "2/12", TODAY + timedelta(days=30), 125_050)).id
    for _ in range(2):
        pay(0)
    assert told(nxt) == [-1]
    pay(0)
    assert told(nxt) == []
    assert "all came on time" in browser("advisor").get(f"/cases/{file}/monitoring").text
    with transaction(actor("advisor"), NOW) as ctx:
        plan_book.end_deviation(ctx, ctx.session.get_one(Case, file), 1)
    pay(0)
    assert told(nxt) == [], "what a person ended does not come back by itself, nor is the past planned anew"
    pay(1)
    assert told(nxt) == [-3, -1]
    assert "One of the last payments came late" in browser("advisor").get(f"/cases/{file}/messages/differences").text


@pytest.mark.parametrize(
    ("days", "expected"),
    [((), "unknown"), ((0, 0), "unknown"), ((0, -5, 0), "punctual"), ((0, 0, 0, 1), "late"),
     ((1, *[0] * 12), "punctual"), ((0, 0, 0, None), "late")],
)  # fmt: skip
def test_a_habit_is_what_the_last_payments_show(days: tuple[int | None, ...], expected: str) -> None:
    """Days late of each payment, the oldest first; None: not paid."""
    rows = []
    for number, late in enumerate(days):
        due_on = TODAY - timedelta(days=30 * (len(days) - number))
        rows.append(Paid(due_on, None if late is None else due_on + timedelta(days=late)))
    due_today = Paid(TODAY, None)
    assert habit([*rows, due_today], TODAY) == expected


def test_every_code_and_the_authorisation_go_through_the_pages(
    file: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        duty = add_duty(ctx, file, NewDuty("instalment", "2/12", TODAY + timedelta(days=1), 125_050)).id
    client, room = browser("advisor"), f"/cases/{file}/monitoring"
    page = client.get(f"{room}/duties/{duty}/seen").text
    assert all(f'value="{code}"' in page for code in SIGHTINGS)
    seen = {"code": "paid_part", "seen_on": TODAY.isoformat(), "amount": "500", "form_key": "1" * 32}
    assert client.post(f"{room}/duties/{duty}/seen", data=seen).status_code == 302
    debit = {"payee": "Bank", "account": OLD, "from_on": TODAY.isoformat(), "signer": "Zofia", "signed_how": "paper",
             "signed_on": TODAY.isoformat(), "form_key": "2" * 32}  # fmt: skip
    assert client.post(f"{room}/debits/add", data=debit).status_code == 302
    assert client.post(f"{room}/debits/add", data=debit | {"form_key": "3" * 32}).status_code == 422
    shown = client.get(room).text
    assert "Paid a part" in shown
    assert "500" in shown
    gone = {"to_on": TODAY.isoformat(), "why": "Repaid", "form_key": "4" * 32}
    assert client.post(f"{room}/debits/1/revoke", data=gone).status_code == 302
    assert "Repaid" in client.get(room).text
    assert statements(client, room) <= 12
