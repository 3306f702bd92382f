"""The follow-up a room plans ends when what it asked for is done, not only when the case moves on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.reminder import OPEN, Reminder
from advisor.services.context import Context
from advisor.stages.contract.actions import Agreed, negotiate, sign_on_paper
from advisor.stages.decision.actions import Ruling, record_decision, tell_client
from advisor.stages.meeting.actions import Booking, Place, book
from advisor.stages.offer.answers.actions import note_answer
from advisor.stages.referrals.actions import Opinion, note_opinion, note_recommendation
from advisor.stages.submission.actions import Filing, file_submission
from advisor.stages.tracking.actions import Call, log_call
from advisor.transaction import transaction
from tests import filings, make
from tests.filings import TODAY
from tests.make import NOW

Actors = Callable[[str], Actor]
LATER = NOW + timedelta(days=7)


def _meeting_booked(ctx: Context, case_id: int) -> None:
    book(ctx, case_id, Booking((LATER + timedelta(days=2)).replace(tzinfo=None), Place.OFFICE))


def _answered(ctx: Context, case_id: int) -> None:
    note_answer(ctx, case_id, "accepted", "phone")


def _signed(ctx: Context, case_id: int) -> None:
    negotiate(ctx, case_id, Agreed("Everything", fee_fixed=100_000))
    sign_on_paper(ctx, case_id, TODAY, "A-1")


def _filed(ctx: Context, case_id: int) -> None:
    file_submission(ctx, case_id, Filing(filings.institution(ctx).id, TODAY, "online", "REF-1"))


def _told(ctx: Context, case_id: int) -> None:
    sent = filings.filed(ctx, case_id, filings.institution(ctx))
    row = record_decision(ctx, case_id, Ruling(sent.id, "refused", TODAY, ("income",)))
    tell_client(ctx, case_id, row.id, ContactChannel.CALL, LATER.date())


def _asked(ctx: Context, case_id: int) -> None:
    note_opinion(ctx, case_id, Opinion("asked"))
    note_recommendation(ctx, case_id, "asked")


def waiting(case_id: int, stage: StageKey) -> list[Reminder]:
    query = select(Reminder).where(
        Reminder.case_id == case_id, Reminder.plan == f"stage.{stage}", Reminder.state.in_(OPEN)
    )
    return list(db.session.scalars(query))


@pytest.mark.parametrize(
    ("stage", "done"),
    [
        (StageKey.CONTACT, _meeting_booked),
        (StageKey.MEETING, _meeting_booked),
        (StageKey.OFFER, _answered),
        (StageKey.CONTRACT, _signed),
        (StageKey.SUBMISSION, _filed),
        (StageKey.DECISION, _told),
        (StageKey.REFERRALS, _asked),
    ],
)
def test_what_is_done_rings_no_more(
    house: Flask, cast: make.Cast, actor: Actors, stage: StageKey, done: Callable[[Context, int], None]
) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, stage=stage).id
    assert len(waiting(case_id, stage)) == 1
    with transaction(actor("advisor"), LATER) as ctx:
        done(ctx, case_id)
    assert waiting(case_id, stage) == []
    ahead = db.session.get_one(Case, case_id).next_action_at
    assert ahead is None or ahead > LATER  # nothing overdue is left behind


def test_a_second_decision_still_has_to_be_told(house: Flask, cast: make.Cast, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, stage=StageKey.DECISION).id
        banks = [filings.filed(ctx, case_id, filings.institution(ctx, name)) for name in ("Bank A", "Bank B")]
        rows = [record_decision(ctx, case_id, Ruling(sent.id, "refused", TODAY, ("income",))).id for sent in banks]
        tell_client(ctx, case_id, rows[0], ContactChannel.CALL, TODAY)
    assert len(waiting(case_id, StageKey.DECISION)) == 1
    with transaction(actor("advisor"), NOW) as ctx:
        tell_client(ctx, case_id, rows[1], ContactChannel.CALL, TODAY)
    assert waiting(case_id, StageKey.DECISION) == []


def test_the_institution_is_called_again_five_working_days_later(house: Flask, cast: make.Cast, actor: Actors) -> None:
    """What waits for somebody else is asked for anew: the follow-up is done and counts from the call."""
    with transaction(actor("advisor"), NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, stage=StageKey.TRACKING).id
        filings.mandate(ctx, case_id)
        sent = filings.filed(ctx, case_id, filings.institution(ctx)).id
    (first,) = waiting(case_id, StageKey.TRACKING)
    with transaction(actor("advisor"), LATER) as ctx:
        log_call(ctx, case_id, Call(sent, "call", "Still waiting", outgoing=True))
    (second,) = waiting(case_id, StageKey.TRACKING)
    assert (second.id, second.due_at.date()) != (first.id, first.due_at.date())
    assert second.due_at > LATER
    assert second.due_at - first.due_at == timedelta(days=7)
