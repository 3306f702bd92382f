"""Submissions: an application filed with one institution. Questions and decisions hang on it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.words import N_
from advisor.records.base import PERSONAL, Amount, Row, choice
from advisor.records.institution import Institution
from advisor.records.reading import once_a_view


class SubmissionState(StrEnum):
    """Where one application stands; the furthest state of a case is derived from all of them."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


SUBMISSION_STATE_TITLES: dict[SubmissionState, str] = {
    SubmissionState.PENDING: N_("Waiting for the decision"),
    SubmissionState.APPROVED: N_("Approved"),
    SubmissionState.REFUSED: N_("Refused"),
    SubmissionState.WITHDRAWN: N_("Withdrawn"),
}


class Submission(Row):
    """One application filed with one institution (Finare step 7)."""

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_reference", "reference"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    filed_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(16))  # in_person, post, online, email
    reference: Mapped[str] = mapped_column(String(80), default="")
    clerk_id: Mapped[int | None] = mapped_column(ForeignKey("institution_person.id"), default=None)
    clerk_name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    amount: Mapped[int | None] = mapped_column(Amount, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="PLN")
    state: Mapped[SubmissionState] = mapped_column(choice(SubmissionState), default=SubmissionState.PENDING)
    frozen_sha256: Mapped[str] = mapped_column(String(64), default="")  # the pack as it was filed
    recorded_at: Mapped[datetime]


@once_a_view
def submissions_of(session: Session, case_id: int) -> list[tuple[Submission, Institution]]:
    """Submissions of a case with their institutions, oldest first; one statement."""
    query = (
        select(Submission, Institution)
        .join(Institution, Institution.id == Submission.institution_id)
        .where(Submission.case_id == case_id)
        .order_by(Submission.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]
