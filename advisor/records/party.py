"""Parties: a person or company, with identifiers, consents and contact preferences (FI-19)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DDL, ForeignKey, Index, String, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.words import N_
from advisor.records.base import BOOKKEEPING, PERSONAL, Base, Row, choice, new_uid
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows


class PartyKind(StrEnum):
    """A natural person or a company."""

    PERSON = "person"
    COMPANY = "company"


class ConsentPurpose(StrEnum):
    """What a consent is for; each is given and withdrawn on its own (GDPR art. 7, 152-FZ)."""

    PRIVACY_NOTICE = "privacy_notice"  # the notice was given; not a consent, but kept the same way
    DATA_PROCESSING = "data_processing"
    MARKETING = "marketing"
    SHARE_WITH_PARTNER = "share_with_partner"
    THIRD_PERSON = "third_person"
    PARTIAL_WRITE_OFF = "partial_write_off"  # OP-17


CONSENT_TITLES: dict[ConsentPurpose, str] = {
    ConsentPurpose.PRIVACY_NOTICE: N_("Privacy notice given"),
    ConsentPurpose.DATA_PROCESSING: N_("Processing of personal data"),
    ConsentPurpose.MARKETING: N_("Marketing messages"),
    ConsentPurpose.SHARE_WITH_PARTNER: N_("Sharing the outcome with the partner"),
    ConsentPurpose.THIRD_PERSON: N_("Contact through a third person"),
    ConsentPurpose.PARTIAL_WRITE_OFF: N_("Only a part may be written off"),
}


class Party(Row):
    """A person or company in any role. Names and channels are searchable, identifiers and notes are sealed."""

    __tablename__ = "party"
    __table_args__ = (
        Index("ix_party_phone", "phone"),
        Index("ix_party_email", "email"),
        # a part of a name: PostgreSQL looks up its three-letter pieces, SQLite reads this narrow index, not the rows
        Index("ix_party_search", "search_text", postgresql_using="gin", postgresql_ops={"search_text": "gin_trgm_ops"}),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    kind: Mapped[PartyKind] = mapped_column(choice(PartyKind), default=PartyKind.PERSON)
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    birth_on: Mapped[date | None] = mapped_column(default=None, info=PERSONAL)
    email: Mapped[str] = mapped_column(String(254), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(32), default="", info=PERSONAL)  # E.164
    phone_more: Mapped[str] = mapped_column(String(32), default="", info=PERSONAL)  # E.164
    address: Mapped[str] = mapped_column(default="", info=PERSONAL)
    city: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    country: Mapped[str] = mapped_column(String(2), default="PL")
    language: Mapped[str] = mapped_column(String(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Warsaw")
    preferred_channel: Mapped[str] = mapped_column(String(16), default="phone")  # phone, email, sms
    do_not_contact: Mapped[bool] = mapped_column(default=False)
    reach_from: Mapped[str] = mapped_column(String(5), default="", server_default="")  # own hours, "09:00"; empty: any
    reach_to: Mapped[str] = mapped_column(String(5), default="", server_default="")
    channel_verified_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(default="", info=BOOKKEEPING)  # folded name, phones, e-mail, company id
    seal_key: Mapped[bytes | None] = mapped_column(default=None, info=BOOKKEEPING, deferred=True)
    created_at: Mapped[datetime]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), default=None)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


class Identifier(Row):
    """A sealed identifier: PESEL, NIP, REGON, KRS, INN, SNILS, IBAN, identity card. Exact search by blind index."""

    __tablename__ = "party_identifier"
    __table_args__ = (
        UniqueConstraint("party_id", "kind"),
        Index("ix_party_identifier_blind", "blind_index"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[bytes | None] = mapped_column(Sealed)
    blind_index: Mapped[bytes] = mapped_column(info=BOOKKEEPING)
    masked: Mapped[str] = mapped_column(String(40), info=PERSONAL)
    valid: Mapped[bool] = mapped_column(default=True)  # passed its check digit


class Consent(Row):
    """One given (and perhaps withdrawn) consent, with the wording the person saw."""

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), default=None, index=True)
    purpose: Mapped[ConsentPurpose] = mapped_column(choice(ConsentPurpose))
    channel: Mapped[str] = mapped_column(String(16))  # phone, email, paper, portal, in_person
    wording_version: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)  # who told, where it is recorded
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_channel: Mapped[str] = mapped_column(String(16), default="", server_default="")  # empty: by the program
    withdrawn_by: Mapped[str] = mapped_column(String(200), default="", server_default="")  # who noted it


class ConsentRefusal(Row):
    """A "no" to a consent that was asked for, kept like a "yes"; it stands until it is taken back."""

    __tablename__ = "consent_refusal"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    purpose: Mapped[ConsentPurpose] = mapped_column(choice(ConsentPurpose))
    channel: Mapped[str] = mapped_column(String(16))
    wording_version: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)  # who told
    refused_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_channel: Mapped[str] = mapped_column(String(16), default="")
    withdrawn_by: Mapped[str] = mapped_column(String(200), default="")


CONSENTS = Rows(Consent, Consent.case_id == CASE, (Consent.id,))
CONSENT_REFUSALS = Rows(ConsentRefusal, ConsentRefusal.case_id == CASE, (ConsentRefusal.id,))


class Merge(Row):
    """A merge of two parties: what moved, so that it can be undone."""

    __tablename__ = "party_merge"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kept_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    gone_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    moved: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)  # table -> row ids
    filled: Mapped[list[Any]] = mapped_column(default_factory=list)  # empty fields of kept taken from gone
    merged_at: Mapped[datetime]
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


_TRIGRAMS = DDL("CREATE EXTENSION IF NOT EXISTS pg_trgm").execute_if(  # type: ignore[no-untyped-call]
    dialect="postgresql"
)
event.listen(Base.metadata, "before_create", _TRIGRAMS)


def one_person(session: Session, party_id: int) -> frozenset[int]:
    """The ids under which one person stands: the survivor of merges and everybody merged into it, step by step.

    What was sealed or issued before a merge keeps its party; whoever asks for a person's papers asks for all of them.
    """
    row = session.get(Party, party_id)
    while row is not None and row.merged_into_id is not None:
        row = session.get(Party, row.merged_into_id)
    found = fresh = {row.id if row is not None else party_id}
    while fresh:
        merged = select(Merge.gone_id).where(Merge.kept_id.in_(fresh), Merge.undone_at.is_(None))
        fresh = set(session.scalars(merged)) - found
        found = found | fresh
    return frozenset(found)


def consents_of(session: Session, party_id: int) -> list[Consent]:
    """All consents of a party, newest first."""
    query = select(Consent).where(Consent.party_id == party_id).order_by(Consent.given_at.desc(), Consent.id.desc())
    return list(session.scalars(query))


def running_consent(session: Session, party_id: int, purpose: ConsentPurpose) -> Consent | None:
    """The consent in force for a purpose, if any."""
    return session.scalar(
        select(Consent)
        .where(Consent.party_id == party_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at.desc())
        .limit(1)
    )
