"""Asking again: one letter with every reason, a slip taken back, a call without an address, stale papers."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from advisor.domain import checklists
from advisor.domain.checklists import NeededBy
from advisor.domain.roles import SYSTEM, Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.outbox import Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import open_reminders
from advisor.services.context import Context
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import build_list, plan_filing
from advisor.stages.documents.asking.actions import PLAN, ask_again, reask_stale
from advisor.stages.documents.asking.gate import Days, Held, ask_from_on
from advisor.stages.documents.asking.records import LETTER, requested
from advisor.stages.documents.desk.actions import Dates, accept_item, receive_file, receive_on_paper, reject_item
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]
BASE = "https://advisor.example"
FILING = NOW.date() + timedelta(days=40)


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, make.party(ctx, email="zofia@example.test", language="en")).id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
        plan_filing(ctx, case_id, FILING)
        for code in ("ID", "EMPLOYMENT_CERT"):
            receive_file(ctx, case_id, item(case_id, code).id, Incoming(f"{code}.png", png(f"#{len(code):06x}")))
    return case_id


def item(lead: int, code: str) -> ChecklistItem:
    return next(i for i in items_of(db.session(), lead) if i.document == code)


def judge(actor: Actor, lead: int, do: Callable[[Context], object], minutes: int = 0) -> None:
    """One judgement on the desk, and what follows from it."""
    with transaction(actor, NOW + timedelta(minutes=minutes)) as ctx:
        do(ctx)
        ask_again(ctx, ctx.session.get_one(Case, lead), BASE)


def _too_old(ctx: Context, lead: int, code: str) -> object:
    return reject_item(ctx, lead, item(lead, code).id, "too_old")


def waiting() -> list[Letter]:
    db.session.rollback()
    query = select(Letter).where(Letter.kind == LETTER, Letter.state == LetterState.WAITING)
    return list(db.session.scalars(query))


def test_a_pile_is_one_letter_with_every_reason(lead: int, actor: Actors) -> None:
    """Issue 4 point 5: a rejected item asks again by itself with the reason; ten rejections are not ten letters."""
    advisor = actor("advisor")
    judge(advisor, lead, lambda ctx: reject_item(ctx, lead, item(lead, "ID").id, "unreadable", "The photo is dark."))
    judge(advisor, lead, lambda ctx: reject_item(ctx, lead, item(lead, "EMPLOYMENT_CERT").id, "not_signed"), 1)
    (letter,) = waiting()
    for words in ("It cannot be read. The photo is dark.", "A signature or stamp is missing.", "/c/", "Identity card"):
        assert words in letter.text
    assert letter.next_try_at > NOW
    assert [i.reminded for i in items_of(db.session(), lead) if i.state is ItemState.REJECTED] == [1, 1]


def test_a_slip_is_taken_back_before_the_letter_leaves(lead: int, actor: Actors) -> None:
    advisor, one = actor("advisor"), item(lead, "ID").id
    judge(advisor, lead, lambda ctx: reject_item(ctx, lead, one, "unreadable"))
    judge(
        advisor, lead, lambda ctx: (receive_on_paper(ctx, lead, one, "Shelf 3", Dates()), accept_item(ctx, lead, one))
    )
    assert waiting() == []


def test_what_the_letter_said_is_not_said_twice(lead: int, actor: Actors) -> None:
    advisor = actor("advisor")
    judge(advisor, lead, lambda ctx: reject_item(ctx, lead, item(lead, "ID").id, "unreadable"))
    with transaction(SYSTEM, NOW) as ctx:
        for letter in ctx.session.scalars(select(Letter).where(Letter.kind == LETTER)):
            letter.state = LetterState.SENT
    judge(advisor, lead, lambda ctx: reject_item(ctx, lead, item(lead, "EMPLOYMENT_CERT").id, "not_signed"), 9)
    (letter,) = waiting()
    assert "Identity card" not in letter.text


def test_without_an_address_the_advisor_is_told_to_call_once(lead: int, actor: Actors) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id).email = ""
    for code in ("ID", "EMPLOYMENT_CERT"):
        judge(actor("advisor"), lead, partial(_too_old, lead=lead, code=code))
    assert waiting() == []
    assert [r.plan for r in open_reminders(db.session(), lead)].count(PLAN) == 1


def test_a_paper_that_will_be_stale_is_asked_for_again_when_a_fresh_one_would_last(lead: int, actor: Actors) -> None:
    """Issue 4 point 2: re-asks by itself, names the date, and not so early that the fresh one is stale again."""
    one, today = item(lead, "EMPLOYMENT_CERT").id, NOW.date()
    with transaction(actor("advisor"), NOW) as ctx:
        accept_item(ctx, lead, one, Dates(today))

    def tick(day: date) -> int:
        with transaction(SYSTEM, NOW) as ctx:
            return reask_stale(ctx, day, BASE)[1]

    assert tick(FILING - timedelta(days=31)) == 0
    assert tick(FILING - timedelta(days=30)) == 1
    (letter,) = waiting()
    assert "2 April 2026" not in letter.text  # the American spelling of the reader's locale is used
    assert "April 1, 2026" in letter.text
    assert "April 11, 2026" in letter.text
    assert item(lead, "EMPLOYMENT_CERT").state is ItemState.REQUESTED
    assert tick(FILING - timedelta(days=29)) == 0


def test_open_requests_are_one_row_a_case_and_end_with_the_paper(lead: int, actor: Actors) -> None:
    """Issue 4 point 9: what the reminders to clients start from."""
    advisor, one = actor("advisor"), item(lead, "ID").id
    judge(advisor, lead, lambda ctx: reject_item(ctx, lead, one, "unreadable"))
    db.session.rollback()
    (row,) = requested(db.session(), NOW, [lead])
    assert (row.case_id, row.item_ids, row.reminded) == (lead, (one,), 1)
    with transaction(advisor, NOW) as ctx:
        receive_file(ctx, lead, one, Incoming("id.png", png("blue")))
    db.session.rollback()
    assert requested(db.session(), NOW, [lead]) == []


@given(
    st.sampled_from([d for d in checklists.documents() if d.validity_days or d.working_days]),
    st.dates(date(2023, 12, 1), date(2028, 4, 1)), st.sampled_from(["PL", "RU"]), st.integers(0, 400),
)  # fmt: skip
def test_a_paper_asked_for_on_its_first_day_lasts_and_one_day_earlier_does_not(
    paper: checklists.Document, needed_on: date, country: str, age: int
) -> None:
    """Issue 4 point 2, over month ends and leap years (29 February 2024 and 2028 lie within)."""
    first = checklists.earliest_issue_on(paper, needed_on, country)
    assert first is not None
    good, stale = (checklists.last_good_on(paper, day, country) for day in (first, first - timedelta(days=1)))
    assert good is not None
    assert stale is not None
    assert good >= needed_on
    assert stale < needed_on or paper.working_days  # a working day's paper of Saturday is as old as Friday's
    held = Held(paper, needed_on - timedelta(days=age), None, country)
    assert ask_from_on(held, needed_on) == (None if age == 0 else first)


def test_what_is_signed_after_the_decision_counts_on_its_day() -> None:
    days = Days(date(2026, 4, 1), date(2026, 5, 1))
    assert days.counts_on(NeededBy.FILING) == date(2026, 4, 1)
    assert days.counts_on(NeededBy.DISBURSEMENT) == date(2026, 5, 1)
    assert Days(date(2026, 4, 1)).counts_on(NeededBy.SIGNING) == date(2026, 4, 1)
