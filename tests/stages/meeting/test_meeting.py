"""The meeting room: its gate without a database, its verbs on both engines (SPEC A0; Finare step 2; OP-02)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from advisor.casework.advance import Order, advance
from advisor.domain.debts import Debt
from advisor.domain.errors import GateClosed, Invalid, NotFound
from advisor.domain.process import StageKey
from advisor.domain.roles import COMMAND, Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder
from advisor.records.staff import firm
from advisor.stages.contact.actions import give_notice
from advisor.stages.contact.prequalification.actions import Sheet, save_interview
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.stages.contact.review.actions import answer_review
from advisor.stages.contact.review.gate import Answer, Standing
from advisor.stages.contact.review.records import waiting
from advisor.stages.meeting.actions import (
    Booking,
    book,
    confirm,
    invite,
    note_result,
    walk_in,
)
from advisor.stages.meeting.gate import Facts, Place, Result, gate
from advisor.stages.meeting.inviting.actions import appointment_ics
from advisor.stages.meeting.records import Appointment, appointments_of, facts
from advisor.stages.meeting.stage import FINDINGS
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

TODAY = date(2026, 3, 2)
THURSDAY = Booking(datetime(2026, 3, 5, 10, 0), Place.CLIENT, "Rynek 1", free_said=True)  # noqa: DTZ001 - as people say it
Run = Callable[..., Any]


def codes(facts: Facts, *, blocking: bool = True) -> set[str]:
    return {f.code for f in gate(facts, TODAY).findings if f.blocking is blocking}


@pytest.mark.parametrize(
    ("facts", "blocks"),
    [
        (Facts(), {"meeting.appointment_missing"}),
        (Facts(agreed=True), {"meeting.free_not_said"}),
        (Facts(agreed=True, free_said=True), set()),
        (Facts(agreed=True, free_said=True, result=Result.NO_SHOW), {"meeting.no_show"}),
        (Facts(agreed=True, walk_in=True, result=Result.HELD), set()),
        (Facts(agreed=True, free_said=True, standing=Standing.REFERRED, debt_relief=True), {"meeting.review_waiting"}),
        (Facts(agreed=True, free_said=True, standing=Standing.REFERRED), set()),
        (Facts(agreed=True, free_said=True, standing=Standing.DECLINED), {"meeting.review_declined"}),
        (Facts(agreed=True, free_said=True, standing=Standing.AWAITING_CONSENT), {"meeting.consent_missing"}),
    ],
)
def test_what_blocks(facts: Facts, blocks: set[str]) -> None:
    assert codes(facts) == blocks
    assert {f.code for f in gate(facts, TODAY).findings} <= set(FINDINGS)


def test_confirmation_only_warns_until_the_meeting_is_over() -> None:
    """SPEC A0: confirmation warns."""
    agreed = Facts(agreed=True, free_said=True)
    assert codes(agreed, blocking=False) == {"meeting.not_confirmed"}
    assert codes(Facts(agreed=True, free_said=True, confirmed=True), blocking=False) == set()
    assert codes(Facts(agreed=True, free_said=True, result=Result.HELD), blocking=False) == set()


def test_the_missing_consent_of_a_provisional_booking_is_nobodys_to_override() -> None:
    assert not gate(Facts(agreed=True, free_said=True, standing=Standing.AWAITING_CONSENT), TODAY).overridable


@pytest.fixture
def run(actor: Callable[[str], Actor]) -> Run:
    """Act in a transaction of its own; days and hours may pass before."""

    def act(what: Callable[[Any], Any], who: str = "advisor", later: timedelta = timedelta()) -> Any:
        with transaction(actor(who), NOW + later) as ctx:
            return what(ctx)

    return act


@pytest.fixture
def lead(house: Flask, cast: make.Cast, run: Run) -> int:
    """A financing case in the meeting room."""
    case_id: int = run(lambda ctx: make.case(ctx, cast.advisor).id)
    run(lambda ctx: give_notice(ctx, case_id, "phone"))
    run(lambda ctx: advance(ctx, Order(case_id, StageKey.MEETING)))
    return case_id


def rings(case_id: int) -> list[tuple[str, str]]:
    """Open follow-ups as (plan, UTC moment)."""
    db.session.rollback()
    query = select(Reminder).where(Reminder.case_id == case_id, Reminder.state.in_(OPEN)).order_by(Reminder.due_at)
    return [(row.plan, row.due_at.strftime("%d %H:%M")) for row in db.session.scalars(query)]


def test_booking_plans_confirmation_and_result_on_the_clients_clock(lead: int, run: Run) -> None:
    """OP-02: booked, and the reminder is created; 10:00 in Warsaw is 09:00 UTC in winter."""
    row = run(lambda ctx: book(ctx, lead, THURSDAY))
    assert (row.at, row.zone) == (datetime(2026, 3, 5, 9, 0, tzinfo=UTC), "Europe/Warsaw")
    assert rings(lead) == [("meeting.confirm", "04 08:00"), ("meeting.result", "05 10:00")]
    run(lambda ctx: confirm(ctx, lead, row.id))
    assert rings(lead) == [("meeting.result", "05 10:00")]


def test_booking_again_moves_the_open_appointment(lead: int, run: Run) -> None:
    run(lambda ctx: book(ctx, lead, THURSDAY))
    run(lambda ctx: book(ctx, lead, Booking(datetime(2026, 3, 6, 12, 0), Place.PHONE)))  # noqa: DTZ001
    assert [row.result for row in appointments_of(db.session(), lead)] == [None, Result.MOVED]
    assert rings(lead) == [("meeting.confirm", "05 08:00"), ("meeting.result", "06 12:00")]


def test_an_owner_without_a_named_host_is_not_booked_twice(lead: int, cast: make.Cast, run: Run) -> None:
    """A meeting nobody is named for belongs to the owner of the case: the hour is taken for the next one, too."""
    other: int = run(lambda ctx: make.case(ctx, cast.advisor).id)
    run(lambda ctx: give_notice(ctx, other, "phone"))
    run(lambda ctx: advance(ctx, Order(other, StageKey.MEETING)))
    run(lambda ctx: book(ctx, lead, THURSDAY))
    for host_id, minute in ((None, 0), (None, 30), (cast.advisor, 59)):
        taken = Booking(THURSDAY.local.replace(minute=minute), Place.OFFICE, host_id=host_id)
        with pytest.raises(Invalid) as refused:
            run(lambda ctx, taken=taken: book(ctx, other, taken))
        assert (refused.value.field, refused.value.code) == ("local", "host_busy")
    run(lambda ctx: book(ctx, other, Booking(THURSDAY.local.replace(hour=11), Place.OFFICE)))
    run(lambda ctx: book(ctx, lead, Booking(THURSDAY.local.replace(minute=0), Place.PHONE)))  # one's own may move


def test_a_no_show_keeps_the_stage_and_plans_a_call(lead: int, run: Run) -> None:
    """Finare step 2: no-show creates a follow-up and keeps the stage; a new booking opens the gate again."""
    row = run(lambda ctx: book(ctx, lead, THURSDAY))
    after = timedelta(days=3, hours=3)
    run(lambda ctx: note_result(ctx, lead, row.id, Result.NO_SHOW, "Nobody at the door"), later=after)
    case = db.session.get_one(Case, lead)
    assert case.stage is StageKey.MEETING
    assert [plan for plan, _ in rings(lead)] == ["meeting.anew"]
    with pytest.raises(GateClosed):
        run(lambda ctx: advance(ctx, Order(lead, StageKey.ANALYSIS)), later=after)
    again = Booking(datetime(2026, 3, 9, 10, 0), Place.OFFICE, free_said=True, confirmed=True)  # noqa: DTZ001
    run(lambda ctx: book(ctx, lead, again), later=after)
    run(lambda ctx: advance(ctx, Order(lead, StageKey.ANALYSIS)), later=after)


def test_a_walk_in_passes_with_one_tap(lead: int, run: Run) -> None:
    run(lambda ctx: walk_in(ctx, lead))
    run(lambda ctx: advance(ctx, Order(lead, StageKey.ANALYSIS)))
    assert rings(lead)[0][0] == "stage.analysis"


@pytest.mark.parametrize(
    ("booking", "field"),
    [
        (Booking(datetime(2026, 3, 1, 10, 0), Place.OFFICE), "local"),  # noqa: DTZ001
        (Booking(datetime(2030, 3, 1, 10, 0), Place.OFFICE), "local"),  # noqa: DTZ001
        (Booking(datetime(2026, 3, 5, 10, 0), Place.OFFICE, minutes=0), "minutes"),  # noqa: DTZ001
        (Booking(datetime(2026, 3, 5, 10, 0), Place.OFFICE, "x" * 401), "where"),  # noqa: DTZ001
    ],
)
def test_a_booking_that_cannot_be_meant_is_refused(lead: int, run: Run, booking: Booking, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        run(lambda ctx: book(ctx, lead, booking))
    assert refused.value.field == field
    assert appointments_of(db.session(), lead) == []


def test_results_are_noted_once_and_not_ahead_of_time(lead: int, run: Run, cast: make.Cast) -> None:
    row = run(lambda ctx: book(ctx, lead, THURSDAY))
    for result in (Result.HELD, Result.NO_SHOW):
        with pytest.raises(Invalid):
            run(lambda ctx, result=result: note_result(ctx, lead, row.id, result))
    run(lambda ctx: note_result(ctx, lead, row.id, Result.CANCELLED))
    with pytest.raises(NotFound):
        run(lambda ctx: note_result(ctx, lead, row.id, Result.CANCELLED))
    other = run(lambda ctx: make.case(ctx, cast.advisor, make.party(ctx, "Ewa Nowak", phone="600 555 666")).id)
    with pytest.raises(NotFound):
        run(lambda ctx: confirm(ctx, other, row.id))


def debtor(run: Run, cast: make.Cast, *rows: tuple[str, str]) -> int:
    """A debt-relief lead with these debts, still in contact."""

    def make_one(ctx: Any) -> int:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        return make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                         currency="RUB", amount=None).id  # fmt: skip

    case_id: int = run(make_one)
    debts = tuple(DebtRow(Debt(kind, Decimal(amount))) for kind, amount in rows)
    run(lambda ctx: save_interview(ctx, case_id, Sheet(debts, False)))
    run(lambda ctx: give_notice(ctx, case_id, "phone"))
    return case_id


def test_an_unqualified_lead_cannot_be_booked(house: Flask, cast: make.Cast, run: Run) -> None:
    """OP-02: no meeting for a lead our rules refuse; a qualified one is booked from the contact room."""
    refused = debtor(run, cast, ("bank_loan", "100000.00"))
    with pytest.raises(Invalid) as problem:
        run(lambda ctx: book(ctx, refused, THURSDAY))
    assert problem.value.code == "not_qualified"
    fine = debtor(run, cast, ("bank_loan", "100000.01"))
    row = run(lambda ctx: book(ctx, fine, THURSDAY))
    assert not row.provisional
    assert row.at == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)  # 10:00 in Moscow


def test_a_referred_lead_books_provisionally_and_waits_before_the_analysis(
    house: Flask, cast: make.Cast, run: Run
) -> None:
    """SPEC A0: "refer" may book provisionally; the doubt is settled before the meeting counts."""
    case_id = debtor(run, cast, ("bank_loan", "400000.00"), ("guarantee", "90000.00"), ("alimony", "20000.00"))
    assert run(lambda ctx: book(ctx, case_id, THURSDAY)).provisional
    run(lambda ctx: advance(ctx, Order(case_id, StageKey.MEETING)))
    session = db.session()
    seen = facts(session, session.get_one(Case, case_id))
    assert codes(seen) == {"meeting.review_waiting"}
    review_id = waiting(session, case_id).id  # type: ignore[union-attr]
    run(lambda ctx: answer_review(ctx, case_id, review_id, Answer.APPROVED, "Small guarantee"), "editor")
    with pytest.raises(GateClosed) as closed:
        run(lambda ctx: advance(ctx, Order(case_id, StageKey.ANALYSIS, override_reason="hurry")), "manager")
    assert {f.code for f in closed.value.verdict.blocking} == {"meeting.consent_missing"}


def test_the_invitation_says_free_and_keeps_its_uid(lead: int, run: Run) -> None:
    row_id = run(lambda ctx: book(ctx, lead, THURSDAY)).id
    session = db.session()
    row, client = session.get_one(Appointment, row_id), session.scalars(select(Party)).one()
    event = Calendar.from_ical(appointment_ics(row, firm(session), client)).walk("VEVENT")[0]
    assert "free of charge" in str(event["SUMMARY"])
    assert event.decoded("DTSTART") == row.at
    assert str(event["LOCATION"]) == "Rynek 1"
    run(lambda ctx: book(ctx, lead, Booking(datetime(2026, 3, 6, 12, 0), Place.PHONE)))  # noqa: DTZ001
    db.session.expire_all()
    gone = Calendar.from_ical(appointment_ics(row, firm(session), client)).walk("VEVENT")[0]
    assert (gone["STATUS"], gone["UID"]) == ("CANCELLED", event["UID"])


def test_the_invitation_is_one_letter_in_the_clients_words(lead: int, run: Run) -> None:
    """Finare step 2: mail that states it is free of charge, again when asked again; nobody without an address."""
    row_id = run(lambda ctx: book(ctx, lead, Booking(datetime(2026, 3, 5, 10, 0), Place.OFFICE))).id  # noqa: DTZ001
    with pytest.raises(Invalid):
        run(lambda ctx: invite(ctx, lead, row_id))

    def address(ctx: Any) -> None:
        ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id).email = "zofia@example.test"

    run(address)
    run(lambda ctx: invite(ctx, lead, row_id))
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.to_address, letter.kind) == ("zofia@example.test", "invitation")
    assert "10:00" in letter.text
    run(lambda ctx: invite(ctx, lead, row_id))
    first, second = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    assert (first.key, second.key) == (first.key, first.key.removesuffix("1") + "2")
    assert first.message_id != second.message_id, "invited again is a letter of its own"
    assert "meeting.free_not_said" not in codes(facts(db.session(), db.session.get_one(Case, lead)))


def test_calendars_follow_a_meeting_that_is_invited_moved_and_cancelled(lead: int, run: Run) -> None:
    """Issue 6 point 2: one UID, growing sequence, REQUEST, REQUEST, CANCEL; a letter each."""
    with transaction(COMMAND, NOW) as ctx:
        ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id).email = "zofia@example.test"
    first = run(lambda ctx: book(ctx, lead, Booking(datetime.fromisoformat("2026-03-05T10:00"), Place.OFFICE))).id
    run(lambda ctx: invite(ctx, lead, first))
    second = run(lambda ctx: book(ctx, lead, Booking(datetime.fromisoformat("2026-03-06T11:00"), Place.OFFICE))).id
    run(lambda ctx: note_result(ctx, lead, second, Result.CANCELLED))
    letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    assert [letter.kind for letter in letters] == ["invitation", "meeting_moved", "meeting_cancelled"]
    calendars = [Calendar.from_ical(letter.ics) for letter in letters]
    assert [str(found["method"]) for found in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [found.walk("VEVENT")[0] for found in calendars]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert str(events[0]["attendee"]) == "mailto:zofia@example.test"


def test_a_meeting_nobody_was_invited_to_moves_without_a_letter(lead: int, run: Run) -> None:
    for day in (5, 6):
        run(
            lambda ctx, day=day: book(ctx, lead, Booking(datetime.fromisoformat(f"2026-03-0{day}T10:00"), Place.OFFICE))
        )
    assert db.session.scalars(select(Letter)).all() == []
