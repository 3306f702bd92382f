"""Plain values of a JSON case: reads exact numbers, counts, days and fractions or says why not; shows decimals."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import LIMIT
from advisor.domain.words import N_

Values = Mapping[str, Any]

Results = dict[str, Any]

_LONGEST = 40
_NUMBER = re.compile(r"[+-]?[0-9]{1,39}(\.[0-9]{0,39})?([eE][+-]?[0-9]{1,3})?")
_PART = re.compile(r"[0-9]{1,9}(/[0-9]{1,9}|\.[0-9]{1,20})?")
_SHOWN = Context(prec=20, rounding=ROUND_HALF_UP)


def section(values: Any, name: str) -> Values:
    """The JSON object called `name`."""
    found = values.get(name) if isinstance(values, Mapping) else None
    if not isinstance(found, Mapping):
        raise FinanceError(N_("“%(name)s” must be an object."), name=name)
    return found


def sections(values: Values, name: str) -> list[Values]:
    """The list of JSON objects called `name`, not empty."""
    found = values.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(item, Mapping) for item in found):
        raise FinanceError(N_("“%(name)s” must be a list of objects."), name=name)
    return found


def number(values: Values, name: str, default: str | None = None) -> Decimal:
    """An exact number, given as a string or a JSON number; FinanceError when missing, not finite or too large."""
    given = values.get(name, default)
    whole_number = isinstance(given, int) and not isinstance(given, bool)
    if whole_number or (isinstance(given, str) and _NUMBER.fullmatch(given)):
        given = Decimal(given)
    if not isinstance(given, Decimal) or not given.is_finite() or len(given.as_tuple().digits) > _LONGEST:
        raise FinanceError(N_("“%(name)s” must be a number."), name=name)
    if given and not -20 <= given.adjusted() < LIMIT.adjusted():
        raise FinanceError(N_("“%(name)s” is too large or too small."), name=name)
    return given


def amount(values: Values, name: str, default: str | None = None) -> Decimal:
    """A number that is not negative."""
    given = number(values, name, default)
    if given < 0:
        raise FinanceError(N_("“%(name)s” cannot be negative."), name=name)
    return given


def whole(values: Values, name: str, most: int, *, least: int = 0, default: int | None = None) -> int:
    """A whole number from `least` to `most`."""
    plain = values.get(name, default)
    if type(plain) is int and least <= plain <= most:
        return plain
    given = number(values, name, None if default is None else str(default))
    if given != given.to_integral_value() or not least <= given <= most:
        raise FinanceError(
            N_("“%(name)s” must be a whole number from %(least)s to %(most)s."), name=name, least=least, most=most
        )
    return int(given)


def day(values: Values, name: str) -> date:
    """A day written as YYYY-MM-DD."""
    given = values.get(name)
    try:
        if isinstance(given, str) and len(given) == len("2026-01-31"):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise FinanceError(N_("“%(name)s” must be a day written as YYYY-MM-DD."), name=name)


def part(values: Values, name: str) -> tuple[int, int]:
    """A fraction of a period, from 0 to below 1, written as 6/15 or 0.4; missing means 0."""
    given = str(values.get(name, "0"))
    try:
        fraction = Fraction(given) if _PART.fullmatch(given) else None
    except ZeroDivisionError:
        fraction = None
    if fraction is None or not 0 <= fraction < 1:
        raise FinanceError(N_("“%(name)s” must be a fraction below 1, such as 6/15."), name=name)
    return fraction.numerator, fraction.denominator


def choice(values: Values, name: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words; the first one when it is missing."""
    given = values.get(name, allowed[0])
    if given not in allowed:
        raise FinanceError(N_("“%(name)s” must be one of: %(allowed)s."), name=name, allowed=", ".join(allowed))
    return str(given)


def shown(value: Decimal) -> str:
    """A decimal string of at most 20 significant digits, without exponent and without idle zeros."""
    text = format(_SHOWN.plus(value), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
