"""Asking again: one letter with every reason, a slip taken back, a call without an address, stale papers."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from advisor.casework.client_page.sending import Brought, send_paper
from advisor.domain import checklists
from advisor.domain.checklists import NeededBy
from advisor.domain.roles import SYSTEM, Actor, ActorKind
from advisor.extensions import db
from advisor.jobs import papers as jobs
from advisor.jobs import reminders
from advisor.records.case import Case
from advisor.records.outbox import Audience, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder, open_reminders
from advisor.services.context import Context
from advisor.services.delivery import claim
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import build_list, plan_filing
from advisor.stages.documents.asking.actions import PLAN, ask_again, reask_stale
from advisor.stages.documents.asking.gate import Days, Held, ask_from_on
from advisor.stages.documents.asking.records import LETTER, requested
from advisor.stages.documents.desk.actions import (
    Dates,
    accept_item,
    receive_file,
    receive_on_paper,
    reject_item,
    request_items,
)
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]
BASE = "https://advisor.example"
FILING = NOW.date() + timedelta(days=40)
MAIL = {"preferred_channel": "email"}


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


def letters_of(lead: int, kinds: tuple[str, ...] = (LETTER, "documents_missing")) -> list[Letter]:
    db.session.rollback()
    query = select(Letter).where(Letter.case_id == lead, Letter.kind.in_(kinds), Letter.state != LetterState.CANCELLED)
    return list(db.session.scalars(query.order_by(Letter.created_at, Letter.id)))


def live(lead: int, start: datetime, days: int) -> None:
    """The worker's clock: every three hours it looks for stale papers, rings what is due and sends what waits."""
    for hour in range(0, days * 24, 3):
        now = start + timedelta(hours=hour)
        jobs.reask(BASE, now)
        reminders.ring(BASE, now)
        with transaction(SYSTEM, now) as ctx:
            for letter in claim(ctx, "worker", 50):
                letter.state, letter.sent_at = LetterState.SENT, now


def test_both_letters_together_never_ask_twice_a_day_nor_more_than_three_times(
    house: Flask, cast: make.Cast, actor: Actors
) -> None:
    """Issue 4 point 9: requested, rejected and stale papers of one case over ten weeks of the worker's clock."""
    advisor = actor("advisor")
    with transaction(make.COMMAND, NOW) as ctx:
        lead = make.case(ctx, cast.advisor, make.party(ctx, email="zofia@example.test", language="en", **MAIL)).id
    with transaction(advisor, NOW) as ctx:
        build_list(ctx, lead)
        plan_filing(ctx, lead, NOW.date() + timedelta(days=75))
        for code in ("ID", "EMPLOYMENT_CERT"):
            receive_file(ctx, lead, item(lead, code).id, Incoming(f"{code}.png", png(f"#{len(code):06x}")))
        accept_item(ctx, lead, item(lead, "EMPLOYMENT_CERT").id, Dates(NOW.date()))  # will be stale: good for 30 days
        request_items(ctx, ctx.session.get_one(Case, lead))
    live(lead, NOW, 4)
    with transaction(advisor, NOW + timedelta(days=4, minutes=30)) as ctx:  # in the middle of a running plan
        _too_old(ctx, lead, "ID")
        ask_again(ctx, ctx.session.get_one(Case, lead), BASE)
    live(lead, NOW + timedelta(days=4, hours=1), 70)
    told: dict[str, list[date]] = {}
    for letter in letters_of(lead):
        assert letter.sent_at is not None
        for row in items_of(db.session(), lead):
            if f"- {row.name('en')}" in letter.text:
                told.setdefault(row.document, []).append(letter.sent_at.date())
    assert {"ID", "EMPLOYMENT_CERT"} <= told.keys()
    assert len(told) > 4
    for code, days in told.items():
        assert len(days) == len(set(days)), (code, days)
        first = 1 if code in ("ID", "EMPLOYMENT_CERT") else 0  # the letter that says why, then at most three reminders
        assert len(days) == first + 3, (code, days)
    assert any(row.state in OPEN for row in calls(lead))


def calls(lead: int) -> list[Reminder]:
    """What the plan of requested papers tells the advisor at its end."""
    query = select(Reminder).where(
        Reminder.case_id == lead, Reminder.plan == "documents", Reminder.audience == Audience.STAFF
    )
    return list(db.session.scalars(query))


def test_what_came_is_reminded_of_no_more_and_leaves_the_letter_that_waits(lead: int, actor: Actors) -> None:
    """Stop at once when received: also in the minutes in which the letter about a rejection still waits."""
    advisor = actor("advisor")
    for code in ("ID", "EMPLOYMENT_CERT"):
        judge(advisor, lead, partial(_too_old, lead=lead, code=code))
    (letter,) = waiting()
    assert item(lead, "ID").name("en") in letter.text
    client = Actor(ActorKind.CLIENT, f"client:{db.session.get_one(Case, lead).client_id}", None)
    for turn, code in enumerate(("ID", "EMPLOYMENT_CERT"), 1):
        with transaction(client, NOW + timedelta(minutes=turn)) as ctx:
            case = ctx.session.get_one(Case, lead)
            brought = Brought(item(lead, code).id, [Incoming("new.png", png(f"#00{turn}000"))])
            send_paper(ctx, case, ctx.session.get_one(Party, case.client_id), brought, BASE)
        assert all(item(lead, code).name("en") not in letter.text for letter in waiting())
    assert waiting() == []
    live(lead, NOW + timedelta(minutes=10), 20)
    assert letters_of(lead) == []


def test_a_stale_paper_found_at_night_is_told_in_the_morning(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        accept_item(ctx, lead, item(lead, "EMPLOYMENT_CERT").id, Dates(NOW.date()))
    night = datetime.combine(FILING - timedelta(days=20), time(1), UTC)
    assert jobs.reask(BASE, night) == 1
    (letter,) = waiting()
    assert 8 <= letter.next_try_at.astimezone(ZoneInfo("Europe/Warsaw")).hour <= 10
    assert letter.next_try_at > night
