"""What was seen of payments, one row for each thing seen."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import Amount, Row
from advisor.records.together import CASE, Rows


class Sighting(Row):
    """One thing seen of one payment on one day, as a code (`stage.SIGHTINGS`); no free words, so no judgements."""

    __tablename__ = "payment_sighting"
    __table_args__ = (Index("ix_payment_sighting_case", "case_id", "seen_on"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    duty_id: Mapped[int] = mapped_column(ForeignKey("monitoring_duty.id"), index=True)
    code: Mapped[str] = mapped_column(String(24))
    seen_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(default=None)  # the promised or asked for day
    amount: Mapped[int | None] = mapped_column(Amount, default=None)  # the part, in the payment's currency
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    staff_name: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]


SEEN = Rows(Sighting, Sighting.case_id == CASE, (Sighting.seen_on, Sighting.id))


def sightings_of(session: Session, case_id: int) -> dict[int, list[Sighting]]:
    """What was seen of the payments of a case, oldest first, by duty."""
    found: dict[int, list[Sighting]] = defaultdict(list)
    for row in SEEN.of(session, case_id):
        found[row.duty_id].append(row)
    return found
