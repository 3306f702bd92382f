"""A debt's rate as it is typed: percent a year, the day it was agreed, and the law's flag beside it (ES-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext
from wtforms.validators import StopValidation

from advisor.domain.debts.legal_rate import Flag, rate_flag
from advisor.web.fee_fields import read_percent

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class TypedRate:
    """What could be read, and the refusals by field; both are optional."""

    annual_rate: Decimal | None
    agreed_on: date | None
    errors: Mapping[str, str]


def read_rate(values: Mapping[str, str]) -> TypedRate:
    """Read the two fields of a row; nothing raises."""
    errors: dict[str, str] = {}
    rate = agreed_on = None
    try:
        rate = read_percent(values.get("annual_rate", ""))
    except StopValidation as refusal:
        errors["annual_rate"] = str(refusal)
    try:
        agreed_on = date.fromisoformat(values["agreed_on"]) if values.get("agreed_on") else None
    except ValueError:
        errors["agreed_on"] = gettext("This is not a day. Write 2026-01-31.")
    if agreed_on is not None and not EARLIEST <= agreed_on <= LATEST:
        agreed_on, errors["agreed_on"] = None, gettext("This is out of range.")
    return TypedRate(rate, agreed_on, errors)


def flag_of(values: Mapping[str, str], country: str) -> Flag | None:
    """The law's flag for a row as typed; the country is the client's. None also while the rate or its day is open."""
    found = read_rate(values)
    if found.annual_rate is None or found.agreed_on is None:
        return None
    return rate_flag(country, values.get("kind", ""), found.annual_rate, found.agreed_on)
