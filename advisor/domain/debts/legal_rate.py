"""Is a debt's rate above what the law of its country allowed on the day it was agreed? (SPEC ES-02)

A reference with rule, country and day, LAW: to be confirmed by the firm's legal owner; never advice. The table has
gaps, and a gap is no flag: Poland is known from 2016-01-01 to 2026-03-31, Russia from 2023-07-01; no other country.
Russia's second limit, a third above the market's average of the quarter, is not in the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from advisor.domain.debts.kinds import CREDIT_KINDS, MORTGAGE
from advisor.domain.words import N_


@dataclass(frozen=True, slots=True)
class RateRule:
    """The highest rate a country's law allowed for debts agreed from a day to a day, both included."""

    country: str
    since: date
    until: date | None  # None: still in force when it was read
    limit: Decimal  # percent a year
    kinds: frozenset[str]
    title: str  # marked English text
    source: str
    read_on: date

    def holds(self, country: str, kind: str, agreed_on: date) -> bool:
        """True when the rule governs a debt of this kind agreed in this country on this day."""
        in_force = self.since <= agreed_on and (self.until is None or agreed_on <= self.until)
        return in_force and country == self.country and kind in self.kinds


@dataclass(frozen=True, slots=True)
class Flag:
    """A rate above the limit of a rule."""

    rule: RateRule
    rate: Decimal


_READ_ON = date(2026, 11, 22)
_CONTRACTS = frozenset({*CREDIT_KINDS, MORTGAGE, "private_loan"})
_NBP: tuple[tuple[str, str | None], ...] = (
    ("2016-01-01", "1.50"), ("2020-03-18", "1.00"), ("2020-04-09", "0.50"), ("2020-05-29", "0.10"),
    ("2021-10-07", "0.50"), ("2021-11-04", "1.25"), ("2021-12-09", "1.75"), ("2022-01-05", "2.25"),
    ("2022-02-09", "2.75"), ("2022-03-09", "3.50"), ("2022-04-07", "4.50"), ("2022-05-06", "5.25"),
    ("2022-06-09", "6.00"), ("2022-07-08", "6.50"), ("2022-09-08", "6.75"), ("2023-09-07", "6.00"),
    ("2023-10-05", "5.75"), ("2025-05-08", "5.25"), ("2025-07-03", "5.00"), ("2025-09-04", "4.75"),
    ("2025-10-09", "4.50"), ("2025-11-06", "4.25"), ("2025-12-04", "4.00"), ("2026-03-05", "3.75"),
    ("2026-04-01", None),
)  # fmt: skip
"""The reference rate of the National Bank of Poland from each day on; None: not known from here."""


def _poland() -> Iterator[RateRule]:
    """Maximum interest: twice the statutory interest, which is the reference rate and 3.5 points."""
    for (since, rate), (following, _rate) in pairwise(_NBP):
        if rate is not None:
            yield RateRule(
                "PL", date.fromisoformat(since), date.fromisoformat(following) - timedelta(days=1),
                2 * (Decimal(rate) + Decimal("3.5")), _CONTRACTS, N_("Maximum interest: Civil Code, art. 359 § 2¹"),
                "Kodeks cywilny art. 359 § 2, § 2¹ (Dz.U. 2015 poz. 1830); uchwały RPP o stopie referencyjnej NBP",
                _READ_ON,
            )  # fmt: skip


RULES: tuple[RateRule, ...] = (
    *_poland(),
    RateRule(
        "RU", date(2023, 7, 1), None, Decimal(292), frozenset(CREDIT_KINDS),
        N_("Highest full cost of a consumer credit: law 353-FZ, art. 6, part 11"),
        "Федеральный закон от 21.12.2013 № 353-ФЗ, ст. 6 ч. 11, в редакции закона от 29.12.2022 № 613-ФЗ", _READ_ON,
    ),
)  # fmt: skip


def rate_flag(country: str, kind: str, rate: Decimal, agreed_on: date) -> Flag | None:
    """The rule a rate goes above, or None: exactly the limit is allowed, and without a rule there is no flag.

    `country` is an ISO code, `kind` a kind of debt, `rate` percent a year as the contract of `agreed_on` says it.
    """
    rule = next((each for each in RULES if each.holds(country, kind, agreed_on)), None)
    return Flag(rule, rate) if rule is not None and rate > rule.limit else None
