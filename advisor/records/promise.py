"""Promises of all three sides: client, institution, we (C-8)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, and_
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import StageKey
from advisor.domain.words import N_
from advisor.records.base import PERSONAL, Row, choice
from advisor.records.case import STAGE
from advisor.records.together import CASE, Rows


class Promiser(StrEnum):
    """Who promised."""

    CLIENT = "client"
    INSTITUTION = "institution"
    US = "us"


PROMISER_TITLES: dict[Promiser, str] = {
    Promiser.CLIENT: N_("Client"),
    Promiser.INSTITUTION: N_("Institution"),
    Promiser.US: N_("We"),
}


_OUTSTANDING = sql("kept_at IS NULL AND broken_at IS NULL AND moved_at IS NULL")


class Promise(Row):
    """Something somebody said they would do by a day; a gate's warning may become one."""

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_case", "case_id", "due_on"),
        Index("ix_promise_due", "due_on", "case_id", sqlite_where=_OUTSTANDING, postgresql_where=_OUTSTANDING),
        Index("ix_promise_staff", "staff_id", "made_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    promiser: Mapped[Promiser] = mapped_column(choice(Promiser))
    stage: Mapped[StageKey] = mapped_column(STAGE)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    due_on: Mapped[date]
    code: Mapped[str] = mapped_column(String(60), default="")  # the gate finding it answers, if any
    made_at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)  # whose book it is in
    kept_at: Mapped[datetime | None] = mapped_column(default=None)
    broken_at: Mapped[datetime | None] = mapped_column(default=None)
    moved_at: Mapped[datetime | None] = mapped_column(default=None)  # a new day is a row of its own
    moved_from_on: Mapped[date | None] = mapped_column(default=None)


OUTSTANDING = and_(Promise.kept_at.is_(None), Promise.broken_at.is_(None), Promise.moved_at.is_(None))
"""The condition of a promise that is still to come, said so that both engines walk the index of those."""


OPEN_PROMISES = Rows(Promise, and_(Promise.case_id == CASE, OUTSTANDING), (Promise.due_on, Promise.id))


def open_promises(session: Session, case_id: int) -> list[Promise]:
    """Promises neither kept nor broken, earliest first."""
    return OPEN_PROMISES.of(session, case_id)
