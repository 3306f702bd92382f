"""What the ledger knows of people for the contact guard: the log, letters, facts and consents in three statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, literal, or_, select, true, union_all
from sqlalchemy.orm import Session

from advisor.domain.outreach.contact import Channel
from advisor.records.case import Case
from advisor.records.contact import SPOKEN, ContactAttempt, ContactChannel, ContactResult
from advisor.records.guard import ContactFact, FactKind
from advisor.records.outbox import Audience, Letter, LetterState
from advisor.records.party import Consent, ConsentPurpose

LOOK_BACK = timedelta(days=33)
"""The longest cap counts 31 calendar days; two more cover every difference of zones."""
WAYS: dict[ContactChannel, Channel] = {
    ContactChannel.CALL: Channel.CALL,
    ContactChannel.MEETING: Channel.IN_PERSON,
    ContactChannel.EMAIL: Channel.MESSAGE,
    ContactChannel.SMS: Channel.MESSAGE,
    ContactChannel.MESSENGER: Channel.MESSAGE,
    ContactChannel.PORTAL: Channel.MESSAGE,
    ContactChannel.POST: Channel.POST,
}
"""How the law calls the channels of the log."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows about one person: earlier contacts (as moments), facts and consents in force."""

    attempts: tuple[tuple[datetime, Channel, bool, bool, str | None], ...] = ()  # at, channel, spoken, incoming, debt
    facts: tuple[tuple[FactKind, date, date | None], ...] = ()
    consents: frozenset[ConsentPurpose] = frozenset()


NOTHING = Known()


@dataclass(slots=True)
class _Pile:
    attempts: list[tuple[datetime, Channel, bool, bool, str | None]] = field(default_factory=list)
    facts: list[tuple[FactKind, date, date | None]] = field(default_factory=list)
    consents: set[ConsentPurpose] = field(default_factory=set)


def known_of(
    session: Session, party_ids: Collection[int], at: datetime, but_letter: int | None = None
) -> Mapping[int, Known]:
    """What the ledger knows of these people: three statements, however many they are.

    `but_letter` is the letter asked about: one that a killed worker had leased does not stand in its own way.
    """
    piles: dict[int, _Pile] = {party_id: _Pile() for party_id in party_ids}
    if not piles:
        return {}
    made = union_all(*_attempts(party_ids, at - LOOK_BACK), _letters(party_ids, at - LOOK_BACK, but_letter))
    for party_id, moment, channel, result, outgoing, case_id in session.execute(made):
        debt = str(case_id) if case_id else None
        piles[party_id].attempts.append((moment or at, WAYS[channel], result in SPOKEN, not outgoing, debt))
    facts = select(ContactFact.party_id, ContactFact.kind, ContactFact.from_on, ContactFact.to_on)
    for fact in session.execute(facts.where(ContactFact.party_id.in_(party_ids))):
        piles[fact.party_id].facts.append((fact.kind, fact.from_on, fact.to_on))
    wanted = (ConsentPurpose.MARKETING, ConsentPurpose.THIRD_PERSON)
    consents = select(Consent.party_id, Consent.purpose).where(
        Consent.party_id.in_(party_ids), Consent.purpose.in_(wanted), Consent.withdrawn_at.is_(None)
    )
    for consent in session.execute(consents):
        piles[consent.party_id].consents.add(consent.purpose)
    return {i: Known(tuple(p.attempts), tuple(p.facts), frozenset(p.consents)) for i, p in piles.items()}


def _letters(party_ids: Collection[int], since: datetime, but_letter: int | None) -> Select[*tuple[Any, ...]]:
    """The letters these people got, or are about to get, as contacts; what is under way has no moment yet."""
    return select(
        Letter.party_id, Letter.sent_at, literal(ContactChannel.EMAIL, ContactAttempt.channel.type),
        literal(ContactResult.SENT, ContactAttempt.result.type), true(), Letter.case_id,
    ).where(
        Letter.party_id.in_(party_ids), Letter.audience == Audience.CLIENT,
        or_(Letter.sent_at >= since, Letter.state == LetterState.LEASED), Letter.id != (but_letter or 0),
    )  # fmt: skip


def _attempts(party_ids: Collection[int], since: datetime) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """Contacts of these people: their own, and those logged on their cases for somebody since merged with them."""
    columns = (
        ContactAttempt.at, ContactAttempt.channel, ContactAttempt.result, ContactAttempt.outgoing,
        ContactAttempt.case_id,
    )  # fmt: skip
    own = select(ContactAttempt.party_id, *columns).where(
        ContactAttempt.party_id.in_(party_ids), ContactAttempt.at >= since
    )
    merged = (
        select(Case.client_id, *columns).join(Case, Case.id == ContactAttempt.case_id)
        .where(Case.client_id.in_(party_ids), ContactAttempt.party_id != Case.client_id, ContactAttempt.at >= since)
    )  # fmt: skip
    return own, merged
