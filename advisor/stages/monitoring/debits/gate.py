"""Which authorisation holds on a day, and when a new one may begin. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """From its first day up to, not including, the day on which it ends; None: until further notice."""

    from_on: date
    to_on: date | None = None

    def holds(self, day: date) -> bool:
        """True when money may be collected by it on that day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


def may_begin(earlier: Iterable[Span], from_on: date) -> bool:
    """A new one begins after every earlier one began, so that on no day two hold and none is undone backwards."""
    return all(span.from_on < from_on for span in earlier)
