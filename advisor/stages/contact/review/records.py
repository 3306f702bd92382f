"""What the review keeps: a doubt with its grounds, and who answered it how."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.roles import Role
from advisor.records.base import PERSONAL, Row, choice
from advisor.records.together import CASE, Rows
from advisor.stages.contact.review.gate import Answer


class Review(Row):
    """A doubt put to a role, with the grounds named, and the person's answer; the machine's verdict stays beside it."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_waiting", "role", "answer", "asked_at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, 16))
    grounds: Mapped[list[Any]] = mapped_column(default_factory=list)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    asked_name: Mapped[str] = mapped_column(String(200))
    answer: Mapped[Answer | None] = mapped_column(choice(Answer), default=None)
    reason: Mapped[str] = mapped_column(default="", info=PERSONAL)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    answered_name: Mapped[str] = mapped_column(String(200), default="")
    moot_at: Mapped[datetime | None] = mapped_column(default=None)  # the facts changed before anybody answered


REVIEWS = Rows(Review, Review.case_id == CASE, (Review.id.desc(),))


def waiting(session: Session, case_id: int) -> Review | None:
    """The doubt of a case that still waits for its answer."""
    query = select(Review).where(Review.case_id == case_id, Review.answer.is_(None), Review.moot_at.is_(None))
    return session.scalar(query.order_by(Review.id.desc()).limit(1))
