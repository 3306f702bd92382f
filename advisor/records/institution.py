"""Institutions (banks, lessors, grant bodies, courts, MFC offices) with their contact persons and products."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.words import N_
from advisor.records.base import BOOKKEEPING, PERSONAL, Amount, Row, choice


class InstitutionKind(StrEnum):
    """What sort of institution decides."""

    BANK = "bank"
    LESSOR = "lessor"
    GRANT_BODY = "grant_body"
    COURT = "court"
    MFC = "mfc"
    OTHER = "other"


INSTITUTION_KIND_TITLES: dict[InstitutionKind, str] = {
    InstitutionKind.BANK: N_("Bank"),
    InstitutionKind.LESSOR: N_("Lessor"),
    InstitutionKind.GRANT_BODY: N_("Grant body"),
    InstitutionKind.COURT: N_("Court"),
    InstitutionKind.MFC: N_("MFC office"),
    InstitutionKind.OTHER: N_("Other institution"),
}


class Institution(Row):
    """Who decides on submissions."""

    __tablename__ = "institution"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[InstitutionKind] = mapped_column(choice(InstitutionKind))
    country: Mapped[str] = mapped_column(String(2), default="PL")
    phone: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    notes: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="", info=BOOKKEEPING)
    ended_on: Mapped[date | None] = mapped_column(default=None)


class InstitutionPerson(Row):
    """A clerk there, with direct line."""

    __tablename__ = "institution_person"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    position: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(32), default="", index=True, info=PERSONAL)
    email: Mapped[str] = mapped_column(String(254), default="", info=PERSONAL)
    search_text: Mapped[str] = mapped_column(default="", info=BOOKKEEPING)


class InstitutionProduct(Row):
    """What an institution sells: limits, rate and terms; the criteria are dated rule data."""

    __tablename__ = "institution_product"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    product: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3), default="PLN")
    amount_min: Mapped[int | None] = mapped_column(Amount, default=None)
    amount_max: Mapped[int | None] = mapped_column(Amount, default=None)
    months_min: Mapped[int | None] = mapped_column(default=None)
    months_max: Mapped[int | None] = mapped_column(default=None)
    annual_rate: Mapped[Decimal | None] = mapped_column(default=None)  # percent per year, nominal
    reference_rate_id: Mapped[int | None] = mapped_column(ForeignKey("reference_rate.id"), index=True, default=None)
    margin: Mapped[Decimal | None] = mapped_column(default=None)  # percent a year on top of the reference rate
    upfront_fee_percent: Mapped[Decimal | None] = mapped_column(default=None)  # percent of the amount
    instalment_fee: Mapped[int | None] = mapped_column(Amount, default=None)  # with every instalment
    commission_percent: Mapped[Decimal | None] = mapped_column(default=None)  # what we get of the amount
    documents: Mapped[list[Any]] = mapped_column(
        default_factory=list, server_default="[]"
    )  # codes of papers it wants beside the list
    terms: Mapped[str] = mapped_column(default="")
    criteria: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)  # dated editions, see domain.products
    decision_days: Mapped[int | None] = mapped_column(default=None)  # working days the institution usually needs
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)


def institutions(session: Session, *kinds: InstitutionKind) -> list[Institution]:
    """Institutions we work with, by name."""
    query = select(Institution).where(Institution.ended_on.is_(None)).order_by(Institution.name)
    return list(session.scalars(query.where(Institution.kind.in_(kinds)) if kinds else query))
