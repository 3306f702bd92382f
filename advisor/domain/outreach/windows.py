"""Windows: the hours of a day in which a person may be contacted, and on which days they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from advisor.domain.outreach.working_days import is_public_holiday, is_working_day

_SATURDAY = 5


class Days(StrEnum):
    """The days a window holds on. "mon-fri" and "saturday" leave out public holidays."""

    ALL = "all"
    WORKING = "working"
    OFF = "weekend_or_public_holiday"
    MON_FRI = "mon-fri"
    SATURDAY = "saturday"

    def include(self, day: date, calendar: str) -> bool:
        """Say whether `day` is one of these days in `calendar`."""
        if self is Days.ALL:
            return True
        if self in (Days.WORKING, Days.OFF):
            return is_working_day(day, calendar) is (self is Days.WORKING)
        right_weekday = day.weekday() == _SATURDAY if self is Days.SATURDAY else day.weekday() < _SATURDAY
        return right_weekday and not is_public_holiday(day, calendar)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `start` to `end`, `end` itself included or not: "to 21:00 inclusive" ends at 21:00:00."""

    start: time
    end: time
    end_included: bool = False

    def hold(self, at: time) -> bool:
        """Say whether the time of day lies inside."""
        return self.start <= at and (at < self.end or (self.end_included and at == self.end))

    def within(self, other: "Hours") -> "Hours | None":
        """Give the part that lies in both, None where there is none."""
        start = max(self.start, other.start)
        end, included = min((self.end, self.end_included), (other.end, other.end_included))
        shared = Hours(start, end, included)
        return shared if shared.hold(start) else None


WHOLE_DAY = Hours(time.min, time.max, end_included=True)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours that hold on some days."""

    days: Days
    hours: Hours


def hours_on(windows: Iterable[Window], day: date, calendar: str) -> Hours | None:
    """Give the hours of the first window that holds on `day`; None where the day is closed."""
    for window in windows:
        if window.days.include(day, calendar):
            return window.hours
    return None
