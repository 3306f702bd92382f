"""A new edition of a plan moves what waits already: called off with why, planned anew, nothing sent twice (issue 6)."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, true

from advisor.domain.outreach.plans import CLOSING, Rule, Step, To, Via
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.jobs import plans, reminders
from advisor.records.case import Case
from advisor.records.outbox import Audience, Letter
from advisor.records.plan import FollowPlan
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.trail import TrailEntry
from advisor.services import followups, plan_book
from advisor.services.replanning import dry_run
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.actions import request_items
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

TODAY = date(2026, 3, 2)
RARER = Rule((Step(5, via=(Via.EMAIL,)), Step(12, at="11:00", via=(Via.EMAIL,))), 2, To.MANAGER, 4)


@pytest.fixture
def asked(house: Flask, cast: make.Cast) -> list[int]:
    """Two cases whose documents were asked for on Monday 2 March 2026: three reminders and a closing one each."""
    with transaction(COMMAND, NOW) as ctx:
        found = []
        for number in range(2):
            client = make.party(ctx, email=f"c{number}@example.test", preferred_channel="email", language="en")
            case = make.case(ctx, cast.advisor, client)
            build_list(ctx, case.id)
            request_items(ctx, case)
            found.append(case.id)
        return found


def rows(case_id: int, state: ReminderState = ReminderState.PLANNED) -> list[tuple[int, str, str]]:
    """Number, day and reader of the reminders of the documents."""
    query = select(Reminder).where(Reminder.case_id == case_id, Reminder.plan == "documents", Reminder.state == state)
    return [
        (r.nth, f"{r.due_at:%d.%m. %H:%M}", str(r.audience))
        for r in db.session.scalars(query.order_by(Reminder.due_at))
    ]


def save(from_on: date = TODAY, rule: Rule = RARER) -> None:
    with transaction(COMMAND, NOW) as ctx:
        plan_book.save_edition(ctx, "documents", rule, from_on)


ANEW = [(0, "09.03. 08:00", "client"), (1, "18.03. 10:00", "client"), (CLOSING, "24.03. 08:00", "staff")]


def test_what_waits_follows_the_new_edition(asked: list[int]) -> None:
    before = rows(asked[0])
    save()
    assert plans.apply_editions(NOW) == 1
    assert [rows(case_id) for case_id in asked] == [ANEW, ANEW]
    assert rows(asked[0], ReminderState.CANCELLED) == before
    query = select(Reminder.cancelled_why).where(Reminder.state == ReminderState.CANCELLED).distinct()
    assert list(db.session.scalars(query)) == ["plan_changed"]
    assert db.session.scalar(select(func.count()).where(TrailEntry.verb == "plan.applied")) == 2


def test_applied_again_it_changes_nothing(asked: list[int]) -> None:
    """A worker killed in the middle begins again."""
    save()
    plans.apply_editions(NOW)
    entries = db.session.scalar(select(func.max(TrailEntry.seq)))
    with transaction(COMMAND, NOW) as ctx:
        ctx.session.scalars(select(FollowPlan)).one().applied_at = None
    assert plans.apply_editions(NOW) == 1
    assert plans.apply_editions(NOW) == 0
    assert db.session.scalar(select(func.max(TrailEntry.seq))) == entries
    assert rows(asked[1]) == ANEW


def test_an_edition_of_a_later_day_waits_for_it(asked: list[int]) -> None:
    before = rows(asked[0])
    save(TODAY + timedelta(days=1))
    assert plans.apply_editions(NOW) == 0
    assert rows(asked[0]) == before
    assert plans.apply_editions(NOW + timedelta(days=1)) == 1
    assert rows(asked[0]) == ANEW


def test_whom_the_event_was_told_to_is_not_told_the_same_again(asked: list[int]) -> None:
    """The first reminder left on Thursday; of two by the new edition the client gets one more, not two."""
    first = NOW + timedelta(days=3, hours=1)
    assert reminders.ring("https://x.test", first) == 2 + len(asked)  # and the stage's own follow-up
    save()
    plans.apply_editions(first)
    assert rows(asked[0]) == ANEW[1:]
    reminders.ring("https://x.test", NOW + timedelta(days=30))
    told = select(func.count()).where(Letter.audience == Audience.CLIENT, Letter.case_id == asked[0])
    assert db.session.scalar(told) == 2


def test_what_somebody_put_off_stays_and_who_gets_nothing_gets_nothing(asked: list[int]) -> None:
    with transaction(COMMAND, NOW) as ctx:
        closing = ctx.session.scalars(
            select(Reminder).where(Reminder.case_id == asked[0], Reminder.nth == CLOSING)
        ).one()
        case = ctx.session.get_one(Case, asked[0])
        followups.put_off_until(ctx, case, closing.id, NOW.replace(tzinfo=None) + timedelta(days=40), "UTC")
        quiet = plan_book.NewDeviation("", True, "", 0, None, "asked for it")
        plan_book.deviate(ctx, ctx.session.get_one(Case, asked[1]), quiet)
    save()
    plans.apply_editions(NOW)
    assert rows(asked[0])[-1][1].startswith("11.04.")
    assert [row for row in rows(asked[1]) if row[2] == "client"] == []


def test_the_dry_run_says_what_is_then_planned(asked: list[int]) -> None:
    dry = dry_run(db.session(), "documents", RARER, NOW, true())
    assert (dry.would, dry.to_clients, dry.changed) == (2, 2, 2)
    save()
    plans.apply_editions(NOW)
    soon = select(Reminder.due_at).where(
        Reminder.plan == "documents", Reminder.state == ReminderState.PLANNED,
        Reminder.due_at <= NOW + timedelta(days=7),
    )  # fmt: skip
    assert sorted(db.session.scalars(soon)) == [line.due_at for line in dry.lines]
