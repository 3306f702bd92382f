"""What each advisor is to complete a month, and how far it has come (CN-19)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, true
from sqlalchemy.orm import Session

from advisor.domain.process import Outcome, Status
from advisor.domain.roles import Actor, Role
from advisor.records.case import Case
from advisor.records.staff import Staff


@dataclass(frozen=True, slots=True)
class Target:
    """Cases one person is to complete in the month, and those completed since it began."""

    name: str
    wanted: int
    done: int


def targets(session: Session, actor: Actor, since: datetime, *, own: bool = False) -> list[Target]:
    """The targets the actor may see: a manager the team's, auditor and administrator all, anybody the `own`.

    One statement; people without a target are left out. A case counts for who owns it when it is completed.
    """
    completed = and_(Case.owner_id == Staff.id, Case.status == Status.CLOSED, Case.outcome == Outcome.COMPLETED,
                     Case.closed_at >= since)  # fmt: skip
    whose = true() if actor.has(Role.AUDITOR, Role.ADMIN) else Staff.team_id == actor.team_id
    query = (
        select(Staff.name, Staff.month_target, func.count(Case.id)).outerjoin(Case, completed)
        .where(Staff.month_target > 0, Staff.disabled_at.is_(None), Staff.id == actor.id if own else whose)
        .group_by(Staff.id, Staff.name, Staff.month_target).order_by(Staff.name)
    )  # fmt: skip
    return [Target(*row) for row in session.execute(query)]
