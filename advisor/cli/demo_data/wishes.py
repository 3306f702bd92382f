"""How the demo's people want to be told, what differs for one client, and a reminder that comes every month."""

from datetime import datetime, timedelta

from sqlalchemy import select

from advisor.domain.process import Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.services import followups, wishes
from advisor.services.access import writable
from advisor.services.plan_book import NewDeviation, deviate
from advisor.transaction import transaction


def wish_and_differ(now: datetime, actors: dict[str, Actor]) -> None:
    """Piotr takes one letter a day; a client of Karolina's lies in hospital; Karolina looks at a file every month."""
    with transaction(actors["piotr"], now) as ctx:
        wishes.wish(ctx, at_once=False, digest_at="07:30")
    karolina = actors["karolina"]
    query = select(Case.id).where(Case.owner_id == karolina.id, Case.status == Status.ACTIVE).order_by(Case.id)
    first, *_more, last = db.session.scalars(query)
    with transaction(karolina, now) as ctx:
        reason = "Leży w szpitalu do końca miesiąca; tylko e-mail, bez pośpiechu."
        deviate(ctx, writable(ctx, first), NewDeviation("documents", False, "email", 5, 1, reason))
        morning = (now + timedelta(days=3)).replace(hour=10, minute=0, second=0, microsecond=0, tzinfo=None)
        text = "Sprawdzić oprocentowanie zmienne"
        followups.remind_at(ctx, writable(ctx, last), morning, "Europe/Warsaw", text, every="month")
    db.session.expunge_all()
