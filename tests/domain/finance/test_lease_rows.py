"""The payments of a lease one by one: net, VAT, capital and interest to the cent (DOMAIN part C)."""

import os
from datetime import date
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.lease import Lease, lease_cost
from advisor.domain.finance.lease_rows import Part, lease_schedule
from advisor.domain.finance.money import Money, from_minor

D = Decimal
FIRST = date(2026, 1, 31)
EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "60"))
pytestmark = pytest.mark.timeout(300 + EXAMPLES // 4)


def lease(**changes):
    terms = {"price": Money(D(120_000), "PLN"), "annual_rate": D("8.4"), "months": 24}
    return Lease(**{**terms, **changes})


def test_every_payment_of_an_offer():
    plan = lease_schedule(lease(initial_payment=D(12_000), residual=D(1_200), vat_rate=D(23), in_advance=1), FIRST)
    first, signed, month, last = plan.rows[0], plan.rows[1], plan.rows[2], plan.rows[-1]
    assert (first.part, first.due_on, first.net, first.gross) == (
        Part.INITIAL, date(2025, 12, 31), D(12_000), D("14760.00"),
    )  # fmt: skip
    assert (signed.due_on, signed.interest) == (date(2025, 12, 31), 0)
    assert month.due_on == FIRST
    assert month.interest == (signed.balance * D("0.007")).quantize(D("0.01"))
    assert (last.part, last.due_on, last.net, last.balance) == (Part.BUY_OUT, date(2027, 12, 31), D(1_200), 0)
    assert [row.due_on for row in plan.rows if row.due_on.month == 2] == [date(2026, 2, 28), date(2027, 2, 28)]


def test_pyxirr_agrees_on_the_instalment():
    by_pyxirr = pyxirr.pmt(0.007, 24, -108_000, 1_200)
    plan = lease_schedule(lease(initial_payment=D(12_000), residual=D(1_200)), FIRST)
    assert float(plan.rows[1].net) == pytest.approx(by_pyxirr, abs=0.005)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.integers(10_000, 10**10), st.integers(0, 4000), st.integers(1, 120), st.integers(0, 40), st.integers(0, 90),
    st.integers(0, 12), st.sampled_from(["PLN", "JPY", "KWD"]),
)  # fmt: skip
def test_capital_sums_to_the_price_and_payments_to_the_total_fees(
    minor, rate, months, initial, residual, advance, currency
):
    price = from_minor(minor, currency)
    share = price.percent(D(initial)).amount
    terms = lease(
        price=price, annual_rate=D(rate) / 100, months=months, initial_payment=share, vat_rate=D(23),
        residual=Money.rounded((price.amount - share) * residual / 100, currency).amount,
        in_advance=min(advance, months),
    )  # fmt: skip
    try:
        plan = lease_schedule(terms, FIRST)
    except FinanceError:
        assume(False)
    cost = lease_cost(terms)
    assert sum(row.capital for row in plan.rows) == price.amount
    assert sum(row.net for row in plan.rows) == cost.total_fees
    assert sum(row.gross for row in plan.rows) == cost.total_fees_gross
    assert sum(row.interest for row in plan.rows) == cost.finance_charge
    assert plan.rows[-1].balance == 0
    assert all(row.net == row.capital + row.interest for row in plan.rows)
    assert len({row.net for row in plan.rows if row.part is Part.INSTALMENT}) == 1


def test_a_lease_that_rounding_eats_is_refused():
    for pennies in ("0.04", "0.31"):
        with pytest.raises(FinanceError):
            lease_schedule(lease(price=Money(D(pennies), "PLN"), months=60), FIRST)


def test_an_upfront_fee_raises_the_rate_and_stays_below_what_is_financed():
    assert lease_cost(lease(upfront_fee=D(500))).effective_rate > lease_cost(lease()).effective_rate
    assert lease_cost(lease(annual_rate=D(0), upfront_fee=D(500))).effective_rate > 0
    for fee in (D(-1), D(120_000), D("0.001")):
        with pytest.raises(FinanceError):
            lease(upfront_fee=fee)
