"""Repayment schedules to the minor unit: equal instalments or equal capital parts, with all that may vary.

Rounding (DOMAIN part C): the instalment is rounded half-up, the interest of each period is rounded half-up, the last
instalment is what is left plus its interest, so the capital column sums to the loan exactly.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from advisor.domain.finance.currencies import minor_unit
from advisor.domain.finance.days import DayCount, year_fraction
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import ZERO, Effect, GraceKind, Loan, Method
from advisor.domain.finance.money import LAW, LIMIT, Money, round_down
from advisor.domain.finance.table import Row, Schedule
from advisor.domain.words import N_

__all__ = ["Row", "Schedule", "annuity", "equal_principal", "level_payment", "repayment"]


def annuity(principal: Money, annual_rate: Decimal, months: int, first_due_on: date) -> Schedule:
    """Equal instalments over `months` at `annual_rate` percent nominal, interest by equal months.

    Anything beyond (fees, grace, balloon, day count ...): build a `Loan` and call `repayment`.
    """
    return repayment(Loan(principal=principal, annual_rate=annual_rate, months=months, first_due_on=first_due_on))


def equal_principal(principal: Money, annual_rate: Decimal, months: int, first_due_on: date) -> Schedule:
    """Equal capital parts plus interest on the balance, by equal months; otherwise as `annuity`."""
    loan = Loan(
        principal=principal,
        annual_rate=annual_rate,
        months=months,
        first_due_on=first_due_on,
        method=Method.EQUAL_PRINCIPAL,
    )
    return repayment(loan)


def repayment(loan: Loan) -> Schedule:
    """The repayment table of the loan; FinanceError when the rounded instalments would never repay it."""
    with localcontext(LAW):
        rows = tuple(_Walk(loan).rows())
    _refuse_unrepaid(loan, rows)
    return Schedule(loan, rows)


def level_payment(balance: Decimal, left: Decimal, growth: list[Decimal]) -> Decimal:
    """The unrounded equal payment that takes `balance` to `left`, when each period multiplies debt by its growth.

    Solves balance x g1...gn = payment x (sum of products of later growths) + left.
    """
    compounded, payments = _compound(growth)
    return (balance * compounded - left) / payments


def _compound(growth: list[Decimal]) -> tuple[Decimal, Decimal]:
    """What one unit owed now, and one unit paid at the end of every period, have grown to at the end."""
    owed, paid = Decimal(1), ZERO
    for factor in reversed(growth):
        paid += owed
        owed *= factor
    return owed, paid


def _refuse_unrepaid(loan: Loan, rows: tuple[Row, ...]) -> None:
    """A last instalment far above the others means rounding ate the capital parts (tiny loan, extreme rate)."""
    if loan.balloon or loan.early or loan.rate_changes or len(rows) <= loan.grace.months + 1:
        return
    regular, last = rows[loan.grace.months], rows[-1]
    if loan.method is Method.ANNUITY:
        usual, excess = regular.instalment, last.instalment - regular.instalment
    else:
        usual, excess = regular.principal, last.principal - regular.principal
    if excess > min(usual, loan.principal.amount / 2):
        raise FinanceError(N_("Instalments rounded to the smallest coin never repay this loan: shorten the term."))


class _Walk:
    """Walks through the months with the state a bank keeps: balance, rate, current instalment."""

    def __init__(self, loan: Loan) -> None:
        self.loan = loan
        self.unit = minor_unit(loan.principal.currency)
        self.balance = loan.principal.amount.quantize(self.unit)
        self.rate = loan.annual_rate
        self.balloon = loan.balloon
        self.last = loan.months  # expected, early repayments considered
        self.level = ZERO  # equal instalment, or equal capital part
        self.dues = [loan.due_on(number) for number in range(1, loan.months + 1)]
        self.periods = self._periods()
        self.changes = {change.number: change.annual_rate for change in loan.rate_changes}
        self.early = {early.number: early for early in loan.early}

    def _periods(self) -> list[tuple[Decimal, Decimal]]:
        """Length of each period in years as numerator and 100 x denominator, ready for a rate in percent."""
        loan, dues = self.loan, self.dues
        lengths = [year_fraction(loan.start_on, dues[0], loan.anchor, loan.day_count)]
        if loan.day_count is DayCount.EQUAL_MONTHS:
            lengths += [(1, 12)] * (loan.months - 1)
        else:
            pairs = pairwise(dues)
            lengths += [year_fraction(start, end, loan.anchor, loan.day_count) for start, end in pairs]
        decimals = {length: (Decimal(length[0]), Decimal(100 * length[1])) for length in set(lengths)}
        return [decimals[length] for length in lengths]

    def rows(self) -> Iterator[Row]:
        """The rows in order; stops when nothing is owed."""
        for number in range(1, self.loan.months + 1):
            if number in self.changes or number == self.loan.grace.months + 1:
                self.rate = self.changes.get(number, self.rate)
                self._set_level(number)
            before = self.balance
            interest = self._interest(number)
            principal = self._principal(number, interest)
            self.balance = before - principal
            early, fee = self._repay_early(number)
            principal += early
            fee += self._fee(before)
            yield Row(
                number,
                self.dues[number - 1],
                principal + interest,
                principal,
                interest,
                fee,
                self.balance,
                early,
            )
            if not self.balance:
                return
            if self.balance >= LIMIT:
                raise FinanceError(N_("The debt would grow beyond all bounds."))

    def _interest(self, number: int) -> Decimal:
        numerator, denominator = self.periods[number - 1]
        return (self.balance * self.rate * numerator / denominator).quantize(self.unit)

    def _principal(self, number: int, interest: Decimal) -> Decimal:
        if number == self.loan.months:
            return self.balance
        if number <= self.loan.grace.months:
            return -interest if self.loan.grace.kind is GraceKind.FULL else interest * 0
        planned = self.level - interest if self.loan.method is Method.ANNUITY else self.level
        return min(planned, self.balance)

    def _growth(self, number: int, last: int) -> list[Decimal]:
        """Growth factors of the periods from instalment `number` to `last` at the rate of now."""
        periods = self.periods[number - 1 : last]
        factors = {period: 1 + self.rate * period[0] / period[1] for period in set(periods)}
        return [factors[period] for period in periods]

    def _set_level(self, number: int) -> None:
        """Set the instalment (or capital part) anew for the months from `number` to the expected last."""
        self.last = max(self.last, number)
        if self.loan.method is Method.ANNUITY:
            level = level_payment(self.balance, self.balloon, self._growth(number, self.last))
        else:
            level = (self.balance - self.balloon) / (self.last - number + 1)
        self.level = level.quantize(self.unit)

    def _repay_early(self, number: int) -> tuple[Decimal, Decimal]:
        """Capital repaid beyond instalment `number`, and the fee for it."""
        early = self.early.get(number)
        if early is None or not self.balance:
            return self.unit * 0, self.unit * 0
        amount = self.balance if early.amount is None else min(early.amount.quantize(self.unit), self.balance)
        self.balance -= amount
        if self.balance and self.loan.grace.months < number < self.last:
            if early.effect is Effect.SHORTEN:
                self._shorten(number + 1)
            else:
                self._lower(number + 1, amount)
        return amount, early.fee.quantize(self.unit)

    def _lower(self, number: int, amount: Decimal) -> None:
        """Lower the level from `number` on by that of the amount repaid, less one coin.

        Rounded interest may save up to a coin a month less than exact interest: without that coin the new balance
        could overtake the old one by the end, and the early repayment would make the loan dearer.
        """
        balloon, self.balloon = self.balloon, min(self.balloon, self.balance)
        freed = balloon - self.balloon
        currency = self.loan.principal.currency
        relief = round_down((amount - freed) / (self.last - number + 1), currency)
        if self.loan.method is Method.ANNUITY:
            level = level_payment(amount, freed, self._growth(number, self.last))
            relief = max(round_down(level, currency) - self.unit, relief)
        self.level -= relief

    def _shorten(self, number: int) -> None:
        """Keep the level: the amount repaid eats the balloon first, then the last instalments."""
        growth = self._growth(number, self.last)
        if self.loan.method is Method.ANNUITY:
            owed, paid = _compound(growth)
            left = self.balance * owed - self.level * paid
        else:
            left = self.balance - self.level * len(growth)
        self.balloon = min(max(left, ZERO), self.balloon)
        if not self.balloon:
            self.last = self._expected_last(number, growth)

    def _expected_last(self, number: int, growth: list[Decimal]) -> int:
        """Number of the instalment with which the present level ends the debt, at the rate of now."""
        balance = self.balance
        for ahead, factor in enumerate(growth):
            balance -= self.level - balance * (factor - 1) if self.loan.method is Method.ANNUITY else self.level
            if balance <= 0:
                return number + ahead
        return self.last

    def _fee(self, before: Decimal) -> Decimal:
        fees = self.loan.fees
        insurance = (before * fees.insurance_rate / 1200).quantize(self.unit)
        closing = fees.closing if not self.balance else ZERO
        return fees.per_instalment + fees.insurance + insurance + closing
