"""People of the firm: create, change roles, disable, set and reset passwords."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.roles import Role
from advisor.records.link import Link, LinkPurpose, link_by_hash
from advisor.records.staff import Staff, Team, WebSession, staff_by_email
from advisor.services import passwords
from advisor.services.context import Context
from advisor.services.post import Draft, to_staff

RESET_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as a form gives it."""

    name: str
    email: str
    roles: frozenset[Role]
    team_id: int | None = None
    phone: str = ""
    language: str = "en"
    time_zone: str = "Europe/Warsaw"
    discount_limit: int = 0
    month_target: int = 0


def add_person(ctx: Context, person: Person) -> Staff:
    """Write a new member of staff without a password; Invalid for a taken or wrong address, or no role."""
    _check(person)
    if staff_by_email(ctx.session, person.email) is not None:
        raise Invalid("email", "taken")
    staff = Staff(email=person.email.strip(), name=person.name.strip(), created_at=ctx.now)
    ctx.session.add(staff)
    _fill(staff, person)
    ctx.session.flush()
    ctx.record("staff.added", "staff", staff.id, roles=sorted(person.roles))
    return staff


def change_person(ctx: Context, staff_id: int, person: Person) -> Staff:
    """Change name, roles, team, ...; a change of role acts at the next request (A11)."""
    _check(person)
    staff = ctx.session.get(Staff, staff_id)
    if staff is None:
        raise NotFound
    other = staff_by_email(ctx.session, person.email)
    if other is not None and other.id != staff.id:
        raise Invalid("email", "taken")
    if Role.ADMIN in staff.roles and Role.ADMIN not in person.roles:
        _not_the_last_admin(ctx, staff)
    staff.email, staff.name = person.email.strip(), person.name.strip()
    _fill(staff, person)
    ctx.record("staff.changed", "staff", staff.id, roles=sorted(person.roles))
    return staff


def disable(ctx: Context, staff_id: int) -> Staff:
    """Nobody signs in as this person any more; running sessions end with the next request."""
    staff = ctx.session.get(Staff, staff_id)
    if staff is None:
        raise NotFound
    _not_the_last_admin(ctx, staff)
    staff.disabled_at = staff.disabled_at or ctx.now
    _end_sessions(ctx, staff.id)
    ctx.record("staff.disabled", "staff", staff.id)
    return staff


def enable(ctx: Context, staff_id: int) -> Staff:
    """Let a disabled person in again."""
    staff = ctx.session.get(Staff, staff_id)
    if staff is None:
        raise NotFound
    staff.disabled_at = None
    ctx.record("staff.enabled", "staff", staff.id)
    return staff


def add_team(ctx: Context, name: str) -> Team:
    """Write a new team; Invalid when its name is taken."""
    if ctx.session.scalar(select(Team).where(Team.name == name.strip())):
        raise Invalid("name", "taken")
    team = Team(name=name.strip())
    ctx.session.add(team)
    ctx.session.flush()
    ctx.record("team.added", "team", team.id)
    return team


def set_password(ctx: Context, staff: Staff, password: str, *, tell: bool = True) -> None:
    """Set a password that is good enough; every session of the person ends, and a letter says so."""
    passwords.check_quality(password, staff.name, staff.email)
    staff.password_hash, staff.password_changed_at = passwords.hash_password(password), ctx.now
    _end_sessions(ctx, staff.id)
    if tell:
        when = ctx.now.strftime("%Y-%m-%d %H:%M UTC")
        to_staff(
            ctx, staff, Draft("password_changed", f"password_changed.{staff.id}.{secrets.token_hex(6)}", {"when": when})
        )
    ctx.record("staff.password_set", "staff", staff.id)


def ask_reset(ctx: Context, email: str, base_url: str) -> None:
    """Send a link that sets a new password, once, within 30 minutes. Silent when nobody has this address."""
    staff = staff_by_email(ctx.session, email)
    if staff is None or staff.disabled_at is not None:
        return
    for old in ctx.session.scalars(
        select(Link).where(
            Link.staff_id == staff.id, Link.purpose == LinkPurpose.PASSWORD_RESET, Link.used_at.is_(None)
        )
    ):
        old.revoked_at = old.revoked_at or ctx.now
    token = secrets.token_urlsafe(24)
    ctx.session.add(Link(
        purpose=LinkPurpose.PASSWORD_RESET, token_hash=_hash(token), staff_id=staff.id, created_at=ctx.now,
        expires_at=ctx.now + RESET_LIFE,
    ))  # fmt: skip
    to_staff(
        ctx, staff, Draft("password_reset", f"password_reset.{_hash(token)}", {"url": f"{base_url}/reset/{token}"})
    )
    ctx.record("staff.reset_asked", "staff", staff.id)


def reset_link(session: Session, token: str, at: datetime) -> tuple[Link, Staff]:
    """The link and whose password it sets; NotFound when it is wrong, used, revoked or over."""
    link = link_by_hash(session, _hash(token), LinkPurpose.PASSWORD_RESET)
    if link is None or link.used_at or link.revoked_at or link.expires_at < at or link.staff_id is None:
        raise NotFound
    staff = session.get_one(Staff, link.staff_id)
    if staff.disabled_at is not None:
        raise NotFound
    return link, staff


def reset_password(ctx: Context, token: str, password: str) -> Staff:
    """Set a new password with a reset link; NotFound as `reset_link`."""
    link, staff = reset_link(ctx.session, token, ctx.now)
    set_password(ctx, staff, password)
    link.used_at = ctx.now
    return staff


def _check(person: Person) -> None:
    if not person.name.strip():
        raise Invalid("name", "missing")
    email = person.email.strip()
    if email.count("@") != 1 or any(c.isspace() for c in email) or len(email) > 254:
        raise Invalid("email", "not_an_address")
    if not person.roles:
        raise Invalid("roles", "missing")


def _fill(staff: Staff, person: Person) -> None:
    staff.roles, staff.team_id, staff.phone = person.roles, person.team_id, person.phone
    staff.language, staff.time_zone, staff.discount_limit = person.language, person.time_zone, person.discount_limit
    staff.month_target = person.month_target


def _not_the_last_admin(ctx: Context, staff: Staff) -> None:
    others = ctx.session.scalars(select(Staff).where(Staff.disabled_at.is_(None), Staff.id != staff.id))
    if Role.ADMIN in staff.roles and not any(Role.ADMIN in other.roles for other in others):
        raise Invalid("roles", "last_admin")


def _end_sessions(ctx: Context, staff_id: int) -> None:
    ctx.session.execute(delete(WebSession).where(WebSession.staff_id == staff_id))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
