"""The engagement: what client and firm agreed on, who signed it when, and how long we may act for the client.

Written in the contract room, read by every room behind it: acting towards an institution asks for a running mandate.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import PERSONAL, Amount, Row
from advisor.records.together import CASE, Rows


class Engagement(Row):
    """The advisory contract of a case. Fees in minor units of the case's currency, percent of the sum paid out."""

    __tablename__ = "engagement"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    scope: Mapped[str] = mapped_column(default="")
    fee_fixed: Mapped[int | None] = mapped_column(Amount, default=None)
    fee_percent: Mapped[Decimal | None] = mapped_column(default=None)
    fee_basis: Mapped[str] = mapped_column(default="")
    fee_parts: Mapped[int] = mapped_column(default=1, server_default="1")  # monthly instalments of the fixed fee
    fee_first_on: Mapped[date | None] = mapped_column(default=None)  # the day of the first one
    clauses: Mapped[str] = mapped_column(default="", server_default="")  # "§ title" lines with their text below
    wording_no: Mapped[int] = mapped_column(default=0, server_default="0")  # the edition they come from; 0: the house's
    terms_no: Mapped[int] = mapped_column(default=0, server_default="0")  # counts with every negotiated change
    listed_fixed: Mapped[int | None] = mapped_column(Amount, default=None)  # the fee of the offer, before negotiation
    listed_percent: Mapped[Decimal | None] = mapped_column(default=None)
    discount_approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    discount_approved_at: Mapped[datetime | None] = mapped_column(default=None)
    discount_asked_at: Mapped[datetime | None] = mapped_column(default=None)  # waits for a manager since
    discount_asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    discount_refused_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    discount_refused_at: Mapped[datetime | None] = mapped_column(default=None)
    discount_refused_why: Mapped[str] = mapped_column(default="", server_default="", info=PERSONAL)
    signed_on: Mapped[date | None] = mapped_column(default=None)
    signed_how: Mapped[str] = mapped_column(String(16), default="")  # paper, portal
    signer: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"), default=None)
    shelf: Mapped[str] = mapped_column(String(120), default="")  # where the signed paper stands (FI-13)
    text_hash: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of the PDF signed on the client page
    signed_at: Mapped[datetime | None] = mapped_column(default=None)  # the moment on the client page
    declined_at: Mapped[datetime | None] = mapped_column(default=None)  # the client said no to these terms
    contract_paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None, index=True)
    copy_paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None, index=True)
    mandate_paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None, index=True)
    mandate_months: Mapped[int] = mapped_column(default=12, server_default="12")  # of the next one; 0: no end
    mandate_from_on: Mapped[date | None] = mapped_column(default=None)
    mandate_until_on: Mapped[date | None] = mapped_column(default=None)  # None with a start: until withdrawn
    mandate_ended_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}

    @property
    def fee_agreed(self) -> bool:
        """True once a fee is agreed on, zero included."""
        return self.fee_fixed is not None or self.fee_percent is not None

    def mandate_runs(self, today: date) -> bool:
        """May we act for the client today?"""
        ends = [day for day in (self.mandate_until_on, self.mandate_ended_on) if day is not None]
        return self.mandate_from_on is not None and self.mandate_from_on <= today <= min(ends, default=today)


ENGAGEMENT = Rows(Engagement, Engagement.case_id == CASE, (Engagement.id,))


def engagement_of(session: Session, case_id: int) -> Engagement | None:
    """The engagement of a case, if any."""
    return ENGAGEMENT.one(session, case_id)


def has_mandate(session: Session, case_id: int, today: date) -> bool:
    """True while a power of attorney lets us act for the client towards institutions; an expired one does not."""
    engagement = engagement_of(session, case_id)
    return engagement is not None and engagement.mandate_runs(today)


def mandate_last(session: Session, case_id: int) -> date | None:
    """The last day of a power of attorney that was given; None when there is none or it has no end."""
    engagement = engagement_of(session, case_id)
    if engagement is None or engagement.mandate_from_on is None:
        return None
    ends = [day for day in (engagement.mandate_until_on, engagement.mandate_ended_on) if day is not None]
    return min(ends, default=None)
