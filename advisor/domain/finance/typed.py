"""Amounts as people type them: 1 234,56 or 1,234.56 or 1'234.56 zł, read exactly or refused with a sentence."""

import re
from decimal import Decimal

from advisor.domain.finance.currencies import DIGITS, minor_digits
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import LIMIT, Money
from advisor.domain.words import N_

_LONGEST = 40
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007'\u2019`"), " ") | {ord("\u2212"): "-"}
_SYMBOLS = {"zł": "PLN", "₽": "RUB", "руб": "RUB", "руб.": "RUB", "р.": "RUB", "€": "EUR", "$": "USD", "£": "GBP"}
_UNIT = re.compile(r"^([^\d\s.,+-]+\.?)\s*(?=[\d+-])|(?<=\d)\s*([^\d\s.,+-]+\.?)$")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]+")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def parse_amount(text: str, currency: str | None = None, decimal_mark: str | None = None) -> Decimal:
    """The number a person typed, exactly; FinanceError says what is wrong with it.

    Spaces and apostrophes group thousands; of point and comma the last one is the decimal mark. A lone mark
    before exactly three digits groups ("1.234" is 1234) unless `decimal_mark` ("." or ",", from the person's
    language) says otherwise or the currency has three decimals, where it is refused as ambiguous.
    A currency code or symbol beside the number must be that of `currency` when one is given.
    """
    digits = 2 if currency is None else minor_digits(currency)
    number = _without_unit(text, currency)
    sign = -1 if number.startswith("-") else 1
    whole, fraction = _split("" if number[1:2] in ("+", "-") else number.lstrip("+-").strip(), digits, decimal_mark)
    if not _GROUPED.fullmatch(whole) or len(set(whole) & set(" .,")) > 1 or not re.fullmatch("[0-9]*", fraction):
        raise FinanceError(N_("“%(text)s” is not an amount."), text=text.strip()[:_LONGEST])
    if len(fraction.rstrip("0")) > digits:
        raise FinanceError(N_("“%(text)s” has too many decimals."), text=text.strip()[:_LONGEST])
    amount = sign * Decimal(f"{re.sub('[ .,]', '', whole)}.{fraction or '0'}")
    if abs(amount) >= LIMIT:
        raise FinanceError(N_("The amount is too large."))
    return amount.quantize(Decimal(1).scaleb(-digits)) + 0


def parse_money(text: str, currency: str, decimal_mark: str | None = None) -> Money:
    """The typed amount as money of `currency`; see `parse_amount`."""
    return Money(parse_amount(text, currency, decimal_mark), currency)


def _without_unit(text: str, currency: str | None) -> str:
    if not isinstance(text, str) or not text.strip():
        raise FinanceError(N_("Enter an amount."))
    if len(text) > _LONGEST:
        raise FinanceError(N_("The amount is too long."))
    number = text.translate(_SPACES).strip()
    found = _UNIT.search(number)
    if found is None:
        return number
    unit = found[1] or found[2]
    code = _SYMBOLS.get(unit.lower(), unit.upper())
    if code not in DIGITS or (currency is not None and code != currency):
        raise FinanceError(N_("“%(unit)s” is not the expected currency."), unit=unit)
    return (number[: found.start()] + number[found.end() :]).strip()


def _split(number: str, digits: int, decimal_mark: str | None) -> tuple[str, str]:
    marks = [character for character in number if character in ".,"]
    if not marks:
        return number, ""
    mark = marks[-1]
    if decimal_mark is not None:
        groups = mark != decimal_mark
    elif marks.count(mark) > 1:
        groups = True
    elif _AMBIGUOUS.fullmatch(number) and digits >= 3:
        raise FinanceError(N_("“%(text)s” can be read in two ways: write all decimals or none."), text=number)
    else:
        groups = _AMBIGUOUS.fullmatch(number) is not None
    if groups:
        return number, ""
    whole, _, fraction = number.rpartition(mark)
    return (whole, fraction) if mark not in whole else ("", "")
