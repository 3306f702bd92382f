"""What the firm changed in the shipped catalogue: papers of its own, and terms for itself or for one institution."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.checklists import NeededBy, document
from advisor.records.base import Row, choice
from advisor.records.institution import Institution
from advisor.records.reading import once_a_view
from advisor.stages.documents.desk.gate import WantedAs
from advisor.stages.documents.rules.gate import Asking, Change, Term, Whom


class HousePaper(Row):
    """A kind of paper the firm added. `names` by language; the English one is always there."""

    __tablename__ = "house_paper"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    names: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    issued_by: Mapped[str] = mapped_column(String(120), default="")
    validity_days: Mapped[int | None] = mapped_column(default=None)
    form: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)


class HouseTerm(Row):
    """How the firm (or one institution) asks for a paper, instead of what is shipped. Ended, never deleted."""

    __tablename__ = "house_term"
    __table_args__ = (Index("ix_house_term_product", "product", "client_type"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), default=None, index=True)
    product: Mapped[str] = mapped_column(String(40), default="")  # empty: every product
    client_type: Mapped[str] = mapped_column(String(40), default="")  # empty: every client type
    document: Mapped[str] = mapped_column(String(40))
    asking: Mapped[Asking] = mapped_column(choice(Asking, 12))
    needed_by: Mapped[NeededBy] = mapped_column(choice(NeededBy))
    ordered_by: Mapped[str] = mapped_column(String(24), default="client")
    whom: Mapped[Whom] = mapped_column(choice(Whom, 16))
    wanted_as: Mapped[WantedAs] = mapped_column(choice(WantedAs, 12), default=WantedAs.SCAN)
    limit_days: Mapped[int | None] = mapped_column(default=None)
    copies: Mapped[int] = mapped_column(default=1)
    months: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


@once_a_view
def papers_of_the_firm(session: Session) -> dict[str, HousePaper]:
    """The firm's own kinds of paper by code."""
    return {row.code: row for row in session.scalars(select(HousePaper).order_by(HousePaper.code))}


def running_terms(session: Session, institution_id: int | None = None) -> list[HouseTerm]:
    """The firm's changed terms, and those of one institution, in force now."""
    mine = HouseTerm.institution_id.is_(None)
    query = select(HouseTerm).where(HouseTerm.ended_at.is_(None))
    query = query.where(mine | (HouseTerm.institution_id == institution_id) if institution_id else mine)
    return list(session.scalars(query.order_by(HouseTerm.id)))


def change_of(row: HouseTerm, own: HousePaper | None, language: str) -> Change:
    """A changed term as the rules see it; a paper of the firm brings its name, validity and form."""
    paper = document(row.document)
    return Change(
        row.asking,
        Term(
            row.document, row.asking is Asking.MUST, row.needed_by, row.ordered_by, row.whom, row.wanted_as,
            row.limit_days if row.limit_days is not None or own is None else own.validity_days, row.copies, row.months,
            own.form if own else paper is not None and paper.kind == "form",
            name_of(own, language) if own else "",
        ),
        row.product, row.client_type, row.institution_id is not None,
    )  # fmt: skip


def name_of(own: HousePaper, language: str) -> str:
    """What the firm's paper is called in a language; the English name where there is none."""
    return str(own.names.get(language) or own.names.get("en") or own.code)


def all_terms(session: Session) -> list[tuple[HouseTerm, str]]:
    """Every changed term in force with the name of its institution (empty: the firm's), by paper."""
    query = (
        select(HouseTerm, Institution.name)
        .outerjoin(Institution, Institution.id == HouseTerm.institution_id)
        .where(HouseTerm.ended_at.is_(None)).order_by(HouseTerm.document, HouseTerm.id)
    )  # fmt: skip
    return [(row[0], row[1] or "") for row in session.execute(query)]
