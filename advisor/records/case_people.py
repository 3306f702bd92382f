"""The people of a case: read once a view, for the page around a room, the room itself and its gate."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from advisor.records.case import CaseParty
from advisor.records.party import Party
from advisor.records.reading import once_a_view
from advisor.records.together import CASE

_PARTIES = (
    select(CaseParty, Party)
    .join(Party, Party.id == CaseParty.party_id)
    .where(CaseParty.case_id == CASE)
    .order_by(CaseParty.id)
    .options(undefer(Party.seal_key))
)


@once_a_view
def parties_of(session: Session, case_id: int) -> list[tuple[CaseParty, Party]]:
    """Every role anybody has or had in a case with the person, oldest first, and the keys that open what is sealed."""
    return [(row[0], row[1]) for row in session.execute(_PARTIES, {"case_id": case_id})]
