"""Contacts with a client: log each try with its result; a human one resets the silence clock (FI-14)."""

from dataclasses import dataclass
from datetime import datetime

from advisor.records.case import Case
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.notes import seal_text

SPOKEN = frozenset({ContactResult.REACHED, ContactResult.CALL_BACK})


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as somebody logs it."""

    channel: ContactChannel
    result: ContactResult
    note: str = ""
    outgoing: bool = True
    identity_confirmed: bool = False
    at: datetime | None = None  # now when absent


def log_contact(ctx: Context, case: Case, contact: Contact, *, human: bool = True) -> ContactAttempt:
    """Write a contact attempt. Only a human one that reached the client moves `case.last_contact_at`."""
    client = ctx.session.get_one(Party, case.client_id)
    row = ContactAttempt(
        case_id=case.id, party_id=client.id, staff_id=ctx.actor.id, staff_name=ctx.actor.name,
        at=contact.at or ctx.now, outgoing=contact.outgoing, human=human, channel=contact.channel,
        result=contact.result, identity_confirmed=contact.identity_confirmed,
    )  # fmt: skip
    row.note = seal_text(ctx.session, client.uid, ("contact_attempt", row.uid, "note"), contact.note)
    ctx.session.add(row)
    ctx.session.flush()
    if human and contact.result in SPOKEN:
        case.last_contact_at = row.at
    ctx.record("contact.logged", "contact_attempt", row.id, case_id=case.id, party_id=client.id,
               channel=contact.channel, result=contact.result)  # fmt: skip
    return row
