"""Payments in the demo firm: an instalment in its last two days, and a debit moved to a new account."""

from datetime import datetime, timedelta

from sqlalchemy import select

from advisor.domain.process import Profile, StageKey, Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.stages.monitoring.actions import NewDuty, add_duty
from advisor.stages.monitoring.debits.actions import NewDebit, authorise
from advisor.stages.monitoring.watch.actions import Seen, note_seen
from advisor.transaction import transaction

BANK = "Bank Przykładowy"
ACCOUNTS = ("PL61109010140000071219812874", "PL27114020040000300201355387")


def collect(now: datetime, actors: dict[str, Actor]) -> None:
    """The newest loans that are being repaid: each has an instalment due tomorrow; of one a part has come."""
    people = {actor.id: actor for actor in actors.values()}
    query = (
        select(Case.id, Case.owner_id, Party.name).join(Party, Party.id == Case.client_id)
        .where(Case.stage == StageKey.MONITORING, Case.status == Status.ACTIVE, Case.profile == Profile.FINANCING)
        .order_by(Case.id.desc()).limit(2)
    )  # fmt: skip
    found = [(case_id, people[owner], name) for case_id, owner, name in db.session.execute(query)]
    db.session.rollback()
    for number, (case_id, owner, name) in enumerate(found):
        with transaction(owner, now - timedelta(days=2)) as ctx:
            due_on, signed_on = ctx.today + timedelta(days=3), ctx.today - timedelta(days=1)
            duty = add_duty(ctx, case_id, NewDuty("instalment", "Rata 1/36", due_on, 184_250)).id
            debit = NewDebit(BANK, ACCOUNTS[0], signed_on, signed_on, "paper", name, "segregator U3")
            authorise(ctx, case_id, debit)
        if number == 0:
            with transaction(owner, now - timedelta(hours=3)) as ctx:
                note_seen(ctx, case_id, duty, Seen("promised", ctx.today - timedelta(days=1), ctx.today))
                note_seen(ctx, case_id, duty, Seen("paid_part", ctx.today, amount=100_000))
                start = ctx.today + timedelta(days=10)
                new = NewDebit(BANK, ACCOUNTS[1], start, ctx.today, "paper", name, "segregator U3")
                authorise(ctx, case_id, new)
