"""What today's rate of a product is: its own, or the reference rate of the day and the margin."""

from decimal import Decimal


def rate_of(annual_rate: Decimal | None, margin: Decimal | None, reference: Decimal | None) -> Decimal | None:
    """Percent a year; None when neither a rate nor both parts of a variable one are known."""
    if annual_rate is not None:
        return annual_rate
    return None if margin is None or reference is None else margin + reference
