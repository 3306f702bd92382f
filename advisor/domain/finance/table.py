"""The repayment table as people read it: rows, totals and the convention they were computed by."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from advisor.domain.finance.currencies import minor_unit
from advisor.domain.finance.loan import Loan


class Row(NamedTuple):
    """One line of the table, all amounts in minor units' precision of the loan's currency.

    instalment = principal + interest, early repayment included (`early` says how much of it); `fee` comes on top.
    Interest added to the capital (full grace) shows as negative principal. `balance` is what is owed afterwards.
    """

    number: int
    due_on: date
    instalment: Decimal
    principal: Decimal
    interest: Decimal
    fee: Decimal
    balance: Decimal
    early: Decimal


@dataclass(frozen=True)
class Schedule:
    """A finished repayment table with its totals and the convention it was computed by."""

    loan: Loan
    rows: tuple[Row, ...]

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount."""
        return self.loan.principal.currency

    @property
    def convention(self) -> str:
        """Code of method and day count, such as "annuity.equal_months"; titles in `finance.words`."""
        return f"{self.loan.method}.{self.loan.day_count}"

    @property
    def principal(self) -> Decimal:
        """The amount lent."""
        return self.loan.principal.amount

    @cached_property
    def total_interest(self) -> Decimal:
        """All interest."""
        return sum((row.interest for row in self.rows), start=minor_unit(self.currency) * 0)

    @cached_property
    def total_fees(self) -> Decimal:
        """All fees: the upfront one and those in the table."""
        return sum((row.fee for row in self.rows), start=minor_unit(self.currency) * 0) + self.loan.fees.upfront

    @property
    def total_cost(self) -> Decimal:
        """Interest and fees: what the credit costs beyond the amount lent."""
        return self.total_interest + self.total_fees

    @property
    def total_paid(self) -> Decimal:
        """Everything the client pays: capital, interest and fees."""
        return self.principal + self.total_cost
