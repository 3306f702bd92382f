"""What an issued paper was printed from: a digest that tells equal papers, and the figures that versions differ by."""

from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from advisor.records.base import Row
from advisor.records.paper import Paper
from advisor.records.together import CASE, Rows


class PaperSource(Row):
    """Beside each paper: SHA-256 of its values (number and link apart) and a few plain figures, without names."""

    __tablename__ = "paper_source"
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    figures: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


SOURCES = Rows(
    PaperSource, PaperSource.paper_id.in_(select(Paper.id).where(Paper.case_id == CASE)), (PaperSource.paper_id,)
)
"""What every paper of a case was printed from, the oldest first."""
