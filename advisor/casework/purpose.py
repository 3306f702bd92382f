"""What a contact with a client is for, as far as the file shows it: so the guard judges what is really done.

A person may choose otherwise; who says nothing is not judged by the mildest purpose.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from advisor.domain.catalogue import Source
from advisor.domain.outreach.contact import Purpose
from advisor.domain.process import StageKey
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.fee import FeeEntry, FeeKind
from advisor.stages.monitoring.records import Duty
from advisor.stages.monitoring.stage import PAYMENTS

AHEAD, LAST = timedelta(days=7), timedelta(days=2)
"""A payment is spoken of from a week before its day; its last two days are tracking (ES-16)."""

SELLING = N_("The work is done: offering more, or asking for recommendations, is marketing.")
COLD = N_("A first contact that we began ourselves is marketing.")


@dataclass(frozen=True, slots=True)
class Meant:
    """The purpose to be offered, and why (marked English text)."""

    purpose: Purpose
    why: str = ""

    @property
    def payment(self) -> bool:
        """True where a payment is spoken of: four things are to be asked and noted (ES-11)."""
        return self.purpose not in (Purpose.SERVICE, Purpose.MARKETING)


def meant(session: Session, case: Case, today: date) -> Meant:
    """The purpose of a contact about this case today: a payment near or past its day, selling, else service."""
    due_on = _payment(session, case, today + AHEAD)
    if due_on is not None:
        return _about_payment(due_on, today)
    if case.stage is StageKey.REFERRALS:
        return Meant(Purpose.MARKETING, SELLING)
    if case.stage is StageKey.CONTACT and case.source is Source.MARKETING and case.last_contact_at is None:
        return Meant(Purpose.MARKETING, COLD)
    return Meant(Purpose.SERVICE)


def _about_payment(due_on: date, today: date) -> Meant:
    if due_on < today:
        return Meant(Purpose.OVERDUE_DEBT, N_("A payment of this case is past its day."))
    if due_on <= today + LAST:
        return Meant(Purpose.PAYMENT_TRACKING, N_("A payment of this case is due within two days."))
    return Meant(Purpose.PRE_DUE_REMINDER, N_("A payment of this case is due within a week."))


def _payment(session: Session, case: Case, until: date) -> date | None:
    """The day of the oldest payment the client still owes, to us or to the institution: one statement."""
    fee = select(FeeEntry.due_on).where(
        FeeEntry.case_id == case.id, FeeEntry.kind == FeeKind.FEE, FeeEntry.due_on <= until,
        FeeEntry.paid_on.is_(None), FeeEntry.waived_on.is_(None),
    )  # fmt: skip
    duty = select(Duty.due_on).where(
        Duty.case_id == case.id, Duty.kind.in_(PAYMENTS), Duty.due_on <= until, Duty.done_on.is_(None),
        Duty.dropped_on.is_(None),
    )  # fmt: skip
    return min((day for day in session.scalars(union_all(fee, duty)) if day is not None), default=None)
