"""Promises of all three sides: client, institution, we (C-8)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import StageKey
from advisor.domain.words import N_
from advisor.records.base import PERSONAL, Row, choice
from advisor.records.case import STAGE


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


class Promise(Row):
    """Something somebody said they would do by a day; a gate's warning may become one."""

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_case", "case_id", "due_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    promiser: Mapped[Promiser] = mapped_column(choice(Promiser))
    stage: Mapped[StageKey] = mapped_column(STAGE)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    due_on: Mapped[date]
    code: Mapped[str] = mapped_column(String(60), default="")  # the gate finding it answers, if any
    made_at: Mapped[datetime]
    kept_at: Mapped[datetime | None] = mapped_column(default=None)
    broken_at: Mapped[datetime | None] = mapped_column(default=None)
    moved_from_on: Mapped[date | None] = mapped_column(default=None)


def open_promises(session: Session, case_id: int) -> list[Promise]:
    """Promises neither kept nor broken, earliest first."""
    query = select(Promise).where(Promise.case_id == case_id, Promise.kept_at.is_(None), Promise.broken_at.is_(None))
    return list(session.scalars(query.order_by(Promise.due_on, Promise.id)))
