"""Moves through the real use cases on both engines: gates, overrides, returns, undo, double submits, stale forms."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from advisor.casework.advance import Order, advance, send_back, undo_move
from advisor.casework.status import Closing, close, hold, reopen, resume
from advisor.domain.errors import Forbidden, GateClosed, MoveNotAllowed, NotFound, ReasonMissing, StaleVersion
from advisor.domain.process import Outcome, StageKey, Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case, EventKind, Override, StageEvent, events_of
from advisor.records.reminder import OPEN, Reminder
from advisor.records.trail import TrailEntry
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, source=None).id


def test_a_closed_gate_names_what_is_missing_and_moves_nothing(lead: int, actor: Actors) -> None:
    """Finare step 1: a lead without source cannot move."""
    with pytest.raises(GateClosed) as refused, transaction(actor("advisor"), NOW) as ctx:
        advance(ctx, Order(lead, StageKey.MEETING))
    assert "contact.source_missing" in {f.code for f in refused.value.verdict.blocking}
    assert db.session.get_one(Case, lead).stage is StageKey.CONTACT
    assert len(events_of(db.session(), lead)) == 1


def test_a_manager_overrides_with_a_reason_and_it_lands_in_the_register(lead: int, actor: Actors) -> None:
    """FI-15: every override with reason and who; the trail has it in the same transaction."""
    with transaction(actor("manager"), NOW) as ctx:
        advance(ctx, Order(lead, StageKey.MEETING, override_reason="Known from last year"))
    rows = db.session.scalars(select(Override).where(Override.case_id == lead)).all()
    assert {row.code for row in rows} >= {"contact.source_missing"}
    assert {row.reason for row in rows} == {"Known from last year"}
    assert db.session.get_one(Case, lead).stage is StageKey.MEETING
    verbs = set(db.session.scalars(select(TrailEntry.verb).where(TrailEntry.case_id == lead)))
    assert "case.moved" in verbs


def test_an_advisor_may_not_override(lead: int, actor: Actors) -> None:
    with pytest.raises(Forbidden), transaction(actor("advisor"), NOW) as ctx:
        advance(ctx, Order(lead, StageKey.MEETING, override_reason="please"))
    assert db.session.scalar(select(func.count()).select_from(Override)) == 0


def test_a_colleague_does_not_even_see_the_case(lead: int, actor: Actors) -> None:
    with pytest.raises(NotFound), transaction(actor("colleague"), NOW) as ctx:
        advance(ctx, Order(lead, StageKey.MEETING))


def test_moving_cancels_the_old_follow_up_and_plans_the_new_one(lead: int, actor: Actors) -> None:
    with transaction(actor("manager"), NOW) as ctx:
        advance(ctx, Order(lead, StageKey.MEETING, override_reason="x"))
    open_rows = db.session.scalars(select(Reminder).where(Reminder.case_id == lead, Reminder.state.in_(OPEN))).all()
    assert [row.stage for row in open_rows] == [StageKey.MEETING]
    case = db.session.get_one(Case, lead)
    assert case.next_action_at == open_rows[0].due_at
    assert open_rows[0].due_at.hour == 8  # 09:00 in Warsaw in winter


def test_several_stages_in_one_sitting_write_one_event_each_and_undo_takes_all_back(lead: int, actor: Actors) -> None:
    """FI-18 and C-15: undo is a new event, never an erasure."""
    with transaction(actor("manager"), NOW) as ctx:
        advance(ctx, Order(lead, StageKey.OFFER, override_reason="same day"))
    moved = [e for e in events_of(db.session(), lead) if e.kind is EventKind.MOVED]
    assert [e.target for e in moved] == [StageKey.MEETING, StageKey.ANALYSIS, StageKey.OFFER]
    assert len({e.sitting for e in moved}) == 1
    with transaction(actor("manager"), NOW) as ctx:
        undo_move(ctx, lead)
    assert db.session.get_one(Case, lead).stage is StageKey.CONTACT
    kinds = [e.kind for e in events_of(db.session(), lead)]
    assert kinds.count(EventKind.MOVED) == 3
    assert kinds[-1] is EventKind.UNDONE


def test_steps_cannot_be_skipped_backwards_or_into_the_support_lane(lead: int, actor: Actors) -> None:
    """A12: step skipping is refused."""
    for target in (StageKey.SUPPORT, StageKey.CONTACT):
        with pytest.raises(MoveNotAllowed), transaction(actor("manager"), NOW) as ctx:
            advance(ctx, Order(lead, target, override_reason="x"))


def test_a_return_needs_a_way_and_a_reason(lead: int, actor: Actors) -> None:
    with transaction(actor("manager"), NOW) as ctx:
        advance(ctx, Order(lead, StageKey.TRACKING, override_reason="x"))
    with pytest.raises(ReasonMissing), transaction(actor("manager"), NOW) as ctx:
        send_back(ctx, Order(lead, StageKey.DOCUMENTS), "  ")
    with pytest.raises(MoveNotAllowed), transaction(actor("manager"), NOW) as ctx:
        send_back(ctx, Order(lead, StageKey.CONTACT), "no way")
    with transaction(actor("manager"), NOW) as ctx:
        send_back(ctx, Order(lead, StageKey.DOCUMENTS), "supplements asked")
    assert db.session.get_one(Case, lead).stage is StageKey.DOCUMENTS


def test_closing_needs_a_structured_reason_and_reopening_brings_the_stage_back(lead: int, actor: Actors) -> None:
    """OP-18, OP-19: the same from every door."""
    with pytest.raises(ReasonMissing), transaction(actor("advisor"), NOW) as ctx:
        close(ctx, Closing(lead, ""))
    with transaction(actor("advisor"), NOW) as ctx:
        close(ctx, Closing(lead, "TOTAL_NOT_ABOVE_MIN", "1.1: 80 000 is not more than 100 000"))
    case = db.session.get_one(Case, lead)
    assert (case.status, case.outcome, case.next_action_at) == (Status.CLOSED, Outcome.REFUSED, None)
    with transaction(actor("advisor"), NOW) as ctx:
        reopen(ctx, lead, "more debts came up")
    case = db.session.get_one(Case, lead)
    assert (case.status, case.stage, case.outcome) == (Status.ACTIVE, StageKey.CONTACT, None)


def test_hold_and_resume(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        hold(ctx, lead, NOW.date().replace(day=6), "abroad")
    wake = db.session.get_one(Case, lead).next_action_at
    assert wake == datetime(2026, 3, 6, 8, tzinfo=UTC), "the day itself, 09:00 in Warsaw"
    with transaction(actor("advisor"), NOW) as ctx:
        assert resume(ctx, lead).status is Status.ACTIVE
    kinds = [e.kind for e in events_of(db.session(), lead)]
    assert kinds[-2:] == [EventKind.HELD, EventKind.RESUMED]


def test_a_stale_form_is_refused(lead: int, actor: Actors) -> None:
    """R5: never a silent overwrite."""
    seen = db.session.get_one(Case, lead).version
    with transaction(actor("advisor"), NOW) as ctx:
        close(ctx, Closing(lead, "fee", version=seen))
    with pytest.raises(StaleVersion), transaction(actor("advisor"), NOW) as ctx:
        reopen(ctx, lead, "again", version=seen)


def test_a_form_sent_twice_acts_once(lead: int, browser: Callable[[str], FlaskClient]) -> None:
    """R5: same key and body, same answer; same key, other body: 409."""
    web = browser("manager")
    version = db.session.get_one(Case, lead).version
    db.session.rollback()  # what we look at afterwards must not be the view of before
    form = {"to": "meeting", "override_reason": "known", "form_key": "k" * 32, "version": str(version)}
    first, second = web.post(f"/cases/{lead}/move", data=form), web.post(f"/cases/{lead}/move", data=form)
    assert (first.status_code, second.status_code) == (302, 302)
    db.session.rollback()  # a new view of the ledger
    moved = db.session.scalar(select(func.count()).where(StageEvent.case_id == lead, StageEvent.kind == "moved"))
    assert moved == 1
    other = web.post(f"/cases/{lead}/move", data=form | {"override_reason": "changed"})
    assert other.status_code == 409
