"""A sentence that is not translated yet: an English text, its figures, and its words to translate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


def plain_amount(amount: Decimal) -> str:
    """The amount with a space between thousands and a dot, as many places as it has: 100 000.00, 100 000."""
    return f"{amount:,f}".replace(",", " ")


def short(amount: Decimal) -> Decimal:
    """A limit or a spoken figure without its places when they are zero; never in exponent form."""
    whole = amount.to_integral_value()
    return whole if whole == amount else amount


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with %(name)s places. The door formats `amounts` and `dates`, translates `terms`."""

    text: str
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def say(
        self,
        translate: Callable[[str], str] = str,
        amount: Callable[[Decimal], str] = plain_amount,
        day: Callable[[date], str] = date.isoformat,
    ) -> str:
        """The sentence in the reader's language; without arguments in English with plain figures."""
        return translate(self.text) % {
            **{name: amount(value) for name, value in self.amounts.items()},
            **{name: day(value) for name, value in self.dates.items()},
            **{name: translate(term) for name, term in self.terms.items()},
            **self.facts,
        }
