"""What the analysis room keeps: the needs profile, its topics, and the possible routes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.finance.money import Money, from_minor
from advisor.domain.process import Profile
from advisor.records.base import PERSONAL, Amount, Row, choice, new_uid
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.institution import Institution, InstitutionKind
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows
from advisor.stages.analysis.gate import Facts, topics
from advisor.stages.analysis.points.records import NEEDS_LINES, POINTS_COUNT, standing_of
from advisor.stages.contact.affordability.records import AFFORDABILITY
from advisor.stages.contact.prequalification.records import DEBT_LINES
from advisor.stages.contact.review.records import REVIEWS


class NeedsProfile(Row):
    """The findings of the talk. Monthly figures in minor units of one currency; words are sealed."""

    __tablename__ = "needs_profile"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    talk_at: Mapped[datetime | None] = mapped_column(default=None)
    talk_channel: Mapped[ContactChannel | None] = mapped_column(choice(ContactChannel), default=None)
    minutes: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    income: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)
    living_costs: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)
    obligations: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)
    instalment: Mapped[int | None] = mapped_column(Amount, default=None, info=PERSONAL)  # wanted or offered, a month
    currency: Mapped[str] = mapped_column(String(3), default="PLN")
    conduct: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, info=PERSONAL)
    company: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}", info=PERSONAL)
    controls: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}", info=PERSONAL)
    no_route: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)  # moves with every save, so the version does
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


class Topic(Row):
    """One of the topics: words, or words why it does not matter here."""

    __tablename__ = "needs_topic"
    __table_args__ = (UniqueConstraint("case_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    key: Mapped[str] = mapped_column(String(20))
    words: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    not_relevant: Mapped[bool] = mapped_column(default=False)


class PossibleRoute(Row):
    """A way that may work: a kind of institution, perhaps a named one, and what with."""

    __tablename__ = "possible_route"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[InstitutionKind] = mapped_column(choice(InstitutionKind))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), default=None)
    what: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    added_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)


PROFILE = Rows(NeedsProfile, NeedsProfile.case_id == CASE, (NeedsProfile.id,))
TOPICS = Rows(Topic, Topic.case_id == CASE, (Topic.id,))
ROUTES = Rows(
    PossibleRoute, and_(PossibleRoute.case_id == CASE, PossibleRoute.dropped_at.is_(None)), (PossibleRoute.id,)
)


def profile_of(session: Session, case_id: int) -> NeedsProfile | None:
    """The needs profile of a case, if the analysis has begun."""
    return PROFILE.one(session, case_id)


def known_before(session: Session, case: Case, may_see: ColumnElement[bool]) -> tuple[NeedsProfile, str] | None:
    """The client's newest figures in the case's currency from another case one may see, with its number (C-19)."""
    query = select(NeedsProfile, Case.number).join(Case, Case.id == NeedsProfile.case_id)
    query = query.where(Case.client_id == case.client_id, Case.id != case.id, may_see)
    query = query.where(NeedsProfile.currency == case.currency, NeedsProfile.income.is_not(None))
    found = session.execute(query.order_by(NeedsProfile.id.desc()).limit(1)).first()
    return (found[0], found[1]) if found else None


def month_leaves(needs: NeedsProfile | None) -> Money | None:
    """What a month leaves for a new instalment: income less debts and living costs, not below zero; None if unknown."""
    if needs is None or needs.income is None or needs.obligations is None:
        return None
    left = needs.income - needs.obligations - (needs.living_costs or 0)
    return from_minor(max(left, 0), needs.currency)


def topics_of(session: Session, case_id: int) -> dict[str, Topic]:
    """The topics of a case by key."""
    return {row.key: row for row in TOPICS.of(session, case_id)}


def routes_of(session: Session, case_id: int) -> list[tuple[PossibleRoute, str]]:
    """The routes that still stand, each with its institution's name or an empty text."""
    query = select(PossibleRoute, Institution.name).outerjoin(
        Institution, Institution.id == PossibleRoute.institution_id
    )
    query = query.where(PossibleRoute.case_id == case_id, PossibleRoute.dropped_at.is_(None))
    return [(row[0], row[1] or "") for row in session.execute(query.order_by(PossibleRoute.id))]


ROWS: tuple[Rows[Any], ...] = (
    PROFILE, TOPICS, ROUTES, NEEDS_LINES, POINTS_COUNT, REVIEWS, DEBT_LINES, AFFORDABILITY,
)  # fmt: skip


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at: four statements. In debt relief the debts of the interview are the amount."""
    needs = profile_of(session, case.id)
    said = {key for key, topic in topics_of(session, case.id).items() if topic.words}
    owed = case.profile is Profile.DEBT_RELIEF and any(line.amount > 0 for line in DEBT_LINES.of(session, case.id))
    return Facts(
        talk_held=needs is not None and needs.talk_at is not None and needs.minutes is not None,
        purpose=bool(case.purpose.strip()),
        amount=case.amount is not None or owed,
        ability=needs is not None and needs.income is not None and needs.obligations is not None,
        route=bool(ROUTES.of(session, case.id)) or (needs is not None and needs.no_route is not None),
        open_topics=tuple(key for key in topics(case.profile, case.client_type) if key not in said),
        doubts=tuple(key for key, answer in (needs.conduct if needs else {}).items() if answer is True),
        points=standing_of(session, case, needs.controls if needs else {}),
    )
