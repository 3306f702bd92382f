"""The clauses in force: the firm's newest edition, or the house's own text in the language asked for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from advisor.domain.clause_words import HOUSE_CLAUSES
from advisor.domain.clauses import checked
from advisor.domain.errors import Forbidden, StaleVersion
from advisor.domain.process import Profile
from advisor.domain.roles import ActorKind, Role
from advisor.records.clause_book import ClauseEdition, ClauseKey, ClausePaper, editions_of, newest_edition
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.rows import words

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class InForce:
    """A text with the number of its edition (0: the house's own) and the day it was written."""

    text: str
    number: int = 0
    made_on: date | None = None


def house_text(key: ClauseKey) -> str:
    """The house's own clauses in a language, as they are typed: "§ title" lines with their text below."""
    clauses = HOUSE_CLAUSES[str(key.kind), key.profile]
    return "\n".join(f"§ {say(key.language, title)}\n{say(key.language, text)}" for title, text in clauses)


def in_force(session: Session, key: ClauseKey) -> InForce:
    """The text a new paper is made from: one statement."""
    return _read(newest_edition(session, key), key)


def edition(session: Session, key: ClauseKey, number: int) -> InForce:
    """An edition by its number; an unknown one is the house's own."""
    return _read(next((row for row in editions_of(session, key) if row.number == number), None), key)


def number_of(session: Session, key: ClauseKey, text: str) -> int:
    """Which edition a text is, the newest when it is none of them word for word."""
    rows = editions_of(session, key)
    return next((row.number for row in rows if row.text == text), 0 if text == house_text(key) or not rows else
                rows[0].number)  # fmt: skip


def add_edition(ctx: Context, key: ClauseKey, text: str, seen: int) -> ClauseEdition:
    """Write a new edition on top of the one that was seen; contracts made before keep theirs.

    Raises Forbidden for anybody but an administrator, Invalid('text', code), StaleVersion when another was written.
    """
    if not (ctx.actor.has(Role.ADMIN) or ctx.actor.kind is ActorKind.COMMAND):
        raise Forbidden("role")
    said = checked("text", words("text", text, LONGEST))
    newest = in_force(ctx.session, key)
    if newest.number != seen:
        raise StaleVersion
    row = ClauseEdition(
        kind=key.kind, profile=key.profile, language=key.language, number=newest.number + 1, text=said,
        made_at=ctx.now, made_by=ctx.actor.id, made_name=ctx.actor.name,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("clauses.edition_added", "clause_edition", row.id, kind=str(key.kind), profile=str(key.profile),
               language=key.language, number=row.number)  # fmt: skip
    return row


def contract_key(profile: Profile, language: str) -> ClauseKey:
    """The key of a contract's clauses."""
    return ClauseKey(ClausePaper.CONTRACT, profile, language)


def mandate_key(profile: Profile, language: str) -> ClauseKey:
    """The key of a power of attorney's clauses."""
    return ClauseKey(ClausePaper.MANDATE, profile, language)


def _read(row: ClauseEdition | None, key: ClauseKey) -> InForce:
    return InForce(house_text(key)) if row is None else InForce(row.text, row.number, row.made_at.date())
