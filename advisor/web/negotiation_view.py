"""How the negotiation log looks on screen: each old and new value in the reader's format."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from advisor.domain.finance.money import Money, to_minor
from advisor.stages.contract.records import NegotiationEntry
from advisor.stages.contract.stage import ASKED_BY, FIELDS
from advisor.web.kit.show import cents, day, moment, percent


def negotiated(entries: list[NegotiationEntry]) -> list[dict[str, Any]]:
    """The rows of the timeline, as they come."""
    return [_row(entry) for entry in entries]


def _row(entry: NegotiationEntry) -> dict[str, Any]:
    old, new = (logged(entry.field, text) for text in (entry.old, entry.new))
    when = (gettext("version %(number)s", number=entry.terms_no) if entry.terms_no else "", moment(entry.at))
    return {
        "what": f"{gettext(FIELDS[entry.field])}: {old} → {new}",
        "who": " · ".join((gettext("asked by: %(who)s", who=gettext(ASKED_BY[entry.asked_by])), entry.by_name)),
        "when": " · ".join(filter(None, when)), "at": entry.at.isoformat(), "note": entry.note,
    }  # fmt: skip


def logged(field: str, text: str) -> str:
    """A logged value ("1000.00 PLN", "1.5", "2027-01-31" or words) as a person reads it; a dash for none."""
    if not text:
        return "–"
    if field == "fee_fixed":
        number, _, currency = text.partition(" ")
        return cents(to_minor(Money(Decimal(number), currency)), currency)
    if field == "fee_percent":
        return percent(Decimal(text))
    return day(date.fromisoformat(text)) if field == "fee_first_on" else text
