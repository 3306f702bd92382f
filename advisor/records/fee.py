"""Our own money on a case: what the client owes us and what an institution pays us (SPEC A0, first-week needs)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.words import N_
from advisor.records.base import Amount, Row, choice
from advisor.records.together import CASE, Rows


class FeeKind(StrEnum):
    """Who pays us: FEE the client by the engagement letter, COMMISSION an institution after signing."""

    FEE = "fee"
    COMMISSION = "commission"


FEE_KIND_TITLES: dict[FeeKind, str] = {
    FeeKind.FEE: N_("Fee from the client"),
    FeeKind.COMMISSION: N_("Commission from the institution"),
}


class FeeEntry(Row):
    """One amount we are to receive: agreed, due, invoiced, paid. Paid is a day; empty means still open."""

    __tablename__ = "fee_entry"
    __table_args__ = (Index("ix_fee_entry_origin", "case_id", "origin", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[FeeKind] = mapped_column(choice(FeeKind))
    text: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), default=None)
    advisor_share: Mapped[Decimal | None] = mapped_column(default=None)  # percent of the amount that is the advisor's
    agreed_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(default=None)
    invoiced_on: Mapped[date | None] = mapped_column(default=None)
    invoice_number: Mapped[str] = mapped_column(String(60), default="")
    paid_on: Mapped[date | None] = mapped_column(default=None)  # for a commission: received
    waived_on: Mapped[date | None] = mapped_column(default=None)
    waived_why: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime]
    origin: Mapped[str | None] = mapped_column(String(40), default=None)  # "contract:2/6", "success:7"; None: typed

    @property
    def part(self) -> str:
        """Which instalment of the contract's fee this is, like 2/6; empty for everything else."""
        place = (self.origin or "").partition(":")[2]
        return place if "/" in place else ""

    @property
    def untouched(self) -> bool:
        """True while nobody invoiced, received or waived it: what the contract says may still change it."""
        return self.open and self.invoiced_on is None

    @property
    def open(self) -> bool:
        """True while the money is neither received nor waived."""
        return self.paid_on is None and self.waived_on is None


FEES = Rows(FeeEntry, FeeEntry.case_id == CASE, (FeeEntry.id,))


def fees_of(session: Session, case_id: int) -> list[FeeEntry]:
    """All amounts of a case, oldest first."""
    return FEES.of(session, case_id)
