"""The gate of the tracking room and whose turn it is: SPEC A0, Finare step 8."""

from datetime import date

import pytest

from advisor.stages.tracking.gate import Asked, Facts, Filed, Turn, gate, turn
from advisor.stages.tracking.stage import FINDINGS, TURNS

DAY = date(2026, 3, 2)


def filed(state: str = "pending", *asked: Asked, name: str = "Bank A") -> Filed:
    return Filed(name, state, DAY, asked)


def blocking(*rows: Filed) -> list[str]:
    return [finding.code for finding in gate(Facts(rows), DAY).blocking]


def test_nothing_on_file_blocks() -> None:
    assert blocking() == ["tracking.nothing_filed"]


def test_all_pending_blocks_and_names_the_institutions() -> None:
    verdict = gate(Facts((filed(), filed(name="Bank B"))), DAY)
    assert [(f.code, f.subject) for f in verdict.blocking] == [("tracking.no_decision", "Bank A, Bank B")]


@pytest.mark.parametrize("decided", ["approved", "refused"])
def test_one_decision_is_enough_others_may_stay_pending(decided: str) -> None:
    """SPEC A0: a decision from at least one institution; other institutions may stay pending."""
    assert not blocking(filed(decided), filed(name="Bank B"))


def test_withdrawn_opens_only_when_nobody_is_pending() -> None:
    assert not blocking(filed("withdrawn"))
    assert blocking(filed("withdrawn"), filed(name="Bank B")) == ["tracking.no_decision"]


def test_open_questions_warn_and_become_moot_with_the_decision() -> None:
    """SPEC A0: open questions become moot with the decision."""
    question, hearing = Asked(DAY), Asked(DAY, DAY, hearing=True)
    facts = Facts((filed("approved", name="Bank B"), filed("pending", question, hearing)))
    assert [f.code for f in gate(facts, DAY).findings] == ["tracking.question_open", "tracking.hearing_ahead"]
    assert gate(Facts((filed("approved", question),)), DAY).findings == ()


def test_whose_turn_since_when() -> None:
    """SPEC A0 ten screens: whose turn, since when, per institution."""
    asked, answered = date(2026, 3, 5), date(2026, 3, 9)
    assert turn(filed()) == (Turn.THEIRS, DAY)
    assert turn(filed("pending", Asked(asked), Asked(date(2026, 3, 7)))) == (Turn.OURS, asked)
    assert turn(filed("pending", Asked(asked, None, answered))) == (Turn.THEIRS, answered)
    assert turn(filed("pending", Asked(asked, asked, hearing=True))) == (Turn.THEIRS, DAY)
    assert turn(filed("refused", Asked(asked)))[0] is Turn.DECIDED
    assert turn(filed("withdrawn"))[0] is Turn.WITHDRAWN
    assert TURNS.keys() == set(Turn)


def test_every_finding_has_its_sentence() -> None:
    shown = gate(Facts((filed("pending", Asked(DAY), Asked(DAY, DAY, hearing=True)),)), DAY).findings
    assert {"tracking.nothing_filed", *(finding.code for finding in shown)} == FINDINGS.keys()
