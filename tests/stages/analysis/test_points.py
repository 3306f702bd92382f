"""The analysis room's corner: figures in detail, control points, points, and the person's answer (ZA-03, ES-19)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.errors import Forbidden, Invalid, NotFound, WrongStatus
from advisor.domain.points import CONTROLS
from advisor.domain.roles import Actor, Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.stages.analysis.actions import Ability, note_ability
from advisor.stages.analysis.gate import gate
from advisor.stages.analysis.points.actions import (
    NewLine,
    add_line,
    count_points,
    drop_line,
    note_company,
    note_controls,
)
from advisor.stages.analysis.points.records import lines_of, newest_count
from advisor.stages.analysis.records import facts, profile_of
from advisor.stages.contact.review.actions import answer_review
from advisor.stages.contact.review.gate import Answer
from advisor.stages.contact.review.records import waiting
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.web.test_statements import statements

Actors = Callable[[str], Actor]
NONE_OF_THEM = dict.fromkeys(CONTROLS, False)


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    """A financing case whose household can carry the instalment easily."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
    with transaction(actor("advisor"), NOW) as ctx:
        note_ability(ctx, case_id, Ability(1_000_000, 100_000, 300_000, 100_000, "PLN"))
    return case_id


def codes(lead: int) -> set[str]:
    known = facts(db.session(), db.session.get_one(Case, lead))
    return {f.code for f in gate(known, NOW.date()).findings if "control" in f.code or "points" in f.code}


def test_the_same_six_questions_and_a_yes_only_asks_more(lead: int, actor: Actors) -> None:
    """ES-19."""
    assert codes(lead) == {"analysis.control_unasked", "analysis.points_missing"}
    with transaction(actor("advisor"), NOW) as ctx:
        note_controls(ctx, lead, NONE_OF_THEM | {"gambling": True})
        assert count_points(ctx, lead).band == "good"
    assert codes(lead) == {"analysis.control_more"}


def test_a_doubt_waits_for_the_underwriter_whose_no_blocks(lead: int, actor: Actors) -> None:
    """ZA-03: name and reason, the machine's count kept beside."""
    with transaction(actor("advisor"), NOW) as ctx:
        row = count_points(ctx, lead)
        assert row.band == "doubt"
    assert db.session.get_one(Case, lead).referred_to == Role.UNDERWRITER
    assert "analysis.points_waiting" in codes(lead)
    review = waiting(db.session(), lead)
    assert review is not None
    assert review.grounds == ["POINTS_CONTROLS_UNASKED"]
    with pytest.raises((Forbidden, NotFound)), transaction(actor("advisor"), NOW) as ctx:
        answer_review(ctx, lead, review.id, Answer.APPROVED, "Mine")
    with transaction(actor("underwriter"), NOW) as ctx:
        answer_review(ctx, lead, review.id, Answer.DECLINED, "Too thin")
    assert "analysis.points_declined" in {
        f.code for f in gate(facts(db.session(), db.session.get_one(Case, lead)), NOW.date()).blocking
    }
    found = newest_count(db.session(), lead)
    assert found is not None
    assert (found[0].points, found[1] is not None and found[1].answered_name) == (80, "Ula Underwriter")


def test_a_better_count_takes_the_doubt_back(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        count_points(ctx, lead)
        note_controls(ctx, lead, NONE_OF_THEM)
        count_points(ctx, lead)
    assert waiting(db.session(), lead) is None
    assert db.session.get_one(Case, lead).referred_to == ""
    assert codes(lead) == set()


def test_lines_belong_to_their_case_and_collateral_counts(lead: int, cast: make.Cast, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        line = add_line(ctx, lead, NewLine("collateral", "Flat", 9_000_000)).id
        other = make.case(ctx, cast.advisor).id
        note_company(ctx, lead, {"revenue": 10, "profit": -5, "own_funds": 7})
        counted = {code for code, _value, _points in count_points(ctx, lead).lines}
    assert {"collateral_full", "company_loss", "own_funds"} <= counted
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        drop_line(ctx, other, line)
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        add_line(ctx, lead, NewLine("soul", "Mine"))
    with transaction(actor("advisor"), NOW) as ctx:
        drop_line(ctx, lead, line)
    assert lines_of(db.session(), lead) == []


def test_debt_relief_has_no_points(lead: int, cast: make.Cast, actor: Actors) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        relief = make.case(ctx, cast.advisor, product="ru_bankruptcy_court", client_type="citizen", currency="RUB").id
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        count_points(ctx, relief)
    assert codes(relief) == set()


def test_the_room_takes_figures_and_shows_every_point(lead: int, browser: Callable[[str], FlaskClient]) -> None:
    web = browser("advisor")
    line = {"line-kind": "obligation", "line-text": "Car loan", "line-line_amount": "12 000,00", "line-monthly": "400"}
    assert web.post(f"/cases/{lead}/analysis/lines", data=line).status_code == 302
    assert web.post(f"/cases/{lead}/analysis/lines", data=line | {"line-text": ""}).status_code == 422
    asked = {f"control-{key}": "no" for key in CONTROLS}
    assert web.post(f"/cases/{lead}/analysis/controls", data=asked | {"control-growth": "yes"}).status_code == 302
    company = {"company-profit": "-1 000,00", "company-own_funds": "x"}
    assert web.post(f"/cases/{lead}/analysis/company", data=company).status_code == 422
    assert web.post(f"/cases/{lead}/analysis/company", data=company | {"company-own_funds": ""}).status_code == 302
    assert (profile := profile_of(db.session(), lead)) is not None
    assert profile.company["profit"] == -100_000
    assert web.post(f"/cases/{lead}/analysis/points").status_code == 302
    text = web.get(f"/cases/{lead}/analysis").text
    for words in ("Car loan", "Everybody starts with", "Control point: growth", "Ask for the plan", "20.0 %"):
        assert words in text, words
    assert browser("underwriter").get("/queue").status_code == 200


def test_the_room_asks_the_ledger_a_fixed_number_of_times(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """However many figures there are (DONE.md 5)."""
    web, counted = browser("advisor"), []
    for count in (2, 40):
        with transaction(actor("advisor"), NOW) as ctx:
            for number in range(count):
                add_line(ctx, lead, NewLine("obligation", f"Loan {number}", 100, 1))
        counted.append(statements(web, f"/cases/{lead}/analysis"))
    assert counted[0] == counted[1] <= 15
