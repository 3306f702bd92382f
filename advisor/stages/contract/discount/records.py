"""The facts of a discount: both fees, the limit that counts for the case, and the manager's answer."""

from sqlalchemy.orm import Session

from advisor.records.case import Case
from advisor.records.engagement import Engagement
from advisor.records.staff import Staff, firm
from advisor.stages.contract.discount.gate import Discount, Fee


def discount_of(session: Session, case: Case, row: Engagement | None) -> Discount:
    """The discount of a case, by owner and firm as the view has read them. An owner without a limit has the firm's."""
    owner = session.get(Staff, case.owner_id) if case.owner_id else None
    limit = (owner.discount_limit if owner else 0) or firm(session).discount_limit or 0
    if row is None:
        return Discount(limit_percent=limit)
    return Discount(
        listed=Fee(row.listed_fixed, row.listed_percent), agreed=Fee(row.fee_fixed, row.fee_percent),
        limit_percent=limit, approved=row.discount_approved_at is not None,
        refused=row.discount_refused_at is not None,
    )  # fmt: skip
