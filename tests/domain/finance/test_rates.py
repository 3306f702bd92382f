"""Effective annual rates, checked against pyxirr and against the equation itself."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
import pyxirr

from advisor.domain.finance.apr import (
    RateConvention,
    daily_effective_rate,
    effective_annual_rate,
    monthly_effective_rate,
    published,
    us_rate,
    us_single_payment_rate,
)
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import EarlyRepayment, Fees, Grace, GraceKind, Loan, Method
from advisor.domain.finance.money import Money
from advisor.domain.finance.schedule import annuity, equal_principal, repayment
from advisor.domain.finance.streams import Stream, rate_per_period

D = Decimal


def loan(**changes):
    terms = {
        "principal": Money(D(200_000), "PLN"),
        "annual_rate": D("7.5"),
        "months": 120,
        "first_due_on": date(2026, 2, 10),
    }
    return Loan(**{**terms, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"method": Method.EQUAL_PRINCIPAL},
        {"fees": Fees(upfront=D(4000), per_instalment=D(15), insurance_rate=D("0.4"))},
        {"balloon": D(80_000)},
        {"grace": Grace(12, GraceKind.FULL)},
        {"early": (EarlyRepayment(20, D(50_000)),)},
        {"months": 1},
        {"annual_rate": D(1000), "months": 12},
    ],
)
def test_pyxirr_agrees(changes):
    schedule = repayment(loan(**changes))
    upfront = schedule.loan.fees.upfront
    amounts = [float(upfront - 200_000), *(float(row.instalment + row.fee) for row in schedule.rows)]
    days = [schedule.loan.start_on, *(row.due_on for row in schedule.rows)]
    # pyxirr stops once the present value is small; the next test proves our digits beyond its own
    by_days = effective_annual_rate(schedule, convention=RateConvention.ACT_365)
    assert float(by_days) == pytest.approx(pyxirr.xirr(days, amounts) * 100, rel=1e-7)
    by_months = effective_annual_rate(schedule)
    assert float(by_months) == pytest.approx(((1 + pyxirr.irr(amounts)) ** 12 - 1) * 100, rel=1e-7)


def test_the_rate_solves_the_equation_to_many_digits():
    """Proved in fractions, which round nothing: the present value changes sign within 1e-17 of the answer."""
    schedule = annuity(Money(D(200_000), "PLN"), D("6.35"), 60, date(2026, 2, 10))
    rate = rate_per_period([Stream(D(-196_000), 0), *(Stream(row.instalment, row.number) for row in schedule.rows)])

    def value(candidate):
        return sum(Fraction(row.instalment) / (1 + candidate) ** row.number for row in schedule.rows) - 196_000

    exact = Fraction(rate)
    assert value(exact * (1 - Fraction(1, 10**17))) > 0 > value(exact * (1 + Fraction(1, 10**17)))


def test_a_loan_without_costs_beside_interest_has_the_effective_nominal_rate():
    schedule = annuity(Money(D(10**12), "PLN"), D(6), 240, date(2026, 2, 10))
    assert published(effective_annual_rate(schedule), 8) == published((D("1.005") ** 12 - 1) * 100, 8)
    assert effective_annual_rate(annuity(Money(D(1000), "PLN"), D(0), 7, date(2026, 2, 10))) == 0


def test_an_upfront_fee_is_a_cost_either_way():
    plain = repayment(loan())
    within = repayment(loan(fees=Fees(upfront=D(4000))))
    assert effective_annual_rate(plain, D(4000)) == effective_annual_rate(within) > effective_annual_rate(plain)


def test_a_first_irregular_period_counts_its_residual_days():
    """Directive 2014/17/EU Annex I remark (c): whole months back from the payment, rest over the year's length."""
    schedule = repayment(loan(advanced_on=date(2026, 1, 1), fees=Fees(upfront=D(4000))))
    flows = [Stream(D(-196_000), 0)]
    flows += [Stream(row.instalment, row.number, 1, 1, (12 * 9, 365)) for row in schedule.rows]
    assert effective_annual_rate(schedule) == pytest.approx(monthly_effective_rate(flows), abs=D("1e-15"))
    later = replace(schedule.loan, advanced_on=date(2026, 1, 31))
    assert effective_annual_rate(repayment(later)) > effective_annual_rate(schedule)


@pytest.mark.parametrize("fee", ["200000", "200000.01", "1000000"])
def test_fees_that_eat_the_loan_are_refused(fee):
    with pytest.raises(FinanceError, match="nothing would be paid out"):
        effective_annual_rate(repayment(loan()), D(fee))


def test_other_bad_fees_are_refused():
    for fee, sentence in ((D(-1), "negative"), (D("0.001"), "decimals"), (1.5, "exact decimal")):
        with pytest.raises(FinanceError, match=sentence):
            effective_annual_rate(repayment(loan()), fee)


def test_published_rates_round_half_up():
    assert published(D("6.445")) == D("6.45")
    assert published(D("6.44999")) == D("6.45")
    assert published(D("6.05"), 1) == D("6.1")


@pytest.mark.parametrize(
    ("streams", "sentence"),
    [
        ([], "both an advance and a payment"),
        ([Stream(D(-100), 0)], "both an advance and a payment"),
        ([Stream(D(100), 0)], "both an advance and a payment"),
        ([Stream(D(-100), 0), Stream(D(0), 1)], "both an advance and a payment"),
        ([Stream(D(-100), 0), Stream(D("99.99"), 1)], "never repay"),
        ([Stream(D(-100), 0), Stream(D(150), 0)], "No rate"),
        ([Stream(D(-100), 0), Stream(D(120), 0), Stream(D(10), 5)], "No rate"),
        ([Stream(D(-100), 5), Stream(D(120), 0)], "No rate"),
        ([Stream(D(100), -10_000), Stream(D(-101), 0), Stream(D(2), 1)], "No rate"),
    ],
)
def test_flows_without_a_rate_are_refused(streams, sentence):
    with pytest.raises(FinanceError, match=sentence):
        rate_per_period(streams)


def test_the_same_sum_back_costs_nothing():
    assert rate_per_period([Stream(D(-100), 0), Stream(D(10), 1, 10)]) == 0


@pytest.mark.parametrize("percent", ["1e-12", "1e-6", "0.01", "1", "100", "100000", "1e12"])
def test_very_small_and_very_large_rates_are_found(percent):
    growth = 1 + D(percent) / 100
    paid = rate_per_period([Stream(D(-100), 0), Stream(100 * growth, 1)])
    assert paid * 100 == pytest.approx(D(percent), rel=D("1e-10"))


def test_a_charge_before_the_first_drawdown_has_a_negative_interval():
    """Annex I: such an equation also has a second, absurd root; the ordinary one is meant."""
    flows = [Stream(D(4000), -1), Stream(D(-200_000), 0), Stream(D("1432.86"), 1, 240)]
    early = monthly_effective_rate(flows)
    late = monthly_effective_rate([flows[0]._replace(start=0), *flows[1:]])
    assert D("6.4344") < late < early < D("6.45")


def test_drawdowns_in_parts():
    flows = [Stream(D(-50_000), 0), Stream(D(-50_000), 6), Stream(D(9000), 1, 12)]
    amounts = [-50_000.0, *[9000.0] * 5, 9000.0 - 50_000.0, *[9000.0] * 6]
    assert float(rate_per_period(flows)) == pytest.approx(pyxirr.irr(amounts), rel=1e-7)


def test_overlapping_and_sparse_payments():
    flows = [Stream(D(-1000), 0), Stream(D(20), 1, 24), Stream(D(150), 3, 8, 3), Stream(D(5), 24)]
    amounts = [-1000.0, *[20.0 + 150.0 * (month % 3 == 0) for month in range(1, 25)]]
    amounts[24] += 5
    assert float(rate_per_period(flows)) == pytest.approx(pyxirr.irr(amounts), rel=1e-7)


def test_a_loan_over_one_day():
    rate = daily_effective_rate([Stream(D(-1000), 0), Stream(D(1010), 1)])
    assert rate == pytest.approx((D("1.01") ** 365 - 1) * 100, rel=D("1e-20"))


def test_us_rate_needs_a_sensible_number_of_periods():
    flows = [Stream(D(-100), 0), Stream(D(110), 1)]
    assert us_rate(flows, D(12)) == pytest.approx(D(120), abs=D("1e-15"))
    for periods in (D(0), D(-1), D(367)):
        with pytest.raises(FinanceError, match="unit periods"):
            us_rate(flows, periods)


def test_us_single_payment():
    start = date(1978, 1, 3)
    assert published(us_single_payment_rate(D(1000), start, D(1080), date(1978, 9, 15))) == D("11.45")
    for days, payment, sentence in ((0, 1080, "within a year"), (367, 1080, "within a year"), (10, 999, "never repay")):
        with pytest.raises(FinanceError, match=sentence):
            us_single_payment_rate(D(1000), start, D(payment), start + timedelta(days=days))
    with pytest.raises(FinanceError, match="above zero"):
        us_single_payment_rate(D(0), start, D(1), date(1978, 9, 15))


def test_schedules_with_falling_instalments_have_the_same_rate():
    """Without fees the effective rate is the nominal one whichever way the capital is repaid."""
    falling = effective_annual_rate(equal_principal(Money(D(10**9), "PLN"), D(9), 60, date(2026, 2, 10)))
    level = effective_annual_rate(annuity(Money(D(10**9), "PLN"), D(9), 60, date(2026, 2, 10)))
    assert published(falling, 6) == published(level, 6)


@pytest.mark.parametrize("months", [1, 6, 120])
def test_a_coin_of_fee_on_a_large_interest_free_loan_is_still_a_rate(months):
    """Floats cannot tell such a present value from zero: decimals must find the root alone."""
    schedule = annuity(Money(D("3504824.58"), "PLN"), D(0), months, date(2026, 2, 10))
    rate = effective_annual_rate(schedule, D("0.01"))
    assert rate == pytest.approx(D("0.01") / D("3504824.58") * 1200 / ((D(months) + 1) / 2), rel=D("1e-6"))


@pytest.mark.parametrize(
    ("loan", "level", "times", "last"),
    [
        ("1713737.20", "4360.65", 392, "4362.41"),
        ("266944.74", "1791.58", 148, "1790.93"),
        ("1781939.53", "9632.11", 184, "9631.30"),
    ],
)
def test_a_coin_too_much_over_many_months_is_still_a_rate(loan, level, times, last):
    flows = [Stream(-D(loan), 0), Stream(D(level), 1, times), Stream(D(last), times + 1)]
    rate = rate_per_period(flows)
    dense = [(D(level), month) for month in range(1, times + 1)] + [(D(last), times + 1)]

    def value(candidate):
        return sum(amount * (1 + candidate) ** -month for amount, month in dense) - D(loan)

    assert rate > 0
    with localcontext(prec=60):
        assert value(rate * (1 - D("1e-9"))) > 0 > value(rate * (1 + D("1e-9")))
