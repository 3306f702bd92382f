"""What can be done in the contact room: note the source and who recommended us, give the notice, verify a channel."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.catalogue import REFERRALS, Source
from advisor.domain.errors import Invalid, StaleVersion, WrongStatus
from advisor.domain.folding import fold
from advisor.domain.process import Status
from advisor.records.case import Case, CaseParty, PartyRole
from advisor.records.party import Consent, ConsentPurpose, Party, running_consent
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.parties import PartyCard, create_party, note_consent

NOTICE_CHANNELS = ("phone", "email", "paper", "in_person", "portal")
CHANNELS = ("phone", "email", "sms")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a lead comes from. A recommendation names a known party by id or a new one by name."""

    source: Source
    referrer_id: int | None = None
    referrer_name: str = ""
    campaign: str = ""
    version: int | None = None


def note_source(ctx: Context, case_id: int, note: SourceNote) -> Case:
    """Note the source; a recommendation links who gave it as a party of the case (Finare step 1).

    Raises Invalid('referrer_name', 'missing') for a recommendation without anybody, StaleVersion.
    """
    case = _active(ctx, case_id)
    if note.version is not None and case.version != note.version:
        raise StaleVersion
    referrer = _referrer(ctx, case, note) if note.source in REFERRALS else None
    case.source, case.campaign = note.source, note.campaign.strip()[:80]
    case.referrer_id = referrer.id if referrer else None
    _link(ctx, case, referrer)
    ctx.record("contact.source_noted", "case", case.id, case_id=case.id, source=note.source)
    return case


def give_notice(ctx: Context, case_id: int, channel: str) -> Consent:
    """Note that the privacy notice was given, through which channel and by whom; twice has one effect."""
    case = _active(ctx, case_id)
    if channel not in NOTICE_CHANNELS:
        raise Invalid("channel", "unknown")
    party = ctx.session.get_one(Party, case.client_id)
    given = running_consent(ctx.session, party.id, ConsentPurpose.PRIVACY_NOTICE)
    return given or note_consent(ctx, party, ConsentPurpose.PRIVACY_NOTICE, channel, case.id)


def verify_channel(ctx: Context, case_id: int, channel: str) -> Party:
    """Note that a channel reaches the client and is the one to use. Raises Invalid when there is no such address."""
    case = _active(ctx, case_id)
    party = ctx.session.get_one(Party, case.client_id)
    if channel not in CHANNELS:
        raise Invalid("channel", "unknown")
    if not (party.email if channel == "email" else party.phone):
        raise Invalid("channel", "missing")
    party.preferred_channel, party.channel_verified_at = channel, ctx.now
    ctx.record("contact.channel_verified", "party", party.id, case_id=case.id, party_id=party.id, channel=channel)
    return party


def like_named(session: Session, text: str, limit: int = 8) -> list[Party]:
    """Parties whose name, phone or e-mail holds the text, for the choice of who recommended us; one statement."""
    wanted = fold(text)
    if len(wanted) < 2:
        return []
    query = select(Party).where(Party.search_text.contains(wanted, autoescape=True), Party.merged_into_id.is_(None))
    return list(session.scalars(query.order_by(Party.name, Party.id).limit(limit)))


def _referrer(ctx: Context, case: Case, note: SourceNote) -> Party:
    if note.referrer_id is not None:
        known = ctx.session.get(Party, note.referrer_id)
        if known is None or known.merged_into_id is not None:
            raise Invalid("referrer_id", "unknown")
        if known.id == case.client_id:
            raise Invalid("referrer_id", "same_person")
        return known
    if not note.referrer_name.strip():
        raise Invalid("referrer_name", "missing")
    client = ctx.session.get_one(Party, case.client_id)
    return create_party(ctx, PartyCard(name=note.referrer_name, country=client.country))


def _link(ctx: Context, case: Case, referrer: Party | None) -> None:
    """The referrer among the case's people: the former one ends today, a returning one runs again."""
    query = select(CaseParty).where(CaseParty.case_id == case.id, CaseParty.role == PartyRole.REFERRER)
    today, linked = ctx.today, False
    for row in ctx.session.scalars(query):
        if referrer is not None and row.party_id == referrer.id:
            row.to_on, linked = None, True
        elif row.to_on is None:
            row.to_on = today
    if referrer is not None and not linked:
        ctx.session.add(CaseParty(case_id=case.id, party_id=referrer.id, role=PartyRole.REFERRER, from_on=today))


def _active(ctx: Context, case_id: int) -> Case:
    case = writable(ctx, case_id)
    if case.status is not Status.ACTIVE:
        raise WrongStatus(case.status)
    return case
