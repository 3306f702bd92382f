"""A spreadsheet of the catalogue somebody sent: kept between its preview and its taking."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from advisor.records.base import Row


class CatalogueSheet(Row):
    """The rows of a file as read (line number and cells by column), to be shown and then taken whole or not at all."""

    __tablename__ = "catalogue_sheet"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    lines: Mapped[list[Any]] = mapped_column(default_factory=list)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True, default=None)
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
