"""Following an application through the use cases on both engines (Finare step 8)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.casework.status import Closing, close
from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.promise import Promiser, open_promises
from advisor.records.reminder import OPEN, Reminder
from advisor.records.submission import Submission, SubmissionState
from advisor.services.notes import read_text
from advisor.stages.tracking.actions import Ask, Call, answer_question, log_call, note_question, withdraw
from advisor.stages.tracking.gate import Turn, gate, turn
from advisor.stages.tracking.records import InstitutionCall, Question, clerks_of, facts, filed_of
from advisor.transaction import transaction
from tests import filings, make
from tests.filings import TODAY
from tests.make import NOW

Actors = Callable[[str], Actor]


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, stage=StageKey.TRACKING).id


@pytest.fixture
def sent(file: int, actor: Actors) -> int:
    with transaction(actor("advisor"), NOW) as ctx:
        bank = filings.institution(ctx)
        filings.clerk(ctx, bank)
        return filings.filed(ctx, file, bank, clerk_name="Ewa Żak").id


def due_days(case_id: int, plan: str) -> list[date]:
    query = select(Reminder).where(Reminder.case_id == case_id, Reminder.plan == plan, Reminder.state.in_(OPEN))
    return [row.due_at.date() for row in db.session.scalars(query)]


def test_what_the_institution_says_is_never_blocked(file: int, sent: int, actor: Actors) -> None:
    """SPEC A0: logging an institution's call is never blocked: no mandate, case closed, still written down."""
    with transaction(actor("advisor"), NOW) as ctx:
        close(ctx, Closing(file, "served"))
        log_call(ctx, file, Call(sent, "call", "They want the payslip", clerk_name="Ewa Żak"))
        note_question(ctx, file, Ask(sent, "document", "Payslip of May", TODAY))
    call = db.session.scalars(select(InstitutionCall)).one()
    assert (call.outgoing, call.staff_name) == (False, "Anna Advisor")
    assert b"payslip" not in (call.note or b"")
    assert db.session.get_one(Case, file).next_action_at is None


def test_acting_for_the_client_asks_for_a_running_mandate(file: int, sent: int, actor: Actors) -> None:
    """Finare step 8: without a valid mandate on file the "contact institution" actions are blocked."""
    with transaction(actor("advisor"), NOW) as ctx:
        question = note_question(ctx, file, Ask(sent, "explanation", "Why the gap in May?", TODAY))

    def attempts() -> tuple[Callable[[object], object], ...]:
        return (
            lambda ctx: log_call(ctx, file, Call(sent, "call", "Asked how it stands", outgoing=True)),
            lambda ctx: answer_question(ctx, file, question.id, TODAY, "She was ill"),
            lambda ctx: withdraw(ctx, file, sent, "Too slow"),
        )

    for attempt in attempts():
        with pytest.raises(Invalid, match="mandate_missing"), transaction(actor("advisor"), NOW) as ctx:
            attempt(ctx)
    with transaction(make.COMMAND, NOW) as ctx:
        filings.mandate(ctx, file, until_on=TODAY + timedelta(days=10))
    expired = NOW + timedelta(days=11)
    for attempt in attempts():
        with pytest.raises(Invalid, match="mandate_missing"), transaction(actor("advisor"), expired) as ctx:
            attempt(ctx)
    for attempt in attempts():
        with transaction(actor("advisor"), NOW) as ctx:
            attempt(ctx)
    assert db.session.get_one(Submission, sent).state is SubmissionState.WITHDRAWN


def test_a_question_rings_a_working_day_before_it_is_due_and_an_answer_ends_it(
    file: int, sent: int, actor: Actors
) -> None:
    """Finare step 8: each question has asked-on, due-on, answered-on and a type; the words are sealed."""
    monday = date(2026, 3, 16)
    with transaction(actor("advisor"), NOW) as ctx:
        filings.mandate(ctx, file)
        row = note_question(ctx, file, Ask(sent, "correction", "The address differs", TODAY, monday))
    assert due_days(file, f"tracking.question.{row.id}") == [date(2026, 3, 13)]
    assert turn(filed_of(db.session(), file)[sent]) == (Turn.OURS, TODAY)
    later = NOW + timedelta(days=1)
    with transaction(actor("advisor"), later) as ctx:
        answer_question(ctx, file, row.id, later.date(), "Corrected and signed")
    kept = db.session.get_one(Question, row.id)
    uid = db.session.scalars(select(Case)).one()
    assert kept.answered_on == later.date()
    assert due_days(file, f"tracking.question.{row.id}") == []
    assert turn(filed_of(db.session(), file)[sent]) == (Turn.THEIRS, later.date())
    assert uid.id == file
    with pytest.raises(WrongStatus), transaction(actor("advisor"), later) as ctx:
        answer_question(ctx, file, row.id, later.date(), "Again")


def test_the_words_open_again_with_the_clients_key(file: int, sent: int, actor: Actors) -> None:
    from advisor.records.party import Party

    with transaction(actor("advisor"), NOW) as ctx:
        row = note_question(ctx, file, Ask(sent, "document", "Payslip of May", TODAY))
    client = db.session.get_one(Party, db.session.get_one(Case, file).client_id)
    kept = db.session.get_one(Question, row.id)
    place = ("institution_question", kept.uid, "text")
    assert read_text(db.session(), client.uid, place, kept.text) == "Payslip of May"


def test_a_hearing_needs_its_day_and_is_not_our_turn(file: int, sent: int, actor: Actors) -> None:
    """SPEC A0 debt relief: tracking = the court's or manager's requests and hearing dates."""
    with pytest.raises(Invalid, match="due_on: missing"), transaction(actor("advisor"), NOW) as ctx:
        note_question(ctx, file, Ask(sent, "hearing", "First hearing", TODAY))
    with transaction(actor("advisor"), NOW) as ctx:
        note_question(ctx, file, Ask(sent, "hearing", "First hearing", TODAY, TODAY + timedelta(days=30)))
    assert turn(filed_of(db.session(), file)[sent])[0] is Turn.THEIRS
    codes = {f.code for f in gate(facts(db.session(), db.session.get_one(Case, file)), TODAY).findings}
    assert codes == {"tracking.no_decision", "tracking.hearing_ahead"}


def test_a_promise_of_the_institution_is_kept_in_the_list_of_promises(file: int, sent: int, actor: Actors) -> None:
    """C-8: the institution promises a decision by a date."""
    call = Call(sent, "call", "Ewa called", promise="Decision", promised_on=TODAY + timedelta(days=3))
    with transaction(actor("advisor"), NOW) as ctx:
        log_call(ctx, file, call)
    (promise,) = open_promises(db.session(), file)
    assert (promise.promiser, promise.text) == (Promiser.INSTITUTION, "Decision")
    with pytest.raises(Invalid, match="promised_on: missing"), transaction(actor("advisor"), NOW) as ctx:
        log_call(ctx, file, Call(sent, "call", "x", promise="Something"))


def test_the_clerk_is_known_with_the_direct_line(file: int, sent: int) -> None:
    """SPEC A0 ten screens: tracking: whose turn, since when, which clerk, per institution."""
    assert (clerks_of(db.session(), file)[sent].name, clerks_of(db.session(), file)[sent].phone) == (
        "Ewa Żak", "+48601555777",
    )  # fmt: skip


def test_withdrawn_everywhere_opens_the_gate(file: int, sent: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        filings.mandate(ctx, file)
        withdraw(ctx, file, sent, "The client found the money")
    assert gate(facts(db.session(), db.session.get_one(Case, file)), TODAY).open
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        withdraw(ctx, file, sent, "Twice")


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        ({"kind": "riddle"}, "kind"), ({"text": " "}, "text"), ({"text": "x" * 20_001}, "text"),
        ({"asked_on": TODAY + timedelta(days=3)}, "asked_on"), ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)  # fmt: skip
def test_bad_input_is_named(file: int, sent: int, actor: Actors, ask: dict[str, object], field: str) -> None:
    values: dict[str, object] = {"submission_id": sent, "kind": "document", "text": "Payslip", "asked_on": TODAY} | ask
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        note_question(ctx, file, Ask(**values))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert db.session.scalar(select(Question)) is None


def test_anothers_submission_is_not_found(file: int, sent: int, actor: Actors, cast: make.Cast) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        other = make.case(ctx, cast.advisor).id
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        log_call(ctx, other, Call(sent, "call", "Not this file"))
