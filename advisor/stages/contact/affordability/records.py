"""What the affordability pre-check keeps: the monthly figures, the rules and the answer; the newest one counts."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.debts.affordability import Carrying
from advisor.records.base import PERSONAL, Amount, Row, choice
from advisor.records.case import Case
from advisor.records.together import CASE, Rows
from advisor.stages.contact.affordability.gate import Facts
from advisor.stages.contact.review.records import Review


class AffordabilityCheck(Row):
    """One pre-check: monthly figures in minor units of one currency, None = not asked. Never changed afterwards."""

    __tablename__ = "affordability_check"
    __table_args__ = (Index("ix_affordability_check_case", "case_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    income: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)
    obligations: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)
    instalment: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)
    currency: Mapped[str] = mapped_column(String(3))
    outcome: Mapped[Carrying] = mapped_column(choice(Carrying))
    reasons: Mapped[list[Any]] = mapped_column(default_factory=list)
    burden: Mapped[Decimal | None] = mapped_column(default=None, info=PERSONAL)  # fraction of net income
    pack_key: Mapped[str] = mapped_column(String(40))
    pack_version: Mapped[int]
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), default=None)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    by_name: Mapped[str] = mapped_column(String(200))


AFFORDABILITY = Rows(AffordabilityCheck, AffordabilityCheck.case_id == CASE, (AffordabilityCheck.id.desc(),), limit=1)


def newest(session: Session, case_id: int) -> tuple[AffordabilityCheck, Review | None] | None:
    """The newest pre-check with its review, if any was made."""
    found = AFFORDABILITY.one(session, case_id)
    return (found, session.get(Review, found.review_id) if found.review_id else None) if found else None


def known_before(session: Session, case: Case, may_see: ColumnElement[bool]) -> tuple[AffordabilityCheck, str] | None:
    """The client's newest figures in the case's currency from another case one may see, with its number (C-19)."""
    query = select(AffordabilityCheck, Case.number).join(Case, Case.id == AffordabilityCheck.case_id)
    query = query.where(Case.client_id == case.client_id, Case.id != case.id, may_see)
    query = query.where(AffordabilityCheck.currency == case.currency).order_by(AffordabilityCheck.id.desc())
    found = session.execute(query.limit(1)).first()
    return (found[0], found[1]) if found else None


def facts(session: Session, case_id: int) -> Facts:
    """What the gate looks at: one statement."""
    found = newest(session, case_id)
    return Facts() if found is None else Facts(found[0].outcome, found[1].answer if found[1] else None)
