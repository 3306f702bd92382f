"""Silence: how long a client has not spoken to a human of ours (SPEC FI-14); automatic letters do not break it."""

from datetime import date

from advisor.domain.outreach.working_days import working_days_between


def silent_days(spoken_on: date, today: date, country: str) -> int:
    """Count the working days of `country` since the last human contact, today included; 0 on its own day."""
    return max(0, working_days_between(spoken_on, today, country))
