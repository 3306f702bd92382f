"""Days of a loan: due days from an anchor and the length of a period under each day-count convention."""

from calendar import isleap
from datetime import date
from enum import StrEnum

from advisor.domain.finance.errors import FinanceError
from advisor.domain.words import N_

Ratio = tuple[int, int]
"""A length in years as numerator and denominator: kept unreduced and exact, so half cents round rightly."""

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class DayCount(StrEnum):
    """How the length of an interest period is measured, in years."""

    EQUAL_MONTHS = "equal_months"
    ACT_365 = "act_365"
    ACT_ACT = "act_act"
    THIRTY_360 = "30_360"


def shift_months(day: date, months: int, anchor: int) -> date:
    """The day `months` later (or earlier) that falls on `anchor`, or on the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        raise FinanceError(N_("The dates leave the calendar."))
    longest = 29 if month == 1 and isleap(year) else _MONTH_LENGTHS[month]
    return date(year, month + 1, min(anchor, longest))


def months_and_days(start: date, end: date, anchor: int) -> tuple[int, int, int]:
    """Whole months counted back from `end`, the days left before them, and the length of the year those end in.

    Practice of Directive 2014/17/EU, Annex I, remark (c): the remaining days are divided by 365 or 366, the
    length of the year that ends on the day where the remaining days end.
    """
    months = max(0, (end.year - start.year) * 12 + end.month - start.month)
    if shift_months(end, -months, anchor) < start:
        months -= 1
    if months < 0:
        raise FinanceError(N_("The first payment must come after the day the loan is paid out."))
    back = shift_months(end, -months, anchor)
    year_length = (back - shift_months(back, -12, back.day)).days
    return months, (back - start).days, year_length


def year_fraction(start: date, end: date, anchor: int, day_count: DayCount) -> Ratio:
    """Length of the period in years as an exact ratio.

    equal_months: months/12 plus residual days (`months_and_days`); act_365: days/365 (ISDA Actual/365 Fixed);
    act_act: days in leap years/366 plus other days/365 (ISDA Actual/Actual); 30_360: 30E/360 (Eurobond basis).
    """
    if day_count is DayCount.EQUAL_MONTHS:
        months, days, year_length = months_and_days(start, end, anchor)
        return (months, 12) if days == 0 else (months * year_length + days * 12, 12 * year_length)
    if day_count is DayCount.ACT_365:
        return (end - start).days, 365
    if day_count is DayCount.ACT_ACT:
        leap = sum(_days_in_year(start, end, year) for year in range(start.year, end.year + 1) if isleap(year))
        plain = (end - start).days - leap
        return (plain, 365) if leap == 0 else (leap, 366) if plain == 0 else (plain * 366 + leap * 365, 365 * 366)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months * 30 + min(end.day, 30) - min(start.day, 30), 360


def _days_in_year(start: date, end: date, year: int) -> int:
    """Days of [start, end) that lie in the year."""
    return (min(end, date(year + 1, 1, 1)) - max(start, date(year, 1, 1))).days
