"""Whose papers are on a list: names by party."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.records.party import Party


def names_of(session: Session, party_ids: set[int]) -> dict[int, str]:
    """Names by party id, one statement."""
    query = select(Party.id, Party.name).where(Party.id.in_(party_ids))
    return {row.id: row.name for row in session.execute(query)}
