"""Cases that ask for an instalment, a repayment table or the figures of a lease."""

import re
from datetime import date
from decimal import Decimal, localcontext
from enum import Enum

from advisor.domain.finance import plain
from advisor.domain.finance.lease import LeaseTerms, lease_streams, lease_table, lease_yield
from advisor.domain.finance.money import LAW, Money, round_half_up
from advisor.domain.finance.plain import Results, Values, shown
from advisor.domain.finance.schedule import Schedule, annuity, equal_principal
from advisor.domain.finance.unrounded import (
    MAX_PERIODS,
    Level,
    Line,
    RateConversion,
    Table,
    equal_principal_table,
    level_table,
    monthly_rate,
    rounded_payment_table,
)

_CENTS = "EUR"
"""Cases carry no currency; where they round, they round to two decimals."""

_ANY_DAY = date(2001, 1, 1)
"""Rounded tables count equal months, so their days do not matter."""


class Rounding(Enum):
    """What a convention in words asks to round inside a table."""

    NONE = 0
    PAYMENT = 1
    EVERYTHING = 2


def rounding(convention: str) -> Rounding:
    """Nothing, unless the convention names rounded payments; balances said to run unrounded keep interest exact."""
    words = convention.lower()
    positive = re.sub(r"unrounded|not rounded|(no|without) rounding", "", words)
    if "round" not in positive or "only the printed" in positive:
        return Rounding.NONE
    return Rounding.EVERYTHING if positive == words else Rounding.PAYMENT


def annuity_instalment(values: Values, _: str) -> Results:
    """The equal instalment, its table and its effective annual rate; timing end or begin, all unrounded."""
    rate = _monthly_rate(values)
    plan = Level(
        financed=plain.amount(values, "principal"),
        rate=rate,
        periods=plain.whole(values, "periods", MAX_PERIODS, least=1),
        in_advance=int(plain.choice(values, "timing", ("end", "begin")) == "begin"),
        left=plain.amount(values, "residual", "0"),
    )
    table = level_table(plan)
    with localcontext(LAW):
        yearly = ((1 + rate) ** 12 - 1) * 100
    return {
        **_table(table),
        "total_repayable": shown(round_half_up(table.instalment, _CENTS) * plan.periods),
        "apr_percent": shown(yearly),
    }


def schedule_annuity(values: Values, convention: str) -> Results:
    """A table of equal instalments: instalment, first, last, total interest, rows."""
    principal, annual_rate, periods = _loan(values)
    mode = rounding(convention)
    if mode is Rounding.EVERYTHING:
        return _schedule(annuity(Money(principal, _CENTS), annual_rate, periods, _ANY_DAY))
    plan = Level(financed=principal, rate=monthly_rate(annual_rate), periods=periods)
    return _table(level_table(plan) if mode is Rounding.NONE else rounded_payment_table(plan, _CENTS))


def schedule_equal_principal(values: Values, convention: str) -> Results:
    """A table of equal capital parts: first, last, total interest, rows."""
    principal, annual_rate, periods = _loan(values)
    if rounding(convention) is Rounding.NONE:
        results = _table(equal_principal_table(principal, annual_rate, periods))
    else:
        results = _schedule(equal_principal(Money(principal, _CENTS), annual_rate, periods, _ANY_DAY))
    return {key: value for key, value in results.items() if key != "instalment"}


def lease_instalment(values: Values, convention: str) -> Results:
    """Instalment and rows of a lease, sum of instalments, and total fees where the price of the thing is given."""
    terms = _lease(values)
    table = lease_table(terms, _monthly_rate(values))
    results = {"instalment": shown(table.instalment), "rows": _rows(table.lines)}
    priced = "asset_price" in values
    round_first = rounding(convention) is not Rounding.NONE or (priced and "no rounding" not in convention.lower())
    with localcontext(LAW):
        instalment = round_half_up(table.instalment, _CENTS) if round_first else table.instalment
        total = instalment * terms.months
        results["sum_of_instalments"] = shown(total)
        if priced:
            fees = plain.amount(values, "initial_payment", "0") + total + terms.residual
            results["total_fees"] = shown(fees)
            results["total_fees_percent"] = shown(fees * 100 / plain.amount(values, "asset_price"))
    return results


def lease_yield_case(values: Values, _: str) -> Results:
    """The nominal annual yield of a lease with known instalments."""
    streams = lease_streams(_lease(values), plain.amount(values, "instalment"))
    return {"annual_yield_percent": shown(lease_yield(streams))}


def lease_total(values: Values, _: str) -> Results:
    """Initial payment + instalments + buy-out."""
    periods = plain.whole(values, "periods", MAX_PERIODS, least=1)
    paid = plain.amount(values, "initial_payment", "0") + plain.amount(values, "residual", "0")
    return {"total_fees": shown(paid + plain.amount(values, "instalment") * periods)}


def _monthly_rate(values: Values) -> Decimal:
    conversion = plain.choice(values, "rate_conversion", tuple(RateConversion))
    return monthly_rate(plain.number(values, "annual_rate_percent"), RateConversion(conversion))


def _loan(values: Values) -> tuple[Decimal, Decimal, int]:
    periods = plain.whole(values, "periods", MAX_PERIODS, least=1)
    return plain.amount(values, "principal"), plain.number(values, "annual_rate_percent"), periods


def _lease(values: Values) -> LeaseTerms:
    if "asset_price" in values:
        financed = plain.amount(values, "asset_price") - plain.amount(values, "initial_payment", "0")
    else:
        financed = plain.amount(values, "financed")
    at_signing = int(plain.choice(values, "timing", ("end", "begin")) == "begin")
    periods = plain.whole(values, "periods", MAX_PERIODS, least=1)
    return LeaseTerms(
        financed=financed,
        months=periods,
        in_advance=plain.whole(values, "payments_in_advance", periods, default=at_signing),
        residual=plain.amount(values, "residual", "0"),
    )


def _table(table: Table) -> Results:
    return {
        "instalment": shown(table.instalment),
        "first": shown(table.lines[0].instalment),
        "last": shown(table.lines[-1].instalment),
        "total_interest": shown(table.total_interest),
        "rows": _rows(table.lines),
    }


def _schedule(schedule: Schedule) -> Results:
    lines = [Line(row.number, row.instalment, row.principal, row.interest, row.balance) for row in schedule.rows]
    return _table(Table(lines[0].instalment, schedule.total_interest, lines))


def _rows(lines: list[Line]) -> list[Results]:
    return [
        {
            "n": line.number,
            "instalment": shown(line.instalment),
            "capital": shown(line.capital),
            "interest": shown(line.interest),
            "balance": shown(line.balance),
        }
        for line in lines
    ]
