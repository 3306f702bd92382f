"""Merge two parties that are one, with undo; history is kept, nothing is deleted."""

from typing import Any

from sqlalchemy import select

from advisor.domain.errors import Forbidden, Invalid, NotFound, WrongStatus
from advisor.domain.folding import search_text
from advisor.domain.roles import ActorKind, Role
from advisor.records.case import Case, CaseParty
from advisor.records.guard import ContactFact
from advisor.records.party import Consent, ConsentRefusal, Merge, Party
from advisor.services.context import Context
from advisor.stages.contract.identity.records import IdentityCheck
from advisor.stages.documents.desk.records import ChecklistItem

MOVED: tuple[tuple[Any, str], ...] = (
    (Case, "client_id"),
    (Case, "referrer_id"),
    (CaseParty, "party_id"),
    (Consent, "party_id"),
    (ConsentRefusal, "party_id"),
    (ContactFact, "party_id"),
    (IdentityCheck, "party_id"),
    (ChecklistItem, "party_id"),
)
FILLED = ("email", "phone", "phone_more", "birth_on", "address", "city")


def merge(ctx: Context, kept_id: int, gone_id: int) -> Merge:
    """Let `kept` take over the cases, roles, consents, proofs of identity and wanted papers of `gone`.

    What `kept` does not know is filled in. Sealed values stay sealed for the party they were written for:
    identifiers are read there, notes of a case open through the merge (see services.notes), papers likewise
    (records.party.one_person). Files of several teams come together by managers and administrators only.
    """
    kept, gone = ctx.session.get(Party, kept_id), ctx.session.get(Party, gone_id)
    if kept is None or gone is None:
        raise NotFound
    if kept.id == gone.id:
        raise Invalid("party_id", "same_person")
    _one_team(ctx, kept.id, gone.id)
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        raise WrongStatus
    moved: dict[str, list[int]] = {}
    for table, column in MOVED:
        rows = ctx.session.scalars(select(table).where(getattr(table, column) == gone.id)).all()
        for row in rows:
            setattr(row, column, kept.id)
        moved[f"{table.__tablename__}.{column}"] = [row.id for row in rows]
    filled = [name for name in FILLED if getattr(gone, name) and not getattr(kept, name)]
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    gone.merged_into_id = kept.id
    _refold(kept)
    row = Merge(kept_id=kept.id, gone_id=gone.id, moved=moved, filled=filled, merged_at=ctx.now, merged_by=ctx.actor.id)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("party.merged", "party", kept.id, party_id=kept.id, gone=gone.id)
    return row


def undo_merge(ctx: Context, merge_id: int) -> Merge:
    """Take a merge back: what moved returns, what was filled empties; later changes of `kept` stay."""
    row = ctx.session.get(Merge, merge_id)
    if row is None:
        raise NotFound
    if row.undone_at is not None:
        raise WrongStatus
    _one_team(ctx, row.kept_id, row.gone_id)
    kept, gone = ctx.session.get_one(Party, row.kept_id), ctx.session.get_one(Party, row.gone_id)
    for table, column in MOVED:
        ids = row.moved.get(f"{table.__tablename__}.{column}", [])
        for moved in ctx.session.scalars(select(table).where(table.id.in_(ids))):
            setattr(moved, column, gone.id)
    for name in row.filled:
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, None if name == "birth_on" else "")
    gone.merged_into_id, row.undone_at = None, ctx.now
    _refold(kept)
    ctx.record("party.merge_undone", "party", kept.id, party_id=kept.id, gone=gone.id)
    return row


def _one_team(ctx: Context, *party_ids: int) -> None:
    """Forbidden when cases of several teams would come together and it is not a manager or administrator who asks."""
    if ctx.actor.kind is not ActorKind.STAFF or ctx.actor.has(Role.MANAGER, Role.ADMIN):
        return
    theirs = select(CaseParty.case_id).where(CaseParty.party_id.in_(party_ids))
    teams = select(Case.team_id).where(Case.id.in_(theirs) | Case.client_id.in_(party_ids), Case.team_id.is_not(None))
    if len(set(ctx.session.scalars(teams.distinct()))) > 1:
        raise Forbidden("merge_across_teams")


def _refold(party: Party) -> None:
    party.search_text = search_text(party.name, party.phone, party.phone_more, party.email, party.city)
