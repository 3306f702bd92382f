"""The contact guard on the ledger: builds the facts of every outgoing contact and asks the one pure function.

The facts of any number of people cost three statements: the log, letters, facts and consents. Whatever wants to reach
somebody asks here: a call logged by hand, a letter about to be posted, the list of whom to call today.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid
from advisor.domain.outreach import guard
from advisor.domain.outreach.cadence import MORNING, QUIET_FROM, moment_at, next_allowed
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
from advisor.domain.outreach.working_days import add_working_days
from advisor.records.guard import FactKind
from advisor.records.party import ConsentPurpose, Party
from advisor.services.guard_facts import NOTHING, WAYS, Known, known_of

__all__ = [
    "NOTHING", "ORDINARY", "WAYS", "ContactRefused", "Known", "Ruling", "Terms", "contact_of", "decide", "hold",
    "judge", "jurisdiction_of", "known_of", "next_lawful",
]  # fmt: skip

ADULT_YEARS = 18
EUROPEAN_UNION = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
     "NL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip
"""The Union but Poland and Spain, which have rows of their own."""
OWN_RULES = {place.value: place for place in Jurisdiction if place not in (Jurisdiction.EU, Jurisdiction.HOUSE)}
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


def decide(  # noqa: PLR0913 - the five questions of the law, and what narrows them
    session: Session, party: Party, channel: Channel, purpose: Purpose, at: datetime, terms: Terms = ORDINARY
) -> Ruling:
    """Decide whether this person may be contacted so at this moment: three statements."""
    known = known_of(session, [party.id], at).get(party.id, NOTHING)
    return judge(party, contact_of(party, known, channel, purpose, at, terms))


def hold(session: Session, party_ids: Collection[int]) -> None:
    """Lock these people until the commit, so that two contacts decided at once cannot both be the last allowed one."""
    session.execute(select(Party.id).where(Party.id.in_(party_ids)).order_by(Party.id).with_for_update())


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
    decision = guard.decide_belated(contact)
    there = decision.next_allowed_at
    zone = ZoneInfo(party.time_zone)
    return Ruling(
        decision, moment_at(there.date(), there.time(), zone) if there else None, party.time_zone,
        shipped_policy().row(decision.rule).regime if decision.rule else "",
    )  # fmt: skip


def next_lawful(  # noqa: PLR0913 - as `decide`, and the letter that must not count itself
    session: Session, party: Party, channel: Channel, purpose: Purpose, at: datetime, but_letter: int | None = None
) -> datetime | None:
    """The first moment from `at` on when the machine may send: inside the law and outside quiet hours; None if never.

    What the program sends by itself also keeps the house's hours (CP21), whatever its purpose, and the hours the
    person asked for, where both leave any.
    """
    known = known_of(session, [party.id], at, but_letter).get(party.id, NOTHING)
    zone = ZoneInfo(party.time_zone)
    for _ in range(60):
        quiet = _wished(party, next_allowed(at, zone, party.country), zone)
        ruling = judge(party, contact_of(party, known, channel, purpose, quiet))
        if ruling.allowed:
            return quiet
        if ruling.next_at is None:
            return None
        at = ruling.next_at
    return None


def _wished(party: Party, at: datetime, zone: ZoneInfo) -> datetime:
    """Inside the person's own hours, too; the moment itself where those and the house's leave no common hour."""
    opens = max(time.fromisoformat(party.reach_from or "00:00"), MORNING)
    closes = min(time.fromisoformat(party.reach_to or "23:59"), QUIET_FROM)
    here = at.astimezone(zone)
    if opens >= closes or opens <= here.time() < closes:
        return at
    day = here.date() if here.time() < opens else add_working_days(here.date(), 1, party.country)
    return moment_at(day, opens, zone)


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
