"""Silence: how long a client has not spoken to a human of ours (SPEC FI-14); automatic letters do not break it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from advisor.domain.outreach.working_days import working_days_between


@dataclass(frozen=True, slots=True)
class Touch:
    """Something that reached the client on a day at his place. `spoken`: a human of ours and the client talked."""

    day_on: date
    spoken: bool


def last_spoken_on(touches: Iterable[Touch]) -> date | None:
    """Give the day of the last human contact; None where there was none."""
    return max((touch.day_on for touch in touches if touch.spoken), default=None)


def silent_days(spoken_on: date, today: date, country: str) -> int:
    """Count the working days of `country` since the last human contact, today included; 0 on its own day."""
    return max(0, working_days_between(spoken_on, today, country))


def call_is_due(spoken_on: date, today: date, country: str, limit: int) -> bool:
    """Say whether the client belongs on the "call today" list: `limit` working days or more without a human contact."""
    return silent_days(spoken_on, today, country) >= limit
