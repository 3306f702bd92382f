"""Laws that hold for every loan. TEST_EXAMPLES=10000 runs the full measure of issue 5."""

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from advisor.domain.finance.apr import RateConvention, effective_annual_rate
from advisor.domain.finance.days import DayCount
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import EarlyRepayment, Effect, Fees, Grace, GraceKind, Loan, Method, RateChange
from advisor.domain.finance.money import from_minor
from advisor.domain.finance.schedule import repayment
from advisor.domain.finance.streams import Stream, rate_per_period

EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "60"))
ZERO = Decimal(0)

pytestmark = pytest.mark.timeout(300 + EXAMPLES // 4)
"""The full measure takes minutes a test; the limit of the suite, made for a hang, would stop it on a busy machine."""

many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

rates = st.integers(0, 6000).map(lambda hundredths: Decimal(hundredths) / 100)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
terms = st.one_of(st.integers(1, 60), st.integers(1, 600))


@st.composite
def plain_loans(draw):
    """Loans of all sizes, currencies and conventions, at one rate and without early repayment."""
    months = draw(terms)
    minor = draw(st.one_of(st.integers(1, 10**5), st.integers(10**5, 10**14)))
    principal = from_minor(minor, draw(st.sampled_from(["PLN", "PLN", "JPY", "KWD"])))
    grace = Grace(draw(st.integers(0, min(months - 1, 24))), draw(st.sampled_from(GraceKind)))
    return Loan(
        principal=principal,
        annual_rate=draw(rates),
        months=months,
        first_due_on=draw(days),
        method=draw(st.sampled_from(Method)),
        day_count=draw(st.sampled_from(DayCount)),
        grace=grace if draw(st.booleans()) else Grace(0),
        balloon=from_minor(draw(st.integers(0, minor)), principal.currency).amount if draw(st.booleans()) else ZERO,
    )


@st.composite
def loans(draw):
    """Any loan: also with changing rates, early repayments and fees."""
    loan = draw(plain_loans())
    numbers = st.lists(st.integers(1, loan.months), max_size=3, unique=True).map(sorted)
    amounts = st.one_of(
        st.none(), st.integers(1, 10**9).map(lambda minor: from_minor(minor, loan.principal.currency).amount)
    )
    early = tuple(EarlyRepayment(number, draw(amounts), draw(st.sampled_from(Effect))) for number in draw(numbers))
    changes = tuple(RateChange(number, draw(rates)) for number in draw(numbers))
    fee = st.integers(0, 10**6).map(lambda minor: from_minor(minor, loan.principal.currency).amount)
    fees = Fees(upfront=draw(fee), per_instalment=draw(fee), insurance_rate=draw(rates), closing=draw(fee))
    return replace(loan, early=early, rate_changes=changes, fees=fees)


def scheduled(loan):
    """The schedule, or nothing for a loan so small or dear that its rounded instalments never repay it."""
    try:
        return repayment(loan)
    except FinanceError as refusal:
        if "never repay" not in str(refusal) and "beyond all bounds" not in str(refusal):
            raise
        assume(False)


@many
@given(loans())
def test_the_capital_column_sums_to_the_loan(loan):
    schedule = scheduled(loan)
    assert sum(row.principal for row in schedule.rows) == loan.principal.amount
    assert schedule.rows[-1].balance == 0
    balance = loan.principal.amount
    for number, row in enumerate(schedule.rows, start=1):
        balance -= row.principal
        assert row.number == number
        assert row.balance == balance >= 0
        assert row.instalment == row.principal + row.interest
        assert row.interest >= 0
        assert row.fee >= 0
        assert 0 <= row.early <= max(row.principal, row.early)
        assert row.due_on == loan.due_on(number)
    assert len(schedule.rows) <= loan.months
    assert schedule.total_paid == sum(row.instalment + row.fee for row in schedule.rows) + loan.fees.upfront


@many
@given(loans())
def test_interest_is_that_of_the_balance_to_half_a_coin(loan):
    """Each interest figure, recomputed in fractions from the balance before it, is right to half a minor unit."""
    loan = replace(loan, day_count=DayCount.EQUAL_MONTHS)
    schedule = scheduled(loan)
    rate, balance = loan.annual_rate, loan.principal.amount
    changes = {change.number: change.annual_rate for change in loan.rate_changes}
    half = Fraction(1, 2 * 10 ** {"JPY": 0, "PLN": 2, "KWD": 3}[schedule.currency])
    for row in schedule.rows:
        rate = changes.get(row.number, rate)
        exact = Fraction(balance) * Fraction(rate) / 1200
        assert -half < exact - Fraction(row.interest) <= half or exact + half == Fraction(row.interest)
        balance = row.balance


@many
@given(plain_loans(), st.booleans(), st.integers(0, 10**6))
def test_the_rate_of_a_schedule_reproduces_its_price(loan, by_days, fee):
    """Discounting every payment at the effective rate gives the net advance, recomputed in fractions."""
    assume(loan.months <= 120)
    schedule = scheduled(loan)
    fee = min(from_minor(fee, schedule.currency).amount, loan.principal.amount / 2)
    fee -= fee % from_minor(1, schedule.currency).amount
    convention = RateConvention.ACT_365 if by_days else RateConvention.EQUAL_MONTHS
    rate = effective_annual_rate(schedule, fee, convention)
    assert rate >= 0
    periods = 365 if by_days else 12
    start = loan.start_on
    flows = [((row.due_on - start).days if by_days else row.number, row.instalment) for row in schedule.rows]
    net = loan.principal.amount - fee
    price = present_value(flows, rate, periods)
    assert abs(price - net) <= net * Decimal("1e-12")


def present_value(flows, rate, periods):
    """An independent evaluation: each payment on its own, by fractional powers of 1 + yearly rate."""
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 60
        growth = 1 + rate / 100
        return sum(amount / growth ** (Decimal(time) / periods) for time, amount in flows)


@st.composite
def repaid_early(draw):
    """A loan at one rate, and the same loan with one early repayment after the grace period."""
    loan = replace(draw(plain_loans()), balloon=ZERO)
    number = draw(st.integers(loan.grace.months + 1, loan.months))
    minor = draw(st.one_of(st.integers(1, 10**4), st.integers(1, 10**13)))
    amount = from_minor(minor, loan.principal.currency).amount
    return loan, replace(loan, early=(EarlyRepayment(number, amount, draw(st.sampled_from(Effect))),))


@many
@given(repaid_early())
def test_early_repayment_never_increases_cost(pair):
    plain, early = map(scheduled, pair)
    assert early.total_cost <= plain.total_cost
    assert len(early.rows) <= len(plain.rows)


@many
@given(repaid_early())
def test_early_repayment_never_raises_a_later_instalment_or_balance(pair):
    plain, early = map(scheduled, pair)
    number = pair[1].early[0].number
    for before, after in zip(plain.rows[number:-1], early.rows[number:-1], strict=False):
        assert after.instalment <= before.instalment
        assert after.balance <= before.balance


@many
@given(plain_loans(), st.integers(1, 10**6))
def test_a_dearer_loan_has_a_higher_effective_rate(loan, fee):
    schedule = scheduled(loan)
    fee = from_minor(fee, schedule.currency).amount
    assume(fee < loan.principal.amount)
    assert effective_annual_rate(schedule, fee) > effective_annual_rate(schedule)


@many
@given(
    st.integers(1, 10**12),
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 600), st.integers(1, 60), st.integers(1, 24)), max_size=6),
    st.booleans(),
)
def test_any_flows_get_a_rate_or_a_refusal(advance, groups, simple):
    """No flows hang or crash the search; a rate that is found balances them."""
    flows = [Stream(Decimal(-advance), 0), *(Stream(Decimal(group[0]), *group[1:]) for group in groups)]
    try:
        rate = rate_per_period(flows, simple_stub=simple)
    except FinanceError:
        assert sum(stream.amount * stream.times for stream in flows) < 0 or not any(group[0] for group in groups)
        return
    with_fractions = sum(
        stream.amount / (1 + rate) ** (stream.start + stream.every * time)
        for stream in flows
        for time in range(stream.times)
    )
    assert abs(with_fractions) <= Decimal(advance) * Decimal("1e-15")


@many
@given(
    st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.integers(-600, 600), st.integers(1, 60), st.integers(1, 24)),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
def test_even_flows_in_any_order_end(groups, simple):
    """Advances and payments of any sign at any time: a rate that balances them, or a refusal, never a crash."""
    flows = [Stream(Decimal(group[0]), *group[1:], (3, 31)) for group in groups]
    try:
        rate = rate_per_period(flows, simple_stub=simple)
    except FinanceError:
        return
    assert rate >= 0
    values = [
        Decimal(amount) / (1 + rate) ** (start + every * time)
        for amount, start, times, every in groups
        for time in range(times)
    ]
    assert abs(sum(values)) <= max(map(abs, values)) * len(values) * Decimal("1e-12")
