"""Decisions through the use cases on both engines (Finare step 9, C-7)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.casework.advance import Order, advance, send_back
from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel, attempts_of
from advisor.records.institution import InstitutionKind
from advisor.records.promise import Promiser, open_promises
from advisor.records.reminder import Reminder
from advisor.records.submission import Submission, SubmissionState
from advisor.services.promises import NewPromise
from advisor.services.promises import make as make_promise
from advisor.stages.decision.actions import (
    Answer,
    Ruling,
    Step,
    no_remedy,
    note_answer,
    plan_remedy,
    record_decision,
    tell_client,
)
from advisor.stages.decision.gate import gate
from advisor.stages.decision.records import Decision, facts, remedies_of
from advisor.transaction import transaction
from tests import filings, make
from tests.filings import TODAY
from tests.make import NOW

Actors = Callable[[str], Actor]
SOON = TODAY + timedelta(days=14)


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, stage=StageKey.DECISION).id


@pytest.fixture
def sent(file: int, actor: Actors) -> int:
    with transaction(actor("advisor"), NOW) as ctx:
        return filings.filed(ctx, file, filings.institution(ctx)).id


def blocking(case_id: int) -> set[str]:
    return {f.code for f in gate(facts(db.session(), db.session.get_one(Case, case_id)), TODAY).blocking}


def test_a_refusal_without_a_reason_is_refused(file: int, sent: int, actor: Actors) -> None:
    """Finare step 9: record refusal without reason -> refused; "the institution gave no reason" is a reason."""
    with pytest.raises(Invalid, match="reasons: missing"), transaction(actor("advisor"), NOW) as ctx:
        record_decision(ctx, file, Ruling(sent, "refused", TODAY))
    for wrong in (("not_given", "income"), ("bad_luck",), ("bad_faith",)):
        with pytest.raises(Invalid, match="reasons"), transaction(actor("advisor"), NOW) as ctx:
            record_decision(ctx, file, Ruling(sent, "refused", TODAY, wrong))
    assert db.session.scalar(select(Decision)) is None
    with transaction(actor("advisor"), NOW) as ctx:
        record_decision(ctx, file, Ruling(sent, "refused", TODAY, ("not_given",)))
    assert db.session.get_one(Submission, sent).state is SubmissionState.REFUSED


def test_each_reason_becomes_a_task_with_its_follow_up(file: int, sent: int, actor: Actors) -> None:
    """C-7: refuse with two reasons -> a plan with at least one task each, ringing on its day."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, Ruling(sent, "refused", TODAY, ("income", "burden"), "Zu hoch"))
        tell_client(ctx, file, row.id, ContactChannel.CALL, TODAY)
    assert blocking(file) == {"decision.remedy_missing"}
    with transaction(actor("advisor"), NOW) as ctx:
        plan_remedy(ctx, file, row.id, Step("income", "Add the spouse as co-applicant", SOON))
        plan_remedy(ctx, file, row.id, Step("burden", "Repay the card", SOON))
    steps = remedies_of(db.session(), file)
    assert {step.reason for step in steps} == {"income", "burden"}
    for step in steps:
        reminder = db.session.get_one(Reminder, step.reminder_id)
        assert (reminder.stage, reminder.due_at.date(), reminder.text) == (None, SOON, step.text)
    assert blocking(file) == set()


def test_no_remedy_needs_a_word_and_opens_the_gate(file: int, sent: int, actor: Actors) -> None:
    """SPEC A0: refused with remedy plan or "no remedy"."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, Ruling(sent, "refused", TODAY, ("credit_history",)))
        tell_client(ctx, file, row.id, ContactChannel.POST, TODAY)
    with pytest.raises(Invalid, match="why: missing"), transaction(actor("advisor"), NOW) as ctx:
        no_remedy(ctx, file, row.id, "  ")
    with transaction(actor("advisor"), NOW) as ctx:
        no_remedy(ctx, file, row.id, "Entries stay for five years")
    assert blocking(file) == set()


def test_telling_by_voice_resets_the_silence_clock_and_a_letter_does_not(file: int, sent: int, actor: Actors) -> None:
    """FI-14; SPEC A0: told to the client (who, when, channel)."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, Ruling(sent, "approved", TODAY, amount=100))
        tell_client(ctx, file, row.id, ContactChannel.POST, TODAY)
    assert db.session.get_one(Case, file).last_contact_at is None
    with transaction(actor("advisor"), NOW) as ctx:
        tell_client(ctx, file, row.id, ContactChannel.CALL, TODAY)
    kept = db.session.get_one(Decision, row.id)
    assert (kept.told_by, kept.told_on, kept.told_channel) == ("Anna Advisor", TODAY, ContactChannel.CALL)
    assert db.session.get_one(Case, file).last_contact_at == NOW
    assert [attempt.human for attempt in attempts_of(db.session(), file)] == [True, False]


def test_accepted_terms_and_the_contract_date(file: int, sent: int, actor: Actors) -> None:
    """Finare step 9: present terms, client accepts -> contract between client and institution."""
    terms = Ruling(sent, "conditional", TODAY, words="Insurance of the flat", amount=4_500_000, months=60,
                   annual_rate=Decimal("8.75"), valid_until_on=SOON)  # fmt: skip
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, terms)
        tell_client(ctx, file, row.id, ContactChannel.MEETING, TODAY)
        note_answer(ctx, file, row.id, Answer("accepted", TODAY))
    assert blocking(file) == {"decision.contract_date_missing"}
    with transaction(actor("advisor"), NOW) as ctx:
        note_answer(ctx, file, row.id, Answer("accepted", TODAY, contract_on=SOON, contract_number="KR/1"))
        assert advance(ctx, Order(file, StageKey.MONITORING)).target is StageKey.MONITORING
    kept = db.session.get_one(Decision, row.id)
    assert (kept.annual_rate, kept.contract_on, b"Insurance" in (kept.words or b"")) == (Decimal("8.75"), SOON, False)


def test_declined_by_the_client_needs_a_reason(file: int, sent: int, actor: Actors) -> None:
    """Finare step 9 (c): declined by the client with reason."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, Ruling(sent, "approved", TODAY))
    with pytest.raises(Invalid, match="words: missing"), transaction(actor("advisor"), NOW) as ctx:
        note_answer(ctx, file, row.id, Answer("declined", TODAY))
    with transaction(actor("advisor"), NOW) as ctx:
        note_answer(ctx, file, row.id, Answer("declined", TODAY, "Found cheaper"))
    with transaction(actor("advisor"), NOW) as ctx:
        record_decision(ctx, file, Ruling(sent, "refused", TODAY, ("other",)))
    assert db.session.get_one(Decision, row.id).answer == ""
    with pytest.raises(Invalid, match="answer: does_not_fit"), transaction(actor("advisor"), NOW) as ctx:
        note_answer(ctx, file, row.id, Answer("accepted", TODAY))


def test_a_stale_correction_is_refused(file: int, sent: int, actor: Actors) -> None:
    """DONE 4: a stale form."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, Ruling(sent, "approved", TODAY, months=12))
    seen = row.version
    with transaction(actor("advisor"), NOW) as ctx:
        record_decision(ctx, file, Ruling(sent, "approved", TODAY, months=24, version=seen))
    with pytest.raises(StaleVersion), transaction(actor("manager"), NOW) as ctx:
        record_decision(ctx, file, Ruling(sent, "approved", TODAY, months=36, version=seen))
    assert db.session.get_one(Decision, row.id).months == 24


def test_after_a_refusal_institution_b_is_tried(file: int, sent: int, actor: Actors) -> None:
    """Finare step 9: "try institution B"; the way back is one of the returns, the way ahead asks for a new filing."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, Ruling(sent, "refused", TODAY, ("income",)))
        tell_client(ctx, file, row.id, ContactChannel.CALL, TODAY)
        send_back(ctx, Order(file, StageKey.SUBMISSION), "Bank B has other rules")
    later = NOW + timedelta(hours=1)
    with transaction(actor("advisor"), later) as ctx:
        second = filings.filed(ctx, file, filings.institution(ctx, "Bank B"))
        good = record_decision(ctx, file, Ruling(second.id, "approved", TODAY))
        tell_client(ctx, file, good.id, ContactChannel.CALL, TODAY)
        note_answer(ctx, file, good.id, Answer("accepted", TODAY, contract_on=TODAY))
    assert blocking(file) == set()


def test_the_last_decision_closes_what_was_promised_while_we_waited(
    house: Flask, cast: make.Cast, actor: Actors
) -> None:
    """ "Name the decision date" is not overdue once the decision is in; a promise of the client's stays open."""
    with transaction(actor("advisor"), NOW) as ctx:
        case = make.case(ctx, cast.advisor, stage=StageKey.TRACKING)
        banks = [filings.filed(ctx, case.id, filings.institution(ctx, name)).id for name in ("Bank A", "Bank B")]
        for who in (Promiser.INSTITUTION, Promiser.CLIENT):
            make_promise(ctx, case, NewPromise(who, "By Monday", TODAY + timedelta(days=3)))
        case_id = case.id
        record_decision(ctx, case_id, Ruling(banks[0], "refused", TODAY, ("income",)))
    assert len(open_promises(db.session(), case_id)) == 2  # the other bank still decides
    db.session.rollback()
    with transaction(actor("advisor"), NOW) as ctx:
        record_decision(ctx, case_id, Ruling(banks[1], "refused", TODAY, ("income",)))
    assert [row.promiser for row in open_promises(db.session(), case_id)] == [Promiser.CLIENT]


def test_debt_relief_ruling_with_the_next_procedure(house: Flask, cast: make.Cast, actor: Actors) -> None:
    """SPEC A0: ruling (opened / plan / discharged / refused) with the next procedure."""
    with transaction(actor("advisor"), NOW) as ctx:
        relief = make.case(ctx, cast.advisor, product="ru_bankruptcy_court", client_type="citizen", currency="RUB").id
        court = filings.institution(ctx, "Court", InstitutionKind.COURT)
        sent = filings.filed(ctx, relief, court).id
    with pytest.raises(Invalid, match="outcome"), transaction(actor("advisor"), NOW) as ctx:
        record_decision(ctx, relief, Ruling(sent, "approved", TODAY))
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, relief, Ruling(sent, "opened", TODAY, next_procedure="restructuring"))
        tell_client(ctx, relief, row.id, ContactChannel.CALL, TODAY)
    assert blocking(relief) == set()
    assert db.session.get_one(Submission, sent).state is SubmissionState.APPROVED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"decided_on": TODAY - timedelta(days=1)}, "decided_on"),
        ({"decided_on": TODAY + timedelta(days=5)}, "decided_on"),
        ({"months": 0}, "months"),
        ({"months": 601}, "months"),
        ({"annual_rate": Decimal("NaN")}, "annual_rate"),
        ({"annual_rate": Decimal(-1)}, "annual_rate"),
        ({"valid_until_on": TODAY - timedelta(days=1)}, "valid_until_on"),
        ({"amount": -5}, "amount"),
        ({"words": "a\u202eb"}, "words"),
    ],
)
def test_bad_input_is_named(file: int, sent: int, actor: Actors, change: dict[str, object], field: str) -> None:
    values: dict[str, object] = {"submission_id": sent, "outcome": "approved", "decided_on": TODAY} | change
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        record_decision(ctx, file, Ruling(**values))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert db.session.scalar(select(Decision)) is None


def test_anothers_decision_is_not_found(file: int, sent: int, actor: Actors, cast: make.Cast) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        row = record_decision(ctx, file, Ruling(sent, "refused", TODAY, ("income",)))
        other = make.case(ctx, cast.advisor).id
    remedy = Step("income", "x", date(2026, 4, 1))
    for attempt in (
        lambda ctx: tell_client(ctx, other, row.id, ContactChannel.CALL, TODAY),
        lambda ctx: plan_remedy(ctx, other, row.id, remedy),
        lambda ctx: no_remedy(ctx, other, row.id, "x"),
        lambda ctx: record_decision(ctx, other, Ruling(sent, "approved", TODAY)),
    ):
        with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
            attempt(ctx)
