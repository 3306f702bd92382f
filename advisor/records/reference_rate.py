"""Reference rates (WIBOR, key rate ...) with their dated values: what a margin is added to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import Row


class ReferenceRate(Row):
    """A published rate that products name; `code` is what people and sheets call it."""

    __tablename__ = "reference_rate"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    source: Mapped[str] = mapped_column(String(200), default="")  # who publishes it, where it was read


class ReferenceRateValue(Row):
    """Percent a year from a day on, until the next value begins."""

    __tablename__ = "reference_rate_value"
    __table_args__ = (UniqueConstraint("rate_id", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    rate_id: Mapped[int] = mapped_column(ForeignKey("reference_rate.id"), index=True)
    from_on: Mapped[date]
    percent: Mapped[Decimal]


@dataclass(frozen=True, slots=True)
class RateOfDay:
    """A reference rate as it stands on a day: its code, value and the day that value begins; None where none is."""

    code: str
    percent: Decimal | None
    since_on: date | None


def reference_rates(session: Session) -> list[ReferenceRate]:
    """All reference rates by code."""
    return list(session.scalars(select(ReferenceRate).order_by(ReferenceRate.code)))


def values_of_rates(session: Session) -> dict[int, list[ReferenceRateValue]]:
    """The values of every rate, newest first; one statement."""
    found: dict[int, list[ReferenceRateValue]] = {}
    for row in session.scalars(select(ReferenceRateValue).order_by(ReferenceRateValue.from_on.desc())):
        found.setdefault(row.rate_id, []).append(row)
    return found


def rates_on(session: Session, day: date) -> dict[int, RateOfDay]:
    """Every reference rate as it stands on a day, by id; one statement."""
    value = ReferenceRateValue
    query = select(ReferenceRate, value).outerjoin(value, (value.rate_id == ReferenceRate.id) & (value.from_on <= day))
    found: dict[int, RateOfDay] = {}
    for rate, valid in session.execute(query.order_by(value.from_on)):
        found[rate.id] = RateOfDay(rate.code, valid.percent if valid else None, valid.from_on if valid else None)
    return found
