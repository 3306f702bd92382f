"""What the referrals room keeps: opinion, recommendation, the next contact, and who was referred to us."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import StageKey
from advisor.records.base import PERSONAL, Row, new_uid
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows
from advisor.stages.referrals.gate import Facts


class Relation(Row):
    """How a client and we part for now: one row per case."""

    __tablename__ = "client_relation"
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    opinion: Mapped[str] = mapped_column(String(16), default="")
    opinion_on: Mapped[date | None] = mapped_column(default=None)
    score: Mapped[int | None] = mapped_column(default=None)  # 1 to 5
    opinion_words: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    recommendation: Mapped[str] = mapped_column(String(16), default="")
    recommendation_on: Mapped[date | None] = mapped_column(default=None)
    recommendation_words: Mapped[str] = mapped_column(default="", info=PERSONAL)
    next_contact_on: Mapped[date | None] = mapped_column(default=None)
    next_contact_why: Mapped[str] = mapped_column(default="", info=PERSONAL)
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"), default=None)
    do_not_contact: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]


class Referral(Row):
    """Somebody this client sent to us: the lead that came of it. The lead's case names the client as referrer."""

    __tablename__ = "referral"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    new_case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    at: Mapped[datetime]


RELATION = Rows(Relation, Relation.case_id == CASE, (Relation.case_id,))


def referred_by(session: Session, case_id: int) -> list[tuple[int, str, str, StageKey]]:
    """Leads that came of a case: id, number, name and stage, oldest first; one statement."""
    query = (
        select(Case.id, Case.number, Party.name, Case.stage)
        .join(Referral, Referral.new_case_id == Case.id)
        .join(Party, Party.id == Case.client_id)
        .where(Referral.case_id == case_id)
        .order_by(Referral.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


ROWS: tuple[Rows[Any], ...] = (RELATION,)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at; at most two statements."""
    row = RELATION.one(session, case.id)
    client = session.get_one(Party, case.client_id)
    if row is None:
        return Facts(do_not_contact=client.do_not_contact)
    return Facts(
        row.opinion, row.opinion_words is not None, row.recommendation, bool(row.recommendation_words),
        row.next_contact_on, client.do_not_contact,
    )  # fmt: skip
