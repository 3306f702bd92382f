"""Products that fit a case, with a reason for each no; offers over time: versions, states, the last day (issue 5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.casework.parties import add_party
from advisor.domain.errors import Invalid
from advisor.domain.products.criteria import Fit
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case, PartyRole
from advisor.records.institution import Institution, InstitutionKind, InstitutionProduct
from advisor.records.paper import Paper, papers_of
from advisor.records.party import Party
from advisor.services.institutions import Card, ProductCard, end_institution, save_institution, save_product
from advisor.services.reference_rates import add_reference_rate, set_value
from advisor.stages.analysis.records import NeedsProfile
from advisor.stages.offer.actions import default_terms, save_terms, send_offer
from advisor.stages.offer.answers.gate import Trip, state_of
from advisor.stages.offer.composition.gate import differences
from advisor.stages.offer.gate import gate
from advisor.stages.offer.matching.records import Matched, matched
from advisor.stages.offer.records import facts
from advisor.stages.offer.simulations.actions import SimulationCard, add_simulation, change_simulation
from advisor.stages.offer.simulations.records import simulations_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.web.test_statements import statements

Actors = Callable[[str], Actor]
Browser = Callable[[str], FlaskClient]
TODAY = NOW.date()
CARD = SimulationCard(
    institution="Bank", product="Loan", amount=31_000_000, currency="PLN", months=60, annual_rate=Decimal("7.35"),
    first_due_on=date(2026, 5, 10), commission=0,
)  # fmt: skip
PRODUCT = {"product": "mortgage", "name": "Flat", "currency": "PLN", "from_on": "2026-01-01"}


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        client = make.party(ctx, email="zofia@example.test", birth_on=date(1986, 3, 3))
        return make.case(ctx, cast.advisor, client, product="mortgage", amount=31_000_000).id


def sell(name: str, **card: object) -> int:
    """A bank with one mortgage of that name."""
    with transaction(make.COMMAND, NOW) as ctx:
        bank = save_institution(ctx, Card(f"Bank {name}", InstitutionKind.BANK))
        values = {"product": "mortgage", "name": name, "from_on": date(2026, 1, 1), "annual_rate": Decimal(7)}
        return save_product(ctx, bank.id, ProductCard(**(values | card))).id  # type: ignore[arg-type]


def found(lead: int) -> list[Matched]:
    session = db.session()
    case = session.get_one(Case, lead)
    return matched(session, case, session.get_one(Party, case.client_id), TODAY)


def test_what_fits_stands_first_then_what_must_be_asked_then_the_others(lead: int, browser: Browser) -> None:
    """Issue 5 point 3: eligible products, with reasons for each no."""
    sell("Small", amount_max=20_000_000)
    sell("Young", criteria="age <= 38", criteria_from=date(2026, 1, 1))
    sell("Clean", criteria="bad_entries = no\ncountry = PL", criteria_from=date(2026, 1, 1))
    sell("Plain")
    sell("Ended", to_on=TODAY - timedelta(days=1))
    sell("Cash", product="consumer_loan")
    answers = [(each.product.name, each.answer.fit) for each in found(lead)]
    assert answers == [("Plain", Fit.YES), ("Clean", Fit.ASK), ("Small", Fit.NO), ("Young", Fit.NO)]
    page = browser("advisor").get(f"/cases/{lead}/offer").text.replace("\xa0", " ")
    for reason in (
        "Amount: at most 200,000 PLN, here 310,000 PLN", "Age in years: at most 38, here ",
        "Negative entries in registers: only no, not known here", "2 products do not fit",
    ):  # fmt: skip
        assert reason in page, reason


def test_the_analysis_offers_the_same_products_and_notes_one_as_a_route(lead: int, browser: Browser) -> None:
    """Finare topic 5: the possibilities of funding are talked about where the analysis ends."""
    sell("Small", amount_max=20_000_000)
    sell("Plain")
    advisor, here = browser("advisor"), f"/cases/{lead}/analysis"
    page = advisor.get(here).text.replace("\xa0", " ")
    assert page.index("Plain") < page.index("1 product does not fit") < page.index("Small")
    assert "Amount: at most 200,000 PLN, here 310,000 PLN" in page
    assert page.count("Note as a route: Plain") == 1
    bank = found(lead)[0].institution
    route = {"kind": bank.kind, "institution_id": bank.id, "what": "Plain"}
    assert advisor.post(f"{here}/routes", data=route).status_code == 302
    again = advisor.get(here).text
    assert "Note as a route" not in again
    assert "Noted" in again
    assert "Bank Plain" in again


def test_a_missing_guarantor_is_a_reason_and_one_who_joins_the_case_clears_it(
    lead: int, cast: make.Cast, actor: Actors
) -> None:
    """CN-24: "not eligible: guarantor"; who stands surety is a person of the case."""
    sell("Surety", criteria="guarantor = yes", criteria_from=date(2026, 1, 1))
    assert [(each.answer.fit, each.answer.reasons[0].value) for each in found(lead)] == [(Fit.NO, False)]
    with transaction(actor("advisor"), NOW) as ctx:
        add_party(ctx, lead, make.party(ctx, "Jan Nowak", phone="600 021 009"), PartyRole.GUARANTOR)
    assert [each.answer.fit for each in found(lead)] == [Fit.YES]


def test_income_comes_from_the_analysis(lead: int) -> None:
    sell("Rich", criteria="income >= 10000\nburden <= 40", criteria_from=date(2026, 1, 1))
    assert [reason.fit for reason in found(lead)[0].answer.reasons] == [Fit.ASK, Fit.ASK]
    with transaction(make.COMMAND, NOW) as ctx:
        ctx.session.add(NeedsProfile(case_id=lead, income=950_000, obligations=400_000, currency="PLN"))
    db.session.rollback()
    assert [(r.criterion.fact, r.value) for r in found(lead)[0].answer.reasons] == [
        ("income", Decimal("9500.00")), ("burden", Decimal("42.11")),
    ]  # fmt: skip


def test_an_institution_we_left_is_not_offered(lead: int) -> None:
    sell("Gone")
    with transaction(make.COMMAND, NOW) as ctx:
        end_institution(ctx, ctx.session.scalars(select(Institution.id)).one(), True)
    assert found(lead) == []


def test_a_variable_rate_is_that_of_the_day_and_fills_the_simulation(lead: int, browser: Browser) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        wibor = add_reference_rate(ctx, "WIBOR 3M").id
        set_value(ctx, wibor, date(2026, 1, 1), Decimal("5.12"))
        set_value(ctx, wibor, date(2026, 3, 2), Decimal("4.75"))
        set_value(ctx, wibor, date(2026, 3, 3), Decimal("4.5"))
    key = sell(
        "Flat", annual_rate=None, reference_rate_id=wibor, margin=Decimal("1.99"), months_max=360,
        upfront_fee_percent=Decimal("1.5"), commission_percent=Decimal("1.6"), terms="Own funds 20 %",
    )  # fmt: skip
    assert found(lead)[0].rate == Decimal("6.74")
    form = browser("advisor").get(f"/cases/{lead}/offer/simulations?sold={key}").text
    for value in ('value="360"', 'value="4650.00"', 'value="4960.00"', f'value="{key}"', "Own funds 20 %"):
        assert value in form, value


def test_criteria_are_entered_by_form_and_a_bad_line_is_named(house: Flask, cast: make.Cast, browser: Browser) -> None:
    client = browser("manager")
    client.post("/institutions/new", data={"name": "Bank", "kind": "bank", "country": "PL"})
    for number, text in enumerate(("income >= 5000\nage <= 70", "income >= 6000")):
        path = "/institutions/1/products/" + ("1" if number else "new")
        answer = client.post(path, data=PRODUCT | {"criteria": text})
        assert answer.status_code == 302, answer.text[answer.text.find("data-errors") :][:600]
    row = db.session.scalars(select(InstitutionProduct)).one()
    assert [edition["rules"] for edition in row.criteria["editions"]] == [
        ["income >= 5000", "age <= 70"], ["income >= 6000"],
    ]  # fmt: skip
    bad = client.post("/institutions/1/products/1", data=PRODUCT | {"criteria": "__import__('os') >= 1"})
    assert bad.status_code == 422
    assert "is no comparison" in bad.text
    client.post(
        "/institutions/1/products/1",
        data=PRODUCT | {"criteria": "income >= 6000\nbad_entries = no", "months_max": "36"},
    )
    page = client.get("/institutions/1").text
    assert "Income a month: at least 6,000 PLN" in page
    assert "Negative entries in registers: no<" in page
    assert "income &gt;=" not in page
    assert ">up to 36</td>" in page  # an open range is no "– – 36"


def test_forty_products_take_the_statements_of_one(lead: int, browser: Browser) -> None:
    client = browser("advisor")
    sell("One")
    before = statements(client, f"/cases/{lead}/offer")
    for number in range(10):
        sell(f"More {number}")
    assert statements(client, f"/cases/{lead}/offer") == before


def test_versions_say_what_changed_and_an_offer_has_a_last_day(lead: int, actor: Actors, browser: Browser) -> None:
    """Issue 5 point 4: versions with visible differences, expiry."""
    with transaction(actor("advisor"), NOW) as ctx:
        save_terms(ctx, lead, replace(default_terms(ctx.session.get_one(Case, lead), "en"), fee_fixed=90_000))
        key = add_simulation(ctx, lead, CARD).id
    advisor = browser("advisor")
    assert advisor.post(f"/cases/{lead}/papers/offer/issue").status_code == 302
    with transaction(actor("advisor")) as ctx:
        change_simulation(ctx, lead, key, replace(CARD, annual_rate=Decimal("6.95"), upfront_fee=310_000))
        add_simulation(ctx, lead, replace(CARD, institution="Second"))
    assert advisor.post(f"/cases/{lead}/papers/offer/issue").status_code == 302
    page = advisor.get(f"/cases/{lead}/offer").text.replace("\xa0", " ")
    assert "3 figures changed" in page
    assert "Bank, Loan: Rate a year: 7.35 → 6.95" in page
    assert "Simulation: – → Second, Loan" in page
    newest = papers_of(db.session(), lead)[0]
    assert newest.valid_until_on == newest.issued_at.date() + timedelta(days=14)
    with transaction(make.COMMAND) as ctx:
        ctx.session.get_one(Paper, newest.id).valid_until_on = date(2026, 1, 1)
    assert "Expired" in advisor.get(f"/cases/{lead}/offer").text
    with pytest.raises(Invalid) as refused, transaction(actor("advisor")) as ctx:
        send_offer(ctx, lead, newest.id, "https://firm.example")
    assert refused.value.code == "offer_expired"
    assert "has expired" in advisor.post(f"/cases/{lead}/papers/{newest.id}/send").text


def test_an_expired_offer_warns_at_the_gate(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        add_simulation(ctx, lead, CARD)
    held = facts(db.session(), db.session.get_one(Case, lead))
    late = replace(held, handed=replace(
        held.handed, parts=frozenset({"terms", "simulation", "requirements", "documents", "time_plan"}),
        valid_until_on=TODAY - timedelta(days=1),
    ))  # fmt: skip
    codes = {finding.code for finding in gate(late, TODAY).findings}
    assert "offer.expired" in codes
    assert "offer.expired" not in {f.code for f in gate(late, TODAY - timedelta(days=1)).findings}
    assert len(simulations_of(db.session(), lead)) == 1


@pytest.mark.parametrize(
    ("trip", "state"),
    [
        (Trip(None, False, False), "issued"), (Trip(TODAY, True, False), "handed"), (Trip(TODAY, True, True), "opened"),
        (Trip(TODAY, True, True, "question"), "asked"), (Trip(date(2026, 3, 1), True, True, "question"), "expired"),
        (Trip(date(2026, 3, 1), True, True, "accepted"), "accepted"), (Trip(TODAY, True, True, "declined"), "declined"),
    ],
)  # fmt: skip
def test_an_issued_offer_has_one_state(trip: Trip, state: str) -> None:
    assert state_of(trip, TODAY) == state


def test_figures_of_earlier_editions_still_compare() -> None:
    """Papers printed before kept a simulation as one text."""
    found = differences({"simulation.1": "Bank · 7.35"}, {"simulation.1": {"institution": "Bank", "product": ""}})
    assert [(each.field, each.before, each.after) for each in found] == [("simulation", "Bank · 7.35", "Bank")]
