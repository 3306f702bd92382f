"""The split statement and the honest alternative: exact sums, no promise, no false hope."""

from dataclasses import replace
from decimal import Decimal

import pytest

from advisor.papers import press
from advisor.papers.alternatives import AlternativesPaper, Condition, Way, alternatives
from advisor.papers.plain import from_plain
from advisor.papers.samples import sample_values
from advisor.papers.statement import DebtLine, StatementPaper, statement
from tests.papers.conftest import text_of


def told() -> StatementPaper:
    return from_plain(StatementPaper, sample_values("statement"))


def sheet() -> AlternativesPaper:
    return from_plain(AlternativesPaper, sample_values("alternatives"))


def test_op_16_sums_are_split_and_op_17_consent_is_asked() -> None:
    """400 000 loan + 120 000 alimony: 400 000 may be written off, 120 000 stays."""
    words = text_of(press.render(*statement(told())))
    assert told().off_total == Decimal("400000.00")
    assert words.count("RUB\u00a0400,000.00") == 2
    assert words.count("RUB\u00a0120,000.00") == 3
    assert "OP-1, 3.1" in words
    assert "I agree." in words
    assert "I do not agree." in words


def test_op_1_wording_has_the_rule_date_and_the_court() -> None:
    words = text_of(press.render(*statement(told())))
    assert "The court decides." in words
    assert "30 August 2023" in words
    assert "will be written off" not in words


def test_op_17_consent_is_printed_in_the_recorded_wording() -> None:
    words = text_of(press.render(*statement(replace(told(), consent_wording="Wording of 1 March, version 3."))))
    assert "Wording of 1 March, version 3." in words
    assert "I want to go on." not in words


def test_debts_nobody_decided_about_stay_apart() -> None:
    paper = replace(told(), open=(DebtLine(title="Mortgage", creditor="Bank", amount=Decimal("900000.00")),))
    words = text_of(press.render(*statement(paper)))
    assert "Still to be examined" in words
    assert words.count("RUB\u00a0900,000.00") == 3
    assert words.count("RUB\u00a0400,000.00") == 2


def test_op_03_a_statement_needs_a_debt() -> None:
    with pytest.raises(ValueError, match="at least one debt"):
        replace(told(), may_be_written_off=(), stays=())


def test_c_4_lead_below_the_floor_gets_the_lawful_ways_with_their_conditions() -> None:
    """80 000 roubles: refused by OP-05, the sheet names the extrajudicial way with its conditions ticked or not."""
    words = " ".join(text_of(press.render(*alternatives(sheet()))).split())
    assert "(OP-1, 1.1)" in words
    assert "Extrajudicial insolvency at a public service centre (MFC) May be open to you" in words
    assert "✓ All debts together are between 25 000 and 1 000 000 roubles. fulfilled" in words
    assert "? Enforcement was closed" in words
    assert "× Income fell by more than 30 %. not fulfilled" in words
    assert "The law may still help you" in words
    assert "not legal advice" in words


def test_c_4_lead_with_only_alimony_gets_no_false_hope() -> None:
    way = Way(
        title="Extrajudicial insolvency",
        text="Ends listed debts.",
        conditions=(Condition(text="A debt that can end.", met=False),),
    )
    words = text_of(press.render(*alternatives(replace(sheet(), ways=(way,)))))
    assert "Not open to you as things stand" in words
    assert "may still help" not in words
    assert "We know of no other way" in text_of(press.render(*alternatives(replace(sheet(), ways=()))))


def test_open_ways_come_first() -> None:
    assert [way.title for way in sheet().sorted_ways][-1] == "Payment holiday by law"
