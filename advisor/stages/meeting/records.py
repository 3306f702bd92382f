"""What the meeting room keeps: appointments with their time, place and result."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import Profile
from advisor.records.base import PERSONAL, Row, choice, new_uid
from advisor.records.case import Case
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows
from advisor.stages.contact.affordability.records import AFFORDABILITY
from advisor.stages.contact.records import standing
from advisor.stages.contact.review.records import REVIEWS
from advisor.stages.meeting.gate import Facts, Place, Result


class Appointment(Row):
    """One agreed meeting. `at` is a moment, `zone` the client's place whose clock was meant."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_case", "case_id", "id"), Index("ix_appointment_at", "at"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int] = mapped_column(default=60)
    place: Mapped[Place] = mapped_column(choice(Place))
    where: Mapped[str] = mapped_column("where_at", default="", info=PERSONAL)  # address, number or link
    walk_in: Mapped[bool] = mapped_column(default=False)
    provisional: Mapped[bool] = mapped_column(default=False)  # booked while a doubt waits for its answer
    free_said_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    invited_at: Mapped[datetime | None] = mapped_column(default=None)
    result: Mapped[Result | None] = mapped_column(choice(Result), default=None)
    result_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    calendar_uid: Mapped[str] = mapped_column(String(32), default="")  # kept while a meeting moves, so calendars follow
    sequence: Mapped[int] = mapped_column(default=0)
    booked_at: Mapped[datetime]
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    booked_name: Mapped[str] = mapped_column(String(200))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)  # or owner


STANDING = (None, Result.HELD, Result.NO_SHOW)
"""Results of an appointment that still says something; a moved or cancelled one was replaced."""

LONGEST = timedelta(hours=8)


APPOINTMENTS = Rows(Appointment, Appointment.case_id == CASE, (Appointment.id.desc(),))


def appointments_of(session: Session, case_id: int) -> list[Appointment]:
    """All appointments of a case, newest first."""
    return APPOINTMENTS.of(session, case_id)


def newest(session: Session, case_id: int) -> Appointment | None:
    """The newest appointment that was neither moved nor cancelled."""
    return next((row for row in appointments_of(session, case_id) if row.result in STANDING), None)


def busy(session: Session, host_id: int, at: datetime, minutes: int, but_case: int) -> bool:
    """True when a person holds another open meeting that overlaps this time."""
    end = at + timedelta(minutes=minutes)
    query = (
        select(Appointment.at, Appointment.minutes).join(Case, Case.id == Appointment.case_id)
        .where(func.coalesce(Appointment.host_id, Case.owner_id) == host_id, Appointment.result.is_(None),
               Appointment.case_id != but_case, Appointment.at < end, Appointment.at > at - LONGEST)
    )  # fmt: skip
    return any(row.at + timedelta(minutes=row.minutes) > at for row in session.execute(query))


ROWS: tuple[Rows[Any], ...] = (APPOINTMENTS, AFFORDABILITY, REVIEWS)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at: two statements."""
    row, stands = newest(session, case.id), standing(session, case)
    debt_relief = case.profile is Profile.DEBT_RELIEF
    if row is None:
        return Facts(standing=stands, debt_relief=debt_relief)
    said, confirmed = row.free_said_at is not None, row.confirmed_at is not None
    return Facts(True, row.walk_in, said, confirmed, row.result, stands, debt_relief)
