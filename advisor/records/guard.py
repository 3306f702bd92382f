"""What the contact guard knows of a person beside the log, and the register of what was done against its answer."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.words import N_
from advisor.records.base import PERSONAL, Row, choice, new_uid
from advisor.records.sealed import Sealed


class FactKind(StrEnum):
    """One thing that limits how somebody may be contacted."""

    NO_CALLS = "no_calls"
    NO_MESSAGES = "no_messages"
    NO_VISITS = "no_visits"
    NO_POST = "no_post"
    REPRESENTED = "represented"
    BANKRUPTCY = "bankruptcy"
    INCAPACITATED = "incapacitated"
    IN_HOSPITAL = "in_hospital"
    DISABLED_GROUP_1 = "disabled_group_1"
    THIRD_PERSON_OBJECTS = "third_person_objects"


FACT_TITLES: dict[FactKind, str] = {
    FactKind.NO_CALLS: N_("Does not want calls"),
    FactKind.NO_MESSAGES: N_("Does not want messages"),
    FactKind.NO_VISITS: N_("Does not want visits"),
    FactKind.NO_POST: N_("Does not want post"),
    FactKind.REPRESENTED: N_("Represented by a lawyer"),
    FactKind.BANKRUPTCY: N_("Bankruptcy or debt restructuring is open"),
    FactKind.INCAPACITATED: N_("Incapacitated, documents seen"),
    FactKind.IN_HOSPITAL: N_("In hospital, documents seen"),
    FactKind.DISABLED_GROUP_1: N_("Disability of group I, documents seen"),
    FactKind.THIRD_PERSON_OBJECTS: N_("The third person does not want to be contacted"),
}


class EntryKind(StrEnum):
    """OVERRIDE: a house rule was set aside with a reason. BREACH: a contact that had happened was written down."""

    OVERRIDE = "override"
    BREACH = "breach"


ENTRY_TITLES: dict[EntryKind, str] = {
    EntryKind.OVERRIDE: N_("House rule set aside"),
    EntryKind.BREACH: N_("Happened against the rule"),
}


class ContactFact(Row):
    """A fact about one person, from a day to a day (both included); it ends, it is never erased."""

    __tablename__ = "contact_fact"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    kind: Mapped[FactKind] = mapped_column(choice(FactKind), info=PERSONAL)
    detail: Mapped[bytes | None] = mapped_column(Sealed, default=None)  # which lawyer, which document, who told
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(200))


class GuardEntry(Row):
    """The register: who contacted whom against which rule, and why."""

    __tablename__ = "guard_entry"
    __table_args__ = (Index("ix_guard_entry_at", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), default=None, index=True)
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("contact_attempt.id"), default=None, index=True)
    rule: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))  # the guard's reason: DAY_LIMIT, REPRESENTED, ...
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    actor_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


def facts_of(session: Session, party_id: int) -> list[ContactFact]:
    """All facts about a person, newest first, the ended ones too."""
    query = select(ContactFact).where(ContactFact.party_id == party_id)
    return list(session.scalars(query.order_by(ContactFact.id.desc())))
