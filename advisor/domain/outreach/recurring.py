"""Recurring reminders: when the next one rings."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from advisor.domain.words import N_


def occurrence(first: datetime, every: str, nth: int, zone: ZoneInfo) -> datetime:
    """The nth ring of a recurring reminder, counted from its first, at the same time of day on the zone's clock.

    Counted from the first each time: a month-end stays one (31 January, 28 February, 31 March), and 29 February comes
    back as 28 February in common years and as itself in leap years.
    """
    local = first.astimezone(zone).replace(tzinfo=None)
    unit, count = EVERY[every]
    if unit == "days":
        moved = local + timedelta(days=count * nth)
    else:
        from dateutil.relativedelta import relativedelta

        moved = local + relativedelta(months=count * nth)
    return moved.replace(tzinfo=zone).astimezone(first.tzinfo)


EVERY: dict[str, tuple[str, int]] = {
    "day": ("days", 1), "week": ("days", 7), "weeks2": ("days", 14), "month": ("months", 1), "quarter": ("months", 3),
    "year": ("months", 12),
}  # fmt: skip
EVERY_TITLES: dict[str, str] = {
    "": N_("Once"), "day": N_("Every day"), "week": N_("Every week"), "weeks2": N_("Every two weeks"),
    "month": N_("Every month"), "quarter": N_("Every quarter"), "year": N_("Every year"),
}  # fmt: skip
