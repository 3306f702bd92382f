"""What the demo's catalogue asks and pays, and offers with something to compare: reference rates, criteria, leases."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from advisor.cli.demo_data.life import Life
from advisor.records.institution import InstitutionProduct
from advisor.services.context import Context
from advisor.services.institutions import PLAIN, ProductCard, save_product
from advisor.services.reference_rates import add_reference_rate, set_value
from advisor.stages.offer.simulations.actions import SimulationCard, add_simulation

MARGINS = {"Mieszkanie na Wiśle": "2.10", "Bezpieczny dom": "2.35", "Obrót": "3.90", "Rozwój": "3.40"}
"""Products whose rate follows WIBOR 3M."""

CRITERIA = {
    "mortgage": "income >= 5000\nage <= 70\nown_share >= 10\nbad_entries = no",
    "consumer_loan": "income >= 3000\nage >= 18\nage <= 75\nburden <= 50",
    "business_working_capital": "business_months >= 12\nbad_entries = no",
    "business_investment": "business_months >= 24\nown_share >= 20",
    "leasing_simplified": "business_months >= 6",
    "leasing_standard": "business_months >= 12",
}
PAPERS = {"mortgage": ("VALUATION", "LAND_REGISTER"), "business_investment": ("BUSINESS_PLAN",)}


def dress_products(ctx: Context) -> None:
    """Give the products of the catalogue a reference rate, fees, our commission, papers and criteria."""
    wibor = add_reference_rate(ctx, "WIBOR 3M", "GPW Benchmark")
    year = ctx.now.year
    for day, percent in ((date(year, 1, 1), "5.12"), (date(year, 4, 1), "4.94"), (date(year, 7, 1), "4.71")):
        set_value(ctx, wibor.id, day, Decimal(percent))
    for row in ctx.session.scalars(select(InstitutionProduct).order_by(InstitutionProduct.id)):
        card = ProductCard(**{name: getattr(row, name) for name in PLAIN})
        if row.name in MARGINS:
            card = replace(card, annual_rate=None, reference_rate_id=wibor.id, margin=Decimal(MARGINS[row.name]))
        save_product(ctx, row.institution_id, replace(
            card, upfront_fee_percent=Decimal(1), commission_percent=Decimal("1.5"),
            documents=PAPERS.get(row.product, ()), criteria=CRITERIA.get(row.product, ""),
            criteria_from=date(year, 1, 1), criteria_source="Karta produktu",
        ), row.id)  # fmt: skip


def simulate(ctx: Context, life: Life) -> None:
    """Two ways of the same amount, term and start: a lease stands alone, a loan beside a dearer one without a fee."""
    card = SimulationCard(
        "", life.minor, life.currency, life.months, Decimal("8.90"), ctx.today + timedelta(days=40),
        institution_id=life.institution, upfront_fee=life.minor // 100, commission=life.minor // 50,
        commission_basis="Prowizja płatna przez bank po wypłacie",
    )  # fmt: skip
    if life.plot.product.startswith("leasing"):
        add_simulation(ctx, life.case_id, replace(
            card, kind="lease", upfront_fee=0, initial_payment=life.minor // 10, residual=life.minor // 100,
            vat_rate=Decimal(23), commission_basis="Prowizja płatna przez leasingodawcę po wydaniu przedmiotu",
        ))  # fmt: skip
        return
    add_simulation(ctx, life.case_id, card)
    other = replace(card, institution_id=None, institution="Bank Wzorcowy", annual_rate=Decimal("9.40"), upfront_fee=0)
    add_simulation(ctx, life.case_id, other)
