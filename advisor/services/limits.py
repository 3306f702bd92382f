"""Limits of contact kept about a person: opt-outs, a lawyer, a ban. Noted with their source, ended, never erased."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.records.guard import ContactFact, FactKind, facts_of
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.notes import read_text, seal_text
from advisor.services.rows import sane_day, words


@dataclass(frozen=True, slots=True)
class Limit:
    """One fact with its words opened."""

    row: ContactFact
    detail: str


def note_fact(ctx: Context, party: Party, kind: FactKind, from_on: date | None, detail: str) -> ContactFact:
    """Note a limit from a day on (today by default); `detail` says who told, which lawyer, which document.

    Raises Invalid('kind', 'taken') while the same limit runs, Invalid('detail', 'missing') without its source.
    """
    start = sane_day(ctx, "from_on", from_on or ctx.today)
    if any(row.kind is kind and (row.to_on is None or row.to_on >= start) for row in facts_of(ctx.session, party.id)):
        raise Invalid("kind", "taken")
    row = ContactFact(party_id=party.id, kind=kind, from_on=start, noted_at=ctx.now, noted_by=ctx.actor.name)
    row.detail = seal_text(ctx.session, party.uid, ("contact_fact", row.uid, "detail"), words("detail", detail, 1000))
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("contact.fact_noted", "contact_fact", row.id, party_id=party.id)
    return row


def end_fact(ctx: Context, party: Party, fact_id: int) -> ContactFact:
    """The limit holds no longer than today; ending it twice has one effect."""
    row = ctx.session.get(ContactFact, fact_id)
    if row is None or row.party_id != party.id:
        raise NotFound
    if row.to_on is None or row.to_on > ctx.today:
        row.to_on = ctx.today
        ctx.record("contact.fact_ended", "contact_fact", row.id, party_id=party.id)
    return row


def limits_of(session: Session, party: Party) -> list[Limit]:
    """Every limit of a person with its words, newest first."""
    return [
        Limit(row, read_text(session, party.uid, ("contact_fact", row.uid, "detail"), row.detail))
        for row in facts_of(session, party.id)
    ]
