"""Where the originals of a case stand, since when, and to whom they went back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import PERSONAL, Row
from advisor.records.together import CASE, Rows

_WITH_US = text("returned_at IS NULL")


class OriginalPaper(Row):
    """An original taken from a client; `returned_at` ends it. Of each line one original at most lies with us."""

    __tablename__ = "original_paper"
    __table_args__ = (
        Index("uq_original_paper_with_us", "item_id", unique=True, sqlite_where=_WITH_US, postgresql_where=_WITH_US),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.id"), index=True)
    shelf: Mapped[str] = mapped_column(String(120))
    copies: Mapped[int] = mapped_column(default=1)
    taken_at: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    returned_to: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)


ORIGINALS = Rows(OriginalPaper, OriginalPaper.case_id == CASE, (OriginalPaper.id,))


def originals_of(session: Session, case_id: int) -> list[OriginalPaper]:
    """The originals of a case in the order they came."""
    return ORIGINALS.of(session, case_id)
