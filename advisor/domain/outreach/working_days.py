"""Working days of a country: public holidays, transferred days off and working Saturdays.

The days themselves come from the `holidays` package (dated data, no clock). It is imported on first use only, so
that importing the law stays fast, and asked once per calendar and year: a question afterwards is a set look-up.
A calendar is an ISO 3166 country ("PL"), or a country and region ("ES-MD"). An unknown one has no holidays and
works Monday to Friday.
"""

from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=1024)
def _days_off(calendar: str, year: int) -> frozenset[date]:
    """Every day of the year on which nobody is expected at work: weekends and holidays, less working Saturdays."""
    import holidays

    country, _, region = calendar.strip().upper().partition("-")
    days = [date(year, 1, 1) + _DAY * n for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)]
    try:
        known = holidays.country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError:
        return frozenset(day for day in days if day.weekday() >= _SATURDAY)
    return frozenset(day for day in days if not known.is_working_day(day))


@lru_cache(maxsize=1024)
def _public_holidays(calendar: str, year: int) -> frozenset[date]:
    """The public holidays of the year, those that fall on a weekend included."""
    import holidays

    country, _, region = calendar.strip().upper().partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:
        return frozenset()


def is_working_day(day: date, country: str) -> bool:
    """Say whether people of `country` are at work on `day` (transferred days off and working Saturdays included)."""
    return day not in _days_off(country, day.year)


def is_public_holiday(day: date, country: str) -> bool:
    """Say whether `day` is a public holiday (or a day off moved from one) in `country`."""
    return day in _public_holidays(country, day.year)


def add_working_days(day: date, n: int, country: str) -> date:
    """Give the n-th working day after `day`, or before it where n is negative.

    `n` = 0 gives `day` itself when it is a working day, otherwise the next one.
    """
    if n == 0:
        return day if is_working_day(day, country) else add_working_days(day, 1, country)
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, country)
    return day


@lru_cache(maxsize=4096)
def working_days_between(start: date, end: date, country: str) -> int:
    """Count the working days after `start` up to and including `end`; negative, counted the same way, when before.

    It undoes `add_working_days`: between(d, add(d, n)) == n for every n but 0.
    """
    step = _DAY if end >= start else -_DAY
    count, day = 0, start
    while day != end:
        day += step
        count += is_working_day(day, country)
    return count if end >= start else -count
