"""Repayment schedules to the minor unit (CN-22; DOMAIN part C)."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest

from advisor.domain.finance.days import DayCount
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import EarlyRepayment, Effect, Fees, Grace, GraceKind, Loan, Method, RateChange
from advisor.domain.finance.money import Money
from advisor.domain.finance.schedule import annuity, equal_principal, repayment
from advisor.domain.finance.words import DAY_COUNTS, EARLY_EFFECTS, GRACES, METHODS, RATE_CONVENTIONS

D = Decimal
CENT = D("0.01")


def pln(amount):
    return Money(D(amount), "PLN")


def loan(**changes):
    terms = {
        "principal": pln(12_000),
        "annual_rate": D(12),
        "months": 12,
        "first_due_on": date(2026, 1, 31),
    }
    return Loan(**{**terms, **changes})


def column(schedule, name):
    return [getattr(row, name) for row in schedule.rows]


def by_hand(principal, rate, instalment, months):
    """The clerk's way: interest of the month half-up, the rest is capital, the last one takes what is left."""
    rows, balance = [], D(principal)
    for number in range(1, months + 1):
        interest = (balance * D(rate) / 1200).quantize(CENT, ROUND_HALF_UP)
        capital = balance if number == months else D(instalment) - interest
        balance -= capital
        rows.append((interest, capital, balance))
    return rows


def test_equal_instalments_match_the_clerk_to_the_cent():
    """CN-22."""
    schedule = annuity(pln(12_000), D(12), 12, date(2026, 1, 31))
    assert [(row.interest, row.principal, row.balance) for row in schedule.rows] == by_hand(12_000, 12, "1066.19", 12)
    assert set(column(schedule, "instalment")[:-1]) == {D("1066.19")}
    assert schedule.rows[-1].instalment == D("1066.14")
    assert schedule.total_interest == D("794.23")
    assert schedule.total_paid == D("12794.23")
    assert schedule.total_cost == schedule.total_interest
    assert schedule.currency == "PLN"


def test_equal_principal_parts_match_the_clerk_to_the_cent():
    """CN-22: both schedules, sums to the cent."""
    schedule = equal_principal(pln(1000), D("7.3"), 3, date(2026, 1, 31))
    assert column(schedule, "principal") == [D("333.33"), D("333.33"), D("333.34")]
    assert column(schedule, "interest") == [D("6.08"), D("4.06"), D("2.03")]
    assert column(schedule, "instalment") == [D("339.41"), D("337.39"), D("335.37")]
    assert schedule.total_interest == D("12.17")


def test_rows_carry_numbers_days_and_their_currency_digits():
    schedule = annuity(pln(12_000), D(12), 4, date(2026, 1, 31))
    assert column(schedule, "number") == [1, 2, 3, 4]
    assert column(schedule, "due_on") == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    for row in schedule.rows:
        for value in (row.instalment, row.principal, row.interest, row.fee, row.balance, row.early):
            assert value.as_tuple().exponent == -2


@pytest.mark.parametrize(("currency", "principal", "exponent"), [("JPY", "1000000", 0), ("KWD", "1000.005", -3)])
def test_other_minor_units(currency, principal, exponent):
    for build in (annuity, equal_principal):
        schedule = build(Money(D(principal), currency), D("3.7"), 36, date(2026, 2, 28))
        assert sum(column(schedule, "principal")) == D(principal)
        assert {row.interest.as_tuple().exponent for row in schedule.rows} == {exponent}
        assert schedule.rows[-1].balance == 0


def test_without_interest_the_last_instalment_takes_the_cents():
    schedule = annuity(pln(100), D(0), 3, date(2026, 1, 1))
    assert column(schedule, "instalment") == [D("33.33"), D("33.33"), D("33.34")]
    assert schedule.total_interest == 0


def test_a_balloon_stays_for_the_last_day():
    schedule = repayment(loan(balloon=D(6000)))
    assert schedule.rows[0].instalment == D("593.09")  # 6 000 amortised + 60.00 interest on the balloon
    assert schedule.rows[-2].balance - schedule.rows[-1].principal == 0
    assert abs(schedule.rows[-1].instalment - D("6593.09")) < D("0.10")
    parts = repayment(loan(balloon=D(6000), method=Method.EQUAL_PRINCIPAL))
    assert column(parts, "principal") == [D(500)] * 11 + [D(6500)]
    bullet = repayment(loan(balloon=D(12_000)))
    assert column(bullet, "instalment") == [D(120)] * 11 + [D(12_120)]


def test_interest_only_grace():
    schedule = repayment(loan(grace=Grace(3)))
    assert column(schedule, "instalment")[:3] == [D(120)] * 3
    assert schedule.rows[3].instalment == annuity(pln(12_000), D(12), 9, date(2026, 1, 1)).rows[0].instalment
    assert len(schedule.rows) == 12


def test_full_grace_adds_interest_to_the_capital():
    schedule = repayment(loan(grace=Grace(2, GraceKind.FULL)))
    assert column(schedule, "instalment")[:2] == [0, 0]
    assert column(schedule, "principal")[:2] == [D("-120.00"), D("-121.20")]
    assert schedule.rows[1].balance == D("12241.20")
    assert sum(column(schedule, "principal")) == 12_000
    assert schedule.total_paid == sum(column(schedule, "instalment"))


def test_a_rate_change_sets_the_instalment_anew():
    schedule = repayment(loan(rate_changes=(RateChange(5, D(6)),)))
    left = schedule.rows[3].balance
    fresh = annuity(Money(left, "PLN"), D(6), 8, date(2026, 5, 31))
    assert column(schedule, "instalment")[:4] == [D("1066.19")] * 4
    assert [tuple(row[2:]) for row in schedule.rows[4:]] == [tuple(row[2:]) for row in fresh.rows]


def test_fees_stand_in_their_own_column():
    fees = Fees(upfront=D(200), per_instalment=D(5), insurance=D("2.50"), insurance_rate=D("1.2"), closing=D(30))
    schedule = repayment(loan(fees=fees))
    assert schedule.rows[0].fee == D(5) + D("2.50") + D("12.00")  # 12 000 x 1.2 % / 12
    assert schedule.rows[-1].fee == D("7.50") + D("1.06") + D(30)
    assert schedule.total_fees == sum(column(schedule, "fee")) + 200
    assert schedule.total_cost == schedule.total_fees + schedule.total_interest
    assert schedule.total_paid == sum(column(schedule, "instalment")) + schedule.total_fees
    assert column(schedule, "instalment") == column(repayment(loan()), "instalment")


def test_early_repayment_that_shortens():
    schedule = repayment(loan(early=(EarlyRepayment(2, D(5000), fee=D(25)),)))
    second = schedule.rows[1]
    assert (second.early, second.fee) == (D(5000), D(25))
    assert second.instalment == D("6066.19")
    assert second.instalment == second.principal + second.interest
    assert set(column(schedule, "instalment")[2:-1]) == {D("1066.19")}
    assert len(schedule.rows) == 7
    assert schedule.rows[-1].instalment < D("1066.19")
    assert sum(column(schedule, "principal")) == 12_000


def test_early_repayment_that_lowers():
    schedule = repayment(loan(early=(EarlyRepayment(2, D(5000), Effect.LOWER),)))
    assert len(schedule.rows) == 12
    relief = D(5000) * D("0.01") / (1 - D("1.01") ** -10)
    assert schedule.rows[2].instalment == D("1066.19") - relief.quantize(CENT, ROUND_DOWN) + CENT
    assert schedule.total_interest < annuity(pln(12_000), D(12), 12, date(2026, 1, 31)).total_interest
    parts = repayment(loan(method=Method.EQUAL_PRINCIPAL, early=(EarlyRepayment(2, D(5000), Effect.LOWER),)))
    assert column(parts, "principal")[2:] == [D(500)] * 10


def test_early_repayment_of_everything_ends_the_loan():
    schedule = repayment(loan(early=(EarlyRepayment(5),), fees=Fees(closing=D(10))))
    assert len(schedule.rows) == 5
    assert schedule.rows[-1].balance == 0
    assert schedule.rows[-1].fee == 10
    assert schedule.rows[-1].early > 0
    assert len(repayment(loan(early=(EarlyRepayment(5, D(10**9)),))).rows) == 5


def test_a_shortened_loan_stays_short_when_the_rate_changes():
    """The instalment after the change repays in the months that were expected, not in those first agreed."""
    schedule = repayment(loan(early=(EarlyRepayment(2, D(5000)),), rate_changes=(RateChange(5, D(13)),)))
    assert len(schedule.rows) == 7
    later = repayment(loan(early=(EarlyRepayment(11, D(1000)),), rate_changes=(RateChange(12, D(50)),)))
    assert sum(column(later, "principal")) == 12_000


def test_an_early_repayment_eats_the_balloon_first():
    kept = repayment(loan(balloon=D(6000), early=(EarlyRepayment(3, D(2000)),)))
    assert column(kept, "instalment")[3] == D("593.09")
    assert len(kept.rows) == 12
    assert kept.rows[-1].principal < D(4600)
    lowered = repayment(loan(balloon=D(6000), early=(EarlyRepayment(3, D(8000), Effect.LOWER),)))
    assert lowered.rows[-1].balance == 0
    assert min(column(lowered, "principal")) >= 0
    assert sum(column(lowered, "principal")) == 12_000


def test_several_early_repayments():
    monthly = tuple(EarlyRepayment(number, D(500)) for number in range(1, 13))
    schedule = repayment(loan(early=monthly))
    assert len(schedule.rows) == 9
    assert sum(column(schedule, "early")) == 500 * 8
    assert sum(column(schedule, "principal")) == 12_000


@pytest.mark.parametrize(
    ("day_count", "first", "second"),
    [
        (DayCount.EQUAL_MONTHS, "120.00", "110.54"),
        (DayCount.ACT_365, "122.30", None),
        (DayCount.ACT_ACT, "122.30", None),
        (DayCount.THIRTY_360, "120.00", None),
    ],
)
def test_interest_by_day_count(day_count, first, second):
    """The first period is the 31 days from 31 December 2025 to 31 January 2026."""
    schedule = repayment(loan(day_count=day_count))
    assert schedule.rows[0].interest == D(first)
    assert second is None or schedule.rows[1].interest == D(second)
    assert sum(column(schedule, "principal")) == 12_000
    spread = schedule.rows[-1].instalment - schedule.rows[0].instalment
    assert abs(spread) < D("0.15"), "the level instalment solves the real periods, the last one only takes the cents"
    assert schedule.convention == f"annuity.{day_count}"


def test_february_of_a_leap_year_is_dearer_by_days():
    plain = repayment(loan(day_count=DayCount.ACT_365, first_due_on=date(2027, 3, 1)))
    leap = repayment(loan(day_count=DayCount.ACT_365, first_due_on=date(2028, 3, 1)))
    by_year = repayment(loan(day_count=DayCount.ACT_ACT, first_due_on=date(2028, 3, 1)))
    assert plain.rows[0].interest == D("110.47")  # 12 000 x 12 % x 28 / 365
    assert leap.rows[0].interest == D("114.41")  # x 29 / 365
    assert by_year.rows[0].interest == D("114.10")  # x 29 / 366


def test_a_longer_first_period_bears_more_interest():
    regular = repayment(loan(first_due_on=date(2026, 2, 15)))
    longer = repayment(loan(first_due_on=date(2026, 2, 15), advanced_on=date(2026, 1, 5)))
    days = repayment(loan(first_due_on=date(2026, 2, 15), advanced_on=date(2026, 1, 5), day_count=DayCount.ACT_365))
    assert regular.rows[0].interest == D("120.00")
    assert longer.rows[0].interest == D("159.45")  # one month and 10 of 365 days
    assert days.rows[0].interest == D("161.75")  # 41 of 365 days
    assert longer.rows[0].instalment > regular.rows[0].instalment
    shorter = repayment(loan(first_due_on=date(2026, 2, 15), advanced_on=date(2026, 2, 1)))
    assert shorter.rows[0].interest == D("55.23")  # 14 of 365 days


def test_an_anchor_beyond_a_short_first_month():
    schedule = repayment(loan(first_due_on=date(2026, 2, 28), anchor_day=31))
    assert column(schedule, "due_on")[:3] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert schedule.loan.start_on == date(2026, 1, 31)
    assert schedule.rows[0].interest == D("120.00")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"principal": pln(0)}, "above zero"),
        ({"principal": pln(-5)}, "above zero"),
        ({"annual_rate": D(-1)}, "negative"),
        ({"annual_rate": D("NaN")}, "exact decimal"),
        ({"annual_rate": 7.5}, "exact decimal"),
        ({"annual_rate": D(10_001)}, "exceed"),
        ({"annual_rate": D("1." + "3" * 30)}, "too many decimals"),
        ({"months": 0}, "from 1 to 600"),
        ({"months": -12}, "from 1 to 600"),
        ({"months": 601}, "from 1 to 600"),
        ({"months": 10**9}, "from 1 to 600"),
        ({"months": 1.5}, "from 1 to 600"),
        ({"months": True}, "from 1 to 600"),
        ({"advanced_on": date(2026, 1, 31)}, "after the day"),
        ({"advanced_on": date(2026, 2, 1)}, "after the day"),
        ({"advanced_on": date(2020, 1, 1)}, "more than a year"),
        ({"anchor_day": 30}, "does not fit"),
        ({"anchor_day": 0}, "does not fit"),
        ({"first_due_on": date(9990, 1, 1), "months": 600}, "calendar"),
        ({"balloon": D(12_001)}, "balloon"),
        ({"balloon": D(-1)}, "balloon"),
        ({"balloon": D("0.001")}, "decimals"),
        ({"grace": Grace(12)}, "shorter than the term"),
        ({"grace": Grace(-1)}, "shorter than the term"),
        ({"fees": Fees(upfront=D(-1))}, "fee cannot be negative"),
        ({"fees": Fees(per_instalment=D("0.005"))}, "decimals"),
        ({"fees": Fees(insurance_rate=D(-1))}, "negative"),
        ({"rate_changes": (RateChange(0, D(5)),)}, "in order"),
        ({"rate_changes": (RateChange(13, D(5)),)}, "in order"),
        ({"rate_changes": (RateChange(5, D(5)), RateChange(4, D(5)))}, "in order"),
        ({"rate_changes": (RateChange(5, D(-5)),)}, "negative"),
        ({"early": (EarlyRepayment(3, D(0)),)}, "above zero"),
        ({"early": (EarlyRepayment(3, D(1)), EarlyRepayment(3, D(1)))}, "in order"),
        ({"early": (EarlyRepayment(3, D(1), fee=D(-1)),)}, "fee cannot be negative"),
    ],
)
def test_impossible_loans_are_refused_with_a_sentence(changes, sentence):
    with pytest.raises(FinanceError, match=sentence):
        loan(**changes)


@pytest.mark.parametrize(
    ("principal", "rate", "months"),
    [
        ("0.01", "0", 3),
        ("1000", "10000", 30),
        ("0.01", "5", 600),
        ("1000", "1000", 600),
        ("1000", "1000", 30),
        ("1", "0", 600),
    ],
)
def test_loans_that_rounded_instalments_never_repay_are_refused(principal, rate, months):
    with pytest.raises(FinanceError, match="never repay"):
        annuity(pln(principal), D(rate), months, date(2026, 1, 31))


def test_a_debt_without_bounds_is_refused():
    with pytest.raises(FinanceError, match="beyond all bounds"):
        repayment(loan(annual_rate=D(10_000), months=600, grace=Grace(599, GraceKind.FULL)))


@pytest.mark.parametrize(
    ("principal", "rate", "months"),
    [("0.01", "5", 1), ("999999999999.99", "0.01", 600), ("1000000000000", "12.5", 600), ("1000", "1000", 5)],
)
def test_extreme_but_possible_loans(principal, rate, months):
    for build in (annuity, equal_principal):
        schedule = build(pln(principal), D(rate), months, date(2024, 2, 29))
        assert sum(column(schedule, "principal")) == D(principal)
        assert schedule.rows[-1].balance == 0


def test_tiny_parts_rounded_up_end_the_loan_sooner():
    schedule = annuity(pln("1.00"), D(0), 150, date(2026, 1, 1))
    assert len(schedule.rows) == 100
    assert sum(column(schedule, "principal")) == 1


def test_the_convention_is_said_in_words():
    assert METHODS[annuity(pln(1000), D(5), 12, date(2026, 1, 1)).convention.partition(".")[0]] == "Equal instalments"
    assert set(METHODS) == set(Method)
    assert set(DAY_COUNTS) == set(DayCount)
    assert set(GRACES) == set(GraceKind)
    assert set(EARLY_EFFECTS) == set(Effect)
    assert len(RATE_CONVENTIONS) == 2


def test_a_loan_can_be_copied_with_one_change():
    """What the offer room does for "the same, over 24 months"."""
    assert len(repayment(replace(loan(), months=24)).rows) == 24
