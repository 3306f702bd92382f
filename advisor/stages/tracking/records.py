"""What the tracking room keeps: questions of institutions and every contact with them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import PERSONAL, Row, new_uid
from advisor.records.case import Case
from advisor.records.engagement import ENGAGEMENT
from advisor.records.institution import InstitutionPerson
from advisor.records.sealed import Sealed
from advisor.records.submission import Submission, submissions_of
from advisor.records.together import CASE, Rows
from advisor.stages.tracking.gate import Asked, Facts, Filed


class Question(Row):
    """What an institution asks for (a document, an explanation, a correction) or a hearing it sets."""

    __tablename__ = "institution_question"
    __table_args__ = (Index("ix_institution_question_case", "case_id", "answered_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # document, explanation, correction, hearing
    text: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    asked_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(default=None)  # of a hearing: its day
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answer: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    recorded_at: Mapped[datetime]


class InstitutionCall(Row):
    """One contact with an institution about an application, in or out."""

    __tablename__ = "institution_call"
    __table_args__ = (Index("ix_institution_call_case", "case_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    outgoing: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(16))
    clerk_name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    note: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    staff_name: Mapped[str] = mapped_column(String(200))


QUESTIONS = Rows(Question, Question.case_id == CASE, (Question.id,))
CALLS = Rows(
    InstitutionCall, InstitutionCall.case_id == CASE, (InstitutionCall.at.desc(), InstitutionCall.id.desc()), limit=100
)


def questions_of(session: Session, case_id: int) -> list[Question]:
    """Questions of all institutions on a case, oldest first."""
    return QUESTIONS.of(session, case_id)


def calls_of(session: Session, case_id: int) -> list[InstitutionCall]:
    """The last hundred contacts with institutions on a case, newest first."""
    return CALLS.of(session, case_id)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who works on an application at the institution, as far as we know."""

    name: str
    phone: str = ""


def clerks_of(session: Session, case_id: int) -> dict[int, Clerk]:
    """The clerk of every application by submission id: the contact person, else the name noted; one statement."""
    query = (
        select(Submission.id, Submission.clerk_name, InstitutionPerson.name, InstitutionPerson.phone)
        .outerjoin(InstitutionPerson, InstitutionPerson.id == Submission.clerk_id)
        .where(Submission.case_id == case_id)
    )
    rows = session.execute(query).all()
    return {row[0]: Clerk(row[2] or row[1], row[3] or "") for row in rows if row[1] or row[2]}


def filed_of(session: Session, case_id: int) -> dict[int, Filed]:
    """Every application of a case with its questions, by submission id; two statements."""
    asked: dict[int, list[Asked]] = {}
    for row in questions_of(session, case_id):
        question = Asked(row.asked_on, row.due_on, row.answered_on, row.kind == "hearing")
        asked.setdefault(row.submission_id, []).append(question)
    return {
        row.id: Filed(institution.name, row.state.value, row.filed_on, tuple(asked.get(row.id, ())))
        for row, institution in submissions_of(session, case_id)
    }


ROWS: tuple[Rows[Any], ...] = (QUESTIONS, CALLS, ENGAGEMENT)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at."""
    return Facts(tuple(filed_of(session, case.id).values()))
