"""Who takes part in a case, in which role, from when to when (FI-19); the case's own facts."""

from dataclasses import dataclass

from sqlalchemy import select

from advisor.casework.moves import take
from advisor.casework.open import AMOUNT_LIMIT
from advisor.domain.catalogue import BY_CODE, fits
from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.process import Status
from advisor.records.case import Case, CaseParty, PartyRole
from advisor.records.party import Party
from advisor.services.access import visible
from advisor.services.context import Context

OPEN = (Status.ACTIVE, Status.ON_HOLD)


def add_party(ctx: Context, case_id: int, party: Party, role: PartyRole) -> CaseParty:
    """Let a person or company take part in a role; the same role twice is refused (Invalid)."""
    case = take(ctx, case_id, None, *OPEN)
    if role is PartyRole.CLIENT:
        raise Invalid("role", "unknown")
    running = select(CaseParty.id).where(
        CaseParty.case_id == case.id, CaseParty.party_id == party.id, CaseParty.role == role, CaseParty.to_on.is_(None)
    )
    if ctx.session.scalar(running) is not None:
        raise Invalid("role", "taken")
    row = CaseParty(case_id=case.id, party_id=party.id, role=role, from_on=ctx.today)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("case.party_added", "case", case.id, case_id=case.id, party_id=party.id, role=role)
    return row


def known_to(ctx: Context, party_ids: list[int]) -> int | None:
    """The first of these parties that takes part in a case the actor may open; None when there is none."""
    query = (
        select(CaseParty.party_id)
        .join(Case, Case.id == CaseParty.case_id)
        .where(CaseParty.party_id.in_(party_ids), visible(ctx.actor, ctx.today))
    )
    return ctx.session.scalar(query.order_by(CaseParty.party_id).limit(1)) if party_ids else None


def end_party(ctx: Context, case_id: int, case_party_id: int) -> None:
    """A party leaves the case today; the client stays."""
    case = take(ctx, case_id, None, *OPEN)
    row = ctx.session.get(CaseParty, case_party_id)
    if row is None or row.case_id != case.id:
        raise NotFound
    if row.role is PartyRole.CLIENT or row.to_on is not None:
        raise WrongStatus
    row.to_on = ctx.today
    ctx.record("case.party_ended", "case", case.id, case_id=case.id, party_id=row.party_id, role=row.role)


@dataclass(frozen=True, slots=True)
class Matter:
    """What the case is about. Amount in minor units of the currency."""

    product: str
    client_type: str
    amount: int | None
    currency: str
    campaign: str = ""


def change_matter(ctx: Context, case_id: int, matter: Matter, version: int | None = None) -> Case:
    """Change product, client type, amount or campaign; the profile may not change under a running case."""
    case = take(ctx, case_id, version, *OPEN)
    if matter.product not in BY_CODE or BY_CODE[matter.product].profile is not case.profile:
        raise Invalid("product", "unknown")
    if not fits(matter.product, matter.client_type):
        raise Invalid("client_type", "does_not_fit")
    if matter.amount is not None and not 0 < matter.amount <= AMOUNT_LIMIT:
        raise Invalid("amount", "out_of_range")
    case.product, case.client_type, case.campaign = matter.product, matter.client_type, matter.campaign.strip()
    case.amount, case.currency = matter.amount, matter.currency
    ctx.record("case.changed", "case", case.id, case_id=case.id)
    return case
