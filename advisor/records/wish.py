"""How a member of staff wants to be told: by letter at once or in one a day, and the secret of the calendar feed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from advisor.records.base import BOOKKEEPING, Row


class PostWish(Row):
    """One person's wishes. Without a row: a letter at once, no daily one, no feed."""

    __tablename__ = "post_wish"
    __table_args__ = ({"info": BOOKKEEPING},)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)
    at_once: Mapped[bool] = mapped_column(default=True)  # False: follow-ups only ring the bell
    digest_at: Mapped[str] = mapped_column(String(5), default="")  # the person's own clock; "" = no daily letter
    digest_on: Mapped[date | None] = mapped_column(default=None)  # the last day it was written
    feed_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    feed_made_at: Mapped[datetime | None] = mapped_column(default=None)
