"""Devices a client entered on with a one-time code; each is let in for a short time, by one link, for one person."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import BOOKKEEPING, Row


class ClientDevice(Row):
    """One phone or computer let in. The cookie holds a random token, the row only its hash."""

    __tablename__ = "client_device"
    __table_args__ = ({"info": BOOKKEEPING},)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    entered_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


def device_by_hash(session: Session, token_hash: str) -> ClientDevice | None:
    """The device with this token hash, whatever its state."""
    return session.scalar(select(ClientDevice).where(ClientDevice.token_hash == token_hash))
