"""Leases: in arrears and in advance, initial payment, residual, VAT, total of fees (DOMAIN part C)."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
import pyxirr

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.lease import Lease, LeaseTerms, lease_cost, lease_streams, lease_table, lease_yield
from advisor.domain.finance.money import Money
from advisor.domain.finance.unrounded import Level, RateConversion, level_table, monthly_rate, rounded_payment_table

D = Decimal


def lease(**changes):
    terms = {
        "price": Money(D(100_000), "PLN"),
        "annual_rate": D("8.4"),
        "months": 36,
        "initial_payment": D(10_000),
        "residual": D(1_000),
        "vat_rate": D(23),
    }
    return Lease(**{**terms, **changes})


def test_the_figures_of_an_offer():
    cost = lease_cost(lease())
    by_pyxirr = pyxirr.pmt(0.007, 36, -90_000, 1_000)
    assert cost.instalment == D(str(by_pyxirr)).quantize(D("0.01"), ROUND_HALF_UP) == D("2812.39")
    assert cost.total_fees == 10_000 + 36 * cost.instalment + 1_000
    assert cost.finance_charge == cost.total_fees - 100_000
    assert cost.fees_percent == cost.total_fees / 1000
    assert cost.instalment_gross == D("3459.24")
    assert cost.total_fees_gross == 36 * D("3459.24") + 12_300 + 1_230
    assert cost.effective_rate == pytest.approx((D("1.007") ** 12 - 1) * 100, abs=D("0.001"))


def test_payments_in_advance_are_lower():
    arrears, advance = lease_cost(lease()), lease_cost(lease(in_advance=1))
    assert advance.instalment < arrears.instalment
    assert float(advance.instalment) == pytest.approx(
        pyxirr.pmt(0.007, 36, -90_000, 1_000, pmt_at_beginning=True), abs=0.005
    )


@pytest.mark.parametrize("in_advance", [0, 1, 3, 35, 36])
@pytest.mark.parametrize("rate", ["0", "0.007", "0.5"])
def test_the_table_ends_with_the_residual_at_the_last_month(in_advance, rate):
    terms = LeaseTerms(financed=D(90_000), months=36, in_advance=in_advance, residual=D(1_000))
    table = lease_table(terms, D(rate))
    assert len(table.lines) == 36
    assert [line.number for line in table.lines] == list(range(1, 37))
    balance = D(90_000)
    for line in table.lines:
        interest = balance * D(rate) if line.number > in_advance else 0
        assert line.interest == pytest.approx(interest, abs=D("1e-20"))
        balance -= line.capital
        assert line.balance == pytest.approx(balance, abs=D("1e-15"))
    assert table.lines[-1].balance * (1 + D(rate)) ** in_advance == pytest.approx(D(1_000), abs=D("1e-20"))
    if D(rate):
        assert lease_yield(lease_streams(terms, table.instalment)) == pytest.approx(D(rate) * 1200, abs=D("1e-15"))


def test_an_interest_free_lease_has_rate_zero_even_when_rounding_eats_a_coin():
    cost = lease_cost(
        lease(price=Money(D(100), "PLN"), annual_rate=D(0), months=3, initial_payment=D(0), residual=D(0))
    )
    assert (cost.instalment, cost.total_fees, cost.effective_rate) == (D("33.33"), D("99.99"), 0)


def test_currencies_without_coins():
    cost = lease_cost(lease(price=Money(D(1_000_000), "JPY"), residual=D(0)))
    assert cost.instalment.as_tuple().exponent == 0
    assert cost.total_fees == 10_000 + 36 * cost.instalment


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"price": Money(D(0), "PLN")}, "price must be above zero"),
        ({"initial_payment": D(100_000)}, "less than the price"),
        ({"initial_payment": D(-1)}, "less than the price"),
        ({"residual": D(90_001)}, "residual"),
        ({"residual": D(-1)}, "residual"),
        ({"residual": D("0.001")}, "decimals"),
        ({"months": 0}, "from 1 to 600"),
        ({"in_advance": 37}, "in advance"),
        ({"in_advance": -1}, "in advance"),
        ({"annual_rate": D(-1)}, "negative"),
        ({"vat_rate": D(-1)}, "negative"),
    ],
)
def test_impossible_leases_are_refused(changes, sentence):
    with pytest.raises(FinanceError, match=sentence):
        lease(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"financed": D(0)}, {"periods": 0}, {"in_advance": 13}, {"left": D(1001)}, {"left": D(-1)}, {"periods": 1201}],
)
def test_impossible_level_plans_are_refused(changes):
    with pytest.raises(FinanceError):
        Level(**{"financed": D(1000), "rate": D("0.01"), "periods": 12, **changes})


@pytest.mark.parametrize("rate", ["0.0000001", "0.01", "0.8333333333"])
def test_unrounded_tables_are_exact_to_the_end_at_any_rate(rate):
    """Computed forward, an error of 1e-40 would have grown by 10 to the 158th at the highest rate."""
    table = level_table(Level(financed=D(1000), rate=D(rate), periods=600))
    assert sum(line.capital for line in table.lines) == pytest.approx(D(1000), abs=D("1e-20"))
    assert table.lines[-1].balance == 0
    assert all(line.balance >= 0 for line in table.lines)


def test_effective_rates_convert_by_the_twelfth_root():
    assert (1 + monthly_rate(D("5.8"), RateConversion.EFFECTIVE)) ** 12 == pytest.approx(D("1.058"), abs=D("1e-25"))
    assert monthly_rate(D("6")) == D("0.005")


def test_rounded_payments_over_unrounded_balances():
    plan = Level(financed=D(2500), rate=D("8.24") / 1200, periods=12)
    table = rounded_payment_table(plan, "EUR")
    assert table.instalment == D("217.75")
    assert table.lines[-1].balance == 0
    assert table.lines[-1].instalment == pytest.approx(D("217.73"), abs=D("0.01"))
    assert table.total_interest == pytest.approx(sum(line.instalment for line in table.lines) - 2500, abs=D("1e-20"))
    for plan in (Level(financed=D(1), rate=D("0.8"), periods=600), Level(financed=D("0.5"), rate=D(0), periods=99)):
        with pytest.raises(FinanceError, match="never repay"):
            rounded_payment_table(plan, "EUR")
