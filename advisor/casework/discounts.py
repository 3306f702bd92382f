"""Discounts above an advisor's limit that wait for a manager: the list of the queue and the count on Today."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from advisor.domain.roles import Actor, Role
from advisor.records.case import Case
from advisor.records.engagement import Engagement
from advisor.records.party import Party
from advisor.services.access import visible

LIMIT = 200


def discounts(session: Session, actor: Actor, today: date) -> list[Row[*tuple[Any, ...]]]:
    """Engagement, case and client of each, the oldest first; none for anybody but a manager."""
    if not actor.has(Role.MANAGER):
        return []
    query = select(Engagement, Case, Party).join(Case, Case.id == Engagement.case_id)
    query = query.join(Party, Party.id == Case.client_id).where(*_waiting(actor, today))
    return list(session.execute(query.order_by(Engagement.discount_asked_at, Engagement.id).limit(LIMIT)))


def discount_count(session: Session, actor: Actor, today: date) -> int:
    """How many wait; one statement for a manager, none for others."""
    if not actor.has(Role.MANAGER):
        return 0
    query = select(func.count(Engagement.id)).join(Case, Case.id == Engagement.case_id)
    return session.scalar(query.where(*_waiting(actor, today))) or 0


def _waiting(actor: Actor, today: date) -> tuple[ColumnElement[bool], ...]:
    """Asked for, not approved and not signed, in a case the actor may open."""
    return Engagement.discount_asked_at.is_not(None), Engagement.signed_on.is_(None), visible(actor, today)
