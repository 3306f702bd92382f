"""What can be done in the submission room: note who signs what, file with an institution, note its reference."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from advisor.domain.errors import Invalid
from advisor.domain.folding import fold
from advisor.domain.process import Profile
from advisor.records.case import Case
from advisor.records.engagement import mandate_last
from advisor.records.institution import Institution, InstitutionKind, InstitutionPerson
from advisor.records.submission import Submission
from advisor.services import followups, plans
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.services.rows import active, amount, of_case, past_day, words
from advisor.stages.submission.records import Signing, pack_hash
from advisor.stages.submission.stage import CHANNELS, REFERENCE_DAYS, REFERENCE_REMINDER

RELIEF_KINDS = (InstitutionKind.COURT, InstitutionKind.MFC)


@dataclass(frozen=True, slots=True)
class Filing:
    """An application as it was filed; amount in minor units of the currency."""

    institution_id: int
    filed_on: date
    channel: str
    reference: str = ""
    clerk_name: str = ""
    amount: int | None = None
    currency: str = ""


def kinds_for(profile: Profile) -> tuple[InstitutionKind, ...]:
    """Where cases of a profile are filed: debt relief with a court or MFC, financing with everybody else."""
    if profile is Profile.DEBT_RELIEF:
        return RELIEF_KINDS
    return tuple(kind for kind in InstitutionKind if kind not in RELIEF_KINDS)


def add_signing(ctx: Context, case_id: int, paper: str, signer: str, signed_on: date | None = None) -> Signing:
    """Note that a paper needs somebody's signature, already given or not."""
    case = active(ctx, case_id)
    row = Signing(case_id=case.id, paper=words("paper", paper, 200), signer=words("signer", signer, 200),
                  signed_on=past_day(ctx, "signed_on", signed_on) if signed_on else None)  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("submission.signing_added", "submission_signing", row.id, case_id=case.id)
    return row


def sign(ctx: Context, case_id: int, signing_id: int, signed_on: date) -> Signing:
    """Note the day on which a paper was signed; noting it again corrects the day."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Signing, signing_id, case)
    row.signed_on = past_day(ctx, "signed_on", signed_on)
    ctx.record("submission.signed", "submission_signing", row.id, case_id=case.id)
    return row


def remove_signing(ctx: Context, case_id: int, signing_id: int) -> None:
    """Take a paper that needs no signature after all off the list."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Signing, signing_id, case)
    ctx.session.delete(row)
    ctx.record("submission.signing_removed", "submission_signing", signing_id, case_id=case.id)


def file_submission(ctx: Context, case_id: int, filing: Filing) -> Submission:
    """Write down an application filed with an institution, with the hash of the pack as it lies now (Finare step 7).

    Without reference number and named clerk a follow-up asks for the number in three working days. Raises Invalid,
    also when the power of attorney has run out or was withdrawn.
    """
    case = active(ctx, case_id)
    institution = _institution(ctx, case, filing.institution_id)
    last = mandate_last(ctx.session, case.id)
    if last is not None and last < ctx.today:
        raise Invalid("institution_id", "mandate_missing")
    if filing.channel not in CHANNELS:
        raise Invalid("channel", "unknown")
    clerk_name = words("clerk_name", filing.clerk_name, 200, needed=False)
    row = Submission(
        case_id=case.id, institution_id=institution.id, filed_on=past_day(ctx, "filed_on", filing.filed_on),
        channel=filing.channel, reference=words("reference", filing.reference, 80, needed=False),
        clerk_name=clerk_name, clerk_id=_clerk(ctx, institution.id, clerk_name),
        amount=amount("amount", filing.amount), currency=filing.currency or case.currency,
        frozen_sha256=pack_hash(ctx.session, case.id), recorded_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("submission.filed", "submission", row.id, case_id=case.id, institution_id=institution.id,
               filed_on=row.filed_on.isoformat(), channel=row.channel, sha256=row.frozen_sha256)  # fmt: skip
    plans.stop(ctx, case, "stage.submission", "filed")
    if not row.reference and not clerk_name:
        followups.schedule(ctx, case, Plan(reference_plan(row.id), REFERENCE_REMINDER, REFERENCE_DAYS, inside=True))
    return row


def note_reference(ctx: Context, case_id: int, submission_id: int, reference: str, clerk_name: str = "") -> Submission:
    """Note reference number or clerk once they are known; the follow-up that asks for them loses its point."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, Submission, submission_id, case)
    row.reference = words("reference", reference, 80, needed=not clerk_name.strip())
    row.clerk_name = words("clerk_name", clerk_name, 200, needed=False)
    row.clerk_id = _clerk(ctx, row.institution_id, row.clerk_name)
    if followups.cancel(ctx, case, "reference_known", plan=reference_plan(row.id)):
        followups.refresh_next_action(ctx, case)
    ctx.record("submission.reference_noted", "submission", row.id, case_id=case.id)
    return row


def reference_plan(submission_id: int) -> str:
    """Key of the follow-up that asks for a submission's reference number."""
    return f"submission.reference.{submission_id}"


def _institution(ctx: Context, case: Case, institution_id: int) -> Institution:
    row = ctx.session.get(Institution, institution_id)
    if row is None or row.ended_on is not None:
        raise Invalid("institution_id", "unknown")
    if row.kind not in kinds_for(case.profile):
        raise Invalid("institution_id", "does_not_fit")
    return row


def _clerk(ctx: Context, institution_id: int, name: str) -> int | None:
    """The contact person of the institution who bears this name, if we know one."""
    people = select(InstitutionPerson).where(InstitutionPerson.institution_id == institution_id)
    return next((p.id for p in ctx.session.scalars(people) if name and fold(p.name) == fold(name)), None)
