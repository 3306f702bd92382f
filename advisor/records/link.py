"""Links: signed addresses for clients (portal) and one-time tokens for staff (password reset)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import BOOKKEEPING, Row, choice


class LinkPurpose(StrEnum):
    """A link opens one thing only."""

    CLIENT_PAGE = "client_page"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a secret
    CALENDAR = "calendar"


class Link(Row):
    """A random 128-bit token, kept only as a hash; bound to a purpose and a party or member of staff."""

    __tablename__ = "link"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=BOOKKEEPING)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), default=None, index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), default=None)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    first_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    code_hash: Mapped[str] = mapped_column(String(200), default="", info=BOOKKEEPING)  # one-time code, if one is out
    code_expires_at: Mapped[datetime | None] = mapped_column(default=None, info=BOOKKEEPING)
    code_tries: Mapped[int] = mapped_column(default=0, info=BOOKKEEPING)


def link_by_hash(session: Session, token_hash: str, purpose: LinkPurpose) -> Link | None:
    """The link with this token hash and purpose, whatever its state."""
    return session.scalar(select(Link).where(Link.token_hash == token_hash, Link.purpose == purpose))
