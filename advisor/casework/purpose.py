"""What a contact with a client is for, as far as the file shows it: so the guard judges what is really done.

A person may choose otherwise; who says nothing is not judged by the mildest purpose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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
class Owed:
    """A payment the client still owes, to us or to the institution. Minor units; None where no sum was noted."""

    due_on: date
    amount: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Meant:
    """The purpose to be offered, and why (marked English text); with the payment it is about, if any."""

    purpose: Purpose
    why: str = ""
    owed: Owed | None = None


def meant(session: Session, case: Case, today: date) -> Meant:
    """The purpose of a contact about this case today: a payment near or past its day, selling, else service."""
    return meant_of(session, [case], today)[case.id]


def meant_of(session: Session, cases: Sequence[Case], today: date) -> dict[int, Meant]:
    """The same for many cases: one statement."""
    owed = _owed(session, [case.id for case in cases], today + AHEAD)
    return {case.id: _meant(case, owed.get(case.id), today) for case in cases}


def _meant(case: Case, owed: Owed | None, today: date) -> Meant:
    if owed is not None:
        return _about_payment(owed, today)
    if case.stage is StageKey.REFERRALS:
        return Meant(Purpose.MARKETING, SELLING)
    if case.stage is StageKey.CONTACT and case.source is Source.MARKETING and case.last_contact_at is None:
        return Meant(Purpose.MARKETING, COLD)
    return Meant(Purpose.SERVICE)


def _about_payment(owed: Owed, today: date) -> Meant:
    if owed.due_on < today:
        return Meant(Purpose.OVERDUE_DEBT, N_("A payment of this case is past its day."), owed)
    if owed.due_on <= today + LAST:
        return Meant(Purpose.PAYMENT_TRACKING, N_("A payment of this case is due within two days."), owed)
    return Meant(Purpose.PRE_DUE_REMINDER, N_("A payment of this case is due within a week."), owed)


def _owed(session: Session, case_ids: Sequence[int], until: date) -> dict[int, Owed]:
    """The oldest payment due until a day, by case."""
    fee = select(FeeEntry.case_id, FeeEntry.due_on, FeeEntry.amount, FeeEntry.currency).where(
        FeeEntry.case_id.in_(case_ids), FeeEntry.kind == FeeKind.FEE, FeeEntry.due_on <= until,
        FeeEntry.paid_on.is_(None), FeeEntry.waived_on.is_(None),
    )  # fmt: skip
    duty = select(Duty.case_id, Duty.due_on, Duty.amount, Duty.currency).where(
        Duty.case_id.in_(case_ids), Duty.kind.in_(PAYMENTS), Duty.due_on <= until, Duty.done_on.is_(None),
        Duty.dropped_on.is_(None),
    )  # fmt: skip
    rows: list[Any] = sorted(session.execute(union_all(fee, duty)), key=lambda row: row.due_on, reverse=True)
    return {row.case_id: Owed(row.due_on, row.amount, row.currency) for row in rows}
