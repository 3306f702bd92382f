"""Whose clock and working days a follow-up goes by."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from advisor.domain.outreach.cadence import Place
from advisor.records.party import Party
from advisor.records.staff import firm_place


def place_of(session: Session, client: Party, *, inside: bool) -> Place:
    """The firm's for work done inside it, without a word to the client; the client's for all others."""
    return firm_place(session) if inside else Place(ZoneInfo(client.time_zone), client.country)
