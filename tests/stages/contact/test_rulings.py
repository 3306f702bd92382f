"""OP-13: the court's ruling is kept beside the debt of a challenged deal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from advisor.domain.debts import Debt
from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.services.uploads import Incoming, read_upload, upload_of
from advisor.stages.contact.prequalification.actions import Sheet, save_interview
from advisor.stages.contact.prequalification.records import DebtRow, held, lines_of
from advisor.stages.contact.rulings.actions import add_ruling
from advisor.stages.contact.rulings.records import names_of_rulings
from advisor.transaction import transaction
from tests.make import NOW
from tests.services.test_uploads import pdf
from tests.stages.contact.test_prequalification import Do

DEAL = Debt("challenged_deal", Decimal("200000.00"), deal_invalid=True, payment_ordered=True)
LOAN = Debt("bank_loan", Decimal("400000.00"))
SHEET = Sheet((DebtRow(LOAN), DebtRow(DEAL)), False)


def lines(case_id: int) -> list[tuple[str, int | None]]:
    db.session.rollback()
    return [(line.kind, line.ruling_id) for line in lines_of(db.session(), case_id)]


@pytest.fixture
def ruling(debtor: int, do: Do) -> int:
    """A saved interview whose second debt has its ruling."""
    do(lambda ctx: save_interview(ctx, debtor, SHEET))
    line = lines_of(db.session(), debtor)[1].id
    return int(do(lambda ctx: add_ruling(ctx, debtor, line, Incoming("решение суда.pdf", pdf())).id))


def test_the_ruling_is_kept_and_read_again(debtor: int, ruling: int, do: Do) -> None:
    assert lines(debtor) == [("bank_loan", None), ("challenged_deal", ruling)]
    assert names_of_rulings(db.session(), debtor) == {ruling: "решение суда.pdf"}
    upload = upload_of(db.session(), debtor, ruling)
    assert b"".join(read_upload(db.session(), upload)).startswith(b"%PDF-")


def test_the_ruling_moves_with_its_debt_and_goes_with_it(debtor: int, ruling: int, do: Do) -> None:
    """A row above is deleted: the ruling stays with its deal. The deal becomes something else: it has no place."""
    do(lambda ctx: save_interview(ctx, debtor, Sheet((DebtRow(DEAL, ruling_id=ruling),), False)))
    assert lines(debtor) == [("challenged_deal", ruling)]
    do(lambda ctx: save_interview(ctx, debtor, Sheet((DebtRow(LOAN, ruling_id=ruling),), False)))
    assert lines(debtor) == [("bank_loan", None)]
    assert upload_of(db.session(), debtor, ruling), "the file itself stays with the case"


def test_an_open_interview_is_stale_after_the_ruling_came(debtor: int, do: Do, actor: Callable[[str], Actor]) -> None:
    do(lambda ctx: save_interview(ctx, debtor, SHEET))
    interview = held(db.session(), debtor).interview
    assert interview is not None
    version = interview.version
    line = lines_of(db.session(), debtor)[1].id
    with transaction(actor("advisor"), NOW + timedelta(minutes=1)) as ctx:
        add_ruling(ctx, debtor, line, Incoming("ruling.pdf", pdf()))
    with pytest.raises(StaleVersion):
        do(lambda ctx: save_interview(ctx, debtor, replace(SHEET, version=version)))


def test_other_debts_other_cases_and_other_files_are_refused(debtor: int, borrower: int, do: Do) -> None:
    do(lambda ctx: save_interview(ctx, debtor, SHEET))
    loan, deal = (line.id for line in lines_of(db.session(), debtor))
    with pytest.raises(Invalid, match="does_not_fit"):
        do(lambda ctx: add_ruling(ctx, debtor, loan, Incoming("ruling.pdf", pdf())))
    with pytest.raises(Invalid):
        do(lambda ctx: add_ruling(ctx, debtor, deal, Incoming("ruling.pdf", b"MZ\x90 no paper")))
    with pytest.raises(NotFound):
        do(lambda ctx: add_ruling(ctx, borrower, deal, Incoming("ruling.pdf", pdf())))
    with pytest.raises(NotFound):
        do(lambda ctx: save_interview(ctx, debtor, Sheet((DebtRow(DEAL, ruling_id=4711),), False)))
    assert lines(debtor) == [("bank_loan", None), ("challenged_deal", None)]


def test_a_screening_answer_reopens_the_verdict(debtor: int, do: Do) -> Any:
    """The interview's answers reach the verdict: a yes is a doubt for the underwriter."""
    first = do(lambda ctx: save_interview(ctx, debtor, Sheet((DebtRow(LOAN),), False)))
    assert first.outcome == "qualified"
    asked = Sheet((DebtRow(LOAN),), False, hint={"hidden_property": True, "conviction": False})
    second = do(lambda ctx: save_interview(ctx, debtor, asked))
    assert (second.outcome, second.reasons) == ("refer", ["HIDDEN_PROPERTY"])
    db.session.rollback()
    review = held(db.session(), debtor).review
    assert review is not None
    assert review.role == "underwriter"
