"""Discounts above the advisor's limit in the demo firm: one that a manager refused, one that still waits for her."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from advisor.domain.process import Profile, StageKey, Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.engagement import Engagement
from advisor.stages.contract.actions import Agreed, negotiate
from advisor.stages.contract.discount.actions import refuse_discount
from advisor.transaction import transaction

ASKED = (("1.0", "Inna firma bierze 1%"), ("1.2", "Klient z polecenia, druga sprawa w tym roku"))
REFUSED = "Przy 1% nie pokryjemy pracy. Najmniej 1,35%."


def haggle(now: datetime, actors: dict[str, Actor]) -> None:
    """Ask for a lower fee in the newest contracts that nobody has signed; the first request is refused."""
    people = {actor.id: actor for actor in actors.values()}
    query = (
        select(Case.id, Case.owner_id, Engagement)
        .join(Engagement, Engagement.case_id == Case.id)
        .where(Case.stage == StageKey.CONTRACT, Case.status == Status.ACTIVE, Case.profile == Profile.FINANCING)
        .where(Engagement.signed_on.is_(None)).order_by(Case.id.desc()).limit(len(ASKED))
    )  # fmt: skip
    found = [(case_id, people[owner], _agreed(row)) for case_id, owner, row in db.session.execute(query)]
    db.session.rollback()
    for (case_id, owner, agreed), (percent, why) in zip(found, ASKED, strict=False):
        with transaction(owner, now - timedelta(hours=20)) as ctx:
            negotiate(ctx, case_id, replace(agreed, fee_percent=Decimal(percent), note=why))
    if found:
        with transaction(actors["marta"], now - timedelta(hours=2)) as ctx:
            refuse_discount(ctx, found[0][0], REFUSED)


def _agreed(row: Engagement) -> Agreed:
    """What was agreed before."""
    return Agreed(row.scope, row.fee_fixed, row.fee_percent, row.fee_basis)
