"""People of the firm: staff, teams, sign-in sessions and brakes, and the firm's own settings row."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Dialect, ForeignKey, Index, String, TypeDecorator, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.outreach.cadence import Place
from advisor.domain.roles import Actor, ActorKind, Role
from advisor.records.base import BOOKKEEPING, PERSONAL, Row

FIRM_PLACE = "firm_place"
"""Where a session keeps the firm's zone and country once they were read."""


class Roles(TypeDecorator[frozenset[Role]]):
    """A set of roles kept as comma-separated values in the order of the enum."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(role.value for role in Role if role in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role] | None:
        return None if value is None else frozenset(Role(part) for part in value.split(",") if part)


class Team(Row):
    """Advisors and operators led by managers."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Staff(Row):
    """A member of staff who may sign in."""

    __tablename__ = "staff_member"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200), default="", info=BOOKKEEPING)
    roles: Mapped[frozenset[Role]] = mapped_column(Roles(120), default_factory=frozenset)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), default=None)
    phone: Mapped[str] = mapped_column(String(32), default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    theme: Mapped[str] = mapped_column(String(8), default="system")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Warsaw")
    discount_limit: Mapped[int] = mapped_column(default=0)  # percent of the fee the advisor may give away alone
    month_target: Mapped[int] = mapped_column(default=0, server_default="0")  # cases to complete a month; 0: none set
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    password_changed_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def initials(self) -> str:
        """Up to two letters for the avatar."""
        return "".join(part[0] for part in self.name.split()[:2]).upper()

    @property
    def is_active(self) -> bool:
        """False once disabled; what the sign-in library asks."""
        return self.disabled_at is None

    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """The id the sign-in library keeps in the session."""
        return str(self.id)

    def actor(self) -> Actor:
        """The value use cases see."""
        return Actor(ActorKind.STAFF, self.name, self.id, self.roles, self.team_id)


class WebSession(Row):
    """One signed-in browser. The cookie holds a random token, this row its hash; sign-out deletes the row."""

    __tablename__ = "web_session"
    __table_args__ = ({"info": BOOKKEEPING},)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)
    data: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Brake(Row):
    """Counts wrong tries per subject (account, address, link) across processes; holds until `held_until`."""

    __tablename__ = "brake"
    __table_args__ = ({"info": BOOKKEEPING},)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    tries: Mapped[int]
    since_at: Mapped[datetime]
    held_until: Mapped[datetime | None] = mapped_column(default=None)


class Firm(Row):
    """The firm's own settings: exactly one row, id 1."""

    __tablename__ = "firm"
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(200), default="Advisor")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    tax_id: Mapped[str] = mapped_column(String(32), default="")
    country: Mapped[str] = mapped_column(String(2), default="PL")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Warsaw")
    currency: Mapped[str] = mapped_column(String(3), default="PLN")
    languages: Mapped[str] = mapped_column(String(40), default="en,pl,ru")
    logo: Mapped[bytes | None] = mapped_column(default=None, deferred=True)
    logo_type: Mapped[str] = mapped_column(String(40), default="")
    discount_limit: Mapped[int] = mapped_column(default=0, server_default="0")  # percent, where an advisor has no own
    silence_days: Mapped[int] = mapped_column(default=10)  # working days without human contact (FI-14)
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


class Substitution(Row):
    """Who stands in for whom: the substitute has the owner's rights from `from_on` to `to_on`, both included."""

    __tablename__ = "substitution"
    __table_args__ = (Index("ix_substitution_substitute", "substitute_id", "to_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    substitute_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="", info=PERSONAL)


def firm(session: Session) -> Firm:
    """The firm's settings row; defaults when the firm has not saved any yet."""
    return session.get(Firm, 1) or Firm()


def spoken(session: Session, language: str) -> str:
    """The language if the firm works in it, else the firm's first."""
    ours = firm(session).languages.split(",")
    return language if language in ours else ours[0]


def firm_place(session: Session) -> Place:
    """The firm's clock and calendar, read once a session and again after every commit (`transaction.write`)."""
    place = session.info.get(FIRM_PLACE)
    if not isinstance(place, Place):
        ours = firm(session)
        place = session.info[FIRM_PLACE] = Place(ZoneInfo(ours.time_zone), ours.country)
    return place


def firm_day(session: Session, at: datetime) -> date:
    """The calendar day of a moment at the firm's place: the one day gates, rights and deadlines are judged by."""
    return at.astimezone(firm_place(session).zone).date()


def staff_by_email(session: Session, email: str) -> Staff | None:
    """The active or disabled member of staff with this address, whatever its letter case."""
    return session.scalar(select(Staff).where(func.lower(Staff.email) == email.strip().lower()))


def active_staff(session: Session, *roles: Role) -> list[Staff]:
    """Members of staff who may work, by name; with roles given, only who holds one of them."""
    rows = session.scalars(select(Staff).where(Staff.disabled_at.is_(None)).order_by(Staff.name))
    return [row for row in rows if not roles or not row.roles.isdisjoint(roles)]


def names_of(session: Session, ids: set[int]) -> dict[int, str]:
    """Names by staff id, one statement."""
    if not ids:
        return {}
    return {row.id: row.name for row in session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))}
