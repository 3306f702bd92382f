"""What the monitoring room keeps: conditions and duties after the decision, and the word that the service ended."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.outreach.payer import Paid
from advisor.records.base import PERSONAL, Amount, Row
from advisor.records.case import Case
from advisor.records.engagement import ENGAGEMENT
from advisor.records.fee import FEES, FeeKind, fees_of
from advisor.records.together import CASE, Rows
from advisor.stages.monitoring.debits.records import DEBITS
from advisor.stages.monitoring.gate import Facts, Task
from advisor.stages.monitoring.stage import PAYMENTS
from advisor.stages.monitoring.watch.records import SEEN


class Duty(Row):
    """A condition, a settlement duty towards the funder or a date of the procedure, with evidence once done."""

    __tablename__ = "monitoring_duty"
    __table_args__ = (Index("ix_monitoring_duty_case", "case_id", "due_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(info=PERSONAL)
    due_on: Mapped[date]
    amount: Mapped[int | None] = mapped_column(Amount, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="PLN")
    done_on: Mapped[date | None] = mapped_column(default=None)
    evidence: Mapped[str] = mapped_column(String(400), default="", info=PERSONAL)  # file, paper number, shelf
    dropped_on: Mapped[date | None] = mapped_column(default=None)
    dropped_why: Mapped[str] = mapped_column(default="", info=PERSONAL)
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"), default=None)

    @property
    def open(self) -> bool:
        """True while the duty is neither done nor dropped."""
        return self.done_on is None and self.dropped_on is None


class ServiceEnd(Row):
    """One click: our service ended (Finare step 10, the usual ending). Taken back when it goes on after all."""

    __tablename__ = "service_end"
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    ended_on: Mapped[date]
    ended_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]


DUTIES = Rows(Duty, Duty.case_id == CASE, (Duty.due_on, Duty.id))
SERVICE_END = Rows(ServiceEnd, ServiceEnd.case_id == CASE, (ServiceEnd.case_id,))


def duties_of(session: Session, case_id: int) -> list[Duty]:
    """Duties of a case, earliest due first."""
    return DUTIES.of(session, case_id)


def payments_of(session: Session, client_id: int) -> list[Paid]:
    """The instalments and payments of all cases of a client, with the day each was paid; one statement."""
    query = select(Duty.due_on, Duty.done_on).join(Case, Case.id == Duty.case_id)
    query = query.where(Case.client_id == client_id, Duty.kind.in_(PAYMENTS), Duty.dropped_on.is_(None))
    return [Paid(due_on, paid_on) for due_on, paid_on in session.execute(query)]


ROWS: tuple[Rows[Any], ...] = (DUTIES, SERVICE_END, FEES, ENGAGEMENT, DEBITS, SEEN)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at; three statements."""
    tasks = tuple(
        Task(row.kind, row.text, row.due_on, not row.open)
        for row in duties_of(session, case.id) if row.dropped_on is None
    )  # fmt: skip
    unpaid = tuple(row.text for row in fees_of(session, case.id) if row.kind is FeeKind.FEE and row.open)
    return Facts(case.profile, SERVICE_END.one(session, case.id) is not None, tasks, unpaid)
