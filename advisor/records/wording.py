"""The firm's own wording of letters: per kind, language and channel; the newest that is not retired counts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import Row


class Wording(Row):
    """One edition of a letter's words. Places in braces are filled from the kind's allow-list."""

    __tablename__ = "letter_wording"
    __table_args__ = (Index("ix_letter_wording_kind", "kind", "language", "retired_at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str] = mapped_column(default="")  # made from the text where empty
    short: Mapped[str] = mapped_column(default="")  # SMS and messenger
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None] = mapped_column(default=None)


def wording_of(session: Session, kind: str, language: str) -> Wording | None:
    """The firm's own words for a letter; None where the shipped ones count."""
    query = select(Wording).where(Wording.kind == kind, Wording.language == language, Wording.retired_at.is_(None))
    return session.scalar(query.order_by(Wording.id.desc()).limit(1))
