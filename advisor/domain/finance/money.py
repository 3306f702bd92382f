"""Money: an exact decimal amount with its ISO 4217 currency, rounding half-up to the minor unit."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Self

from advisor.domain.finance.currencies import minor_digits, minor_unit
from advisor.domain.finance.errors import FinanceError
from advisor.domain.words import N_

LAW = Context(prec=40, rounding=ROUND_HALF_UP)
"""The arithmetic of the finance law: 40 significant digits, half-up."""

LIMIT = Decimal(10) ** 15
"""Amounts stay below this, so that minor units of every currency fit a 64-bit integer."""


def round_half_up(amount: Decimal, currency: str) -> Decimal:
    """The amount rounded half-up to the minor unit of the currency (2.345 PLN -> 2.35)."""
    return amount.quantize(minor_unit(currency), ROUND_HALF_UP, LAW)


def round_down(amount: Decimal, currency: str) -> Decimal:
    """The amount cut towards zero at the minor unit of the currency."""
    return amount.quantize(minor_unit(currency), ROUND_DOWN, LAW)


def exact(amount: Decimal, currency: str) -> Decimal:
    """The amount with exactly the decimals of its currency; FinanceError if that would lose or invent money."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise FinanceError(N_("The amount must be an exact decimal number."))
    if abs(amount) >= LIMIT:
        raise FinanceError(N_("The amount is too large."))
    rounded = round_half_up(amount, currency)
    if rounded != amount:
        raise FinanceError(
            N_("%(currency)s has %(digits)s decimals, the amount has more."),
            currency=currency,
            digits=minor_digits(currency),
        )
    return rounded + 0  # -0.00 becomes 0.00


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount that can be paid: whole minor units of one currency; operations never mix currencies."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse floats, NaN, unknown currencies and fractions of a minor unit."""
        minor_digits(self.currency)
        object.__setattr__(self, "amount", exact(self.amount, self.currency))

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Self:
        """Money from an unrounded figure, half-up to the minor unit."""
        if not isinstance(amount, Decimal) or not amount.is_finite() or abs(amount) >= LIMIT:
            return cls(amount, currency)  # refuses with the right sentence
        return cls(round_half_up(amount, currency), currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """No money, in this currency."""
        return cls(Decimal(0), currency)

    def _same(self, other: "Money") -> Decimal:
        if self.currency != other.currency:
            raise FinanceError(
                N_("%(left)s and %(right)s cannot be mixed: convert first."), left=self.currency, right=other.currency
            )
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def times(self, factor: Decimal | int) -> "Money":
        """The money multiplied by an exact factor, rounded half-up once."""
        return Money.rounded(LAW.multiply(self.amount, Decimal(factor)), self.currency)

    def percent(self, rate: Decimal) -> "Money":
        """`rate` percent of the money, rounded half-up once."""
        return Money.rounded(LAW.multiply(self.amount, rate).scaleb(-2, LAW), self.currency)


def to_minor(money: Money) -> int:
    """The money as whole minor units, as the ledger stores it (12.34 PLN -> 1234)."""
    return int(money.amount.scaleb(minor_digits(money.currency), LAW))


def from_minor(minor: int, currency: str) -> Money:
    """Money from the ledger's whole minor units (1234 PLN -> 12.34 PLN)."""
    if isinstance(minor, bool) or not isinstance(minor, int):
        raise FinanceError(N_("Minor units must be a whole number."))
    return Money(Decimal(minor).scaleb(-minor_digits(currency), LAW), currency)
