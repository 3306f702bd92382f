"""What the contract room keeps beside the engagement: what was negotiated; the facts of its gate."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import PERSONAL, Row
from advisor.records.case import Case
from advisor.records.engagement import ENGAGEMENT, engagement_of
from advisor.records.paper_source import SOURCES
from advisor.records.reading import once_a_view
from advisor.records.together import CASE, Rows
from advisor.stages.contract.discount.records import discount_of
from advisor.stages.contract.gate import Facts
from advisor.stages.contract.identity.records import IDENTITY_CHECKS, signers_of
from advisor.stages.offer.composition.records import OFFER
from advisor.stages.offer.simulations.records import SIMULATIONS


class NegotiationEntry(Row):
    """One negotiated change: old -> new, who asked for it, why (Finare step 5)."""

    __tablename__ = "negotiation_entry"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    field: Mapped[str] = mapped_column(String(24))
    asked_by: Mapped[str] = mapped_column(String(8))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    old: Mapped[str] = mapped_column(default="")
    new: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="", info=PERSONAL)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    terms_no: Mapped[int] = mapped_column(default=0, server_default="0")  # the version of the terms this change led to


NEGOTIATIONS = Rows(NegotiationEntry, NegotiationEntry.case_id == CASE, (NegotiationEntry.id.desc(),))


def negotiations_of(session: Session, case_id: int) -> list[NegotiationEntry]:
    """What was negotiated, newest first."""
    return NEGOTIATIONS.of(session, case_id)


ROWS: tuple[Rows[Any], ...] = (ENGAGEMENT, IDENTITY_CHECKS, NEGOTIATIONS, OFFER, SIMULATIONS, SOURCES)


@once_a_view
def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at: three statements."""
    row = engagement_of(session, case.id)
    return Facts(
        scope=bool(row and row.scope.strip()), discount=discount_of(session, case, row),
        unchecked=tuple(s.name for s in signers_of(session, case) if s.check is None),
        signed=bool(row and row.signed_on), mandate=bool(row and row.mandate_from_on and not row.mandate_ended_on),
        mandate_until=row.mandate_until_on if row else None, mandate_ended=bool(row and row.mandate_ended_on),
        declined=bool(row and row.declined_at),
    )  # fmt: skip
