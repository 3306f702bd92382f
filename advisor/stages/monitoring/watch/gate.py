"""Is a payment in its last two days, or past them? Pure."""

from datetime import date

from advisor.domain.outreach.notices import tracking_days


def to_watch(due_on: date, today: date) -> bool:
    """True from the day before the due date on: that is when it is looked after (ES-16)."""
    return today >= tracking_days(due_on)[0]
