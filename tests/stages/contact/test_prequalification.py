"""The interview, its verdicts and the client's consent through the real use cases, on both engines (OP-02 to OP-22)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from advisor.casework.advance import Order, advance
from advisor.casework.status import Closing, close
from advisor.casework.withdrawing import withdraw
from advisor.domain.debts import Collateral, Debt, InputProblem, Outcome
from advisor.domain.debts.statement import WORDING_VERSION as WORDING
from advisor.domain.errors import Forbidden, GateClosed, Invalid, NotFound, ReasonMissing, StaleVersion, WrongStatus
from advisor.domain.process import StageKey
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Consent, ConsentRefusal, running_consent
from advisor.records.party import ConsentPurpose as For
from advisor.records.reminder import Reminder
from advisor.records.trail import TrailEntry
from advisor.stages.contact.actions import give_notice
from advisor.stages.contact.prequalification.actions import (
    ConsentAnswer,
    Sheet,
    answer_consent,
    recheck,
    reopen_consent,
    save_interview,
)
from advisor.stages.contact.prequalification.gate import standing
from advisor.stages.contact.prequalification.records import DebtLine, DebtRow, facts, held, verdicts_of
from advisor.stages.contact.review.actions import answer_review
from advisor.stages.contact.review.gate import Answer, Standing
from advisor.stages.contact.review.records import Review, waiting
from tests.make import NOW

Do = Callable[..., Any]


def sheet(*debts: Debt | tuple[str, str], mortgage: bool | None = False, **more: Any) -> Sheet:
    """An interview with these debts; a pair is a kind and roubles."""
    rows = [debt if isinstance(debt, Debt) else Debt(debt[0], Decimal(debt[1])) for debt in debts]
    return Sheet(tuple(DebtRow(row) for row in rows), mortgage, **more)


MIXED = sheet(("bank_loan", "400000.00"), ("alimony", "120000.00"))
MORTGAGE = sheet(("bank_loan", "400000.00"), ("mortgage", "900000.00"))
YES = ConsentAnswer(True, "phone", "Anna Advisor", NOW - timedelta(minutes=5))
NO = replace(YES, agrees=False)


def here(case_id: int) -> Standing:
    """Where the lead stands by a fresh look into the ledger."""
    db.session.rollback()
    return standing(facts(db.session(), case_id))


def test_a_verdict_is_stored_with_facts_and_rule_version(debtor: int, do: Do) -> None:
    """OP-22: facts, pack and sums are kept; the same facts keep the same verdict."""
    do(lambda ctx: save_interview(ctx, debtor, sheet(("bank_loan", "100000.01"))))
    do(lambda ctx: save_interview(ctx, debtor, sheet(("bank_loan", "100000.01"))))
    rows = verdicts_of(db.session(), debtor)
    assert [(row.outcome, row.pack_key, row.pack_version, row.written_off) for row in rows] == [
        (Outcome.QUALIFIED, "op1", 1, 10000001)
    ]
    assert rows[0].facts["debts"] == [{"kind": "bank_loan", "amount": "100000.01"}]
    assert here(debtor) is Standing.QUALIFIED


def test_the_edge_of_the_minimum_is_refused_and_a_person_closes(debtor: int, do: Do) -> None:
    """OP-05, OP-18, OP-19: 100 000.00 is not more than 100 000; nothing closes by itself."""
    do(lambda ctx: save_interview(ctx, debtor, sheet(("bank_loan", "100000.00"))))
    assert here(debtor) is Standing.REFUSED
    assert db.session.get_one(Case, debtor).closed_at is None
    with pytest.raises(ReasonMissing):
        do(lambda ctx: close(ctx, Closing(debtor, "")))
    do(lambda ctx: close(ctx, Closing(debtor, "TOTAL_NOT_ABOVE_MIN", "100 000.00 is not more than 100 000")))
    assert db.session.get_one(Case, debtor).closing_reason == "TOTAL_NOT_ABOVE_MIN"


def test_no_debt_rows_no_verdict(debtor: int, do: Do) -> None:
    """OP-03: a verdict without debts is refused, and nothing is half stored."""
    with pytest.raises(Invalid) as refused:
        do(lambda ctx: save_interview(ctx, debtor, sheet()))
    assert refused.value.field == "debts"
    assert held(db.session(), debtor).interview is None


@pytest.mark.parametrize(
    "open_question",
    [
        sheet(("bank_loan", "400000.00"), mortgage=None),
        sheet(("secured_loan", "200000.00")),
        sheet(("fine", "200000.00")),
        sheet(("challenged_deal", "200000.00")),
        sheet(Debt("secured_loan", Decimal("200000.00"), Collateral.SOLD)),
    ],
)
def test_an_open_question_leaves_no_verdict_and_queues_nothing(debtor: int, do: Do, open_question: Sheet) -> None:
    """OP-12 to OP-15: incomplete. An earlier verdict no longer stands."""
    do(lambda ctx: save_interview(ctx, debtor, MORTGAGE))
    assert do(lambda ctx: save_interview(ctx, debtor, open_question)) is None
    assert here(debtor) is Standing.MISSING
    assert waiting(db.session(), debtor) is None
    assert db.session.get_one(Case, debtor).referred_to == ""


def test_mixed_debts_need_consent_whoever_wants_to_move(debtor: int, do: Do) -> None:
    """OP-16, OP-17: awaiting consent; not even a manager's override passes; with consent KVAL, told in the trail."""
    do(lambda ctx: give_notice(ctx, debtor, "phone"))
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    assert here(debtor) is Standing.AWAITING_CONSENT
    with pytest.raises(GateClosed):
        do(lambda ctx: advance(ctx, Order(debtor, StageKey.MEETING, override_reason="I know them")), "manager")
    do(lambda ctx: answer_consent(ctx, debtor, YES))
    assert verdicts_of(db.session(), debtor)[0].outcome is Outcome.QUALIFIED_PARTIAL
    consent = running_consent(db.session(), db.session.get_one(Case, debtor).client_id, For.PARTIAL_WRITE_OFF)
    assert consent is not None
    assert (consent.channel, consent.source, consent.given_at) == ("phone", "Anna Advisor", YES.at)
    assert consent.wording_version
    query = select(func.count()).select_from(TrailEntry).where(TrailEntry.verb == "consent.given")
    assert db.session.scalar(query.where(TrailEntry.case_id == debtor)) == 2  # notice and consent
    do(lambda ctx: advance(ctx, Order(debtor, StageKey.MEETING)))


def test_a_client_who_declines_is_refused_with_the_clause(debtor: int, do: Do) -> None:
    """OP-18: the proposed closing names clause 4."""
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    row = do(lambda ctx: answer_consent(ctx, debtor, NO))
    assert (row.outcome, row.reasons) == (Outcome.REFUSED, ["PARTIAL_DECLINED"])
    said = held(db.session(), debtor).refusal
    assert said is not None
    assert (said.channel, said.source, said.refused_at, said.wording_version) == (
        "phone",
        "Anna Advisor",
        NO.at,
        WORDING,
    )
    do(lambda ctx: reopen_consent(ctx, debtor, "email"))
    assert here(debtor) is Standing.AWAITING_CONSENT
    assert held(db.session(), debtor).partial_consent is None
    kept = db.session.scalars(select(ConsentRefusal)).one()
    assert (kept.withdrawn_at, kept.withdrawn_channel, kept.withdrawn_by) == (NOW, "email", "Anna Advisor")
    verbs = select(TrailEntry.verb).where(TrailEntry.subject == "consent_refusal").order_by(TrailEntry.seq)
    assert list(db.session.scalars(verbs)) == ["consent.refused", "consent.refusal_withdrawn"]


def test_a_withdrawn_consent_reopens_the_decision_through_any_door(debtor: int, do: Do) -> None:
    """On the client's card or page, too: a new verdict without it, and somebody is reminded to ask; twice is once."""
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    do(lambda ctx: answer_consent(ctx, debtor, YES))
    assert here(debtor) is Standing.QUALIFIED
    consent_id = held(db.session(), debtor).consent.id  # type: ignore[union-attr]
    for _twice in range(2):
        do(lambda ctx: withdraw(ctx, ctx.session.get_one(Consent, consent_id), "portal"))
    assert here(debtor) is Standing.AWAITING_CONSENT
    assert [row.outcome for row in verdicts_of(db.session(), debtor)][:2] == [
        Outcome.AWAITING_CONSENT, Outcome.QUALIFIED_PARTIAL,
    ]  # fmt: skip
    plans = select(func.count()).select_from(Reminder).where(Reminder.plan == "contact.consent")
    assert db.session.scalar(plans) == 1


def test_another_split_asks_the_client_again(debtor: int, do: Do) -> None:
    """A consent is to the figures that were told; a changed figure needs a new one."""
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    do(lambda ctx: answer_consent(ctx, debtor, YES))
    do(lambda ctx: save_interview(ctx, debtor, sheet(("bank_loan", "400000.00"), ("alimony", "520000.00"))))
    assert here(debtor) is Standing.AWAITING_CONSENT
    do(lambda ctx: answer_consent(ctx, debtor, YES))
    do(lambda ctx: save_interview(ctx, debtor, sheet(("bank_loan", "400000.00"), ("alimony", "520000.00"))))
    assert here(debtor) is Standing.QUALIFIED


def test_consent_to_nothing_or_from_tomorrow_is_refused(debtor: int, do: Do) -> None:
    do(lambda ctx: save_interview(ctx, debtor, sheet(("bank_loan", "400000.00"))))
    with pytest.raises(Invalid):
        do(lambda ctx: answer_consent(ctx, debtor, YES))
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    with pytest.raises(Invalid) as refused:
        do(lambda ctx: answer_consent(ctx, debtor, replace(YES, at=NOW + timedelta(days=1))))
    assert refused.value.field == "at"


def test_a_mortgage_goes_to_the_rule_editor_who_answers_with_a_reason(debtor: int, do: Do) -> None:
    """OP-07: undecided is a first-class outcome; the machine's verdict stays beside the person's answer."""
    do(lambda ctx: save_interview(ctx, debtor, MORTGAGE))
    review = waiting(db.session(), debtor)
    assert review is not None
    assert (review.role, review.grounds) == (Role.EDITOR, ["MORTGAGE"])
    assert db.session.get_one(Case, debtor).referred_to == "editor"
    with pytest.raises(NotFound):
        do(lambda ctx: answer_review(ctx, debtor, review.id, Answer.APPROVED, "fits"), "underwriter")
    with pytest.raises(ReasonMissing):
        do(lambda ctx: answer_review(ctx, debtor, review.id, Answer.APPROVED, " "), "editor")
    do(lambda ctx: answer_review(ctx, debtor, review.id, Answer.APPROVED, "Only home, small balance"), "editor")
    assert here(debtor) is Standing.QUALIFIED
    found = held(db.session(), debtor)
    assert found.verdict is not None
    assert found.verdict.outcome is Outcome.REFER
    assert found.review is not None
    assert found.review.answered_name == "Edyta Editor"
    with pytest.raises(NotFound):
        do(lambda ctx: answer_review(ctx, debtor, review.id, Answer.DECLINED, "again"), "editor")


def test_missing_facts_go_to_the_underwriter(debtor: int, do: Do) -> None:
    """Scoring doubts, not policy: the collateral's fate is unknown even to the client."""
    do(lambda ctx: save_interview(ctx, debtor, sheet(
        ("bank_loan", "400000.00"), Debt("secured_loan", Decimal("90000.00"), Collateral.UNKNOWN))))  # fmt: skip
    assert db.session.get_one(Case, debtor).referred_to == "underwriter"


def test_nobody_answers_his_own_question(debtor: int, do: Do, cast: Any) -> None:
    """Four eyes: the owner's own doubt stays open although he holds the role."""
    do(lambda ctx: save_interview(ctx, debtor, MORTGAGE))
    review_id = waiting(db.session(), debtor).id  # type: ignore[union-attr]

    def own(ctx: Any) -> None:
        ctx.actor = replace(ctx.actor, roles=frozenset({Role.ADVISOR, Role.EDITOR}))
        answer_review(ctx, debtor, review_id, Answer.APPROVED, "trust me")

    with pytest.raises(Forbidden) as refused:
        do(own)
    assert refused.value.why == "four_eyes"


def test_an_approved_mixed_lead_still_awaits_consent_and_keeps_the_answer(debtor: int, do: Do) -> None:
    """Issue 3 point 5: the answer holds while only the consent changes, and falls when the debts do."""
    both = sheet(("bank_loan", "400000.00"), ("mortgage", "900000.00"), ("alimony", "50000.00"))
    do(lambda ctx: save_interview(ctx, debtor, both))
    review_id = waiting(db.session(), debtor).id  # type: ignore[union-attr]
    do(lambda ctx: answer_review(ctx, debtor, review_id, Answer.APPROVED, "good"), "editor")
    assert here(debtor) is Standing.AWAITING_CONSENT
    do(lambda ctx: answer_consent(ctx, debtor, YES))
    assert here(debtor) is Standing.QUALIFIED
    do(lambda ctx: save_interview(ctx, debtor, replace(both, rows=both.rows[:2])))
    assert here(debtor) is Standing.REFERRED
    assert db.session.scalar(select(func.count()).select_from(Review).where(Review.case_id == debtor)) == 2


def test_a_referred_lead_books_provisionally_a_declined_one_does_not(debtor: int, do: Do) -> None:
    do(lambda ctx: give_notice(ctx, debtor, "phone"))
    do(lambda ctx: save_interview(ctx, debtor, MORTGAGE))
    moved = do(lambda ctx: advance(ctx, Order(debtor, StageKey.MEETING)))
    assert "contact.review_waiting" in {f.code for f in moved.warnings.findings}


def test_hostile_facts_are_refused_whole(debtor: int, do: Do) -> None:
    """DONE.md point 4: nothing of a bad sheet is stored, from whatever door it comes."""
    bad = (
        sheet(("bank_loan", "400000.00"), ("bank_loan", "-1.00")),
        sheet(("bank_loan", "1000000000000.01")),
        sheet(Debt("secured_loan", Decimal("1.00"), Collateral.HELD, bank_notified=True)),
        sheet(Debt("bank_loan", Decimal("1.00"), Collateral.HELD)),
        sheet(("Bank Loan", "1.00")),
        sheet(*[("bank_loan", "1.00")] * 501),
    )
    for wrong in bad:
        with pytest.raises(InputProblem):
            do(lambda ctx, wrong=wrong: save_interview(ctx, debtor, wrong))
    assert db.session.scalar(select(func.count()).select_from(DebtLine)) == 0


def test_a_stale_interview_never_overwrites(debtor: int, do: Do) -> None:
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    seen = held(db.session(), debtor).interview.version  # type: ignore[union-attr]
    do(lambda ctx: save_interview(ctx, debtor, replace(MORTGAGE, mortgage=True, version=seen)))
    with pytest.raises(StaleVersion):
        do(lambda ctx: save_interview(ctx, debtor, replace(MIXED, version=seen)))
    assert [line.kind for line in held(db.session(), debtor).lines] == ["bank_loan", "mortgage"]


def test_rows_shrink_and_grow_and_the_creditor_is_sealed(debtor: int, do: Do) -> None:
    rows = tuple(DebtRow(Debt("bank_loan", Decimal("60000.00")), f"Банк {n}", True) for n in range(5))
    do(lambda ctx: save_interview(ctx, debtor, Sheet(rows, False)))
    do(lambda ctx: save_interview(ctx, debtor, Sheet(rows[:2], False)))
    lines = held(db.session(), debtor).lines
    assert [(line.position, line.amount, line.in_credit_report) for line in lines] == [
        (0, 6000000, True), (1, 6000000, True),
    ]  # fmt: skip
    assert all(line.creditor and "Банк".encode() not in line.creditor for line in lines)


def test_recheck_keeps_what_was_said_and_closed_cases_stay_closed(debtor: int, borrower: int, do: Do) -> None:
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    assert do(lambda ctx: recheck(ctx, debtor)).id == verdicts_of(db.session(), debtor)[0].id
    with pytest.raises(WrongStatus):
        do(lambda ctx: save_interview(ctx, borrower, MIXED))
    do(lambda ctx: close(ctx, Closing(debtor, "fee")))
    with pytest.raises(WrongStatus):
        do(lambda ctx: recheck(ctx, debtor))
    with pytest.raises(NotFound):
        do(lambda ctx: save_interview(ctx, debtor, MIXED), "colleague")
