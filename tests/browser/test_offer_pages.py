"""Catalogue, comparison, clauses and contract in a real Chromium: three sizes, two themes, axe, no sideways scroll."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.institution import InstitutionKind
from advisor.records.staff import Staff
from advisor.services.institutions import Card, ProductCard, save_institution, save_product
from advisor.services.reference_rates import add_reference_rate, set_value
from advisor.stages.contract.actions import Agreed, negotiate
from advisor.stages.contract.discount.actions import refuse_discount
from advisor.stages.offer.actions import OfferTerms, save_terms
from advisor.stages.offer.simulations.actions import SimulationCard, add_simulation
from advisor.transaction import transaction
from tests import make
from tests.browser.conftest import Visitor
from tests.browser.steps import ugly

pytestmark = pytest.mark.browser

LOAN = SimulationCard(
    institution="Bank", product="Loan", amount=5_000_000, currency="PLN", months=60, annual_rate=Decimal("7.35"),
    first_due_on=date(2027, 5, 31), commission=75_000,
)  # fmt: skip
LEASE = SimulationCard(
    institution="A lessor whose name is longer than anybody would expect of a lessor", product="Car", kind="lease",
    amount=5_000_000, currency="PLN", months=60, annual_rate=Decimal("8.1"), first_due_on=date(2027, 5, 31),
    initial_payment=500_000, residual=50_000, in_advance=1, vat_rate=Decimal(23), commission=0,
)  # fmt: skip
PATHS = (
    "/cases/1/analysis", "/cases/1/offer", "/cases/1/offer/simulations", "/cases/1/offer/simulations/1",
    "/cases/1/offer/simulations?sold=1", "/cases/1/offer/simulations/1/schedule",
    "/cases/1/offer/simulations/2/schedule", "/cases/1/contract", "/institutions", "/institutions/1",
    "/institutions/1/products/1", "/institutions/catalogue/rates", "/institutions/catalogue/sheet", "/queue",
)  # fmt: skip
CLAUSES = ("/settings/clauses", "/settings/clauses/contract/financing/en", "/settings/clauses/mandate/debt_relief/ru")
SHEET = b"""institution,kind,line,product,currency,valid_from,rate
Bank,bank,consumer_loan,Cash,PLN,2026-01-01,9.9
Bank,bank,consumer_loan,A product with a name that does not end before the line does,PLN,soon,9.9
"""


@pytest.fixture
def case_id(site: tuple[str, Flask, make.Cast]) -> int:
    """A case with a loan, a lease, products that fit and do not, and a discount a manager refused."""
    _base, app, cast = site
    moment = datetime.now(UTC)
    with app.app_context():
        with transaction(make.COMMAND, moment) as ctx:
            rate = add_reference_rate(ctx, "WIBOR 3M")
            set_value(ctx, rate.id, date(2026, 1, 1), Decimal("4.75"))
            bank = save_institution(ctx, Card("Bank", InstitutionKind.BANK))
            for name, most in (("Cash", None), ("Small cash", 1_000_000)):
                save_product(ctx, bank.id, ProductCard(
                    "consumer_loan", name, date(2026, 1, 1), amount_max=most, reference_rate_id=rate.id,
                    margin=Decimal("3.15"), criteria="income >= 5000", criteria_from=date(2026, 1, 1),
                ))  # fmt: skip
            case = make.case(ctx, cast.advisor)
        with transaction(_person(cast.advisor), moment) as ctx:
            add_simulation(ctx, case.id, LOAN)
            add_simulation(ctx, case.id, LEASE)
            save_terms(ctx, case.id, OfferTerms(scope="We file.", fee_fixed=100_000, fee_percent=Decimal(2)))
            negotiate(ctx, case.id, Agreed("We file and answer.", 50_000, Decimal("1.5"), note="Another firm asks less",
                                           fee_parts=3, fee_first_on=date(2027, 1, 31)))  # fmt: skip
        with transaction(_person(cast.manager), moment) as ctx:
            refuse_discount(ctx, case.id, "Half of it does not cover the work.")
        return case.id


def _person(staff_id: int) -> Actor:
    return db.session.get_one(Staff, staff_id).actor()


def test_offers_products_and_contracts_fit_every_window(visit: Callable[..., Visitor], case_id: int) -> None:
    """DONE 1: also the preview of a sheet with a refused line, which only its sender sees."""
    manager, problems = visit().sign_in("manager"), []
    for path in PATHS:
        manager.see(path)
        problems += ugly(manager, path)
    page = manager.see("/institutions/catalogue/sheet")
    page.set_input_files("[name=file]", {"name": "sheet.csv", "mimeType": "text/csv", "buffer": SHEET})
    page.locator("main form button[type=submit]").click()
    page.get_by_text("This is not a day").wait_for()
    problems += ugly(manager, "preview of a sheet")
    assert not problems, "\n".join(problems)
    assert not manager.complaints


def test_clauses_and_their_preview_fit_every_window(visit: Callable[..., Visitor]) -> None:
    admin, problems = visit().sign_in("admin"), []
    for path in CLAUSES:
        admin.see(path)
        problems += ugly(admin, path)
    admin.page.get_by_role("button", name="Preview").click()
    admin.page.wait_for_load_state()
    problems += ugly(admin, "preview of clauses")
    assert not problems, "\n".join(problems)
    assert not admin.complaints
