"""People and companies: create, change, find duplicates, keep identifiers and consents."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.core import get_global
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, StaleVersion
from advisor.domain.folding import fold, hostile, search_text
from advisor.domain.phones import e164
from advisor.records.party import Consent, ConsentPurpose, ConsentRefusal, Party, PartyKind
from advisor.records.sealed import new_party_key
from advisor.records.staff import spoken
from advisor.services import plans
from advisor.services.context import Context

COUNTRY_ZONES = {
    "PL": "Europe/Warsaw", "RU": "Europe/Moscow", "ES": "Europe/Madrid", "CN": "Asia/Shanghai",
    "US": "America/New_York",
}  # fmt: skip
"""Where most people of a country with several zones live; elsewhere its first zone holds."""
WORDING = "2026-11"
"""Version of the house's consent texts in force."""
COUNTRY_LANGUAGES = {"PL": "pl", "RU": "ru"}


@dataclass(frozen=True, slots=True)
class PartyCard:
    """What a form, an import row or a referral says about a person or company. Phones in any spelling."""

    name: str
    kind: PartyKind = PartyKind.PERSON
    email: str = ""
    phone: str = ""
    phone_more: str = ""
    birth_on: date | None = None
    address: str = ""
    city: str = ""
    country: str = "PL"
    language: str = ""
    time_zone: str = ""
    preferred_channel: str = "phone"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A party that may be the same one, and what both share (phone, email, name_birth)."""

    party_id: int
    name: str
    shares: tuple[str, ...]


def create_party(ctx: Context, card: PartyCard) -> Party:
    """Write a new party with its own sealing key. Raises Invalid for an empty or hostile name, phone or e-mail."""
    values = cleaned(card)
    values["language"] = card.language or spoken(ctx.session, values["language"])
    party = Party(**values, created_at=ctx.now)
    party.seal_key = new_party_key(ctx.session, party.uid)
    party.search_text = _search_text(party)
    ctx.session.add(party)
    ctx.session.flush()
    ctx.record("party.created", "party", party.id, party_id=party.id, kind=party.kind)
    return party


def change_party(ctx: Context, party: Party, card: PartyCard, version: int | None = None) -> Party:
    """Rectify a party (GDPR art. 16); the trail keeps before and after. StaleVersion when somebody saved first."""
    if version is not None and party.version != version:
        raise StaleVersion
    place = party.time_zone, party.country
    for name, value in cleaned(card).items():
        setattr(party, name, value)
    party.search_text = _search_text(party)
    ctx.session.flush()
    if (party.time_zone, party.country) != place:
        plans.rezone(ctx, party)
    ctx.record("party.changed", "party", party.id, party_id=party.id)
    return party


def cleaned(card: PartyCard) -> dict[str, Any]:
    """The card's values ready for the row: trimmed, phones E.164, language and zone from the country where absent."""
    name = " ".join(_printable("name", card.name, 200).split())
    if not name:
        raise Invalid("name", "missing")
    email = card.email.strip()
    if email and (email.count("@") != 1 or any(c.isspace() for c in email) or len(email) > 254):
        raise Invalid("email", "not_an_address")
    phones = {}
    for field in ("phone", "phone_more"):
        typed = getattr(card, field).strip()
        phones[field] = e164(typed, card.country) if typed else ""
        if typed and not phones[field]:
            raise Invalid(field, "not_a_phone")
    if card.birth_on is not None and not date(1900, 1, 1) <= card.birth_on:
        raise Invalid("birth_on", "out_of_range")
    return {
        "name": name, "kind": card.kind, "email": email, "birth_on": card.birth_on, **phones,
        "address": _printable("address", card.address, 400), "city": _printable("city", card.city, 120),
        "country": card.country, "language": card.language or COUNTRY_LANGUAGES.get(card.country, "en"),
        "time_zone": card.time_zone or _zone_of(card.country),
        "preferred_channel": card.preferred_channel,
    }  # fmt: skip


def _zone_of(country: str) -> str:
    """The clock of somebody of whom we know the country only."""
    zones = get_global("territory_zones").get(country) or ["Europe/Warsaw"]
    return COUNTRY_ZONES.get(country) or str(zones[0])


def alike(session: Session, card: PartyCard, but_not: int | None = None) -> list[Likeness]:
    """Parties that share a phone in any format, the e-mail, or name and birth date. At most ten; one statement."""
    phones = [p for p in (e164(t, card.country) for t in (card.phone, card.phone_more) if t.strip()) if p]
    email = card.email.strip().lower()
    ways: list[ColumnElement[bool]] = []
    if phones:
        ways += [Party.phone.in_(phones), Party.phone_more.in_(phones)]
    if email:
        ways.append(Party.email.in_({email, card.email.strip()}))
    if card.birth_on is not None:
        ways.append(and_(Party.birth_on == card.birth_on, Party.search_text.like(f"{fold(card.name)}%")))
    if not ways:
        return []
    query = select(Party).where(or_(*ways), Party.merged_into_id.is_(None), Party.id != (but_not or 0))
    rows = session.scalars(query.order_by(Party.id).limit(10))
    return [Likeness(row.id, row.name, _shares(row, phones, email, card)) for row in rows]


def give_consent(ctx: Context, consent: Consent) -> Consent:
    """Note a consent with purpose, channel, wording version and who told (OP-17, GDPR art. 7)."""
    ctx.session.add(consent)
    ctx.session.flush()
    ctx.record("consent.given", "consent", consent.id, party_id=consent.party_id, case_id=consent.case_id,
               purpose=consent.purpose)  # fmt: skip
    return consent


def refuse_consent(ctx: Context, refusal: ConsentRefusal) -> None:
    """Note a "no" to a consent with purpose, channel, wording version and who told (OP-18)."""
    ctx.session.add(refusal)
    ctx.session.flush()
    ctx.record("consent.refused", "consent_refusal", refusal.id, party_id=refusal.party_id, case_id=refusal.case_id,
               purpose=refusal.purpose)  # fmt: skip


def withdraw_consent(ctx: Context, answer: Consent | ConsentRefusal, channel: str = "") -> None:
    """Take a running answer back, a "yes" or a "no", through a channel; doing it twice has one effect."""
    if answer.withdrawn_at is None:
        answer.withdrawn_at, answer.withdrawn_channel, answer.withdrawn_by = ctx.now, channel, ctx.actor.name
        verb = "consent.withdrawn" if isinstance(answer, Consent) else "consent.refusal_withdrawn"
        ctx.record(verb, answer.__tablename__, answer.id, party_id=answer.party_id, case_id=answer.case_id,
                   purpose=answer.purpose)  # fmt: skip


def note_consent(
    ctx: Context, party: Party, purpose: ConsentPurpose, channel: str, case_id: int | None = None
) -> Consent:
    """Note a consent given just now to the actor, in the wording in force."""
    return give_consent(ctx, Consent(
        party_id=party.id, case_id=case_id, purpose=purpose, channel=channel, wording_version=WORDING,
        source=ctx.actor.name, given_at=ctx.now,
    ))  # fmt: skip


def _printable(field: str, text: str, limit: int) -> str:
    """Trimmed text; Invalid when too long or holding control or bidi-override characters."""
    text = text.strip()
    if len(text) > limit:
        raise Invalid(field, "too_long", limit=limit)
    if hostile(text):
        raise Invalid(field, "control_characters")
    return text


def _search_text(party: Party) -> str:
    return search_text(party.name, party.phone, party.phone_more, party.email, party.city)


def _shares(row: Party, phones: list[str], email: str, card: PartyCard) -> tuple[str, ...]:
    found = []
    if {row.phone, row.phone_more} & set(phones):
        found.append("phone")
    if email and row.email.lower() == email:
        found.append("email")
    if card.birth_on is not None and row.birth_on == card.birth_on:
        found.append("name_birth")
    return tuple(found)
