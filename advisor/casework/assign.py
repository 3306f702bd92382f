"""Who works on a case: owner, shared access, a whole book handed over, a substitute for today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from advisor.casework.moves import take
from advisor.domain.errors import Forbidden, Invalid, NotFound
from advisor.domain.process import Status
from advisor.domain.roles import Role
from advisor.records.case import AccessRole, Case, CaseAccess
from advisor.records.reminder import OPEN, Reminder
from advisor.records.staff import Staff, Substitution
from advisor.services.context import Context


def assign(ctx: Context, case_id: int, staff_id: int, version: int | None = None) -> Case:
    """Give a case to another owner; its open reminders go along."""
    case = take(ctx, case_id, version, Status.ACTIVE, Status.ON_HOLD)
    owner = _worker(ctx, staff_id)
    before = case.owner_id
    case.owner_id, case.team_id = owner.id, owner.team_id
    for reminder in ctx.session.scalars(
        select(Reminder).where(Reminder.case_id == case.id, Reminder.state.in_(OPEN), Reminder.assignee_id == before)
    ):
        reminder.assignee_id = owner.id
    ctx.record("case.assigned", "case", case.id, case_id=case.id, before=before, to=owner.id)
    return case


def share(ctx: Context, case_id: int, staff_id: int, role: AccessRole, to_on: date | None = None) -> CaseAccess:
    """Let a colleague work in the file as mentor, substitute or shared advisor until a day (included)."""
    case = take(ctx, case_id, None, Status.ACTIVE, Status.ON_HOLD)
    colleague = _worker(ctx, staff_id)
    today = ctx.today
    if to_on is not None and to_on < today:
        raise Invalid("to_on", "in_the_past")
    access = CaseAccess(case_id=case.id, staff_id=colleague.id, role=role, from_on=today, to_on=to_on)
    ctx.session.add(access)
    ctx.session.flush()
    ctx.record("case.shared", "case", case.id, case_id=case.id, to=colleague.id, role=role)
    return access


def end_share(ctx: Context, case_id: int, access_id: int) -> None:
    """Take shared access back, from now on."""
    case = take(ctx, case_id, None, *Status)
    access = ctx.session.get(CaseAccess, access_id)
    if access is None or access.case_id != case.id:
        raise NotFound
    ctx.session.delete(access)
    ctx.record("case.share_ended", "case", case.id, case_id=case.id, to=access.staff_id)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in, from day to day (both included), and why."""

    substitute_id: int
    from_on: date
    to_on: date
    reason: str = ""


def substitute(ctx: Context, owner_id: int, who: StandIn) -> Substitution:
    """Let somebody stand in for an owner: the owner's rights in all their files for these days."""
    if ctx.actor.id != owner_id and not ctx.actor.has(Role.MANAGER, Role.ADMIN):
        raise Forbidden("not_your_book")
    if owner_id == who.substitute_id:
        raise Invalid("substitute_id", "same_person")
    if who.to_on < who.from_on or who.to_on < ctx.today:
        raise Invalid("to_on", "in_the_past")
    _worker(ctx, who.substitute_id)
    row = Substitution(
        owner_id=owner_id, substitute_id=who.substitute_id, from_on=who.from_on, to_on=who.to_on, reason=who.reason
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("staff.substituted", "staff", owner_id, to=who.substitute_id, until=who.to_on.isoformat())
    return row


def _worker(ctx: Context, staff_id: int) -> Staff:
    staff = ctx.session.get(Staff, staff_id)
    if staff is None or staff.disabled_at is not None:
        raise Invalid("staff_id", "unknown")
    if not staff.roles & {Role.ADVISOR, Role.OPERATOR, Role.MANAGER}:
        raise Invalid("staff_id", "role_does_not_fit")
    return staff
