"""Fill an empty ledger with the demo firm: some fifty cases, told in the order in which all happened."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from advisor.cli.demo_data import talks
from advisor.cli.demo_data.discounts import haggle
from advisor.cli.demo_data.life import Life
from advisor.cli.demo_data.lives import Step, steps_of
from advisor.cli.demo_data.paper_terms import ask_otherwise
from advisor.cli.demo_data.payments import collect
from advisor.cli.demo_data.people import found_firm, meet_institutions
from advisor.cli.demo_data.plots import PLOTS
from advisor.cli.demo_data.returning import come_back
from advisor.cli.demo_data.rulings import draft_rules
from advisor.cli.demo_data.wishes import wish_and_differ
from advisor.domain.roles import COMMAND, Actor
from advisor.extensions import db
from advisor.records.staff import Staff
from advisor.transaction import transaction

Say = Callable[[str], None]


def is_empty() -> bool:
    """True while nobody works here: the only ledger the demo writes to."""
    empty = db.session.scalar(select(Staff.id).limit(1)) is None
    db.session.rollback()
    return empty


def seed(now: datetime, say: Say) -> int:
    """Found the firm and tell the story of every case up to `now`; returns the number of cases.

    Everything goes through the use cases of the house, one transaction per step, so that trail, gates and follow-ups
    are those of real work.
    """
    founded = now - timedelta(days=150)
    with transaction(COMMAND, founded) as ctx:
        found_firm(ctx)
    with transaction(COMMAND, founded + timedelta(hours=1)) as ctx:
        institutions = meet_institutions(ctx)
    actors = _actors()
    steps = sorted(step for place, plot in enumerate(PLOTS) for step in steps_of(Life(plot, place, now, institutions)))
    for count, step in enumerate(steps, 1):
        _take(step, actors)
        if count % 60 == 0 or count == len(steps):
            say(f"   {count * 100 // len(steps):3d} % of the demo firm's past is told")
    talks.tell(now, actors)
    haggle(now, actors)
    collect(now, actors)
    draft_rules(now, actors["edyta"])
    wish_and_differ(now, actors)
    ask_otherwise(now, actors, institutions["wisla"])
    come_back(now, actors)
    return len(PLOTS) + 1


def _actors() -> dict[str, Actor]:
    found = {row.email.partition("@")[0]: row.actor() for row in db.session.scalars(select(Staff))}
    db.session.rollback()
    return found


def _take(step: Step, actors: dict[str, Actor]) -> None:
    with transaction(actors[step.actor], step.at) as ctx:
        step.do(ctx)
    db.session.expunge_all()  # each step stands for a request of its own
