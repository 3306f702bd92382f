"""Leases: instalments to the minor unit, in arrears or in advance, with initial payment, residual, VAT and total fees.

The net price less the net initial payment is financed; the residual is paid at the end of the last month (buy-out).
The sum of fees = initial payment + instalments + residual, shown as percent of the net price (DOMAIN part C).
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from advisor.domain.finance.apr import monthly_effective_rate
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import ZERO, check_months, check_rate
from advisor.domain.finance.money import LAW, Money, exact, round_half_up
from advisor.domain.finance.streams import Stream, rate_per_period
from advisor.domain.finance.unrounded import Level, Table, level_table, monthly_rate
from advisor.domain.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseTerms:
    """What the instalments of a lease repay; the residual is due at the end of month `months`."""

    financed: Decimal
    months: int
    in_advance: int = 0
    residual: Decimal = ZERO

    def __post_init__(self) -> None:
        """Refuse terms that no instalment repays."""
        check_months(self.months)
        if self.financed <= 0:
            raise FinanceError(N_("The amount financed must be above zero."))
        if not 0 <= self.residual <= self.financed:
            raise FinanceError(N_("The residual must be between zero and the amount financed."))
        if not 0 <= self.in_advance <= self.months:
            raise FinanceError(N_("The payments in advance cannot exceed the term."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A lease offer in net amounts; `annual_rate` nominal percent, `vat_rate` percent added to every payment.

    `in_advance` instalments are due at signing (0: all in arrears), the others at the ends of months 1, 2, ...
    `upfront_fee` is paid at signing beside the total fees of the lease; it raises the effective rate only.
    """

    price: Money
    annual_rate: Decimal
    months: int
    initial_payment: Decimal = ZERO
    residual: Decimal = ZERO
    in_advance: int = 0
    vat_rate: Decimal = ZERO
    upfront_fee: Decimal = ZERO

    def __post_init__(self) -> None:
        """Refuse an initial payment or residual beyond the price, and impossible terms."""
        currency = self.price.currency
        check_rate(self.annual_rate)
        check_rate(self.vat_rate)
        if self.price.amount <= 0:
            raise FinanceError(N_("The price must be above zero."))
        if not 0 <= exact(self.initial_payment, currency) < self.price.amount:
            raise FinanceError(N_("The initial payment must be less than the price."))
        exact(self.residual, currency)
        if not 0 <= exact(self.upfront_fee, currency) < self.price.amount - self.initial_payment:
            raise FinanceError(N_("The fee must be less than the amount financed."))
        _ = self.terms

    @property
    def terms(self) -> LeaseTerms:
        """What the instalments repay: the net price less the initial payment."""
        financed = self.price.amount - self.initial_payment
        return LeaseTerms(financed=financed, months=self.months, in_advance=self.in_advance, residual=self.residual)


@dataclass(frozen=True, slots=True)
class LeaseCost:
    """What a lease costs, each amount to the minor unit: net, and with VAT.

    `fees_percent` is the net sum of fees over the net price, unrounded; `effective_rate` the EU effective annual
    rate of the net payments in percent, unrounded.
    """

    instalment: Decimal
    instalment_gross: Decimal
    total_fees: Decimal
    total_fees_gross: Decimal
    fees_percent: Decimal
    finance_charge: Decimal
    effective_rate: Decimal


def lease_table(terms: LeaseTerms, rate: Decimal) -> Table:
    """Unrounded instalment and lines; `rate` is the monthly fraction."""
    with localcontext(LAW):
        left = terms.residual / (1 + rate) ** terms.in_advance
    plan = Level(financed=terms.financed, rate=rate, periods=terms.months, in_advance=terms.in_advance, left=left)
    return level_table(plan)


def lease_cost(lease: Lease) -> LeaseCost:
    """The figures of a lease offer; the instalment is rounded half-up to the minor unit before it is multiplied."""
    currency = lease.price.currency
    table = lease_table(lease.terms, monthly_rate(lease.annual_rate))
    instalment = round_half_up(table.instalment, currency)
    total = lease.initial_payment + instalment * lease.months + lease.residual
    with localcontext(LAW):
        gross = [
            round_half_up(net * (100 + lease.vat_rate) / 100, currency)
            for net in (instalment, lease.initial_payment, lease.residual)
        ]
        percent = total * 100 / lease.price.amount
    return LeaseCost(
        instalment=instalment,
        instalment_gross=gross[0],
        total_fees=exact(total, currency),
        total_fees_gross=gross[0] * lease.months + gross[1] + gross[2],
        fees_percent=percent,
        finance_charge=exact(total - lease.price.amount, currency),
        effective_rate=_effective_rate(lease, instalment, exact(lease.upfront_fee, currency)),
    )


def _effective_rate(lease: Lease, instalment: Decimal, fee: Decimal) -> Decimal:
    """Zero without interest and fee: instalments rounded down may then fall a coin short of the price."""
    if not lease.annual_rate and not fee:
        return ZERO
    return monthly_effective_rate([*lease_streams(lease.terms, instalment), Stream(fee, 0)])


def lease_streams(terms: LeaseTerms, instalment: Decimal) -> list[Stream]:
    """The payments of a lease in months from signing."""
    later = terms.months - terms.in_advance
    streams = [
        Stream(-terms.financed, 0),
        Stream(instalment * terms.in_advance, 0),
        Stream(terms.residual, terms.months),
    ]
    return [*streams, Stream(instalment, 1, later)] if later else streams


def lease_yield(streams: list[Stream]) -> Decimal:
    """Nominal annual yield of a lease in percent: twelve times its monthly rate, unrounded."""
    with localcontext(LAW):
        return rate_per_period(streams) * 1200
