"""What is kept of an offer's way to the client: when and how it was handed over, and what was answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import PERSONAL, Row
from advisor.records.together import CASE, Rows


class Handover(Row):
    """An offer came to the client: which parts, how, on which day; printed by us, or on paper from elsewhere."""

    __tablename__ = "offer_handover"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    how: Mapped[str] = mapped_column(String(16))
    parts: Mapped[list[Any]]
    handed_on: Mapped[date]
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None)
    evidence: Mapped[str] = mapped_column(String(120), default="")  # where the paper copy stands (FI-13)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)


class OfferAnswer(Row):
    """What the client said to the offer: accepted, declined or a question, when and through which channel."""

    __tablename__ = "offer_answer"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    answer: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(16))
    answered_on: Mapped[date]
    at: Mapped[datetime]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None)
    words: Mapped[str] = mapped_column(default="", info=PERSONAL)
    by_client: Mapped[bool] = mapped_column(default=False)


HANDOVERS = Rows(Handover, Handover.case_id == CASE, (Handover.id.desc(),))
ANSWERS = Rows(OfferAnswer, OfferAnswer.case_id == CASE, (OfferAnswer.id.desc(),))


def handovers_of(session: Session, case_id: int) -> list[Handover]:
    """The hand-overs of a case, newest first."""
    return HANDOVERS.of(session, case_id)


def answers_of(session: Session, case_id: int) -> list[OfferAnswer]:
    """The client's answers, newest first."""
    return ANSWERS.of(session, case_id)
