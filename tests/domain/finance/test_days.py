"""Due days and day counts."""

from datetime import date
from fractions import Fraction

import pytest

from advisor.domain.finance.days import DayCount, months_and_days, shift_months, year_fraction
from advisor.domain.finance.errors import FinanceError


def test_month_ends_return_to_the_anchor():
    """DOMAIN part E: 31 -> 28 (29, 30) -> 31, counted from the anchor and not from the day before."""
    days = [shift_months(date(2026, 1, 31), number, 31) for number in range(5)]
    assert [day.isoformat() for day in days] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert shift_months(date(2028, 1, 31), 1, 31) == date(2028, 2, 29)
    assert shift_months(date(2028, 2, 29), 12, 29) == date(2029, 2, 28)
    assert shift_months(date(2028, 2, 29), 48, 29) == date(2032, 2, 29)
    assert shift_months(date(2026, 3, 31), -1, 31) == date(2026, 2, 28)


def test_dates_outside_the_calendar_are_refused():
    with pytest.raises(FinanceError, match="calendar"):
        shift_months(date(9990, 1, 1), 120, 1)
    with pytest.raises(FinanceError, match="calendar"):
        shift_months(date(1, 1, 1), -1, 1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 15), date(2026, 2, 15), (1, 0, 365)),
        (date(2026, 1, 12), date(2026, 2, 15), (1, 3, 365)),
        (date(2026, 1, 20), date(2026, 2, 15), (0, 26, 365)),
        (date(2026, 1, 31), date(2026, 2, 28), (1, 0, 365)),
        (date(2026, 1, 30), date(2026, 2, 28), (1, 1, 365)),
        (date(2024, 2, 20), date(2024, 4, 10), (1, 19, 366)),
        (date(2023, 12, 1), date(2024, 2, 29), (2, 30, 365)),
    ],
)
def test_residual_days_are_counted_back_from_the_payment(start, end, expected):
    """Directive 2014/17/EU Annex I remark (c); the anchor is the last day of the month where the end is one."""
    anchor = 31 if end in {date(2026, 2, 28), date(2024, 2, 29)} else end.day
    assert months_and_days(start, end, anchor) == expected


def test_a_payment_before_the_advance_is_refused():
    with pytest.raises(FinanceError, match="must come after"):
        months_and_days(date(2026, 3, 1), date(2026, 2, 1), 1)


@pytest.mark.parametrize(
    ("day_count", "expected"),
    [
        (DayCount.EQUAL_MONTHS, Fraction(2, 12)),
        (DayCount.ACT_365, Fraction(60, 365)),
        (DayCount.ACT_ACT, Fraction(17, 365) + Fraction(43, 366)),
        (DayCount.THIRTY_360, Fraction(60, 360)),
    ],
)
def test_each_convention_measures_the_turn_of_a_leap_year(day_count, expected):
    start, end = date(2023, 12, 15), date(2024, 2, 15)
    days = Fraction((end - start).days, 365)
    assert days == Fraction(62, 365)
    expected = {DayCount.ACT_365: days, DayCount.ACT_ACT: Fraction(17, 365) + Fraction(45, 366)}.get(
        day_count, expected
    )
    assert Fraction(*year_fraction(start, end, 15, day_count)) == expected


def test_thirty_360_is_the_european_one():
    def days(start, end):
        return year_fraction(start, end, end.day, DayCount.THIRTY_360)[0]

    assert days(date(2026, 1, 31), date(2026, 2, 28)) == 28
    assert days(date(2026, 2, 28), date(2026, 3, 31)) == 32
    assert days(date(2026, 1, 30), date(2026, 3, 31)) == 60


def test_act_act_splits_over_several_years():
    fraction = Fraction(*year_fraction(date(2023, 7, 1), date(2025, 7, 1), 1, DayCount.ACT_ACT))
    assert fraction == Fraction(184, 365) + 1 + Fraction(181, 365)
    assert Fraction(*year_fraction(date(2024, 1, 1), date(2024, 7, 1), 1, DayCount.ACT_ACT)) == Fraction(182, 366)
