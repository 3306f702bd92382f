"""What can be done about identity: note a check, let one of another case count here."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.errors import Invalid, NotFound
from advisor.records.case_people import parties_of
from advisor.services.access import visible
from advisor.services.context import Context
from advisor.services.rows import active, past_day, sane_day
from advisor.stages.contract.identity.records import IdentityCheck, earlier_checks, signers_of
from advisor.stages.contract.identity.stage import IDENTITY_HOW


@dataclass(frozen=True, slots=True)
class Proof:
    """How somebody proved who he is, on which day, and the last day of the document he showed."""

    party_id: int
    how: str
    on: date
    until: date | None = None


def check_identity(ctx: Context, case_id: int, proof: Proof) -> IdentityCheck:
    """Note that somebody of the case proved who he is; the actor vouches for it (ZA-04).

    Raises Invalid for a day to come or a document that had run out on the day, NotFound for a stranger.
    """
    case = active(ctx, case_id)
    if proof.how not in IDENTITY_HOW:
        raise Invalid("how", "unknown")
    past_day(ctx, "on", proof.on)
    if proof.until is not None and sane_day(ctx, "until", proof.until) < proof.on:
        raise Invalid("until", "in_the_past")
    if proof.party_id not in {party.id for _part, party in parties_of(ctx.session, case.id)}:
        raise NotFound
    row = IdentityCheck(
        case_id=case.id, party_id=proof.party_id, how=proof.how, checked_on=proof.on, by_name=ctx.actor.name,
        at=ctx.now, by_id=ctx.actor.id, valid_until_on=proof.until,
    )  # fmt: skip
    return _kept(ctx, row, "contract.identity_checked")


def take_over_check(ctx: Context, case_id: int, check_id: int) -> IdentityCheck:
    """Let a check of another case count here: who, how and when stay those of the check (C-19).

    Raises NotFound for one that does not hold any more, of nobody who signs here, or of a case one may not see.
    """
    case = active(ctx, case_id)
    people = {signer.party_id for signer in signers_of(ctx.session, case) if signer.check is None}
    known = earlier_checks(ctx.session, people, visible(ctx.actor, ctx.today), ctx.today)
    earlier = next((each.check for each in known.values() if each.check.id == check_id), None)
    if earlier is None:
        raise NotFound
    row = IdentityCheck(
        case_id=case.id, party_id=earlier.party_id, how=earlier.how, checked_on=earlier.checked_on,
        by_name=earlier.by_name, at=ctx.now, by_id=earlier.by_id, valid_until_on=earlier.valid_until_on,
        source_id=earlier.id,
    )  # fmt: skip
    return _kept(ctx, row, "contract.identity_taken_over")


def _kept(ctx: Context, row: IdentityCheck, verb: str) -> IdentityCheck:
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record(verb, "identity_check", row.id, case_id=row.case_id, party_id=row.party_id, how=row.how)
    return row
