"""What the points are counted from, and the newest count with the person's answer beside it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.points import CONTROLS, Band, PointFacts
from advisor.domain.process import Profile
from advisor.records.base import PERSONAL, Amount, Row
from advisor.records.case import Case, CaseParty, PartyRole
from advisor.records.together import CASE, Rows
from advisor.stages.analysis.points.gate import PointsStanding
from advisor.stages.contact.review.records import Review


class NeedsLine(Row):
    """One obligation, security or piece of property as told: minor units of the needs profile's currency."""

    __tablename__ = "needs_line"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    amount: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)  # what is owed, or what it is worth
    monthly: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)
    currency: Mapped[str] = mapped_column(String(3))
    added_at: Mapped[datetime]


class PointsCount(Row):
    """One count of the points list, never changed: every fact with its effect, the band, the person's review."""

    __tablename__ = "points_count"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(40))
    edition_on: Mapped[date]
    points: Mapped[int]
    band: Mapped[str] = mapped_column(String(8))
    lines: Mapped[list[Any]] = mapped_column(default_factory=list, info=PERSONAL)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), default=None, index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    by_name: Mapped[str] = mapped_column(String(200))


NEEDS_LINES = Rows(NeedsLine, NeedsLine.case_id == CASE, (NeedsLine.id,))
POINTS_COUNT = Rows(PointsCount, PointsCount.case_id == CASE, (PointsCount.id.desc(),), limit=1)


def lines_of(session: Session, case_id: int) -> list[NeedsLine]:
    """The figures in detail, in the order they were told."""
    return NEEDS_LINES.of(session, case_id)


def newest_count(session: Session, case_id: int) -> tuple[PointsCount, Review | None] | None:
    """The newest count with its review, if points were counted."""
    found = POINTS_COUNT.one(session, case_id)
    return (found, session.get(Review, found.review_id) if found.review_id else None) if found else None


def point_facts(session: Session, case: Case, needs: Any) -> PointFacts:
    """What is counted now: the needs profile (or None), the lines and the guarantors."""
    lines = lines_of(session, case.id)
    guards = (CaseParty.case_id == case.id, CaseParty.role == PartyRole.GUARANTOR, CaseParty.to_on.is_(None))
    controls = needs.controls if needs else {}
    company = needs.company if needs else {}
    same = needs is not None and needs.currency == case.currency
    return PointFacts(
        income=needs.income if needs else None, obligations=needs.obligations if needs else None,
        living_costs=needs.living_costs if needs else None, instalment=needs.instalment if needs else None,
        amount=case.amount if same else None, guarantor=bool(session.scalar(select(exists().where(*guards)))),
        collateral=sum(line.amount or 0 for line in lines if line.kind == "collateral"),
        profit=company.get("profit"), own_funds=company.get("own_funds"),
        controls=tuple(key for key in CONTROLS if controls.get(key) is True),
        unasked=sum(controls.get(key) is None for key in CONTROLS),
    )  # fmt: skip


def standing_of(session: Session, case: Case, controls: dict[str, Any]) -> PointsStanding | None:
    """Where control points and points stand; None where they do not apply (debt relief). One statement."""
    if case.profile is not Profile.FINANCING:
        return None
    found = newest_count(session, case.id)
    row, review = found or (None, None)
    return PointsStanding(
        tuple(key for key in CONTROLS if controls.get(key) is True),
        sum(controls.get(key) is not None for key in CONTROLS),
        Band(row.band) if row else None, review.answer if review else None,
    )  # fmt: skip
