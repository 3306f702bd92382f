"""What can be done in the support lane, at every stage and after it: open a request, answer it, close it."""

from advisor.domain.errors import WrongStatus
from advisor.domain.process import Status
from advisor.domain.roles import ActorKind
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services import followups
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.services.notes import seal_text
from advisor.services.rows import of_case, words
from advisor.stages.support.records import Ticket
from advisor.stages.support.stage import STAGE


def open_ticket(ctx: Context, case_id: int, subject: str, text: str) -> Ticket:
    """Open a support request at any stage, also of a closed case (C-17)."""
    return take_ticket(ctx, writable(ctx, case_id), subject, text)


def take_ticket(ctx: Context, case: Case, subject: str, text: str) -> Ticket:
    """Write a request of a case the door has checked (the client's own, through a link); a follow-up asks for it."""
    row = Ticket(case_id=case.id, stage=case.stage, subject=words("subject", subject, 200), opened_at=ctx.now,
                 opened_by=ctx.actor.name, by_client=ctx.actor.kind is ActorKind.CLIENT)  # fmt: skip
    row.text = _seal(ctx, case, ("support_ticket", row.uid, "text"), words("text", text, 20_000, needed=False))
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("support.ticket_opened", "support_ticket", row.id, case_id=case.id, stage=row.stage)
    if case.status is not Status.ON_HOLD:
        followups.schedule(ctx, case, Plan(ticket_plan(row.id), STAGE.follow_up_text, STAGE.follow_up_days))
    return row


def answer_ticket(ctx: Context, case_id: int, ticket_id: int, answer: str, *, close: bool = True) -> Ticket:
    """Answer a request, usually for good; its follow-up loses its point once it is closed."""
    case = writable(ctx, case_id)
    row = _open(ctx, case, ticket_id)
    row.answer = _seal(ctx, case, ("support_ticket", row.uid, "answer"), words("answer", answer, 20_000))
    row.answered_at, row.answered_by = ctx.now, ctx.actor.name
    ctx.record("support.ticket_answered", "support_ticket", row.id, case_id=case.id)
    return close_ticket(ctx, case_id, ticket_id) if close else row


def close_ticket(ctx: Context, case_id: int, ticket_id: int) -> Ticket:
    """Close a request: it is settled."""
    case = writable(ctx, case_id)
    row = _open(ctx, case, ticket_id)
    row.closed_at = ctx.now
    ctx.record("support.ticket_closed", "support_ticket", row.id, case_id=case.id)
    followups.cancel(ctx, case, "answered", plan=ticket_plan(row.id))
    followups.refresh_next_action(ctx, case)
    return row


def ticket_plan(ticket_id: int) -> str:
    """Key of the follow-up that asks for an answer."""
    return f"support.ticket.{ticket_id}"


def _open(ctx: Context, case: Case, ticket_id: int) -> Ticket:
    row = of_case(ctx.session, Ticket, ticket_id, case)
    if row.closed_at is not None:
        raise WrongStatus("closed")
    return row


def _seal(ctx: Context, case: Case, place: tuple[str, str, str], text: str) -> bytes | None:
    return seal_text(ctx.session, ctx.session.get_one(Party, case.client_id).uid, place, text)
