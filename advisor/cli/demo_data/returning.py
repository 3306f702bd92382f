"""A client whom the demo firm has served comes back: the new case knows what the first one found out (C-19)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from advisor.casework.open import NewCase, open_case
from advisor.domain.catalogue import Source
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.transaction import transaction


def come_back(now: datetime, actors: dict[str, Actor]) -> None:
    """Karolina's first client whose service ended well asks for a mortgage."""
    karolina = actors["karolina"]
    query = select(Case).where(Case.owner_id == karolina.id, Case.closing_reason == "served").order_by(Case.id)
    with transaction(karolina, now - timedelta(hours=3)) as ctx:
        first = ctx.session.scalars(query).first()
        if first is not None:
            open_case(ctx, ctx.session.get_one(Party, first.client_id), NewCase(
                product="mortgage", client_type=first.client_type, currency=first.currency, amount=38_000_000,
                purpose="Mieszkanie dla córki", source=Source.RETURNING, owner_id=karolina.id,
            ))  # fmt: skip
    db.session.expunge_all()
