"""Who may see and change which case: one rule for lists (as SQL) and for single files (as a right)."""

from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import Session

from advisor.domain.errors import Forbidden, NotFound
from advisor.domain.roles import Actor, ActorKind, CaseRight, CaseStanding, Role, case_right
from advisor.records.case import Case, CaseAccess
from advisor.records.staff import Substitution
from advisor.services.context import Context

WORKS = frozenset({Role.ADVISOR, Role.OPERATOR, Role.MANAGER})
"""Roles that change what they see."""
READS_ONLY = frozenset({Role.AUDITOR, Role.UNDERWRITER, Role.EDITOR})
"""Roles that show cases and change none."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A case the actor may at least read, and what he may do with it."""

    case: Case
    right: CaseRight

    @property
    def may_write(self) -> bool:
        """True when the actor may change the file."""
        return self.right is CaseRight.WRITE


def _running(today: date) -> ColumnElement[bool]:
    return and_(CaseAccess.from_on <= today, or_(CaseAccess.to_on.is_(None), CaseAccess.to_on >= today))


def owners_stood_in_for(session: Session, actor: Actor, today: date) -> list[int]:
    """Ids of the owners whose substitute the actor is today."""
    return list(session.scalars(_STOOD_IN, {"reader_id": actor.id, "today": today}))


_STOOD_IN = select(Substitution.owner_id).where(
    Substitution.substitute_id == bindparam("reader_id"),
    Substitution.from_on <= bindparam("today"), Substitution.to_on >= bindparam("today"),
)  # fmt: skip


def changeable(session: Session, actor: Actor, today: date, case_ids: Collection[int]) -> Container[int]:
    """Which of these cases, all of them visible, the actor may change; a statement only for who has both kinds of role.

    It says of a list what `case_right` says of one file.
    """
    if actor.kind is ActorKind.STAFF and actor.has(*READS_ONLY):
        works = replace(actor, roles=actor.roles - READS_ONLY)
        if not works.has(*WORKS):
            return frozenset()
        return set(session.scalars(select(Case.id).where(Case.id.in_(case_ids), visible(works, today))))
    return case_ids


def visible(actor: Actor, today: date) -> ColumnElement[bool]:
    """The SQL condition of every list, count, search and export: only cases this actor may open."""
    if actor.kind in (ActorKind.SYSTEM, ActorKind.COMMAND) or actor.has(Role.AUDITOR):
        return true()
    if actor.kind is not ActorKind.STAFF:
        return false()
    ways: list[ColumnElement[bool]] = []
    if actor.has(*WORKS):
        stood_in = select(Substitution.owner_id).where(
            Substitution.substitute_id == actor.id, Substitution.from_on <= today, Substitution.to_on >= today
        )
        shared = select(CaseAccess.case_id).where(CaseAccess.staff_id == actor.id, _running(today))
        ways += [Case.owner_id == actor.id, Case.owner_id.in_(stood_in), Case.id.in_(shared)]
    if actor.has(Role.MANAGER) and actor.team_id is not None:
        ways.append(Case.team_id == actor.team_id)
    if actor.has(Role.UNDERWRITER):
        ways.append(Case.referred_to == "underwriter")
    if actor.has(Role.EDITOR):
        ways.append(Case.referred_to == "editor")
    return or_(*ways) if ways else false()


def standing(session: Session, actor: Actor, case: Case, today: date) -> CaseStanding:
    """The facts the rights rule needs about one case; one statement, none when the actor owns it or leads its team."""
    owns = actor.id is not None and case.owner_id == actor.id
    same_team = case.team_id is not None and case.team_id == actor.team_id
    queue = {"underwriter": Role.UNDERWRITER, "editor": Role.EDITOR}.get(case.referred_to)
    shared = False
    if not owns and not (same_team and actor.has(Role.MANAGER)) and actor.id is not None:
        given = exists().where(CaseAccess.case_id == case.id, CaseAccess.staff_id == actor.id, _running(today))
        stands_in = exists().where(
            Substitution.owner_id == case.owner_id, Substitution.substitute_id == actor.id,
            Substitution.from_on <= today, Substitution.to_on >= today,
        )  # fmt: skip
        shared = bool(session.scalar(select(or_(given, stands_in))))
    return CaseStanding(owns, shared, same_team, queue is not None and actor.has(queue))


def grant(session: Session, actor: Actor, case_id: int, today: date) -> Grant:
    """The case with the actor's right to it; NotFound when there is none or he may not know of it."""
    case = session.get(Case, case_id)
    if case is None:
        raise NotFound
    right = case_right(actor, standing(session, actor, case, today))
    if right is CaseRight.NONE:
        raise NotFound
    return Grant(case, right)


def writable(ctx: Context, case_id: int) -> Case:
    """The case, if the actor may change it; NotFound or Forbidden otherwise. Use cases call this, not only doors."""
    found = grant(ctx.session, ctx.actor, case_id, ctx.today)
    if not found.may_write:
        raise Forbidden("read_only")
    return found.case
