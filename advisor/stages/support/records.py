"""What the support lane keeps: requests of the client, opened from any stage, answered and closed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import StageKey
from advisor.records.base import PERSONAL, Row, new_uid
from advisor.records.case import STAGE, Case
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows
from advisor.stages.support.gate import Facts


class Ticket(Row):
    """One request: opened, answered, closed. `stage` is where the case stood when it was opened."""

    __tablename__ = "support_ticket"
    __table_args__ = (Index("ix_support_ticket_case", "case_id", "closed_at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    stage: Mapped[StageKey] = mapped_column(STAGE)
    subject: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    text: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    by_client: Mapped[bool] = mapped_column(default=False)
    opened_by: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime]
    answer: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    answered_by: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


TICKETS = Rows(Ticket, Ticket.case_id == CASE, (Ticket.id.desc(),))


def tickets_of(session: Session, case_id: int) -> list[Ticket]:
    """Requests of a case, newest first."""
    return TICKETS.of(session, case_id)


ROWS: tuple[Rows[Any], ...] = (TICKETS,)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at; one statement."""
    return Facts(tuple(row.subject for row in reversed(tickets_of(session, case.id)) if row.closed_at is None))
