"""What can be done in the contract room: negotiate, sign, give a mandate."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advisor.domain.clauses import changed_clauses, checked, tidy
from advisor.domain.errors import Invalid, ReasonMissing, StaleVersion
from advisor.domain.fee_plan import fee_parts
from advisor.domain.finance.money import from_minor
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.records.party import Party
from advisor.services import plans
from advisor.services.clause_book import LONGEST, contract_key, in_force, number_of
from advisor.services.context import Context
from advisor.services.fees import follow_contract
from advisor.services.rows import active, past_day, sane_day, words
from advisor.services.uploads import Incoming, add_upload
from advisor.stages.contract.discount.actions import ask_again
from advisor.stages.contract.records import NegotiationEntry
from advisor.stages.contract.stage import ASKED_BY, FIELDS
from advisor.stages.offer.composition.records import held

MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Agreed:
    """What both sides agree on now; fees in minor units of the case's currency and percent of the sum paid out."""

    scope: str
    fee_fixed: int | None = None
    fee_percent: Decimal | None = None
    fee_basis: str = ""
    asked_by: str = "client"
    note: str = ""
    fee_parts: int = 1
    fee_first_on: date | None = None
    clauses: str | None = None  # None leaves them as they are
    version: int | None = None


def negotiate(ctx: Context, case_id: int, agreed: Agreed) -> list[NegotiationEntry]:
    """Write down agreed terms; every change against the former (or the offer) is logged old -> new with who asked.

    A new fee needs a new approval when it is above the limit. Invalid when the contract is signed already.
    """
    case = active(ctx, case_id)
    row = _engagement(ctx, case)
    if agreed.version is not None and row.version != agreed.version:
        raise StaleVersion
    if row.signed_on is not None:
        raise Invalid("scope", "signed_already")
    agreed = _checked(agreed)
    entries = [_entry(ctx, case, agreed, change) for change in _changes(case, row, agreed)]
    for name in FIELDS:
        if getattr(agreed, name) is not None or name != "clauses":
            setattr(row, name, getattr(agreed, name))
    row.terms_no = max(row.terms_no + bool(entries), 1)
    for entry in entries:
        entry.terms_no = row.terms_no
    ctx.session.add_all(entries)
    ctx.session.flush()
    ask_again(ctx, case, row, new_fee=any(entry.field in ("fee_fixed", "fee_percent") for entry in entries))
    if entries:
        row.declined_at = None
        ctx.record("contract.negotiated", "engagement", row.id, case_id=case.id, terms_no=row.terms_no,
                   fields=[e.field for e in entries])  # fmt: skip
    return entries


def take_edition(ctx: Context, case_id: int) -> list[NegotiationEntry]:
    """Take the clauses in force today instead of those of this contract; the change is logged clause by clause."""
    case = active(ctx, case_id)
    row = _engagement(ctx, case)
    key = contract_key(case.profile, ctx.session.get_one(Party, case.client_id).language)
    newest = in_force(ctx.session, key)
    kept = {name: getattr(row, name) for name in FIELDS if name != "clauses"}
    entries = negotiate(ctx, case_id, Agreed(**kept, clauses=newest.text, asked_by="firm"))
    row.wording_no = newest.number
    return entries


def sign_on_paper(ctx: Context, case_id: int, on: date, shelf: str = "", scan: Incoming | None = None) -> Engagement:
    """Note the signed paper: its day, and a scan or the place where it stands. Terms must be agreed before."""
    case = active(ctx, case_id)
    row = _engagement(ctx, case)
    past_day(ctx, "on", on)
    if scan is None and not shelf.strip():
        raise Invalid("shelf", "missing")
    ready_to_sign(row)
    upload = add_upload(ctx, case, case.client_id, scan) if scan is not None else None
    row.upload_id = upload.id if upload else row.upload_id
    row.signed_on, row.signed_how, row.shelf = on, "paper", words("shelf", shelf, 120, needed=False)
    follow_contract(ctx, case, row)
    plans.stop(ctx, case, "stage.contract", "signed")
    ctx.record("contract.signed", "engagement", row.id, case_id=case.id, how="paper", on=on.isoformat())
    return row


def annul_signature(ctx: Context, case_id: int, reason: str) -> Engagement:
    """Take the signature back, so that terms may be negotiated again; with a reason."""
    case = active(ctx, case_id)
    row = _engagement(ctx, case)
    if not reason.strip():
        raise ReasonMissing
    row.signed_on, row.signed_how, row.signer, row.text_hash = None, "", "", ""
    row.signed_at = row.contract_paper_id = row.copy_paper_id = None
    follow_contract(ctx, case, row)
    ctx.record("contract.signature_annulled", "engagement", row.id, case_id=case_id, reason=reason.strip())
    return row


def give_mandate(ctx: Context, case_id: int, start: date, until: date | None) -> Engagement:
    """The client lets us act for him from a day, until a day or until withdrawn."""
    case = active(ctx, case_id)
    sane_day(ctx, "start", start)
    if until is not None and sane_day(ctx, "until", until) < start:
        raise Invalid("until", "before_start")
    row = _engagement(ctx, case)
    row.mandate_from_on, row.mandate_until_on, row.mandate_ended_on = start, until, None
    ctx.record("contract.mandate_given", "engagement", row.id, case_id=case.id,
               start=start.isoformat(), until=until.isoformat() if until else "")  # fmt: skip
    return row


def set_mandate_months(ctx: Context, case_id: int, months: int) -> Engagement:
    """How long the power of attorney that is printed next will run; 0 until withdrawn."""
    row = _engagement(ctx, active(ctx, case_id))
    if not 0 <= months <= MOST_MONTHS:
        raise Invalid("months", "out_of_range")
    row.mandate_months = months
    ctx.record("contract.mandate_term_set", "engagement", row.id, case_id=case_id, months=months)
    return row


def end_mandate(ctx: Context, case_id: int, on: date, reason: str) -> Engagement:
    """The mandate ends on a day (withdrawn, or the case is given back); the day itself still counts."""
    row = _engagement(ctx, active(ctx, case_id))
    if not reason.strip():
        raise ReasonMissing
    row.mandate_ended_on = on
    ctx.record("contract.mandate_ended", "engagement", row.id, case_id=case_id, reason=reason.strip())
    return row


def _engagement(ctx: Context, case: Case) -> Engagement:
    """The engagement; a new one starts from the offer, so nothing is typed twice."""
    row = engagement_of(ctx.session, case.id)
    if row is None:
        offer = held(ctx.session, case).offer
        row = Engagement(case_id=case.id)
        if offer is not None:
            row.scope, row.fee_basis = offer.scope, offer.fee_basis
            row.fee_fixed = row.listed_fixed = offer.fee_fixed
            row.fee_percent = row.listed_percent = offer.fee_percent
        key = contract_key(case.profile, ctx.session.get_one(Party, case.client_id).language)
        row.clauses = tidy(offer.contract) if offer and offer.contract.strip() else in_force(ctx.session, key).text
        row.wording_no = number_of(ctx.session, key, row.clauses)
        ctx.session.add(row)
        ctx.session.flush()
    return row


def ready_to_sign(row: Engagement) -> None:
    """Raise Invalid('on', code) while terms are missing or a signature stands."""
    if not row.scope.strip() or not row.fee_agreed:
        raise Invalid("on", "terms_first")
    if row.signed_on is not None:
        raise Invalid("on", "signed_already")


def _checked(agreed: Agreed) -> Agreed:
    if agreed.asked_by not in ASKED_BY:
        raise Invalid("asked_by", "unknown")
    if agreed.fee_percent is not None and not Decimal(0) <= agreed.fee_percent <= Decimal(100):
        raise Invalid("fee_percent", "out_of_range")
    fee_parts(agreed.fee_fixed or 0, agreed.fee_parts, agreed.fee_first_on)
    if agreed.clauses is None:
        return agreed
    return replace(agreed, clauses=checked("clauses", words("clauses", agreed.clauses, LONGEST)))


def _changes(case: Case, row: Engagement, agreed: Agreed) -> list[tuple[str, str, str]]:
    """What differs, as (field, old, new); of the clauses only those that changed, each in full."""
    found = [
        (name, _said(case, name, getattr(row, name)), _said(case, name, getattr(agreed, name)))
        for name in FIELDS
        if name != "clauses" and getattr(row, name) != getattr(agreed, name)
    ]
    if agreed.clauses is not None:
        found += [("clauses", old, new) for old, new in changed_clauses(row.clauses, agreed.clauses)]
    return found


def _entry(ctx: Context, case: Case, agreed: Agreed, change: tuple[str, str, str]) -> NegotiationEntry:
    field, old, new = change
    return NegotiationEntry(
        case_id=case.id, field=field, asked_by=agreed.asked_by, by_name=ctx.actor.name, at=ctx.now, old=old, new=new,
        note=words("note", agreed.note, needed=False), by_id=ctx.actor.id,
    )  # fmt: skip


def _said(case: Case, name: str, value: object) -> str:
    if value is None:
        return ""
    return str(from_minor(value, case.currency)) if name == "fee_fixed" and isinstance(value, int) else str(value)
