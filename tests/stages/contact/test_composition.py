"""The split statement and the alternative sheet: figures of the verdict, the client's language (OP-16, C-4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.domain.debts import Debt
from advisor.domain.debts.words import REASONS
from advisor.domain.errors import Invalid, StaleVersion
from advisor.extensions import db
from advisor.papers.kinds import KINDS
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.language import say
from advisor.services.papers import Pressed
from advisor.stages.contact.composition.actions import draft_alternatives, draft_statement, issue_statement
from advisor.stages.contact.composition.stage import TO_CLIENT
from advisor.stages.contact.prequalification.actions import Sheet, answer_consent, save_interview
from advisor.stages.contact.prequalification.records import DebtRow
from tests.stages.contact.test_prequalification import MIXED, NO

TODAY = date(2026, 3, 2)
Do = Callable[..., Any]


def sheet(*rows: tuple[str, str, str]) -> Sheet:
    return Sheet(tuple(DebtRow(Debt(kind, Decimal(amount)), creditor) for kind, amount, creditor in rows), False)


def case_of(case_id: int) -> Case:
    db.session.rollback()
    return db.session.get_one(Case, case_id)


def test_the_statement_has_the_figures_of_the_screen(debtor: int, do: Do) -> None:
    """OP-16: 400 000 may be written off, 120 000 stays; creditors as told; rule date and "the court decides"."""
    loans = [("bank_loan", "150000.00", "Сбербанк"), ("bank_loan", "250000.00", "ВТБ")]
    do(lambda ctx: save_interview(ctx, debtor, sheet(*loans, ("alimony", "120000.00", ""))))
    draft = draft_statement(db.session(), case_of(debtor), TODAY)
    paper: Any = draft.paper
    assert (paper.off_total, paper.stays_total, paper.open_total) == (Decimal(400000), Decimal(120000), Decimal(0))
    assert [line.creditor for line in paper.may_be_written_off] == ["Сбербанк", "ВТБ"]
    assert (paper.language, paper.rules_on) == ("ru", date(2023, 8, 30))
    assert KINDS[draft.kind][1](paper)
    with pytest.raises(Invalid):
        draft_alternatives(db.session(), case_of(debtor), TODAY)


def test_a_changed_verdict_issues_no_old_statement(debtor: int, do: Do) -> None:
    rows = (("bank_loan", "400000.00", ""), ("alimony", "120000.00", ""))
    do(lambda ctx: save_interview(ctx, debtor, sheet(*rows)))
    draft = draft_statement(db.session(), case_of(debtor), TODAY)
    pressed = Pressed(draft.kind, "S-2026-000001", "ru", b"%PDF", 1, draft.digest)
    do(lambda ctx: save_interview(ctx, debtor, sheet(rows[0], ("alimony", "130000.00", ""))))
    with pytest.raises(StaleVersion):
        do(lambda ctx: issue_statement(ctx, debtor, pressed, TODAY))
    again = draft_statement(db.session(), case_of(debtor), TODAY)
    paper = do(lambda ctx: issue_statement(ctx, debtor, replace(pressed, digest=again.digest), TODAY))
    assert paper.number == "S-2026-000001"


def test_the_alternative_of_80_000_roubles_names_the_free_route(debtor: int, do: Do) -> None:
    """SPEC A6: a lead refused at 80 000 gets the MFC sheet, with the clause and the comparison."""
    do(lambda ctx: save_interview(ctx, debtor, sheet(("bank_loan", "80000.00", ""))))
    draft = draft_alternatives(db.session(), case_of(debtor), TODAY)
    paper: Any = draft.paper
    assert paper.clause == "1.1"
    assert "80\u00a0000,00 не больше, чем 100\u00a0000." in paper.reason, "figures as they are written in Russian"
    assert any("223.2" in way.source for way in paper.ways)
    assert KINDS[draft.kind][1](paper)
    with pytest.raises(Invalid):
        draft_statement(db.session(), case_of(debtor), TODAY)


def test_who_said_no_is_spoken_to_not_about(debtor: int, do: Do) -> None:
    """C-4: the reason on the client's own sheet addresses him; on screen it speaks of the client."""
    do(lambda ctx: save_interview(ctx, debtor, MIXED))
    do(lambda ctx: answer_consent(ctx, debtor, NO))
    client = db.session.get_one(Party, case_of(debtor).client_id)
    paper: Any = draft_alternatives(db.session(), case_of(debtor), TODAY).paper
    said, shown = TO_CLIENT[REASONS["PARTIAL_DECLINED"]], REASONS["PARTIAL_DECLINED"]
    assert say(client.language, said) in paper.reason
    assert say(client.language, shown) not in paper.reason


def test_alimony_alone_gets_no_false_hope(debtor: int, do: Do) -> None:
    do(lambda ctx: save_interview(ctx, debtor, sheet(("alimony", "500000.00", ""))))
    paper: Any = draft_alternatives(db.session(), case_of(debtor), TODAY).paper
    assert not paper.hopeful
    assert not any("223.2" in way.source for way in paper.ways)


def test_without_a_verdict_there_is_no_paper(debtor: int, do: Do) -> None:
    for draft in (draft_statement, draft_alternatives):
        with pytest.raises(Invalid):
            draft(db.session(), case_of(debtor), TODAY)
