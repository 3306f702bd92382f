"""The conversation of a client and the firm about a case: questions here, answers there, sealed, in one order."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from advisor.casework.client_page.tasks import give_task
from advisor.casework.client_page.words import ANSWER_QUESTION
from advisor.domain.errors import Invalid
from advisor.records.case import Case, FormKey
from advisor.records.contact import Message
from advisor.records.party import Party, one_person
from advisor.records.sealed import blind_index, load_party_keys
from advisor.records.staff import Staff, firm
from advisor.services import followups
from advisor.services.codes import channel_of
from advisor.services.context import Context
from advisor.services.language import written_day
from advisor.services.links import make_link
from advisor.services.messages import leave_message
from advisor.services.notes import read_text, seal_text
from advisor.services.post import Draft, to_client, to_staff
from advisor.services.rows import active
from advisor.services.rows import words as text_of

SHOWN = 200
TASKS = ("client.asked", "client.later")


@dataclass(frozen=True, slots=True)
class Said:
    """One message as both sides read it."""

    id: int
    at: datetime
    name: str
    text: str
    mine: bool  # the client's own
    read_at: datetime | None


def thread(session: Session, case_id: int, client: Party) -> list[Said]:
    """What this person and the firm wrote to each other in a case, oldest first; a fixed number of statements."""
    kin = one_person(session, client.id)
    query = select(Message).where(
        Message.case_id == case_id, Message.party_id.in_(kin),
        or_(Message.from_client.is_(True), Message.to_client.is_(True)),
    )  # fmt: skip
    rows = list(session.scalars(query.order_by(Message.id.desc()).limit(SHOWN)))
    uids = load_party_keys(session, {row.party_id for row in rows if row.party_id})
    return [
        Said(row.id, row.at, row.from_name,
             read_text(session, uids.get(row.party_id or 0, ""), ("message", row.uid, "body"), row.body),
             row.from_client, row.read_at)
        for row in reversed(rows)
    ]  # fmt: skip


def ask(ctx: Context, case: Case, client: Party, text: str, base_url: str) -> Message | None:
    """A question of the client: the advisor gets a task and a letter. None when it was asked a moment ago already."""
    text = text_of("question", text, 5000)
    if not first_time(ctx, f"ask {client.id} {case.id}", text):
        return None
    row = leave_message(ctx, case, client, text, from_client=True)
    give_task(ctx, case, TASKS[0], ANSWER_QUESTION)
    owner = ctx.session.get(Staff, case.owner_id) if case.owner_id else None
    if owner is not None:
        values = {"client": client.name, "number": case.number, "url": f"{base_url}/cases/{case.id}/client-page"}
        to_staff(ctx, owner, Draft("client_asked", f"client_asked.{row.id}", values, case_id=case.id))
    return row


def answer(ctx: Context, case_id: int, text: str, base_url: str) -> Message:
    """Write to the client of a case: on the page, told by a letter without its words. The tasks it answers are done."""
    case = active(ctx, case_id)
    client = ctx.session.get_one(Party, case.client_id)
    row = Message(case_id=case.id, party_id=client.id, to_client=True, at=ctx.now, from_name=ctx.actor.name)
    row.body = seal_text(ctx.session, client.uid, ("message", row.uid, "body"), text_of("text", text, 5000))
    ctx.session.add(row)
    ctx.session.flush()
    for plan in TASKS:
        followups.cancel(ctx, case, "answered", plan=plan)
    followups.refresh_next_action(ctx, case)
    ctx.record("message.answered", "message", row.id, case_id=case.id, party_id=client.id)
    if (client.email or client.phone) and not client.do_not_contact:
        send_link(ctx, case, client, base_url, "answer")
    return row


def send_link(ctx: Context, case: Case, client: Party, base_url: str, kind: str = "link") -> str:
    """A letter with a fresh link to the page; Invalid where the client cannot be written to. Gives the address."""
    link, url = make_link(ctx, case, client, base_url)
    owner = ctx.session.get(Staff, case.owner_id) if case.owner_id else None
    values = {
        "url": url, "until": written_day(link.expires_at, "long", client.language),
        "advisor": owner.name if owner else ctx.actor.name, "firm": firm(ctx.session).name,
    }  # fmt: skip
    to_client(ctx, client, Draft(kind, f"{kind}:{case.id}:{link.id}", values, case_id=case.id), channel_of(client))
    ctx.record("link.sent", "link", link.id, case_id=case.id, party_id=client.id)
    return url


def read_by_client(ctx: Context, case: Case, client: Party) -> None:
    """Note that the client has seen the answers."""
    _read(ctx, case, Message.to_client.is_(True), client)


def read_by_staff(ctx: Context, case: Case, client: Party) -> None:
    """Note that the firm has seen the questions."""
    _read(ctx, case, Message.from_client.is_(True), client)


def first_time(ctx: Context, kind: str, text: str) -> bool:
    """False when the same was sent on the same day: a double click, not a second wish."""
    if not text.strip():
        raise Invalid("text", "missing")
    key = blind_index(ctx.session, f"{kind} {ctx.today}", text.strip()).hex()
    if ctx.session.get(FormKey, key) is not None:
        return False
    ctx.session.add(FormKey(key=key, digest=key, at=ctx.now))
    ctx.session.flush()
    return True


def _read(ctx: Context, case: Case, whose: object, client: Party) -> None:
    query = select(Message).where(
        Message.case_id == case.id, Message.party_id.in_(one_person(ctx.session, client.id)), Message.read_at.is_(None),
        whose,  # type: ignore[arg-type]
    )  # fmt: skip
    for row in ctx.session.scalars(query):
        row.read_at = ctx.now
