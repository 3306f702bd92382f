"""The outbox: letters waiting to be posted. Written in the business transaction, sent after it, marked when sent."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, ScalarSelect, String, func, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from advisor.domain.words import N_
from advisor.records.base import BOOKKEEPING, Row, choice


class LetterState(StrEnum):
    """WAITING and LEASED want sending; SENT was accepted by the server; FAILED is visible work for a person."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


LETTER_STATE_TITLES: dict[LetterState, str] = {
    LetterState.WAITING: N_("Waiting"),
    LetterState.LEASED: N_("Being sent"),
    LetterState.SENT: N_("Sent"),
    LetterState.FAILED: N_("Could not be delivered"),
    LetterState.CANCELLED: N_("Cancelled"),
}


class Audience(StrEnum):
    """Internal words can never reach a client: a letter is made for one audience and sent only to it."""

    STAFF = "staff"
    CLIENT = "client"


class Channel(StrEnum):
    """How a letter travels. A BELL one stays in the house: it is there as soon as it is written."""

    EMAIL = "email"
    SMS = "sms"
    MESSENGER = "messenger"
    BELL = "bell"


LETTER_CHANNEL_TITLES: dict[Channel, str] = {
    Channel.EMAIL: N_("E-mail"),
    Channel.SMS: N_("SMS"),
    Channel.MESSENGER: N_("Messenger"),
    Channel.BELL: N_("Bell"),
}


class Letter(Row):
    """One message to one address. `message_id` is fixed when written, so a repeat is recognisable (R3)."""

    __tablename__ = "outbox_letter"
    __table_args__ = (
        Index("ix_outbox_letter_due", "state", "next_try_at"),
        Index("ix_outbox_letter_case", "case_id"),
        Index("ix_outbox_letter_unread", "staff_id", "read_at"),  # the bell
        Index("ix_outbox_letter_created", "created_at"),
        Index("ix_outbox_letter_party", "party_id"),
        {"info": BOOKKEEPING},
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))  # follow_up, offer, checklist, password_reset, code, test, ...
    key: Mapped[str] = mapped_column(String(120), unique=True)  # idempotency: one logical message, one row
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), default=None)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), default=None)
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"), default=None, index=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel, 16), default=Channel.EMAIL)
    fallback: Mapped[str] = mapped_column(String(60), default="")  # channels still to be tried: "sms,email"
    to_address: Mapped[str] = mapped_column(String(254))  # an e-mail address, or a phone number
    language: Mapped[str] = mapped_column(String(8), default="en")
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")  # answers "why did I get this?"
    purpose: Mapped[str] = mapped_column(String(40), default="service")  # what the contact guard is asked about
    unsubscribe: Mapped[str] = mapped_column(String(300), default="")  # address that stops such letters
    ics: Mapped[str] = mapped_column(default="")  # an invitation, its update or its cancellation
    papers: Mapped[list[Any]] = mapped_column(default_factory=list)  # ids of attached papers
    state: Mapped[LetterState] = mapped_column(choice(LetterState), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    leased_by: Mapped[str] = mapped_column(String(80), default="")
    last_error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    delivered_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_why: Mapped[str] = mapped_column(String(200), default="")
    read_at: Mapped[datetime | None] = mapped_column(default=None)  # by the member of staff, at the bell


class Lease(Row):
    """One elected holder among many processes, with a fence that grows at every change of holder."""

    __tablename__ = "lease"
    __table_args__ = ({"info": BOOKKEEPING},)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    fence: Mapped[int]
    expires_at: Mapped[datetime]
    ticked_at: Mapped[datetime | None] = mapped_column(default=None)


def unread_letters(staff_id: InstrumentedAttribute[int | None] | int) -> ScalarSelect[int]:
    """How many letters about cases ring somebody's bell; a part of another statement."""
    query = select(func.count(Letter.id)).where(
        Letter.staff_id == staff_id, Letter.read_at.is_(None), Letter.case_id.is_not(None)
    )
    return query.scalar_subquery()
