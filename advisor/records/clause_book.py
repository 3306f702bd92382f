"""The firm's own wording of its contract and power of attorney: editions that are added, never changed.

Edition 0 is the house's own text and has no row; a contract keeps the number of the edition it was made from.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import Profile
from advisor.records.base import Row, choice


class ClausePaper(StrEnum):
    """Which paper the clauses are for."""

    CONTRACT = "contract"
    MANDATE = "mandate"


@dataclass(frozen=True, slots=True)
class ClauseKey:
    """One text: of which paper, for which kind of work, in which language."""

    kind: ClausePaper
    profile: Profile
    language: str


class ClauseEdition(Row):
    """One edition: a line that opens with § starts a clause; {places} are filled when the paper is printed."""

    __tablename__ = "clause_edition"
    __table_args__ = (UniqueConstraint("kind", "profile", "language", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[ClausePaper] = mapped_column(choice(ClausePaper, 16))
    profile: Mapped[Profile] = mapped_column(choice(Profile, 16))
    language: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    text: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)
    made_name: Mapped[str] = mapped_column(String(200), default="")


def editions_of(session: Session, key: ClauseKey) -> list[ClauseEdition]:
    """The editions of a text, newest first."""
    query = select(ClauseEdition).where(
        ClauseEdition.kind == key.kind, ClauseEdition.profile == key.profile, ClauseEdition.language == key.language
    )
    return list(session.scalars(query.order_by(ClauseEdition.number.desc())))


def newest_edition(session: Session, key: ClauseKey) -> ClauseEdition | None:
    """The edition in force, None when the house's own text is."""
    query = select(ClauseEdition).where(
        ClauseEdition.kind == key.kind, ClauseEdition.profile == key.profile, ClauseEdition.language == key.language
    )
    return session.scalar(query.order_by(ClauseEdition.number.desc()).limit(1))


def edition_numbers(session: Session) -> dict[ClauseKey, ClauseEdition]:
    """The edition in force of every text that has one: one statement."""
    rows = session.scalars(select(ClauseEdition).order_by(ClauseEdition.number))
    return {ClauseKey(row.kind, row.profile, row.language): row for row in rows}
