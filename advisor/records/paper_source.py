"""What an issued paper was printed from: a digest that tells equal papers, and the figures that versions differ by."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import Row


class PaperSource(Row):
    """Beside each paper: SHA-256 of its values (number and link apart) and a few plain figures, without names."""

    __tablename__ = "paper_source"
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    figures: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


def sources_of(session: Session, paper_ids: list[int]) -> dict[int, PaperSource]:
    """The sources of papers by paper id, one statement."""
    rows = session.query(PaperSource).filter(PaperSource.paper_id.in_(paper_ids))
    return {row.paper_id: row for row in rows} if paper_ids else {}
