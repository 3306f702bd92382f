"""What the decision room keeps: decisions of institutions with their terms, and the remedies of a no."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import PERSONAL, Amount, Row, choice, new_uid
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.sealed import Sealed
from advisor.records.submission import SubmissionState, submissions_of
from advisor.records.together import CASE, Rows
from advisor.stages.decision.gate import Facts, Ruling


class Decision(Row):
    """What an institution decided on one submission: outcome, reasons, terms, and what the client said to them."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(16))  # financing: approved, conditional; relief: opened, ...; refused
    decided_on: Mapped[date]
    reasons: Mapped[list[Any]] = mapped_column(default_factory=list)  # codes; "not_given" stands alone
    words: Mapped[bytes | None] = mapped_column(Sealed, default=None)  # reasons or conditions as the institution wrote
    amount: Mapped[int | None] = mapped_column(Amount, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="PLN")
    months: Mapped[int | None] = mapped_column(default=None)
    annual_rate: Mapped[Decimal | None] = mapped_column(default=None)  # percent per year, nominal
    valid_until_on: Mapped[date | None] = mapped_column(default=None)
    next_procedure: Mapped[str] = mapped_column(String(20), default="")  # debt relief
    told_on: Mapped[date | None] = mapped_column(default=None)
    told_by: Mapped[str] = mapped_column(String(200), default="")
    told_channel: Mapped[ContactChannel | None] = mapped_column(choice(ContactChannel), default=None)
    answer: Mapped[str] = mapped_column(String(12), default="")  # accepted, declined, expired
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answer_words: Mapped[str] = mapped_column(default="", info=PERSONAL)
    contract_on: Mapped[date | None] = mapped_column(default=None)  # financing contract client-institution
    contract_number: Mapped[str] = mapped_column(String(80), default="")
    no_remedy: Mapped[str] = mapped_column(default="", info=PERSONAL)  # why there is none; empty: not said
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}

    @property
    def refused(self) -> bool:
        """True when the institution said no."""
        return self.outcome == "refused"


class Remedy(Row):
    """One step that may turn a no into a yes; its follow-up rings on the day."""

    __tablename__ = "decision_remedy"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    reason: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(info=PERSONAL)
    due_on: Mapped[date]
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"), default=None)


DECISIONS = Rows(Decision, Decision.case_id == CASE, (Decision.id,))
REMEDIES = Rows(Remedy, Remedy.case_id == CASE, (Remedy.due_on, Remedy.id))


def decisions_of(session: Session, case_id: int) -> dict[int, Decision]:
    """Decisions of a case by submission id; one statement."""
    return {row.submission_id: row for row in DECISIONS.of(session, case_id)}


def contract_number(session: Session, case_id: int) -> str:
    """The number of the one financing contract of a case; empty where there is none, or more than one."""
    known = {row.contract_number for row in DECISIONS.of(session, case_id) if row.contract_number}
    return known.pop() if len(known) == 1 else ""


def remedies_of(session: Session, case_id: int) -> list[Remedy]:
    """Remedies of a case, earliest first."""
    return REMEDIES.of(session, case_id)


ROWS: tuple[Rows[Any], ...] = (DECISIONS, REMEDIES)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at; three statements."""
    filed, decided = submissions_of(session, case.id), decisions_of(session, case.id)
    helped = {row.decision_id for row in remedies_of(session, case.id)}
    rulings = []
    for submission, institution in filed:
        row = decided.get(submission.id)
        if row is not None:
            rulings.append(Ruling(
                institution.name, row.refused, bool(row.reasons), row.told_on is not None, row.answer, row.contract_on,
                row.next_procedure, row.id in helped or bool(row.no_remedy),
                submission.state is SubmissionState.WITHDRAWN,
            ))  # fmt: skip
    withdrawn = bool(filed) and all(row.state is SubmissionState.WITHDRAWN for row, _ in filed)
    return Facts(case.profile, tuple(rulings), withdrawn)
