"""Where the originals of a case stand, since when, and to whom they went back."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from advisor.records.base import PERSONAL, Row


class OriginalPaper(Row):
    """An original taken from a client; `returned_at` ends it."""

    __tablename__ = "original_paper"
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
