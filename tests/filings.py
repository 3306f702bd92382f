"""Plain makers for the rooms behind the contract: institutions, mandates and filed applications; files of a case."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.records.engagement import Engagement
from advisor.records.institution import Institution, InstitutionKind, InstitutionPerson
from advisor.records.submission import Submission
from advisor.records.upload import Upload
from advisor.services.context import Context
from advisor.services.institutions import Card, PersonCard, save_institution, save_person
from advisor.stages.submission.actions import Filing, file_submission
from tests.make import NOW

TODAY = NOW.date()


def institution(ctx: Context, name: str = "Example Bank", kind: InstitutionKind = InstitutionKind.BANK) -> Institution:
    """Somebody to file with."""
    return save_institution(ctx, Card(name, kind, phone="22 600 70 80"))


def clerk(ctx: Context, where: Institution, name: str = "Ewa Żak") -> InstitutionPerson:
    """A contact person there."""
    return save_person(ctx, where.id, PersonCard(name, phone="601 555 777"))


def mandate(ctx: Context, case_id: int, until_on: date | None = None) -> Engagement:
    """A power of attorney since today."""
    row = Engagement(case_id=case_id, signed_on=TODAY, mandate_from_on=TODAY, mandate_until_on=until_on)
    ctx.session.add(row)
    ctx.session.flush()
    return row


def filed(ctx: Context, case_id: int, where: Institution, **more: object) -> Submission:
    """An application filed today, with a reference number unless told otherwise."""
    values = {"filed_on": TODAY, "channel": "online", "reference": "REF-1"} | more
    return file_submission(ctx, case_id, Filing(where.id, **values))  # type: ignore[arg-type]


def uploads_of(session: Session, case_id: int) -> list[Upload]:
    """Files of a case, newest first."""
    query = select(Upload).where(Upload.case_id == case_id, Upload.removed_at.is_(None))
    return list(session.scalars(query.order_by(Upload.id.desc())))
