"""Annual rates that make loans comparable: the EU effective rate and the US actuarial rate, in percent, unrounded.

EU: Directive 2008/48/EC Annex I and 2014/17/EU Annex I. US: Regulation Z (12 CFR 1026) Appendix J.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from itertools import groupby

from advisor.domain.finance.days import months_and_days
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import LAW, exact
from advisor.domain.finance.streams import Stream, rate_per_period
from advisor.domain.finance.table import Row, Schedule
from advisor.domain.words import N_

ZERO = Decimal(0)


class RateConvention(StrEnum):
    """How time is measured in the EU equation; the second decimal depends on it, so it is stored with the offer."""

    EQUAL_MONTHS = "eu_equal_months"
    ACT_365 = "eu_act_365"


def monthly_effective_rate(streams: Sequence[Stream]) -> Decimal:
    """EU effective annual rate in percent of streams counted in equal months (one twelfth of a year each)."""
    return _to_year(rate_per_period(streams), 12)


def daily_effective_rate(streams: Sequence[Stream]) -> Decimal:
    """EU effective annual rate in percent of streams counted in days, a year being 365 days (XIRR convention)."""
    return _to_year(rate_per_period(streams), 365)


def us_rate(streams: Sequence[Stream], periods_per_year: Decimal) -> Decimal:
    """US annual percentage rate: the rate per unit period (fractions at simple interest) times periods per year."""
    if not 0 < periods_per_year <= 366:
        raise FinanceError(N_("A year has from 1 to 366 unit periods."))
    return LAW.multiply(rate_per_period(streams, simple_stub=True) * 100, periods_per_year)


def us_single_payment_rate(amount: Decimal, advanced_on: date, payment: Decimal, paid_on: date) -> Decimal:
    """US rate of one advance and one payment within a year: finance charge over principal x 365 / days.

    Regulation Z Appendix J (c)(5)(i).
    """
    days = (paid_on - advanced_on).days
    if not 0 < days <= 366:
        raise FinanceError(N_("The payment must come after the advance and within a year."))
    if amount <= 0:
        raise FinanceError(N_("The loan amount must be above zero."))
    if payment < amount:
        raise FinanceError(N_("The payments never repay the advance."))
    with localcontext(LAW):
        return (payment - amount) / amount * 365 * 100 / days


def effective_annual_rate(
    schedule: Schedule,
    upfront_fee: Decimal = ZERO,
    convention: RateConvention = RateConvention.EQUAL_MONTHS,
) -> Decimal:
    """EU effective annual rate in percent of a schedule with all its fees and `upfront_fee` beside the loan's own.

    Unrounded; print it with `published`. FinanceError when the fees leave nothing of the advance.
    """
    fee = exact(upfront_fee, schedule.currency) + schedule.loan.fees.upfront
    if fee < 0:
        raise FinanceError(N_("A fee cannot be negative."))
    if fee >= schedule.principal:
        raise FinanceError(N_("The fees are as high as the loan: nothing would be paid out."))
    advance = Stream(fee - schedule.principal, 0)
    if convention is RateConvention.ACT_365:
        start = schedule.loan.start_on
        return daily_effective_rate(
            [advance, *(Stream(_paid(row), (row.due_on - start).days) for row in schedule.rows)]
        )
    return monthly_effective_rate([advance, *_monthly(schedule)])


def published(rate: Decimal, places: int = 2) -> Decimal:
    """The rate as it is printed: half-up at `places` decimals (Annex I asks for one at least)."""
    return rate.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, LAW)


def _paid(row: Row) -> Decimal:
    return row.instalment + row.fee


def _monthly(schedule: Schedule) -> list[Stream]:
    """The payments as streams of equal months; equal payments in a row make one stream."""
    loan = schedule.loan
    first, days, year_length = months_and_days(loan.start_on, loan.first_due_on, loan.anchor)
    stub = (12 * days, year_length)
    streams, month = [], first
    for amount, rows in groupby(schedule.rows, _paid):
        count = len(list(rows))
        streams.append(Stream(amount, month, count, 1, stub))
        month += count
    return streams


def _to_year(rate: Decimal, periods: int) -> Decimal:
    with localcontext(LAW):
        return ((1 + rate) ** periods - 1) * 100
