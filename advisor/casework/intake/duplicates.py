"""Rows that may be somebody we know, or somebody higher up in the same file: few statements for a whole file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from advisor.domain.folding import fold
from advisor.domain.phones import e164
from advisor.records.party import Party
from advisor.services.parties import PartyCard

CHUNK = 400

Mark = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """A party that shares a phone in any format, the e-mail, or name and birth date with a row."""

    party_id: int
    do_not_contact: bool


def marks_of(card: PartyCard) -> frozenset[Mark]:
    """What tells that two are the same: phones as E.164, the e-mail in lower case, name with birth date."""
    phones = {e164(text, card.country) for text in (card.phone, card.phone_more) if text}
    found: set[Mark] = {("phone", phone) for phone in phones if phone}
    if card.email:
        found.add(("email", card.email.lower()))
    if card.birth_on:
        found.add(("born", (fold(card.name), card.birth_on)))
    return frozenset(found)


def known_marks(session: Session, marks: set[Mark]) -> dict[Mark, Known]:
    """Who of the ledger carries these marks: one statement per four hundred phones, addresses or birth dates."""
    found: dict[Mark, Known] = {}
    for row in _candidates(session, marks):
        known = Known(row.id, row.do_not_contact)
        card = PartyCard(row.name, email=row.email, birth_on=row.birth_on)
        for mark in marks_of(card) | {("phone", row.phone), ("phone", row.phone_more)}:
            earlier = found.get(mark)
            if mark in marks and (earlier is None or known.do_not_contact):
                found[mark] = known
    return found


def repeated(marks: Sequence[frozenset[Mark]]) -> list[int | None]:
    """For each row the place of the first row that shares a mark with it, if there is one before it."""
    first: dict[Mark, int] = {}
    answer: list[int | None] = []
    for place, own in enumerate(marks):
        answer.append(min((first[mark] for mark in own if mark in first), default=None))
        for mark in own:
            first.setdefault(mark, place)
    return answer


def _candidates(session: Session, marks: set[Mark]) -> Iterator[Party]:
    phones = sorted(str(value) for kind, value in marks if kind == "phone")
    emails = sorted(str(value) for kind, value in marks if kind == "email")
    days: set[date] = {value[1] for kind, value in marks if kind == "born" and isinstance(value, tuple)}
    yield from _in_chunks(session, Party.phone, phones)
    yield from _in_chunks(session, Party.phone_more, phones)
    yield from _in_chunks(session, func.lower(Party.email), emails)
    yield from _in_chunks(session, Party.birth_on, sorted(days))


def _in_chunks(session: Session, column: object, values: Sequence[object]) -> Iterator[Party]:
    for chunk in _chunks(values):
        condition: ColumnElement[bool] = column.in_(chunk)  # type: ignore[attr-defined]
        yield from session.scalars(select(Party).where(condition, Party.merged_into_id.is_(None)).order_by(Party.id))


def _chunks(values: Sequence[object]) -> Iterator[Sequence[object]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
