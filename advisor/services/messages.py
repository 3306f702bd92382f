"""Messages to the owner of a case: from the client, or taken by a colleague who may not open the file."""

from advisor.domain.errors import NotFound
from advisor.records.case import Case
from advisor.records.contact import Message
from advisor.records.party import Party
from advisor.services.access import owners_stood_in_for
from advisor.services.context import Context
from advisor.services.notes import seal_text


def leave_message(ctx: Context, case: Case, client: Party, body: str, *, from_client: bool = False) -> Message:
    """Write a message for the owner of a case, sealed for the client it is about."""
    row = Message(
        case_id=case.id, party_id=client.id, for_staff_id=case.owner_id, from_client=from_client, at=ctx.now,
        from_name=client.name if from_client else ctx.actor.name,
    )  # fmt: skip
    row.body = seal_text(ctx.session, client.uid, ("message", row.uid, "body"), body)
    ctx.session.add(row)
    ctx.session.flush()
    verb = "message.asked" if from_client else "message.taken"
    ctx.record(verb, "message", row.id, case_id=case.id, party_id=client.id)
    return row


def mark_read(ctx: Context, message_id: int) -> Message:
    """Whom it is for, or who stands in for them today, has read it; NotFound for anybody else. Twice has one effect."""
    row = ctx.session.get(Message, message_id)
    mine = [ctx.actor.id, *owners_stood_in_for(ctx.session, ctx.actor, ctx.today)]
    if row is None or row.for_staff_id is None or row.for_staff_id not in mine:
        raise NotFound
    if row.read_at is None:
        row.read_at = ctx.now
        ctx.record("message.read", "message", row.id, case_id=row.case_id, party_id=row.party_id)
    return row
