"""Simulations side by side: terms of loans and leases, equal assumptions, best marks, schedules, bad input, speed."""

import html
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.errors import Invalid
from advisor.domain.finance.loan import GraceKind
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.papers.comparison import compared, unlike
from advisor.records.case import Case
from advisor.stages.analysis.actions import Ability, note_ability
from advisor.stages.offer.simulations.actions import (
    MOST,
    SimulationCard,
    add_simulation,
    align_simulations,
    change_simulation,
)
from advisor.stages.offer.simulations.records import figures, simulations_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.web.test_statements import statements

Actors = Callable[[str], Actor]
Browser = Callable[[str], FlaskClient]
CARD = SimulationCard(
    institution="Bank", product="Loan", amount=31_000_000, currency="PLN", months=60, annual_rate=Decimal("7.35"),
    first_due_on=date(2026, 5, 10), commission=0,
)  # fmt: skip
LEASE = replace(CARD, kind="lease", initial_payment=3_100_000, residual=310_000, in_advance=1, vat_rate=Decimal(23))
SHEET = {
    "institution_id": "0", "institution": "Bank", "amount": "310 000,00", "months": "60", "annual_rate": "7,35",
    "rate_kind": "fixed", "first_due_on": "2026-05-10", "day_count": "equal_months", "commission": "0.00",
    "kind": "loan", "grace_kind": "interest_only",
}  # fmt: skip


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, product="mortgage", amount=31_000_000).id


def add(actor: Actors, lead: int, *cards: SimulationCard) -> list[int]:
    with transaction(actor("advisor"), NOW) as ctx:
        return [add_simulation(ctx, lead, card).id for card in cards]


def shown(lead: int) -> list[object]:
    return [figures(row, "en") for row in simulations_of(db.session(), lead)]


def test_every_term_of_a_loan_reaches_the_figures(lead: int, actor: Actors) -> None:
    """Issue 5 point 1: balloon, grace, later rate, insurance and fees of one simulation."""
    add(actor, lead, replace(
        CARD, residual=5_000_000, grace_months=3, grace_kind=GraceKind.FULL, later_from=25, later_rate=Decimal("5.1"),
        insurance=2_000, instalment_fee=500, upfront_fee=100_000,
    ))  # fmt: skip
    sim = shown(lead)[0]
    table = sim.equal_instalments  # type: ignore[attr-defined]
    assert [row.payment for row in table.rows[:3]] == [0, 0, 0]
    assert table.rows[0].fee == Decimal("25.00")
    assert table.rows[-1].payment > 50_000
    assert table.rows[24].interest < table.rows[23].interest * Decimal("0.75")
    assert sim.terms == (  # type: ignore[attr-defined]
        "Grace period of 3 months.", "During the grace period nothing is paid; interest is added to the capital.",
        "From instalment 25 on: 5.1 % a year.",
    )  # fmt: skip
    assert {each.title for each in sim.sums} == {  # type: ignore[attr-defined]
        "Fee with each instalment", "Insurance with each instalment", "Left for the last instalment",
    }  # fmt: skip


def test_a_lease_has_its_own_schedule_with_vat(lead: int, actor: Actors, browser: Browser) -> None:
    add(actor, lead, LEASE)
    sim = shown(lead)[0]
    assert sim.schedules == (sim.lease,)  # type: ignore[attr-defined]
    assert sim.lease.total_capital == 310_000  # type: ignore[attr-defined]
    text = browser("advisor").get(f"/cases/{lead}/offer").text
    assert "Instalment with VAT" in text
    row = simulations_of(db.session(), lead)[0]
    page = browser("advisor").get(f"/cases/{lead}/offer/simulations/{row.id}/schedule").text
    assert "Initial payment" in page
    assert "38,130.00" in page, "31 000.00 and 23 % VAT"


def test_the_screen_shows_every_row_the_paper_prints(lead: int, actor: Actors, browser: Browser) -> None:
    (key,) = add(actor, lead, replace(CARD, months=420))
    page = browser("advisor").get(f"/cases/{lead}/offer/simulations/{key}/schedule").text
    sim = shown(lead)[0]
    for schedule in sim.schedules:  # type: ignore[attr-defined]
        for row in schedule.rows:
            assert f">{row.payment:,.2f}</td>" in page
    assert page.count("<tr>") >= 840


def test_the_best_is_marked_by_a_word_only_on_equal_assumptions(lead: int, actor: Actors, browser: Browser) -> None:
    one, two = add(actor, lead, CARD, replace(CARD, institution="Dear", annual_rate=Decimal("9.9")))
    lines = compared(shown(lead))  # type: ignore[arg-type]
    marks = {(line.simulation.institution, line.name): line.lowest for line in lines if line.lowest}
    assert {place: mark - {"rate"} for place, mark in marks.items() if mark - {"rate"}} == {
        ("Bank", "equal_instalments"): {"first"}, ("Bank", "equal_capital"): {"paid"},
    }  # fmt: skip
    assert {place[0] for place in marks} == {"Bank"}
    page = browser("advisor").get(f"/cases/{lead}/offer").text
    assert "lowest total" in page
    with transaction(actor("advisor"), NOW) as ctx:
        change_simulation(ctx, lead, two, replace(CARD, institution="Dear", months=48))
    assert unlike(shown(lead)) == ("months",)  # type: ignore[arg-type]
    page = browser("advisor").get(f"/cases/{lead}/offer").text
    assert "These simulations differ in: term." in page
    assert "lowest total" not in page
    answer = browser("advisor").post(f"/cases/{lead}/offer/simulations/{one}/align")
    assert answer.status_code == 302
    db.session.rollback()
    assert unlike(shown(lead)) == ()  # type: ignore[arg-type]


def test_an_instalment_that_is_paid_for_later_is_not_the_lowest(lead: int, actor: Actors) -> None:
    add(actor, lead, CARD, replace(CARD, institution="Grace", grace_months=6), replace(CARD, residual=20_000_000))
    assert not [line for line in compared(shown(lead)) if "first" in line.lowest]  # type: ignore[arg-type]


def test_aligning_changes_all_or_nothing(lead: int, actor: Actors) -> None:
    one, _two = add(actor, lead, replace(CARD, months=12), replace(CARD, grace_months=24))
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        align_simulations(ctx, lead, one)
    db.session.rollback()
    assert [row.months for row in simulations_of(db.session(), lead)] == [12, 60]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"residual": "310000.01"}, "residual"), ({"grace_months": "60"}, "grace_months"),
        ({"later_from": "25"}, "later_rate"), ({"later_rate": "5"}, "later_from"),
        ({"later_from": "61", "later_rate": "5"}, "later_from"),
        ({"annual_rate": "1000", "months": "420"}, "months"),
        ({"annual_rate": "-0.01"}, "annual_rate"), ({"upfront_fee": "310000"}, "upfront_fee"),
        ({"amount": "0"}, "amount"), ({"amount": "0.01", "months": "3"}, "amount"),
        ({"amount": "10000000000000000"}, "amount"),
        ({"advanced_on": "2026-05-10"}, "first_due_on"), ({"advanced_on": "2026-06-10"}, "first_due_on"),
        ({"advanced_on": "2020-01-01"}, "first_due_on"), ({"months": "421"}, "months"), ({"kind": "gift"}, "kind"),
        ({"first_due_on": "2026-02-30"}, "first_due_on"), ({"grace_kind": "holiday"}, "grace_kind"),
        ({"kind": "lease", "initial_payment": "310000"}, "initial_payment"),
        ({"kind": "lease", "in_advance": "61"}, "in_advance"), ({"kind": "lease", "vat_rate": "x"}, "vat_rate"),
        ({"kind": "lease", "residual": "310001"}, "residual"), ({"conditions": "a\u202eb"}, "conditions"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_beside_its_field_and_nothing_is_kept(
    lead: int, browser: Browser, changes: dict[str, str], field: str
) -> None:
    """Issue 5, bad input: a sentence at a field, no hang, nothing stored half."""
    started = time.perf_counter()
    answer = browser("advisor").post(f"/cases/{lead}/offer/simulations", data={**SHEET, **changes})
    assert answer.status_code == 422, answer.headers.get("Location")
    assert f'id="{field}-error"' in answer.text or field in ("amount", "first_due_on", "upfront_fee")
    assert "data-errors" in answer.text
    assert time.perf_counter() - started < 10
    assert not simulations_of(db.session(), lead)


@pytest.mark.parametrize(
    "changes",
    [
        {"annual_rate": "0"}, {"annual_rate": "1000", "months": "5"}, {"months": "1"}, {"months": "420"},
        {"amount": "0.01", "months": "1"}, {"amount": "999 999 999 999,99"}, {"first_due_on": "2028-02-29"},
        {"first_due_on": "2026-12-31"}, {"advanced_on": "2026-02-28"}, {"day_count": "act_act"},
        {"kind": "lease", "annual_rate": "0"}, {"kind": "lease", "in_advance": "59"},
    ],
)  # fmt: skip
def test_extreme_but_possible_input_is_kept(lead: int, browser: Browser, changes: dict[str, str]) -> None:
    answer = browser("advisor").post(f"/cases/{lead}/offer/simulations", data={**SHEET, **changes})
    assert answer.status_code == 302, answer.text
    sim = shown(lead)[0]
    assert all(schedule.total_capital == sim.amount for schedule in sim.schedules)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("KWD", 3)])
def test_currencies_without_coins_and_with_three_decimals(
    house: Flask, cast: make.Cast, actor: Actors, browser: Browser, currency: str, digits: int
) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        case = make.case(ctx, cast.advisor, product="mortgage", amount=1_234_567, currency=currency).id
    add(actor, case, replace(CARD, currency=currency, amount=1_234_567))
    table = shown(case)[0].equal_instalments  # type: ignore[attr-defined]
    assert {row.payment.as_tuple().exponent for row in table.rows} == {-digits}
    assert browser("advisor").get(f"/cases/{case}/offer").status_code == 200
    assert db.session.get_one(Case, case).currency == currency


def test_a_simulation_beyond_the_clients_month_is_named(lead: int, actor: Actors, browser: Browser) -> None:
    """ES-25: what is to be paid a month is held against the budget; it warns and never refuses."""
    add(actor, lead, CARD, replace(CARD, institution="Long Bank", months=360))
    advisor = browser("advisor")
    assert "Beyond the budget" not in advisor.get(f"/cases/{lead}/offer").text
    with transaction(actor("advisor"), NOW) as ctx:
        note_ability(ctx, lead, Ability(1_000_000, 200_000, 400_000, None, "PLN"))
    page = advisor.get(f"/cases/{lead}/offer").text.replace("\xa0", " ")
    assert "The first instalment is more than the client's month leaves (PLN 4,000.00): Bank." in html.unescape(page)


def test_twelve_simulations_take_the_statements_of_one(lead: int, actor: Actors, browser: Browser) -> None:
    """Issue 5, speed: the offer page takes a constant number of statements."""
    client = browser("advisor")
    add(actor, lead, CARD)
    before = statements(client, f"/cases/{lead}/offer")
    add(actor, lead, *[replace(CARD, annual_rate=Decimal(n)) for n in range(2, MOST + 1)])
    assert statements(client, f"/cases/{lead}/offer") == before <= 12
    with pytest.raises(Invalid):
        add(actor, lead, CARD)
