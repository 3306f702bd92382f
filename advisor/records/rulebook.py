"""Editions of the firm's own rules, written by the rule editor; the shipped ones are part of the program (OP-01)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import Row
from advisor.records.reading import once_a_view


class RulePackVersion(Row):
    """One edition: a draft until `activated_at`, never changed afterwards. A higher version goes before a lower one.

    `settings` are plain JSON values over the shipped edition; `restated` holds examples the editor signed anew, by id.
    """

    __tablename__ = "rule_pack_version"
    __table_args__ = (UniqueConstraint("key", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    valid_from: Mapped[date]
    settings: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    restated: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    reason: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    author_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


@once_a_view
def active_editions(session: Session) -> list[RulePackVersion]:
    """Activated editions of every pack, oldest first."""
    return list(session.scalars(_ACTIVE))


def draft_of(session: Session, key: str) -> RulePackVersion | None:
    """The one draft of a pack, if somebody works on it."""
    query = select(RulePackVersion).where(RulePackVersion.key == key, RulePackVersion.activated_at.is_(None))
    return session.scalar(query)


_ACTIVE = select(RulePackVersion).where(RulePackVersion.activated_at.is_not(None)).order_by(RulePackVersion.number)
"""Put together once: every keystroke of an interview asks it."""
