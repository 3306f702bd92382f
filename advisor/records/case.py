"""The case: its parties, access, lanes, stage events and overrides."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.catalogue import Source
from advisor.domain.process import PROCESS_VERSION, Outcome, Profile, StageKey, Status
from advisor.records.base import BOOKKEEPING, PERSONAL, Amount, Row, choice
from advisor.records.together import CASE, Rows

STAGE = choice(StageKey, 20)


class PartyRole(StrEnum):
    """How a party stands to a case (FI-19)."""

    CLIENT = "client"
    APPLICANT = "applicant"
    CO_APPLICANT = "co_applicant"
    SPOUSE = "spouse"
    GUARANTOR = "guarantor"
    REPRESENTATIVE = "representative"
    REFERRER = "referrer"


class AccessRole(StrEnum):
    """Why somebody beside the owner may work in a file."""

    SUBSTITUTE = "substitute"
    MENTOR = "mentor"
    SHARED = "shared"


class EventKind(StrEnum):
    """What a stage event says. UNDO is a new event, never an erasure."""

    OPENED = "opened"
    MOVED = "moved"
    RETURNED = "returned"
    SKIPPED = "skipped"  # "not needed, because ..."
    UNDONE = "undone"
    HELD = "held"
    RESUMED = "resumed"
    CLOSED = "closed"
    REOPENED = "reopened"
    IMPORTED = "imported"  # arrived at this stage, earlier evidence on paper


_CLOSED = text("closed_at IS NOT NULL")


class Case(Row):
    """One matter of one client through the twelve stages."""

    __tablename__ = "case_file"
    __table_args__ = (
        # one's own book: columns and sums of the board, the list by next action, the closing lane, the newest
        Index("ix_case_owner", "owner_id", "status", "stage", "next_action_at", "currency", "amount"),
        Index("ix_case_owner_next", "owner_id", "status", "next_action_at"),
        Index("ix_case_owner_closed", "owner_id", "closed_at", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
        Index("ix_case_owner_opened", "owner_id", "opened_at"),
        Index("ix_case_owner_spoken", "owner_id", "status", "last_contact_at", "opened_at"),
        # everything one may open: the same walks, with what the right is asked by at the end
        Index("ix_case_stage", "status", "stage", "next_action_at", "owner_id", "team_id", "currency", "amount"),
        Index("ix_case_next", "status", "next_action_at", "owner_id", "team_id"),
        Index("ix_case_closed", "closed_at", "owner_id", "team_id", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
        Index("ix_case_client", "client_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(16), unique=True)  # 2026-000123
    profile: Mapped[Profile] = mapped_column(choice(Profile))
    product: Mapped[str] = mapped_column(String(40))
    client_type: Mapped[str] = mapped_column(String(40))
    client_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    amount: Mapped[int | None] = mapped_column(Amount, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="PLN")
    purpose: Mapped[str] = mapped_column(default="", info=PERSONAL)
    source: Mapped[Source | None] = mapped_column(choice(Source), default=None)
    referrer_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), default=None)
    campaign: Mapped[str] = mapped_column(String(80), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), default=None)
    stage: Mapped[StageKey] = mapped_column(STAGE, default=StageKey.CONTACT)
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.ACTIVE)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome), default=None)
    closing_reason: Mapped[str] = mapped_column(String(40), default="")
    process_version: Mapped[int] = mapped_column(default=PROCESS_VERSION)
    planned_filing_on: Mapped[date | None] = mapped_column(default=None)
    next_action: Mapped[str] = mapped_column(default="", info=PERSONAL)
    next_action_at: Mapped[datetime | None] = mapped_column(default=None)
    opened_at: Mapped[datetime]
    stage_since_at: Mapped[datetime]
    last_contact_at: Mapped[datetime | None] = mapped_column(default=None)  # last human contact (FI-14)
    held_until_on: Mapped[date | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    referred_to: Mapped[str] = mapped_column(String(16), default="")  # underwriter or editor while a doubt waits
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


class CaseParty(Row):
    """A party in a role on a case, for a time."""

    __tablename__ = "case_party"
    __table_args__ = (UniqueConstraint("case_id", "party_id", "role", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    role: Mapped[PartyRole] = mapped_column(choice(PartyRole))
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)


class CaseAccess(Row):
    """Who beside the owner may work in the file, as what, from when to when (both days included)."""

    __tablename__ = "case_access"
    __table_args__ = (Index("ix_case_access_staff", "staff_id", "to_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    role: Mapped[AccessRole] = mapped_column(choice(AccessRole))
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)


class Lane(Row):
    """A room that runs beside the main line: support from day one, monitoring when the service goes on."""

    __tablename__ = "case_lane"
    __table_args__ = (UniqueConstraint("case_id", "stage"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    stage: Mapped[StageKey] = mapped_column(STAGE)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class StageEvent(Row):
    """The append-only history of moves: the furthest truth about where a case was, when, by whom, why."""

    __tablename__ = "stage_event"
    __table_args__ = (Index("ix_stage_event_case", "case_id", "id"), Index("ix_stage_event_at", "at"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    source: Mapped[StageKey | None] = mapped_column(STAGE)
    target: Mapped[StageKey] = mapped_column(STAGE)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    actor_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="", info=PERSONAL)
    evidence: Mapped[str] = mapped_column(default="", info=PERSONAL)  # paper file number, mail, ... (FI-13)
    sitting: Mapped[str] = mapped_column(String(32), default="")  # events written in one dialog share it (FI-18)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("stage_event.id"), default=None)


class Override(Row):
    """One blocking gate line a manager let pass, with the reason: the register of overrides."""

    __tablename__ = "gate_override"
    __table_args__ = (Index("ix_gate_override_at", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("stage_event.id"))
    stage: Mapped[StageKey] = mapped_column(STAGE)
    code: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(default="", info=PERSONAL)
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    actor_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class Counter(Row):
    """Numbers handed out in order: cases per year, papers per kind and year."""

    __tablename__ = "counter"
    __table_args__ = ({"info": BOOKKEEPING},)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


class FormKey(Row):
    """Idempotency: the answer given for a form key, so that a double submit has one effect."""

    __tablename__ = "form_key"
    __table_args__ = ({"info": BOOKKEEPING},)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    at: Mapped[datetime] = mapped_column(index=True)


def next_number(session: Session, name: str) -> int:
    """Hand out the next number of a series, gapless within committed transactions. Locks the series' row."""
    counter = session.get(Counter, name, with_for_update=True)
    if counter is None:
        counter = Counter(name=name, value=0)
        session.add(counter)
    counter.value += 1
    session.flush()
    return counter.value


EVENTS = Rows(StageEvent, StageEvent.case_id == CASE, (StageEvent.id,))
OVERRIDES = Rows(Override, Override.case_id == CASE, (Override.id,))


def events_of(session: Session, case_id: int) -> list[StageEvent]:
    """Stage events of a case, oldest first."""
    return EVENTS.of(session, case_id)


def last_case(session: Session, client_id: int, may_see: ColumnElement[bool]) -> Case | None:
    """The newest case of a client among those one may see."""
    query = select(Case).where(Case.client_id == client_id, may_see)
    return session.scalar(query.order_by(Case.id.desc()).limit(1))
