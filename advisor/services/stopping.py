"""Stopping what comes by itself: an address in every such message, without a password, good for one person only.

The address holds the party's number and a keyed mark, so nothing is stored and no other number can be guessed.
"""

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import NotFound
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.outbox import Audience
from advisor.records.party import Party
from advisor.records.plan import PlanDeviation, deviations_of
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.sealed import blind_index
from advisor.services.context import Context

REASON = N_("The client stopped these messages by the link in one of them.")


def stop_url(session: Session, party: Party, base_url: str) -> str:
    """The address that stops automatic messages to this person."""
    return f"{base_url}/stop/{party.id}/{_mark(session, party.id)}"


def party_of(session: Session, party_id: int, mark: str) -> Party:
    """The person of an address; NotFound for a mark that does not fit."""
    party = session.get(Party, party_id)
    if party is None or not hmac.compare_digest(mark, _mark(session, party_id)):
        raise NotFound
    return party


def stop(ctx: Context, party: Party) -> PlanDeviation:
    """Send this person nothing by itself any more; saying it twice has one effect."""
    running = next((row for row in deviations_of(ctx.session, party.id) if row.off and row.ended_at is None), None)
    if running is not None:
        return running
    row = PlanDeviation(party_id=party.id, off=True, reason=REASON, made_at=ctx.now)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("plan.stopped", "plan_deviation", row.id, party_id=party.id)
    planned = select(Reminder).join(Case, Case.id == Reminder.case_id).where(
        Case.client_id == party.id, Reminder.audience == Audience.CLIENT, Reminder.state == ReminderState.PLANNED
    )  # fmt: skip
    for reminder in ctx.session.scalars(planned):
        reminder.state, reminder.cancelled_at, reminder.cancelled_why = ReminderState.CANCELLED, ctx.now, "stopped"
    return row


def _mark(session: Session, party_id: int) -> str:
    return blind_index(session, "stop messages", str(party_id)).hex()[:32]
