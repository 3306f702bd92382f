"""ES-02: a rate above the law's limit is flagged with the rule, its country and its date; without a rule it is not."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from advisor.domain.debts.legal_rate import RULES, rate_flag


@pytest.mark.parametrize(
    ("agreed_on", "limit"),
    [
        (date(2016, 1, 1), "10.00"), (date(2020, 3, 17), "10.00"), (date(2020, 5, 29), "7.20"),
        (date(2022, 7, 8), "20.00"), (date(2022, 9, 8), "20.50"), (date(2024, 2, 29), "18.50"),
        (date(2025, 5, 7), "18.50"), (date(2025, 5, 8), "17.50"), (date(2025, 11, 5), "16.00"),
        (date(2025, 12, 3), "15.50"), (date(2026, 3, 4), "15.00"), (date(2026, 3, 31), "14.50"),
    ],
)  # fmt: skip
def test_es_02_a_debt_at_36_percent_is_flagged_with_rule_country_and_date(agreed_on: date, limit: str) -> None:
    """Poland: twice the reference rate of that day and 3.5 points. Worked by hand from the published rates."""
    flag = rate_flag("PL", "private_loan", Decimal(36), agreed_on)
    assert flag is not None
    assert (flag.rate, flag.rule.country, flag.rule.limit) == (Decimal(36), "PL", Decimal(limit))
    assert flag.rule.since <= agreed_on <= (flag.rule.until or agreed_on)
    assert "359" in flag.rule.title


def test_es_02_exactly_the_limit_is_allowed() -> None:
    assert rate_flag("PL", "microloan", Decimal("18.5"), date(2024, 2, 29)) is None
    assert rate_flag("PL", "microloan", Decimal("18.51"), date(2024, 2, 29)) is not None
    assert rate_flag("RU", "microloan", Decimal(292), date(2023, 7, 1)) is None
    assert rate_flag("RU", "microloan", Decimal("292.001"), date(2023, 7, 1)) is not None


@pytest.mark.parametrize(
    ("country", "kind", "agreed_on"),
    [
        ("ES", "microloan", date(2024, 2, 29)),  # a country without a rule
        ("PL", "microloan", date(2015, 12, 31)),  # the day before the table
        ("PL", "microloan", date(2026, 4, 1)),  # the day after it
        ("RU", "microloan", date(2023, 6, 30)),
        ("RU", "private_loan", date(2024, 2, 29)),  # not a consumer credit
        ("PL", "tax", date(2024, 2, 29)),  # nothing that was agreed
    ],
)
def test_es_02_no_flag_without_a_rule(country: str, kind: str, agreed_on: date) -> None:
    assert rate_flag(country, kind, Decimal(1000), agreed_on) is None


def test_es_02_the_days_of_a_country_follow_each_other() -> None:
    """No day has two rules, and Poland's table has no hole inside."""
    poland = [rule for rule in RULES if rule.country == "PL"]
    for before, after in pairwise(poland):
        assert before.until == after.since - timedelta(days=1)
    assert all(rule.read_on >= (rule.until or rule.since) for rule in RULES)
    assert all(rule.title and rule.source and rule.kinds for rule in RULES)
