"""A doubt put to a person and the closing of its case (OP-07): a closed case waits for nobody, a reopened one does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.casework.status import Closing, close, reopen
from advisor.domain.errors import NotFound, WrongStatus
from advisor.domain.roles import Actor, Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.stages.contact.review.actions import answer_review, ask, take_back
from advisor.stages.contact.review.gate import Answer
from advisor.stages.contact.review.records import Review, waiting
from advisor.transaction import transaction
from tests import make

Actors = Callable[[str], Actor]
LATER = make.NOW + timedelta(hours=1)
LATEST = make.NOW + timedelta(days=1)


@pytest.fixture
def doubt(house: Flask, cast: make.Cast) -> tuple[int, int]:
    """(case, review): a lead that waits for the rule editor's answer."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        case = make.case(ctx, cast.advisor)
        return case.id, ask(ctx, case, Role.EDITOR, ["MORTGAGE"]).id


def closed(case_id: int, actor: Actor) -> None:
    with transaction(actor, LATER) as ctx:
        close(ctx, Closing(case_id, "no_longer_needed"))


def referred_to(case_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Case, case_id).referred_to


def test_closing_withdraws_the_doubt_and_the_queue_is_empty(
    doubt: tuple[int, int], actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """Nothing waits in a queue that nobody needs; the row stays with the moment it lost its point."""
    editor = browser("editor")
    number = db.session.get_one(Case, doubt[0]).number
    assert number in editor.get("/queue").text
    closed(doubt[0], actor("advisor"))
    assert number not in editor.get("/queue").text
    assert editor.get(f"/queue/{doubt[0]}").status_code == 404
    assert waiting(db.session(), doubt[0]) is None
    assert db.session.get_one(Review, doubt[1]).moot_at == LATER


def test_nobody_answers_for_a_closed_case(doubt: tuple[int, int], actor: Actors) -> None:
    """Also not somebody who may still read the file."""
    closed(doubt[0], actor("advisor"))
    both = replace(actor("manager"), roles=frozenset({Role.MANAGER, Role.EDITOR}))
    with pytest.raises(WrongStatus), transaction(both, LATEST) as ctx:
        answer_review(ctx, doubt[0], doubt[1], Answer.APPROVED, "fits")
    with pytest.raises(NotFound), transaction(actor("editor"), LATEST) as ctx:
        answer_review(ctx, doubt[0], doubt[1], Answer.APPROVED, "fits")


def test_a_reopened_case_waits_for_the_same_answer_again(doubt: tuple[int, int], actor: Actors) -> None:
    closed(doubt[0], actor("advisor"))
    assert referred_to(doubt[0]) == ""
    with transaction(actor("advisor"), LATEST) as ctx:
        reopen(ctx, doubt[0], "The client called back")
    assert referred_to(doubt[0]) == "editor"
    with transaction(actor("editor"), LATEST) as ctx:
        answer_review(ctx, doubt[0], doubt[1], Answer.APPROVED, "fits")
    assert referred_to(doubt[0]) == ""


def test_a_doubt_that_had_lost_its_point_before_does_not_come_back(doubt: tuple[int, int], actor: Actors) -> None:
    """Facts changed, then the case was closed and reopened: nobody is asked about old facts."""
    with transaction(actor("advisor"), make.NOW) as ctx:
        take_back(ctx, ctx.session.get_one(Case, doubt[0]))
    closed(doubt[0], actor("advisor"))
    with transaction(actor("advisor"), LATEST) as ctx:
        reopen(ctx, doubt[0], "The client called back")
    assert referred_to(doubt[0]) == ""
    assert waiting(db.session(), doubt[0]) is None
