"""Letters: written into the outbox in the business transaction, in the reader's language, for one audience.

A letter for staff and a letter for a client are made by different functions from kinds that belong to one audience for
ever (`letter_kinds`), so internal words cannot reach a client's address. A client may be written to by e-mail, SMS or
messenger; every letter says why it came.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid
from advisor.domain.outreach.contact import Channel as Way
from advisor.domain.outreach.contact import Purpose
from advisor.records.outbox import Audience, Channel, Letter, LetterState
from advisor.records.party import Party
from advisor.records.staff import Staff, firm
from advisor.records.wording import wording_of
from advisor.services import guard, wordings
from advisor.services.context import Context
from advisor.services.followups import new_message_id
from advisor.services.letter_kinds import BY_REQUEST, CLIENT_KINDS, KINDS, STAFF_KINDS

__all__ = ["CLIENT_KINDS", "STAFF_KINDS", "Draft", "render_letter", "to_client", "to_staff"]

ASKED_FOR = BY_REQUEST | {"answer"}
"""Kinds that answer what the client has just asked of us: no contact of ours."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be written: its kind, the values of its template, and a key that makes it one of a kind."""

    kind: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    case_id: int | None = None
    reminder_id: int | None = None
    message_id: str = ""
    papers: tuple[int, ...] = ()
    purpose: str = "service"
    unsubscribe: str = ""
    ics: str = ""
    fallback: str = ""


def to_staff(ctx: Context, staff: Staff, draft: Draft, *, bell_only: bool = False) -> Letter:
    """Write a letter to a member of staff; `bell_only` keeps it in the house."""
    if draft.kind not in STAFF_KINDS:
        raise ValueError(f"{draft.kind} is not a letter for staff")
    channel = Channel.BELL if bell_only else Channel.EMAIL
    letter = _letter(ctx, draft, _Reader(Audience.STAFF, staff.name, staff.email, staff.language, channel))
    letter.staff_id = staff.id
    if bell_only:
        letter.state, letter.sent_at = LetterState.SENT, ctx.now
    ctx.session.add(letter)
    return letter


def to_client(ctx: Context, party: Party, draft: Draft, channel: Channel = Channel.EMAIL) -> Letter:
    """Write to a client by a channel; Invalid('email' or 'phone', 'missing') without an address there.

    Raises Invalid(..., 'do_not_contact') where the client asked for silence (a code he asks for himself is sent all the
    same), ContactRefused where the contact guard says no to a letter that a person sends now; what the house sends by
    itself is asked when it is due (`may_go`).
    """
    if draft.kind not in CLIENT_KINDS or channel is Channel.BELL:
        raise ValueError(f"{draft.kind} is not a letter for clients")
    at = "email" if channel is Channel.EMAIL else "phone"
    address = address_of(party, channel)
    if not address:
        raise Invalid(at, "missing")
    if party.do_not_contact and draft.kind not in BY_REQUEST:
        raise Invalid(at, "do_not_contact")
    if not KINDS[draft.kind].automatic and draft.kind not in ASKED_FOR:
        ruling = guard.decide(ctx.session, party, Way.MESSAGE, Purpose(draft.purpose), ctx.now)
        if not ruling.allowed:
            raise guard.ContactRefused(ruling)
    letter = _letter(ctx, draft, _Reader(Audience.CLIENT, party.name, address, party.language, channel))
    letter.party_id = party.id
    ctx.session.add(letter)
    return letter


def may_write(ctx: Context, party: Party) -> bool:
    """True when a letter about the client's own matter may be sent now by a person."""
    return guard.decide(ctx.session, party, Way.MESSAGE, Purpose.SERVICE, ctx.now).allowed


def address_of(party: Party, channel: Channel) -> str:
    """Where a channel reaches the person; empty where it does not."""
    return party.email if channel is Channel.EMAIL else party.phone


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whom a letter is for, and where."""

    audience: Audience
    name: str
    address: str
    language: str
    channel: Channel


def _letter(ctx: Context, draft: Draft, reader: _Reader) -> Letter:
    if any(c in reader.address for c in "\r\n\0"):
        raise Invalid("email", "not_an_address")
    own = wording_of(ctx.session, draft.kind, reader.language)
    values = {"reader": reader.name} | draft.values
    words = wordings.words_of(draft.kind, reader.language, values, own)
    html = ""
    if reader.channel is Channel.EMAIL:
        text = wordings.signed(words, draft.kind, reader.language, draft.unsubscribe)
        html = wordings.page_of(
            words, draft.kind, reader.language, _firm_name(ctx.session), draft.unsubscribe,
            wordings.own_page(own, values) if own else "",
        )  # fmt: skip
    elif reader.channel is Channel.BELL:
        text = words.text
    else:
        text = words.short
        if not text:
            raise Invalid("phone", "no_short_words")
    return Letter(
        kind=draft.kind, key=draft.key, message_id=draft.message_id or new_message_id(), audience=reader.audience,
        case_id=draft.case_id, reminder_id=draft.reminder_id, to_address=reader.address, language=reader.language,
        channel=reader.channel, fallback=draft.fallback, subject=words.subject, text=text, html=html,
        why=draft.why or KINDS[draft.kind].why, papers=list(draft.papers), purpose=draft.purpose,
        unsubscribe=draft.unsubscribe, ics=draft.ics, next_try_at=ctx.now, created_at=ctx.now,
    )  # fmt: skip


def render_letter(kind: str, language: str, values: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter in the shipped words; a missing value is an error: nothing half-filled is sent."""
    words = wordings.words_of(kind, language, values)
    return words.subject, words.text


def _firm_name(session: Session) -> str:
    """The firm's name, read once a transaction."""
    return firm(session).name
