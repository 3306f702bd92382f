"""The contact guard on the ledger: builds the facts of every outgoing contact and asks the one pure function.

The facts of any number of people cost four statements: the log, letters, facts and consents. Whatever wants to reach
somebody asks here: a call logged by hand, a letter about to be posted, the list of whom to call today.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CompoundSelect, or_, select, union_all
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid
from advisor.domain.outreach import guard
from advisor.domain.outreach.cadence import moment_at, next_allowed
from advisor.domain.outreach.contact import (
    Attempt,
    Channel,
    Circumstances,
    Contact,
    Jurisdiction,
    Principal,
    Purpose,
    Recipient,
)
from advisor.domain.outreach.decision import Decision
from advisor.domain.outreach.policy import shipped_policy
from advisor.records.case import Case
from advisor.records.contact import SPOKEN, ContactAttempt, ContactChannel
from advisor.records.guard import ContactFact, FactKind
from advisor.records.outbox import Audience, Letter, LetterState
from advisor.records.party import Consent, ConsentPurpose, Party

LOOK_BACK = timedelta(days=33)
"""The longest cap counts 31 calendar days; two more cover every difference of zones."""
ADULT_YEARS = 18
EUROPEAN_UNION = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
     "NL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip
"""The Union but Poland and Spain, which have rows of their own."""
OWN_RULES = {place.value: place for place in Jurisdiction if place not in (Jurisdiction.EU, Jurisdiction.HOUSE)}
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
OPT_OUTS: dict[FactKind, Channel] = {
    FactKind.NO_CALLS: Channel.CALL,
    FactKind.NO_MESSAGES: Channel.MESSAGE,
    FactKind.NO_VISITS: Channel.IN_PERSON,
    FactKind.NO_POST: Channel.POST,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contact is beside channel and purpose. `debt` narrows rules that count per debt."""

    on_behalf_of: Principal = Principal.CLIENT
    recipient: Recipient = Recipient.CLIENT
    debt: str | None = None
    override_reason: str = ""


ORDINARY = Terms()


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows about one person: earlier contacts (as moments), facts and consents in force."""

    attempts: tuple[tuple[datetime, Channel, bool, bool, str | None], ...] = ()  # at, channel, spoken, incoming, debt
    facts: tuple[tuple[FactKind, date, date | None], ...] = ()
    consents: frozenset[ConsentPurpose] = frozenset()


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Ruling:
    """The guard's decision with its rule in words, and the next lawful moment (UTC; None when waiting never helps)."""

    decision: Decision
    next_at: datetime | None = None
    zone: str = "UTC"
    regime: str = ""

    @property
    def allowed(self) -> bool:
        """True when the contact may be made now."""
        return self.decision.allowed


class ContactRefused(Invalid):
    """The contact guard says no; carries the whole ruling (422)."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__("channel", f"contact.{ruling.decision.reason}")
        self.ruling = ruling


@dataclass(slots=True)
class _Pile:
    attempts: list[tuple[datetime, Channel, bool, bool, str | None]] = field(default_factory=list)
    facts: list[tuple[FactKind, date, date | None]] = field(default_factory=list)
    consents: set[ConsentPurpose] = field(default_factory=set)


def decide(  # noqa: PLR0913 - the five questions of the law, and what narrows them
    session: Session, party: Party, channel: Channel, purpose: Purpose, at: datetime, terms: Terms = ORDINARY
) -> Ruling:
    """Decide whether this person may be contacted so at this moment: four statements."""
    known = known_of(session, [party.id], at).get(party.id, NOTHING)
    return judge(party, contact_of(party, known, channel, purpose, at, terms))


def hold(session: Session, party_ids: Collection[int]) -> None:
    """Lock these people until the commit, so that two contacts decided at once cannot both be the last allowed one."""
    session.execute(select(Party.id).where(Party.id.in_(party_ids)).order_by(Party.id).with_for_update())


def known_of(session: Session, party_ids: Collection[int], at: datetime) -> Mapping[int, Known]:
    """What the ledger knows of these people: four statements, however many they are."""
    piles: dict[int, _Pile] = {party_id: _Pile() for party_id in party_ids}
    if not piles:
        return {}
    for party_id, moment, channel, result, outgoing, case_id in session.execute(_attempts(party_ids, at - LOOK_BACK)):
        debt = str(case_id) if case_id else None
        piles[party_id].attempts.append((moment, WAYS[channel], result in SPOKEN, not outgoing, debt))
    letters = select(Letter.party_id, Letter.sent_at, Letter.case_id).where(
        Letter.party_id.in_(party_ids), Letter.audience == Audience.CLIENT,
        or_(Letter.sent_at >= at - LOOK_BACK, Letter.state == LetterState.LEASED),
    )  # fmt: skip
    for letter in session.execute(letters):
        debt = str(letter.case_id) if letter.case_id else None
        piles[letter.party_id].attempts.append((letter.sent_at or at, Channel.MESSAGE, False, False, debt))
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


def contact_of(  # noqa: PLR0913 - as `decide`
    party: Party, known: Known, channel: Channel, purpose: Purpose, at: datetime, terms: Terms = ORDINARY
) -> Contact:
    """The contact as the law sees it: in the client's country, on the client's clock, with the house rules on top."""
    zone = ZoneInfo(party.time_zone)
    here = at.astimezone(zone).replace(tzinfo=None)
    history = tuple(
        Attempt(moment.astimezone(zone).replace(tzinfo=None), way, spoken, incoming, debt)
        for moment, way, spoken, incoming, debt in known.attempts
    )
    about = _circumstances(party, known, here.date(), terms)
    return Contact(
        jurisdiction_of(party.country), purpose, channel, here, history, about,
        debt=terms.debt, calendar=party.country, house_too=True, override_reason=terms.override_reason,
    )  # fmt: skip


def judge(party: Party, contact: Contact) -> Ruling:
    """The decision with its rule in words and the next lawful moment as UTC."""
    decision = guard.decide(contact)
    there = decision.next_allowed_at
    zone = ZoneInfo(party.time_zone)
    return Ruling(
        decision, moment_at(there.date(), there.time(), zone) if there else None, party.time_zone,
        shipped_policy().row(decision.rule).regime if decision.rule else "",
    )  # fmt: skip


def next_lawful(session: Session, party: Party, channel: Channel, purpose: Purpose, at: datetime) -> datetime | None:
    """The first moment from `at` on when the machine may send: inside the law and outside quiet hours; None if never.

    What the program sends by itself also keeps the house's hours (CP21), whatever its purpose.
    """
    known = known_of(session, [party.id], at).get(party.id, NOTHING)
    zone = ZoneInfo(party.time_zone)
    for _ in range(60):
        quiet = next_allowed(at, zone, party.country)
        ruling = judge(party, contact_of(party, known, channel, purpose, quiet))
        if ruling.allowed:
            return quiet
        if ruling.next_at is None:
            return None
        at = ruling.next_at
    return None


def jurisdiction_of(country: str) -> Jurisdiction:
    """Whose rules bind: the country's where we have them, the Union's, else only the house's."""
    return OWN_RULES.get(country, Jurisdiction.EU if country in EUROPEAN_UNION else Jurisdiction.HOUSE)


def _circumstances(party: Party, known: Known, day: date, terms: Terms) -> Circumstances:
    running = {kind for kind, start, end in known.facts if start <= day and (end is None or day <= end)}
    closed = {OPT_OUTS[kind] for kind in running if kind in OPT_OUTS}
    return Circumstances(
        bankruptcy_open=FactKind.BANKRUPTCY in running,
        incapacitated_documented=FactKind.INCAPACITATED in running,
        in_hospital_documented=FactKind.IN_HOSPITAL in running,
        disabled_group_1_documented=FactKind.DISABLED_GROUP_1 in running,
        minor=_is_minor(party.birth_on, day),
        recipient=terms.recipient,
        client_consent=ConsentPurpose.THIRD_PERSON in known.consents,
        third_person_objects=FactKind.THIRD_PERSON_OBJECTS in running,
        represented_by_lawyer=FactKind.REPRESENTED in running,
        opted_out=frozenset(Channel) if party.do_not_contact else frozenset(closed),
        marketing_consent=ConsentPurpose.MARKETING in known.consents,
        on_behalf_of=terms.on_behalf_of,
    )


def _is_minor(birth_on: date | None, day: date) -> bool:
    if birth_on is None:
        return False
    return (day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))) < ADULT_YEARS


def _attempts(party_ids: Collection[int], since: datetime) -> CompoundSelect[Any]:
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
    return union_all(own, merged)
