"""Duties, service ended and our own money through the use cases on both engines (Finare step 10)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.fee import FeeEntry, FeeKind
from advisor.records.reminder import OPEN, Reminder
from advisor.stages.monitoring.actions import (
    Money,
    NewDuty,
    add_duty,
    add_money,
    change_money,
    drop_duty,
    end_service,
    finish_duty,
    resume_service,
    waive_money,
)
from advisor.stages.monitoring.gate import gate
from advisor.stages.monitoring.records import Duty, ServiceEnd, facts
from advisor.transaction import transaction
from tests import make
from tests.filings import TODAY
from tests.make import NOW

Actors = Callable[[str], Actor]
FEE = Money(FeeKind.FEE, "Success fee", 120_000, "PLN", TODAY)
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, stage=StageKey.MONITORING).id


def codes(case_id: int) -> set[str]:
    return {f.code for f in gate(facts(db.session(), db.session.get_one(Case, case_id)), TODAY).blocking}


def free_reminders(case_id: int) -> int:
    query = select(func.count()).where(Reminder.case_id == case_id, Reminder.state.in_(OPEN), Reminder.stage.is_(None))
    return db.session.scalar(query) or 0


def test_one_click_ends_the_service_twice_has_one_effect_and_it_can_go_on(file: int, actor: Actors) -> None:
    """SPEC A0: one click "service ended" (the default)."""
    for _ in range(2):
        with transaction(actor("advisor"), NOW) as ctx:
            end_service(ctx, file)
    assert db.session.get_one(ServiceEnd, file).ended_by == "Anna Advisor"
    assert codes(file) == set()
    with transaction(actor("advisor"), NOW) as ctx:
        resume_service(ctx, file)
    assert codes(file) == {"monitoring.no_plan"}
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        resume_service(ctx, file)


def test_a_duty_rings_on_its_day_until_it_is_done_with_evidence(file: int, actor: Actors) -> None:
    """SPEC A0: settlement duties to the funder (invoices, payment claims, tranches) with due dates and evidence."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = add_duty(ctx, file, NewDuty("invoice", "Invoice for the machine", SOON, 5_000_000))
    reminder = db.session.get_one(Reminder, row.reminder_id)
    assert (reminder.due_at.date(), free_reminders(file), codes(file)) == (SOON, 1, {"monitoring.duty_open"})
    with pytest.raises(Invalid, match="evidence: missing"), transaction(actor("advisor"), NOW) as ctx:
        finish_duty(ctx, file, row.id, TODAY, " ")
    with transaction(actor("advisor"), NOW) as ctx:
        finish_duty(ctx, file, row.id, TODAY, "Invoice 7/2026, shelf 3")
    assert (free_reminders(file), codes(file)) == (0, set())
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        finish_duty(ctx, file, row.id, TODAY, "again")


def test_a_dropped_duty_stays_with_its_reason_and_is_no_plan(file: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        row = add_duty(ctx, file, NewDuty("report", "Quarterly report", SOON))
        drop_duty(ctx, file, row.id, "The bank does not ask for it")
    assert db.session.get_one(Duty, row.id).dropped_why == "The bank does not ask for it"
    assert codes(file) == {"monitoring.no_plan"}


def test_our_fee_is_agreed_invoiced_and_paid(file: int, actor: Actors) -> None:
    """SPEC A0: our own money; an unpaid fee holds the case only while the service goes on, a commission never."""
    with transaction(actor("advisor"), NOW) as ctx:
        end_service(ctx, file)
        fee = add_money(ctx, file, FEE)
        add_money(ctx, file, Money(FeeKind.COMMISSION, "Bank", 90_000, "PLN", TODAY, advisor_share=Decimal("40")))
    verdict = gate(facts(db.session(), db.session.get_one(Case, file)), TODAY)
    assert verdict.open
    assert [(f.code, f.subject) for f in verdict.findings] == [("monitoring.fee_unpaid", "Success fee")]
    paid = Money(
        FeeKind.FEE, "Success fee", 120_000, "PLN", TODAY, invoiced_on=TODAY, invoice_number="1", paid_on=TODAY
    )
    with transaction(actor("advisor"), NOW) as ctx:
        change_money(ctx, file, fee.id, paid)
    assert gate(facts(db.session(), db.session.get_one(Case, file)), TODAY).findings == ()
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        waive_money(ctx, file, fee.id, "Gift")


def test_a_waived_fee_is_settled_with_its_reason(file: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        fee = add_money(ctx, file, FEE)
        waive_money(ctx, file, fee.id, "Hardship")
    assert "monitoring.fee_unpaid" not in codes(file)


def test_debt_relief_duties_run_until_the_discharge(house: Flask, cast: make.Cast, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        relief = make.case(ctx, cast.advisor, product="ru_bankruptcy_court", client_type="citizen", currency="RUB").id
        row = add_duty(ctx, relief, NewDuty("hearing", "Second hearing", SOON))
        finish_duty(ctx, relief, row.id, TODAY, "Minutes")
    assert codes(relief) == {"monitoring.discharge_open"}
    with pytest.raises(Invalid, match="kind: unknown"), transaction(actor("advisor"), NOW) as ctx:
        add_duty(ctx, relief, NewDuty("tranche", "No such thing", SOON))
    with transaction(actor("advisor"), NOW) as ctx:
        last = add_duty(ctx, relief, NewDuty("discharge", "Discharge", TODAY))
        finish_duty(ctx, relief, last.id, TODAY, "Ruling of the court")
    assert codes(relief) == set()


@pytest.mark.parametrize(
    ("money", "field"),
    [
        (Money(FeeKind.FEE, "Fee", 0, "PLN", TODAY), "amount"),
        (Money(FeeKind.FEE, "Fee", -1, "PLN", TODAY), "amount"),
        (Money(FeeKind.FEE, " ", 100, "PLN", TODAY), "text"),
        (Money(FeeKind.FEE, "Fee", 100, "PLN", SOON), "agreed_on"),
        (Money(FeeKind.FEE, "Fee", 100, "PLN", TODAY, paid_on=SOON), "paid_on"),
        (Money(FeeKind.FEE, "Fee", 100, "PLN", TODAY, advisor_share=Decimal(101)), "advisor_share"),
    ],
)
def test_bad_amounts_are_named(file: int, actor: Actors, money: Money, field: str) -> None:
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        add_money(ctx, file, money)
    assert refused.value.field == field
    assert db.session.scalar(select(FeeEntry)) is None


def test_anothers_duty_is_not_found(file: int, actor: Actors, cast: make.Cast) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        row = add_duty(ctx, file, NewDuty("report", "Report", SOON))
        other = make.case(ctx, cast.advisor).id
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        finish_duty(ctx, other, row.id, TODAY, "x")
