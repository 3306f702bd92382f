"""Follow-up plans as dated data, and what differs for one client (ZA-07: not everybody gets the same)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import BOOKKEEPING, PERSONAL, Row


class FollowPlan(Row):
    """One edition of a plan, in force from a day on. The newest that has begun counts; without any, the shipped one."""

    __tablename__ = "follow_plan"
    __table_args__ = (Index("ix_follow_plan_key", "key", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(40))  # documents, promise, stage.offer, ...
    from_on: Mapped[date]
    rule: Mapped[dict[str, Any]]  # read by domain.outreach.plans.read_rule
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)
    made_at: Mapped[datetime]
    applied_at: Mapped[datetime | None] = mapped_column(default=None, info=BOOKKEEPING)  # what waited follows it, too


class PlanDeviation(Row):
    """What differs for one client, and why. `key` "" means every plan; `ended_at` sets it aside."""

    __tablename__ = "plan_deviation"
    __table_args__ = (Index("ix_plan_deviation_party", "party_id", "ended_at"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    key: Mapped[str] = mapped_column(String(40), default="")
    off: Mapped[bool] = mapped_column(default=False)  # nothing is sent to the client by itself
    channel: Mapped[str] = mapped_column(String(16), default="")  # only this channel
    later_days: Mapped[int] = mapped_column(default=0)  # every step so many days later
    most: Mapped[int | None] = mapped_column(default=None)  # at most so many messages
    earlier_days: Mapped[int] = mapped_column(default=0, server_default="0")  # one more, so many days before the first
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


def running_plan(session: Session, key: str, today: date) -> FollowPlan | None:
    """The edition in force on a day; None where the shipped plan counts."""
    query = select(FollowPlan).where(FollowPlan.key == key, FollowPlan.from_on <= today)
    return session.scalar(query.order_by(FollowPlan.from_on.desc(), FollowPlan.id.desc()).limit(1))


def deviation_for(session: Session, party_id: int, key: str) -> PlanDeviation | None:
    """What differs for a client under a plan: the plan's own deviation before the one for all plans."""
    return deviations_among(session, {party_id}, key).get(party_id)


def deviations_among(session: Session, party_ids: Collection[int], key: str) -> dict[int, PlanDeviation]:
    """The same for many clients at once; who gets what everybody gets is left out."""
    query = select(PlanDeviation).where(
        PlanDeviation.party_id.in_(party_ids), PlanDeviation.ended_at.is_(None), PlanDeviation.key.in_((key, ""))
    )
    found: dict[int, list[PlanDeviation]] = defaultdict(list)
    for row in session.scalars(query.order_by(PlanDeviation.id.desc())):
        found[row.party_id].append(row)
    # "nothing at all" before everything else, then what is said of this very plan; of equals the newest
    return {party_id: max(rows, key=lambda row: (row.off, row.key != "")) for party_id, rows in found.items()}


def deviations_of(session: Session, party_id: int) -> list[PlanDeviation]:
    """All deviations of a client, running ones first, newest first."""
    query = select(PlanDeviation).where(PlanDeviation.party_id == party_id)
    return list(session.scalars(query.order_by(PlanDeviation.ended_at.is_not(None), PlanDeviation.id.desc())))
