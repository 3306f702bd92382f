"""A fixed fee in monthly instalments: whole minor units that add up to the fee, the last one takes the rest."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.errors import Invalid
from advisor.domain.finance.days import shift_months

MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class FeePart:
    """One instalment: its number, its day (None when the fee has no day yet) and its amount in minor units."""

    number: int
    due_on: date | None
    amount: int


def fee_parts(total: int, parts: int, first_on: date | None) -> tuple[FeePart, ...]:
    """`total` minor units in `parts` equal instalments, a month apart on the day of the first one.

    A day that a month does not have becomes its last one. Raises Invalid('fee_parts' | 'fee_first_on', code).
    """
    if not 1 <= parts <= MOST_PARTS or (parts > 1 and total < parts):
        raise Invalid("fee_parts", "out_of_range")
    if parts > 1 and first_on is None:
        raise Invalid("fee_first_on", "missing")
    each = total // parts
    last = total - each * (parts - 1)
    return tuple(
        FeePart(number, shift_months(first_on, number - 1, first_on.day) if first_on else None,
                last if number == parts else each)
        for number in range(1, parts + 1)
    )  # fmt: skip
