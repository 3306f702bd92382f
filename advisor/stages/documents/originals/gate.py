"""Whether originals still lie with us."""

from collections.abc import Iterable
from datetime import datetime


def with_us(returned: Iterable[datetime | None]) -> int:
    """How many of some originals were not given back yet."""
    return sum(moment is None for moment in returned)
