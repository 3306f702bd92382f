"""Cases that ask for an annual rate: EU equation in months, dated flows, US Appendix J, yield of a lease."""

from datetime import date

from advisor.domain.finance import plain
from advisor.domain.finance.apr import daily_effective_rate, monthly_effective_rate, us_rate, us_single_payment_rate
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.plain import Results, Values, shown
from advisor.domain.finance.streams import Stream
from advisor.domain.words import N_


def apr_eu(values: Values, _: str) -> Results:
    """`apr_percent` of advances and payments in equal months, with residual days over the length of their year."""
    advances = [_in_months(line, -1) for line in plain.sections(values, "advances")]
    payments = [_in_months(line, 1) for line in plain.sections(values, "payments")]
    return {"apr_percent": shown(monthly_effective_rate([*advances, *payments]))}


def apr_dated_act365(values: Values, _: str) -> Results:
    """`rate_percent` of dated payments, days over 365 from the advance."""
    start = plain.day(values, "start")
    streams = [Stream(-plain.amount(values, "net_advance"), 0)]
    for line in plain.sections(values, "payments"):
        days = (plain.day(line, "date") - start).days
        if days < 0:
            raise FinanceError(N_("A payment cannot come before the advance."))
        streams.append(Stream(plain.amount(line, "amount"), days))
    return {"rate_percent": shown(daily_effective_rate(streams))}


def apr_us_actuarial(values: Values, _: str) -> Results:
    """`apr_percent` by Appendix J: groups of payments in unit periods, or one payment within a year."""
    financed = plain.amount(values, "amount_financed")
    if "payments" not in values:
        start: date = plain.day(values, "advance_date")
        rate = us_single_payment_rate(
            financed, start, plain.amount(values, "payment"), plain.day(values, "payment_date")
        )
        return {"apr_percent": shown(rate)}
    groups = [_in_unit_periods(line) for line in plain.sections(values, "payments")]
    rate = us_rate([Stream(-financed, 0), *groups], plain.number(values, "unit_periods_per_year"))
    return {"apr_percent": shown(rate)}


def _in_months(line: Values, sign: int) -> Stream:
    days = plain.whole(line, "offset_days", 400_000, least=-400_000, default=0)
    return Stream(
        sign * plain.amount(line, "amount"),
        plain.whole(line, "month", 12_000, least=-12_000, default=0 if sign < 0 else None),
        plain.whole(line, "count", 100_000, least=1, default=1),
        plain.whole(line, "every_months", 1_200, least=1, default=1),
        (12 * days, plain.whole(line, "offset_year_days", 366, least=360, default=365)) if days else (0, 1),
    )


def _in_unit_periods(line: Values) -> Stream:
    return Stream(
        plain.amount(line, "amount"),
        plain.whole(line, "t", 100_000),
        plain.whole(line, "count", 100_000, least=1, default=1),
        1,
        plain.part(line, "f"),
    )
