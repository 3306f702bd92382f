"""Working days of Poland, Russia, Spain, China, the US and Colombia; arithmetic that undoes itself."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.outreach.working_days import (
    add_working_days,
    is_public_holiday,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
COUNTRIES = st.sampled_from(["PL", "RU", "ES", "CN", "US", "CO", "ES-MD", "ZZ", ""])


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        (date(2024, 12, 24), "PL", True),  # Christmas Eve is free from 2025 only
        (date(2025, 12, 24), "PL", False),
        (date(2025, 4, 21), "PL", False),  # Easter Monday
        (date(2025, 11, 1), "RU", True),  # a working Saturday
        (date(2025, 11, 3), "RU", False),  # the Monday it was exchanged for
        (date(2025, 3, 15), "RU", False),
        (date(2025, 1, 6), "ES", False),
        (date(2025, 1, 26), "CN", True),  # a working Sunday before the Spring Festival
        (date(2025, 1, 28), "CN", False),
        (date(2026, 7, 3), "US", False),  # 4 July on a Saturday, observed on Friday
        (date(2025, 3, 24), "CO", False),  # Saint Joseph, moved to Monday
        (date(2024, 2, 29), "PL", True),
        (date(2025, 5, 2), "ES-MD", False),  # Madrid's own day
        (date(2025, 5, 2), "ES", True),
        (date(2025, 12, 25), "ZZ", True),  # an unknown country has no holidays
        (date(2025, 12, 27), "ZZ", False),
        (date(2025, 12, 24), "pl", False),  # letter case does not matter
    ],
)
def test_working_day(day: date, country: str, works: bool) -> None:
    assert is_working_day(day, country) is works


def test_a_weekend_is_not_a_public_holiday() -> None:
    assert not is_public_holiday(date(2025, 3, 15), "ES")
    assert is_public_holiday(date(2025, 12, 25), "ES")
    assert not is_public_holiday(date(2025, 12, 25), "ZZ")


def test_adding_skips_weekends_and_holidays() -> None:
    assert add_working_days(date(2025, 3, 14), 1, "PL") == date(2025, 3, 17)
    assert add_working_days(date(2025, 12, 23), 1, "PL") == date(2025, 12, 29)
    assert add_working_days(date(2025, 3, 17), -1, "PL") == date(2025, 3, 14)
    assert add_working_days(date(2024, 2, 28), 1, "PL") == date(2024, 2, 29)
    assert add_working_days(date(2024, 2, 28), 2, "PL") == date(2024, 3, 1)


def test_adding_nothing_lands_on_a_working_day() -> None:
    assert add_working_days(date(2025, 3, 14), 0, "PL") == date(2025, 3, 14)
    assert add_working_days(date(2025, 3, 15), 0, "PL") == date(2025, 3, 17)


@given(DAYS, st.integers(-60, 60).filter(bool), COUNTRIES)
def test_between_undoes_adding(day: date, n: int, country: str) -> None:
    there = add_working_days(day, n, country)
    assert is_working_day(there, country)
    assert working_days_between(day, there, country) == n


@given(DAYS, st.integers(0, 400), COUNTRIES)
def test_between_counts_each_working_day_once(day: date, span: int, country: str) -> None:
    counted = sum(is_working_day(day + timedelta(days=n), country) for n in range(1, span + 1))
    assert working_days_between(day, day + timedelta(days=span), country) == counted


def test_importing_the_law_does_not_load_the_holidays_package() -> None:
    code = "import sys, advisor.domain.outreach.cadence; print('holidays' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
