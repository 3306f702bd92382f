"""Whether the original of a line still lies with us: another one is taken only after it went back."""

from collections.abc import Iterable
from datetime import datetime


def with_us(returned: Iterable[datetime | None]) -> bool:
    """True while one of these originals was not given back."""
    return None in returned
