"""Streams of payments, their present value, and the rate at which advances and payments are worth the same.

The rate is found in two steps. Floats bracket and approach the smallest rate of zero or more, because they are quick.
That guess is then refined by exact decimals and proved: the present value must change sign within 1e-18 of the answer
(relative), otherwise decimals bisect the bracket. Every loop is bounded.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from math import expm1, isfinite, log1p
from typing import Generic, NamedTuple, TypeVar

from advisor.domain.finance.days import Ratio
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import LAW
from advisor.domain.words import N_

Number = TypeVar("Number", float, Decimal)

_PROOF = Decimal("1e-18")
_HIGHEST = 50.0
"""Highest ln(1 + rate per unit period) that is looked at; beyond it there is "no rate"."""


class Stream(NamedTuple):
    """`times` equal amounts, the first `start` unit periods (plus the `stub` fraction) from now, then `every` periods.

    Paid by the client: positive. Paid out to the client: negative.
    """

    amount: Decimal
    start: int
    times: int = 1
    every: int = 1
    stub: Ratio = (0, 1)


def rate_per_period(streams: Sequence[Stream], *, simple_stub: bool = False) -> Decimal:
    """The smallest rate >= 0 per unit period (a fraction, not percent) with present value zero.

    A fraction of a period discounts by compound interest (EU Annex I), or with `simple_stub` by simple interest
    (US Appendix J). FinanceError when less is paid than was advanced, or when no rate balances the two.
    """
    ordered = sorted(streams, key=_start)
    amounts = [stream.amount for stream in ordered]
    if not amounts or min(amounts) >= 0 or max(amounts) <= 0:
        raise FinanceError(N_("There must be both an advance and a payment."))
    with localcontext(LAW):
        surplus = sum((stream.amount * stream.times for stream in ordered), start=Decimal(0))
        if surplus < 0:
            raise FinanceError(N_("The payments never repay the advance."))
        if surplus == 0:
            return Decimal(0)
        quick = _Balance(ordered, [float(amount) for amount in amounts], simple_stub)
        low, high = _bracket(quick, _first_step(ordered, surplus))
        exact = _Balance(ordered, amounts, simple_stub)
        return _prove(exact, _approach(quick, low, high), Decimal(high))


def _start(stream: Stream) -> int:
    return stream.start


class _Balance(Generic[Number]):
    """Present value of streams ordered by start as a function of the rate: one formula for floats and decimals."""

    def __init__(self, streams: Sequence[Stream], amounts: Sequence[Number], simple_stub: bool) -> None:
        self.lines: list[tuple[Number, int, int, int, Ratio]] = [
            (amount, line.start, line.times, line.every, line.stub)
            for amount, line in zip(amounts, streams, strict=True)
        ]
        self.simple_stub = simple_stub

    def at(self, rate: Number, one: Number) -> Number:
        """The value at `rate` per unit period; `one` is the unit of the kind of number."""
        step = one / (one + rate)
        total, discount, now = one - one, one, 0
        powers = {1: step}
        series: dict[tuple[int, int], Number] = {}
        for amount, start, times, every, stub in self.lines:
            if start != now:
                gap, now = start - now, start
                if gap not in powers:
                    powers[gap] = step**gap
                discount *= powers[gap]
            term = amount * discount
            if times > 1:
                if (every, times) not in series:
                    ratio = step**every
                    series[every, times] = (one - ratio**times) / (one - ratio) if ratio != one else one * times
                term *= series[every, times]
            total += term * self._stub(stub, rate, one) if stub[0] else term
        return total

    def _stub(self, stub: Ratio, rate: Number, one: Number) -> Number:
        """Discount over a fraction of a unit period."""
        length = one * stub[0] / stub[1]
        return one / (one + rate * length) if self.simple_stub else (one + rate) ** -length


def _first_step(streams: Sequence[Stream], surplus: Decimal) -> float:
    """Newton's first step from rate zero: never beyond the root of an ordinary loan, whose value falls convexly."""
    slope = sum(
        float(amount) * times * (start + stub[0] / stub[1] + every * (times - 1) / 2)
        for amount, start, times, every, stub in streams
    )
    return float(surplus) / slope if slope > 0 else 1e-4


def _bracket(value: _Balance[float], step: float) -> tuple[float, float]:
    """Two rates, at most 1.5 times apart in ln(1 + rate), between which the value falls below zero."""
    low, exponent = 0.0, log1p(step)
    while exponent < _HIGHEST:
        high = expm1(exponent)
        try:
            balance = value.at(high, 1.0)
        except (OverflowError, ZeroDivisionError):
            break
        if not isfinite(balance):
            break
        if balance < 0:
            return low, high
        low, exponent = high, exponent * 1.5
    raise FinanceError(N_("No rate makes the advances and the payments equal."))


def _approach(value: _Balance[float], low: float, high: float) -> float:
    """A root between the two rates to about ten digits, by regula falsi (Illinois variant)."""
    above, below = value.at(low, 1.0), value.at(high, 1.0)
    guess, side = high, 0
    if not above > 0 > below:  # too flat for floats
        return guess
    for _ in range(60):
        last, guess = guess, (low * below - high * above) / (below - above)
        balance = value.at(guess, 1.0)
        if balance == 0 or abs(guess - last) <= 1e-8 * guess:
            break
        if balance < 0:
            high, below, above = guess, balance, above / 2 if side < 0 else above
            side = -1
        else:
            low, above, below = guess, balance, below / 2 if side > 0 else below
            side = 1
    return guess


def _prove(value: _Balance[Decimal], guess: float, high: Decimal) -> Decimal:
    """The guess refined by the secant rule until decimals show the change of sign around it."""
    one = Decimal(1)
    after = Decimal(guess)
    before = after * (1 + Decimal("1e-11"))
    value_before = value.at(before, one)
    for _ in range(4):
        value_after = value.at(after, one)
        if value_after == value_before:
            break
        root = after - value_after * (after - before) / (value_after - value_before)
        if 0 < root < high * 2 and value.at(root * (1 - _PROOF), one) >= 0 >= value.at(root * (1 + _PROOF), one):
            return root
        before, value_before, after = after, value_after, root
    return _bisect(value, high * 2)


def _bisect(value: _Balance[Decimal], high: Decimal) -> Decimal:
    """The same root by halving from zero, where the value is above zero: for equations too flat for the secant rule."""
    one, low = Decimal(1), Decimal(0)
    if value.at(high, one) > 0:
        raise FinanceError(N_("No rate makes the advances and the payments equal."))
    for _ in range(130):
        middle = (low + high) / 2
        low, high = (low, middle) if value.at(middle, one) < 0 else (middle, high)
    return low
