"""The facts of a discount: both fees, the limit that counts for the case, and the manager's answer."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.records.case import Case
from advisor.records.engagement import Engagement
from advisor.records.staff import Firm, Staff
from advisor.stages.contract.discount.gate import Discount, Fee


def discount_of(session: Session, case: Case, row: Engagement | None) -> Discount:
    """The discount of a case: one statement. An owner without a limit of his own has the firm's."""
    own = select(Staff.discount_limit).where(Staff.id == case.owner_id).scalar_subquery()
    house = select(Firm.discount_limit).where(Firm.id == 1).scalar_subquery()
    limit = session.scalar(select(func.coalesce(func.nullif(own, 0), house, 0))) or 0
    if row is None:
        return Discount(limit_percent=limit)
    return Discount(
        listed=Fee(row.listed_fixed, row.listed_percent), agreed=Fee(row.fee_fixed, row.fee_percent),
        limit_percent=limit, approved=row.discount_approved_at is not None,
        refused=row.discount_refused_at is not None,
    )  # fmt: skip
