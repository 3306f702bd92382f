"""The payments of a lease one by one, to the minor unit: initial payment, equal instalments, buy-out, each with VAT.

Rounding: every instalment is the same rounded amount; interest of a month is rounded half-up, and the last instalment
takes what rounding left over into its interest, so that the capital column sums to the net price exactly and the
payments sum to the total fees of `lease_cost`. VAT is rounded half-up on each payment (DOMAIN part C).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import NamedTuple

from advisor.domain.finance.currencies import minor_unit
from advisor.domain.finance.days import shift_months
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.lease import Lease, LeaseCost, lease_cost
from advisor.domain.finance.money import LAW, round_half_up
from advisor.domain.finance.unrounded import monthly_rate
from advisor.domain.words import N_


class Part(StrEnum):
    """What a payment of a lease is."""

    INITIAL = "initial"
    INSTALMENT = "instalment"
    BUY_OUT = "buy_out"


class LeaseRow(NamedTuple):
    """One payment: net = capital + interest; gross = net with VAT; `balance` is the net debt afterwards."""

    number: int
    due_on: date
    part: Part
    net: Decimal
    capital: Decimal
    interest: Decimal
    gross: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class LeaseSchedule:
    """The payments in order with the figures of the lease as a whole."""

    lease: Lease
    rows: tuple[LeaseRow, ...]
    cost: LeaseCost


def lease_schedule(lease: Lease, first_due_on: date) -> LeaseSchedule:
    """The payments of a lease signed one month before `first_due_on`, the end of its first month.

    Instalments in advance and the initial payment fall on the day of signing, the buy-out on the end of the last
    month. FinanceError when instalments rounded to the smallest coin never repay the lease.
    """
    with localcontext(LAW):
        return LeaseSchedule(lease, tuple(_rows(lease, first_due_on)), lease_cost(lease))


def _rows(lease: Lease, first_due_on: date) -> Iterator[LeaseRow]:
    signed_on, balance = shift_months(first_due_on, -1, first_due_on.day), lease.price.amount
    if lease.initial_payment:
        balance -= lease.initial_payment
        paid = lease.initial_payment
        yield _row(lease, 0, signed_on, Part.INITIAL, paid, paid * 0, balance)
    instalment, rate, currency = lease_cost(lease).instalment, monthly_rate(lease.annual_rate), lease.price.currency
    left = round_half_up(lease.residual / (1 + rate) ** lease.in_advance, currency)
    for number in range(1, lease.months + 1):
        month = number - lease.in_advance
        due_on = signed_on if month <= 0 else shift_months(first_due_on, month - 1, first_due_on.day)
        interest = round_half_up(balance * rate, currency) if month > 0 else instalment * 0
        if number == lease.months:
            interest = instalment - (balance - left)
        balance -= instalment - interest
        _refuse_unrepaid(lease, number, interest, balance)
        yield _row(lease, number, due_on, Part.INSTALMENT, instalment, interest, balance)
    if lease.residual:
        end_on = shift_months(first_due_on, lease.months - 1, first_due_on.day)
        yield _row(lease, lease.months + 1, end_on, Part.BUY_OUT, lease.residual, lease.residual - left, balance * 0)


def _row(  # noqa: PLR0913 - the columns of one line
    lease: Lease, number: int, due_on: date, part: Part, net: Decimal, interest: Decimal, balance: Decimal
) -> LeaseRow:
    gross = round_half_up(net * (100 + lease.vat_rate) / 100, lease.price.currency)
    return LeaseRow(number, due_on, part, net, net - interest, interest, gross, balance)


def _refuse_unrepaid(lease: Lease, number: int, interest: Decimal, balance: Decimal) -> None:
    """Rounding may cost or save half a coin a month; more means that it ate the capital."""
    slack = minor_unit(lease.price.currency) * lease.months
    if balance < 0 or interest < -slack or (number < lease.months and balance > lease.price.amount):
        raise FinanceError(N_("Instalments rounded to the smallest coin never repay this lease: shorten the term."))
