"""Debts in an imported file: the same verdict as at every door, shown before anything is written (issue 3 point 9)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from advisor.casework.intake import meanings
from advisor.casework.intake.batches import rows_of
from advisor.casework.intake.debts import INCOMPLETE, NotADebt, read_debts
from advisor.domain.catalogue import BY_CODE, SOURCE_TITLES
from advisor.domain.debts.words import KINDS
from advisor.domain.process import LINE, StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.services.language import LANGUAGES, say
from advisor.stages.contact.prequalification.gate import standing
from advisor.stages.contact.prequalification.records import Prequalification, facts, held
from advisor.stages.contact.review.gate import Standing
from advisor.stages.plan import BY_KEY
from tests import make
from tests.casework.test_intake import imported, problems, read

Actors = Callable[[str], Actor]
HEAD = "name;phone;product;consent;debts;mortgage;stage\n"
ROWS = (
    'Иван Петров;+7 916 111-22-01;банкротство;да;"кредит 400 000; алименты 120 000,50";нет;\n'
    'Анна Белова;+7 916 111-22-02;банкротство;да;"bank loan 80000 RUB";no;\n'
    'Олег Орлов;+7 916 111-22-03;банкротство;да;"car loan 250 000 held | microloan: 50 000";no;\n'
    'Вера Лис;+7 916 111-22-04;банкротство;да;"штраф 150 000";no;\n'
    'Пётр Дом;+7 916 111-22-05;банкротство;да;"Credit card 300 000";yes;\n'
)
RU = {"country": "RU", "currency": "RUB"}


def verdicts(batch_id: int) -> list[Any]:
    return [row.values.get("verdict") for row in rows_of(db.session(), batch_id)]


def test_every_row_has_its_verdict_before_anything_is_written(cast: make.Cast, actor: Actors) -> None:
    """OP-05, OP-07, OP-14, OP-16 through the import: mixed, refused, qualified, incomplete, referred."""
    batch_id = read(actor("advisor"), HEAD + ROWS, **RU)
    assert verdicts(batch_id) == ["awaiting_consent", "refused", "qualified", INCOMPLETE, "refer"]
    assert problems(batch_id) == {line: [] for line in range(2, 7)}
    assert db.session.scalars(select(Prequalification)).all() == []


def test_the_cases_stand_where_the_verdict_puts_them(cast: make.Cast, actor: Actors) -> None:
    """OP-17: a mixed lead awaits its consent, whatever the file; a referred one stands in the queue."""
    cases = imported(actor("advisor"), read(actor("advisor"), HEAD + ROWS, **RU))
    here = [standing(facts(db.session(), case.id)) for case in cases]
    assert here == [
        Standing.AWAITING_CONSENT, Standing.REFUSED, Standing.QUALIFIED, Standing.MISSING, Standing.REFERRED,
    ]  # fmt: skip
    assert [case.referred_to for case in cases] == ["", "", "", "", "editor"]
    verdict = held(db.session(), cases[0].id).verdict
    assert verdict is not None
    assert (verdict.written_off, verdict.not_written_off) == (40_000_000, 12_000_050)


def test_a_running_case_past_contact_needs_a_verdict_that_lets_it_pass(cast: make.Cast, actor: Actors) -> None:
    """OP-17: a mixed lead without consent, a refused and a referred one do not arrive past contact by a file."""
    rows = (
        ROWS.replace(";нет;\n", ";нет;встреча\n")
        .replace(";no;\n", ";no;встреча\n")
        .replace(";yes;\n", ";yes;встреча\n")
    )
    batch_id = read(actor("advisor"), HEAD + rows, kind="running", **RU)
    stopped = {line for line, found in problems(batch_id).items() if ("debts", "not_past_contact") in found}
    assert stopped == {2, 3, 5, 6}
    (case,) = imported(actor("advisor"), batch_id)
    assert case.stage is StageKey.MEETING


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("four hundred", "not_a_debt"),
        ("bank loan", "not_a_debt"),
        ("bank loan -5", "out_of_range"),
        ("bank loan 1 000 000 000 001", "out_of_range"),
        ("bank loan 1,2,3", "not_an_amount"),
        ("bank loan 100 USD", "other_currency"),
        ("bank loan 100 €", "other_currency"),
        ("sorcery 100", "not_a_kind"),
        ("bank loan 100 sold", "not_a_debt"),
        ("car loan 100 perhaps", "not_a_debt"),
        ("challenged transaction 5; bank\u202eloan 6", "not_a_kind"),
        ("bank loan 1;" * 501, "too_many"),
    ],
)
def test_a_bad_cell_says_why(cell: str, code: str) -> None:
    with pytest.raises(NotADebt) as problem:
        read_debts(cell)
    assert problem.value.code == code


def test_a_bad_row_stays_out_with_its_reason(cast: make.Cast, actor: Actors) -> None:
    text = HEAD + 'Иван;+7 916 111-22-01;банкротство;да;"кредит -5";;\nAdam;+48600021333;;yes;"bank loan 5";;\n'
    text += "Ewa;+48600021334;банкротство;да;кредит 400 000;maybe;\n"
    batch_id = read(actor("advisor"), text, **RU)
    found = problems(batch_id)
    assert ("debts", "out_of_range") in found[2]
    assert ("debts", "does_not_fit") in found[3]
    assert ("mortgage", "not_yes_or_no") in found[4]
    assert imported(actor("advisor"), batch_id) == []


@pytest.mark.parametrize(
    "cell", ["кредит 400 000", "Bank loan: 400000.00", "kredyt bankowy=400 000,00 RUB", "loan 400'000 ₽"]
)
def test_people_write_debts_in_many_ways(cell: str) -> None:
    assert read_debts(cell) == [{"kind": "bank_loan", "amount": "400000.00"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_may_say_what_the_pages_say(language: str) -> None:
    """Kinds, products, sources, bases and stages by the words of the screen, in every language of the house."""
    asked_first = {"challenged_transaction", "state_harm_fine"}
    kinds = {key: words[0] for key, words in KINDS.items() if key not in asked_first}
    stages = [BY_KEY[key].stage for key in LINE]
    assert {key: meanings.debt_kind(say(language, title)) for key, title in kinds.items()} == {
        key: key for key in kinds
    }
    assert all(meanings.product(say(language, product.title)) == code for code, product in BY_CODE.items())
    assert all(meanings.source(say(language, title)) == code for code, title in SOURCE_TITLES.items())
    assert all(meanings.basis(say(language, title)) == code for code, title in meanings.BASIS_TITLES.items())
    assert all(meanings.stage(say(language, name)) == each.key for each in stages for name in (each.title, each.short))
