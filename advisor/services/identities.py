"""Identifiers of a party: sealed, found by exact value only, revealed with a line in the trail (P7, P9)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.identifiers import check
from advisor.records.party import Identifier, Party
from advisor.records.sealed import blind_index
from advisor.services.context import Context
from advisor.services.notes import read_text, seal_text


def set_identifier(ctx: Context, party: Party, kind: str, text: str) -> Identifier:
    """Write or replace an identifier; a wrong check digit is refused (Invalid) so that typing slips show at once."""
    try:
        found = check(kind, text)
    except ValueError as error:
        raise Invalid("value", "not_an_identifier") from error
    if not found.valid:
        raise Invalid("value", "wrong_check_digit")
    mark = blind_index(ctx.session, kind, found.compact)
    row = ctx.session.scalar(select(Identifier).where(Identifier.party_id == party.id, Identifier.kind == kind))
    if row is None:
        row = Identifier(party_id=party.id, kind=kind, value=None, blind_index=mark, masked=found.masked)
        ctx.session.add(row)
    row.value = seal_text(ctx.session, party.uid, ("party_identifier", row.uid, "value"), found.compact)
    row.blind_index, row.masked, row.valid = mark, found.masked, found.valid
    ctx.session.flush()
    ctx.record("identifier.set", "party", party.id, party_id=party.id, kind=kind)
    return row


def reveal(ctx: Context, party: Party, identifier_id: int) -> str:
    """The plain identifier; the look is written into the trail."""
    row = ctx.session.get(Identifier, identifier_id)
    if row is None or row.party_id != party.id:
        raise NotFound
    ctx.record("identifier.revealed", "party", party.id, party_id=party.id, kind=row.kind)
    return read_text(ctx.session, party.uid, ("party_identifier", row.uid, "value"), row.value)


def identifiers_of(session: Session, party_id: int) -> list[Identifier]:
    """Identifiers of a party, masked values only until revealed."""
    return list(session.scalars(select(Identifier).where(Identifier.party_id == party_id).order_by(Identifier.kind)))
