"""Contact attempts (every try to reach a client, with its result) and messages taken for a colleague."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.words import N_
from advisor.records.base import PERSONAL, Row, choice, new_uid
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows


class ContactChannel(StrEnum):
    """How contact was made."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    SMS = "sms"
    MESSENGER = "messenger"
    POST = "post"
    PORTAL = "portal"


class ContactResult(StrEnum):
    """What came of it."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"
    SENT = "sent"


SPOKEN = frozenset({ContactResult.REACHED, ContactResult.CALL_BACK})
"""Results of a contact in which the client was spoken to."""
CHANNEL_TITLES: dict[ContactChannel, str] = {
    ContactChannel.CALL: N_("Call"),
    ContactChannel.MEETING: N_("Meeting"),
    ContactChannel.EMAIL: N_("E-mail"),
    ContactChannel.SMS: N_("SMS"),
    ContactChannel.MESSENGER: N_("Messenger"),
    ContactChannel.POST: N_("Post"),
    ContactChannel.PORTAL: N_("Client page"),
}
RESULT_TITLES: dict[ContactResult, str] = {
    ContactResult.REACHED: N_("Reached"),
    ContactResult.NO_ANSWER: N_("No answer"),
    ContactResult.LEFT_MESSAGE: N_("Left a message"),
    ContactResult.WRONG_NUMBER: N_("Wrong number"),
    ContactResult.CALL_BACK: N_("Will call back"),
    ContactResult.SENT: N_("Sent"),
}


PAY_HOW_TITLES: dict[str, str] = {
    "debit": N_("Debit from the account"),
    "transfer": N_("Bank transfer"),
    "cash": N_("Cash at the counter"),
    "card": N_("Card or app"),
    "other": N_("Another way"),
    "unsaid": N_("Did not say"),
}


class ContactAttempt(Row):
    """One contact, in or out. Only a human one resets the silence clock (FI-14)."""

    __tablename__ = "contact_attempt"
    __table_args__ = (Index("ix_contact_attempt_case", "case_id", "at"), Index("ix_contact_attempt_party", "party_id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    staff_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    outgoing: Mapped[bool] = mapped_column(default=True)
    human: Mapped[bool] = mapped_column(default=True)
    channel: Mapped[ContactChannel] = mapped_column(choice(ContactChannel))
    result: Mapped[ContactResult] = mapped_column(choice(ContactResult))
    purpose: Mapped[str] = mapped_column(String(40), default="service")
    on_behalf_of: Mapped[str] = mapped_column(String(40), default="client")
    recipient: Mapped[str] = mapped_column(String(16), default="client")  # who was at the other end, ES-13
    identity_confirmed: Mapped[bool] = mapped_column(default=False)  # CN-32
    pay_how: Mapped[str] = mapped_column(String(16), default="", server_default="")  # ES-11: of a call about a payment
    pay_ready: Mapped[bool | None] = mapped_column(default=None)  # is the money there?
    pay_enough: Mapped[bool | None] = mapped_column(default=None)
    pay_at: Mapped[datetime | None] = mapped_column(default=None)  # when the client will pay
    note: Mapped[bytes | None] = mapped_column(Sealed, default=None)


class Message(Row):
    """A message taken for a colleague, or a question the client asked on the client page."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_for", "for_staff_id", "read_at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), default=None, index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), default=None)
    for_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    from_name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    from_client: Mapped[bool] = mapped_column(default=False)
    to_client: Mapped[bool] = mapped_column(default=False, server_default=false())  # `read_at` is then the client's
    body: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None] = mapped_column(default=None)


ATTEMPTS = Rows(
    ContactAttempt, ContactAttempt.case_id == CASE, (ContactAttempt.at.desc(), ContactAttempt.id.desc()), limit=100
)


def attempts_of(session: Session, case_id: int) -> list[ContactAttempt]:
    """The last hundred contacts of a case, newest first."""
    return ATTEMPTS.of(session, case_id)
