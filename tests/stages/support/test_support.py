"""The support lane: open from day one, at every stage and after the case; it warns and never blocks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.casework.status import Closing, close
from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.reminder import OPEN, Reminder
from advisor.stages.support.actions import answer_ticket, close_ticket, open_ticket
from advisor.stages.support.gate import Facts, gate
from advisor.stages.support.records import Ticket, facts, tickets_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor).id


def plans(case_id: int) -> set[str]:
    query = select(Reminder.plan).where(Reminder.case_id == case_id, Reminder.state.in_(OPEN))
    return set(db.session.scalars(query))


def test_nothing_ever_blocks() -> None:
    """SPEC A0: support blocks nothing; open tickets at closing warn."""
    verdict = gate(Facts(("Where is my copy?",)), NOW.date())
    assert verdict.open
    assert [f.subject for f in verdict.findings] == ["Where is my copy?"]


def test_a_request_of_the_first_day_is_followed_up_answered_and_closed(file: int, actor: Actors) -> None:
    """Finare step 11: open a support ticket in any step; it notes where the case stood."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = open_ticket(ctx, file, "Which papers?", "She lost the list")
    assert (row.stage, row.opened_by, row.by_client) == (StageKey.CONTACT, "Anna Advisor", False)
    assert f"support.ticket.{row.id}" in plans(file)
    with transaction(actor("advisor"), NOW + timedelta(hours=1)) as ctx:
        answer_ticket(ctx, file, row.id, "Sent again", close=False)
    assert facts(db.session(), db.session.get_one(Case, file)).open_tickets == ("Which papers?",)
    with transaction(actor("advisor"), NOW + timedelta(hours=2)) as ctx:
        close_ticket(ctx, file, row.id)
    assert facts(db.session(), db.session.get_one(Case, file)).open_tickets == ()
    assert f"support.ticket.{row.id}" not in plans(file)


def test_the_lane_survives_the_case(file: int, actor: Actors) -> None:
    """C-17: parallel lanes survive closure."""
    with transaction(actor("advisor"), NOW) as ctx:
        close(ctx, Closing(file, "served"))
    with transaction(actor("advisor"), NOW) as ctx:
        open_ticket(ctx, file, "A year later", "")
    assert len(tickets_of(db.session(), file)) == 1


def test_the_words_of_the_client_are_sealed(file: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        open_ticket(ctx, file, "Question", "a very private matter")
    assert b"private" not in (db.session.scalars(select(Ticket.text)).one() or b"")


def test_closed_once_and_never_anothers(file: int, actor: Actors, cast: make.Cast) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        row = open_ticket(ctx, file, "Question", "")
        close_ticket(ctx, file, row.id)
        other = make.case(ctx, cast.advisor).id
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        close_ticket(ctx, file, row.id)
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        answer_ticket(ctx, other, row.id, "Not this one's")
    with pytest.raises(NotFound), transaction(actor("colleague"), NOW) as ctx:
        open_ticket(ctx, file, "Not mine", "")
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        open_ticket(ctx, file, "   ", "")
