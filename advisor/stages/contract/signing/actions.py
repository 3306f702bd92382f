"""The client signs or declines on the client page; the signed copy is made of what was signed."""

from dataclasses import fields
from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlalchemy.orm import Session

from advisor.domain.errors import Forbidden, Invalid, ReasonMissing, StaleVersion
from advisor.domain.finance.days import shift_months
from advisor.domain.roles import ActorKind
from advisor.papers.contract import ContractPaper, SignatureBlock, SignedDocument, SignedPaper
from advisor.papers.issue import Draft
from advisor.papers.pages import reader
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.records.paper import PAPER_KIND_TITLES, Paper, PaperKind
from advisor.records.party import Party
from advisor.records.staff import firm
from advisor.services import followups, plans
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.fees import follow_contract
from advisor.services.language import say
from advisor.services.messages import leave_message
from advisor.services.papers import Pressed, keep_paper
from advisor.services.rows import words
from advisor.stages.contract.actions import ready_to_sign
from advisor.stages.contract.composition.actions import draft_contract
from advisor.stages.contract.composition.records import source_of
from advisor.stages.contract.signing.gate import same
from advisor.stages.contract.signing.records import to_sign
from advisor.stages.contract.signing.stage import CALL_DECLINED, CALL_SIGNED, SIGNED_HOW


def sign_by_client(ctx: Context, case: Case, typed_name: str, seen: str) -> Engagement:
    """The client signs what the page showed (`seen`): typed name, moment and the SHA-256 of each PDF go into the trail.

    The door has opened the link and checked the one-time code. StaleVersion when other papers wait by now.
    """
    if ctx.actor.kind is not ActorKind.CLIENT:
        raise Forbidden("role")
    name, found = words("name", typed_name, 200), to_sign(ctx.session, case, ctx.today)
    row = found.engagement
    if row is None or not same(found.waiting, seen):
        raise StaleVersion
    if found.contract is not None:
        _sign_contract(ctx, case, row, found.contract[0], name)
    if found.mandate is not None:
        _sign_mandate(ctx, case, row, found.mandate[0])
    plans.stop(ctx, case, "stage.contract", "signed")
    followups.schedule(ctx, case, followups.Plan("contract.client_signed", CALL_SIGNED, 0))
    return row


def decline_by_client(ctx: Context, case: Case, reason: str) -> Engagement:
    """The client does not sign these terms; the reason reaches the advisor as a message and a follow-up."""
    if ctx.actor.kind is not ActorKind.CLIENT:
        raise Forbidden("role")
    if not reason.strip():
        raise ReasonMissing("reason")
    row = engagement_of(ctx.session, case.id)
    if row is None or not to_sign(ctx.session, case, ctx.today).waiting.papers:
        raise StaleVersion
    row.declined_at = ctx.now
    leave_message(ctx, case, ctx.session.get_one(Party, case.client_id), words("reason", reason), from_client=True)
    followups.schedule(ctx, case, followups.Plan("contract.client_declined", CALL_DECLINED, 0))
    ctx.record("contract.declined", "engagement", row.id, case_id=case.id, terms_no=row.terms_no)
    return row


def draft_signed(session: Session, case: Case, today: date) -> Draft:
    """The signed copy: the contract exactly as it was issued, with the signature block.

    Invalid('paper', 'not_signed') before the client has signed on the client page.
    """
    row = engagement_of(session, case.id)
    contract = session.get(Paper, row.contract_paper_id) if row and row.contract_paper_id else None
    source = source_of(session, contract)
    if row is None or row.signed_at is None or contract is None or source is None:
        raise Invalid("paper", "not_signed")
    draft = draft_contract(session, case, date.fromisoformat(source.figures["issued_on"]))
    if draft.digest != source.digest or not isinstance(draft.paper, ContractPaper):
        raise Invalid("paper", "not_signed")
    lang, zone = draft.paper.language, firm(session).time_zone
    signed = [(draft.paper.title, contract)]
    if (mandate := session.get(Paper, row.mandate_paper_id) if row.mandate_paper_id else None) is not None:
        signed.append((say(lang, PAPER_KIND_TITLES[mandate.kind]), mandate))
    block = SignatureBlock(
        signer=row.signer, how=say(lang, SIGNED_HOW),
        signed_at=format_datetime(row.signed_at.astimezone(ZoneInfo(zone)), "long", locale=reader(lang)),
        documents=tuple(SignedDocument(title=title, number=p.number, sha256=p.sha256) for title, p in signed),
    )  # fmt: skip
    same_words = {field.name: getattr(draft.paper, field.name) for field in fields(ContractPaper)}
    return Draft(PaperKind.SIGNED, SignedPaper(**same_words, signed=block), {"contract": contract.number})


def keep_copy(ctx: Context, case: Case, pressed: Pressed) -> Paper:
    """Keep the printed signed copy; its hash is shown beside the signature."""
    row = engagement_of(ctx.session, case.id)
    if row is None or draft_signed(ctx.session, case, ctx.today).digest != pressed.digest:
        raise StaleVersion
    paper = keep_paper(ctx, case, pressed)
    row.copy_paper_id = paper.id
    ctx.record("contract.copy_made", "paper", paper.id, case_id=case.id, sha256=paper.sha256)
    return paper


def issue_copy(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a signed copy that staff asked for, because the press was away when the client signed."""
    return keep_copy(ctx, writable(ctx, case_id), pressed)


def _sign_contract(ctx: Context, case: Case, row: Engagement, paper: Paper, name: str) -> None:
    ready_to_sign(row)
    row.signed_on, row.signed_at, row.signed_how, row.declined_at = ctx.today, ctx.now, "portal", None
    row.signer, row.text_hash, row.contract_paper_id = name, paper.sha256, paper.id
    follow_contract(ctx, case, row)
    ctx.record("contract.signed", "engagement", row.id, case_id=case.id, how="portal", paper=paper.number,
               sha256=paper.sha256, terms_no=row.terms_no)  # fmt: skip


def _sign_mandate(ctx: Context, case: Case, row: Engagement, paper: Paper) -> None:
    months, start = row.mandate_months, ctx.today
    row.mandate_from_on, row.mandate_ended_on, row.mandate_paper_id = start, None, paper.id
    row.mandate_until_on = shift_months(start, months, start.day) if months else None
    ctx.record("contract.mandate_signed", "engagement", row.id, case_id=case.id, paper=paper.number,
               sha256=paper.sha256)  # fmt: skip
