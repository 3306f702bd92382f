"""Open a case: a lead in the contact room, or a running case that arrives at stage N with evidence on paper."""

from dataclasses import dataclass

from advisor.casework.moves import event, open_lane
from advisor.domain.catalogue import BY_CODE, Source, fits
from advisor.domain.errors import Invalid
from advisor.domain.process import StageKey
from advisor.records.case import Case, CaseParty, EventKind, PartyRole, next_number
from advisor.records.party import Party
from advisor.records.staff import Staff
from advisor.services import followups, plans
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.stages.documents.actions import welcome_back
from advisor.stages.plan import BY_KEY

AMOUNT_LIMIT = 10**15
"""Minor units; ten million millions is a typing slip, not a loan."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a new case starts with. Amount in minor units of the currency."""

    product: str
    client_type: str
    currency: str = "PLN"
    amount: int | None = None
    purpose: str = ""
    source: Source | None = None
    referrer_id: int | None = None
    campaign: str = ""
    owner_id: int | None = None
    stage: StageKey = StageKey.CONTACT
    evidence: str = ""  # for a running case: where the earlier papers are


def open_case(ctx: Context, client: Party, new: NewCase) -> Case:
    """Open a case for a party with its number, first event, support lane and first follow-up.

    A case without source is a draft that cannot leave contact (Finare step 1). Raises Invalid.
    """
    _check(new)
    owner = ctx.session.get(Staff, new.owner_id or ctx.actor.id or 0)
    year = ctx.now.year
    case = Case(
        number=f"{year}-{next_number(ctx.session, f'case.{year}'):06d}",
        profile=BY_CODE[new.product].profile, product=new.product, client_type=new.client_type, client_id=client.id,
        amount=new.amount, currency=new.currency, purpose=new.purpose.strip(), source=new.source,
        referrer_id=new.referrer_id, campaign=new.campaign.strip(), owner_id=owner.id if owner else None,
        team_id=owner.team_id if owner else None, stage=new.stage, opened_at=ctx.now, stage_since_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(case)
    ctx.session.flush()
    kind = EventKind.OPENED if new.stage is StageKey.CONTACT else EventKind.IMPORTED
    event(ctx, case, kind, new.stage, evidence=new.evidence).source = None
    ctx.session.add(CaseParty(case_id=case.id, party_id=client.id, role=PartyRole.CLIENT, from_on=ctx.today))
    if new.referrer_id is not None:
        ctx.session.add(
            CaseParty(case_id=case.id, party_id=new.referrer_id, role=PartyRole.REFERRER, from_on=ctx.today)
        )
    open_lane(ctx, case, StageKey.SUPPORT)
    stage = BY_KEY[new.stage].stage
    first = Plan(f"stage.{stage.key}", stage.follow_up_text, stage.follow_up_days, stage=stage.key, inside=stage.inside)
    followups.schedule(ctx, case, first)
    plans.by_edition(ctx, case, plans.Event(f"stage.{stage.key}", ctx.now, text=stage.follow_up_text, stage=stage.key))
    welcome_back(ctx, case)
    ctx.record("case.opened", "case", case.id, case_id=case.id, party_id=client.id, number=case.number, stage=new.stage)
    return case


def _check(new: NewCase) -> None:
    if new.product not in BY_CODE:
        raise Invalid("product", "unknown")
    if not fits(new.product, new.client_type):
        raise Invalid("client_type", "does_not_fit")
    if new.amount is not None and not 0 < new.amount <= AMOUNT_LIMIT:
        raise Invalid("amount", "out_of_range")
    if new.stage is StageKey.SUPPORT:
        raise Invalid("stage", "unknown")
