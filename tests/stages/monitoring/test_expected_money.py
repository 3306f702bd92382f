"""What was agreed becomes expected money by itself, once, and follows the agreement until it is a fact (FI-10)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.records.fee import FeeEntry, FeeKind, fees_of
from advisor.services.context import Context
from advisor.services.fees import follow_contract
from advisor.stages.contract.actions import annul_signature, sign_on_paper
from advisor.stages.decision.actions import Answer, Ruling, note_answer, record_decision
from advisor.stages.monitoring.actions import Money, add_money, change_money
from advisor.stages.offer.simulations.records import OfferSimulation
from advisor.transaction import transaction
from tests import filings, make
from tests.filings import TODAY
from tests.make import NOW

Actors = Callable[[str], Actor]
Do = Callable[[Callable[[Context], Any]], Any]


@pytest.fixture
def do(actor: Actors) -> Do:
    """The answer of a use case of the advisor."""

    def run(what: Callable[[Context], Any]) -> Any:
        with transaction(actor("advisor"), NOW) as ctx:
            return what(ctx)

    return run


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    """A case with agreed terms: 1 000.00 in three instalments and 1.5 percent of success."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, stage=StageKey.CONTRACT).id
        ctx.session.add(Engagement(
            case_id=case_id, scope="We file.", fee_fixed=100_000, fee_percent=Decimal("1.5"), fee_parts=3,
            fee_first_on=date(2026, 3, 31),
        ))  # fmt: skip
        return case_id


def expected(case_id: int) -> list[tuple[str, str, int, date | None]]:
    db.session.rollback()
    return [(row.kind, row.origin or "", row.amount, row.due_on) for row in fees_of(db.session(), case_id)]


THREE = [
    (FeeKind.FEE, "contract:1/3", 33_333, date(2026, 3, 31)),
    (FeeKind.FEE, "contract:2/3", 33_333, date(2026, 4, 30)),
    (FeeKind.FEE, "contract:3/3", 33_334, date(2026, 5, 31)),
]


def test_signing_brings_the_instalments_of_the_fee_once(file: int, do: Do) -> None:
    """The fixed fee is expected at signing; the share of success waits."""
    assert expected(file) == []
    do(lambda ctx: sign_on_paper(ctx, file, TODAY, "A-1"))
    assert expected(file) == THREE
    with transaction(make.COMMAND, NOW) as ctx:
        row = engagement_of(ctx.session, file)
        assert row is not None
        follow_contract(ctx, ctx.session.get_one(Case, file), row)
    assert expected(file) == THREE


def test_a_signature_taken_back_takes_what_is_not_a_fact_yet(file: int, do: Do) -> None:
    do(lambda ctx: sign_on_paper(ctx, file, TODAY, "A-1"))
    do(lambda ctx: annul_signature(ctx, file, "Wrong page"))
    assert expected(file) == []
    do(lambda ctx: sign_on_paper(ctx, file, TODAY, "A-2"))
    first = fees_of(db.session(), file)[0].id
    paid = Money(FeeKind.FEE, "Fee", 33_333, "PLN", TODAY, date(2026, 3, 31), invoiced_on=TODAY, paid_on=TODAY)
    do(lambda ctx: change_money(ctx, file, first, paid))
    do(lambda ctx: annul_signature(ctx, file, "Again"))
    do(lambda ctx: sign_on_paper(ctx, file, TODAY, "A-3"))
    assert len(expected(file)) == 3
    assert db.session.get_one(FeeEntry, first).paid_on == TODAY


def test_a_fee_somebody_typed_in_is_not_asked_for_twice(file: int, do: Do) -> None:
    do(lambda ctx: add_money(ctx, file, Money(FeeKind.FEE, "By hand", 100_000, "PLN", TODAY)))
    do(lambda ctx: sign_on_paper(ctx, file, TODAY, "A-1"))
    assert expected(file) == [(FeeKind.FEE, "", 100_000, None)]


@pytest.fixture
def decided(file: int, do: Do) -> int:
    """Signed, filed and approved: 80 000.00 where 50 000.00 were simulated with a commission of 750.00."""
    do(lambda ctx: sign_on_paper(ctx, file, TODAY, "A-1"))

    def decide(ctx: Context) -> int:
        bank = filings.institution(ctx)
        ctx.session.add(OfferSimulation(
            case_id=file, institution=bank.name, institution_id=bank.id, amount=5_000_000, currency="PLN", months=24,
            annual_rate=Decimal("9.9"), first_due_on=date(2026, 5, 1), created_at=ctx.now, commission=75_000,
        ))  # fmt: skip
        agreed = engagement_of(ctx.session, file)
        assert agreed is not None
        agreed.mandate_from_on = TODAY
        sent = filings.filed(ctx, file, bank)
        return record_decision(ctx, file, Ruling(sent.id, "approved", TODAY, amount=8_000_000, currency="PLN")).id

    return int(do(decide))


def test_success_and_commission_wait_for_accepted_terms(file: int, decided: int, do: Do) -> None:
    """1.5 % of 80 000.00 is 1 200.00; the institution owes the commission the simulation told."""
    assert expected(file) == THREE
    accepted = Answer("accepted", TODAY, contract_on=TODAY)
    for _ in range(2):
        do(lambda ctx: note_answer(ctx, file, decided, accepted))
        assert expected(file) == [
            *THREE, (FeeKind.FEE, f"success:{decided}", 120_000, None),
            (FeeKind.COMMISSION, f"commission:{decided}", 75_000, None),
        ]  # fmt: skip
    do(lambda ctx: note_answer(ctx, file, decided, replace(accepted, answer="declined", words="Too dear")))
    assert expected(file) == THREE


def test_expected_money_stands_in_the_monitoring_room(
    file: int, decided: int, do: Do, browser: Callable[[str], FlaskClient]
) -> None:
    do(lambda ctx: note_answer(ctx, file, decided, Answer("accepted", TODAY, contract_on=TODAY)))
    page = browser("advisor").get(f"/cases/{file}/monitoring").text
    for words in ("Fee of the contract 1/3", "Success fee", "Example Bank", "Commission from the institution"):
        assert words in page
