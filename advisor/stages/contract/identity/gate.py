"""How long an identity check may be taken over into another case. Pure."""

from datetime import date

from advisor.domain.finance.days import shift_months
from advisor.domain.process import Finding

HOLDS_MONTHS = 12


def holds_until(checked_on: date, valid_until_on: date | None) -> date:
    """The last day: a year after the check, and not beyond the last day of the document that was shown."""
    year = shift_months(checked_on, HOLDS_MONTHS, checked_on.day)
    return min(year, valid_until_on or year)


def findings(unchecked: tuple[str, ...]) -> tuple[Finding, ...]:
    """One gate line for each person who signs and whom nobody has checked."""
    return tuple(Finding("contract.identity_unchecked", name, action="identity") for name in unchecked)
