"""Debit authorisations as rows with their days; the account number only sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import PERSONAL, Row, new_uid
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows
from advisor.stages.monitoring.debits.gate import Span


class DebitAuthorisation(Row):
    """The client lets `payee` collect from one account, by a signature, until another takes its place (ES-15)."""

    __tablename__ = "debit_authorisation"
    __table_args__ = (Index("ix_debit_authorisation_case", "case_id", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    payee: Mapped[str] = mapped_column(String(200))
    account: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)  # the first day on which it no longer holds
    signed_on: Mapped[date]
    signed_how: Mapped[str] = mapped_column(String(16))
    signer: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    shelf: Mapped[str] = mapped_column(String(120), default="")  # where the signed form stands
    revoked_why: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    recorded_at: Mapped[datetime]

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.from_on, self.to_on)


DEBITS = Rows(DebitAuthorisation, DebitAuthorisation.case_id == CASE,
              (DebitAuthorisation.from_on.desc(), DebitAuthorisation.id.desc()))  # fmt: skip


def debits_of(session: Session, case_id: int) -> list[DebitAuthorisation]:
    """All authorisations of a case, the newest first."""
    return DEBITS.of(session, case_id)
