"""The analysis room: its gate without a database, its verbs on both engines (SPEC A0; Finare step 3)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from advisor.domain.debts import Debt
from advisor.domain.errors import Invalid, NotFound, ReasonMissing, StaleVersion
from advisor.domain.process import Profile
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.institution import Institution, InstitutionKind
from advisor.stages.analysis.actions import (
    Ability,
    Need,
    NewRoute,
    Words,
    add_route,
    drop_route,
    no_route,
    note_ability,
    note_need,
    note_talk,
    write_topics,
)
from advisor.stages.analysis.gate import Facts, gate, topics
from advisor.stages.analysis.records import facts, profile_of, routes_of, topics_of
from advisor.stages.analysis.stage import FINDINGS, TOPICS
from advisor.stages.contact.prequalification.actions import Sheet, save_interview
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

TODAY = date(2026, 3, 2)
BLOCKS = {
    "talk_held": "analysis.talk_missing", "purpose": "analysis.purpose_missing", "amount": "analysis.amount_missing",
    "ability": "analysis.ability_missing", "route": "analysis.route_missing",
}  # fmt: skip
Run = Callable[..., Any]


@pytest.mark.parametrize("missing", list(BLOCKS))
def test_each_line_blocks_alone(missing: str) -> None:
    found = gate(Facts(**{name: name != missing for name in BLOCKS}), TODAY)  # type: ignore[arg-type]
    assert [f.code for f in found.blocking] == [BLOCKS[missing]]


def test_topics_and_conduct_only_warn_and_are_named() -> None:
    """The blank topic is named in the gate; a "yes" to a conduct question is a warning, never a refusal."""
    whole = dict.fromkeys(BLOCKS, True)
    found = gate(Facts(**whole, open_topics=tuple(TOPICS), doubts=("hidden",)), TODAY)  # type: ignore[arg-type]
    assert found.open
    assert {f.code for f in found.findings} == {*(f"analysis.topic_{key}" for key in TOPICS), "analysis.doubt_hidden"}
    assert {f.code for f in found.findings} <= set(FINDINGS)


def test_the_market_is_a_topic_for_a_business_only() -> None:
    assert len(topics(Profile.FINANCING, "sp_zoo")) == 5
    assert "market" not in topics(Profile.FINANCING, "employee")
    assert topics(Profile.DEBT_RELIEF, "citizen") == ("debts", "property", "income", "bankruptcies", "conduct")


@pytest.fixture
def run(actor: Callable[[str], Actor]) -> Run:
    """Act in a transaction of its own."""

    def act(what: Callable[[Any], Any], who: str = "advisor") -> Any:
        with transaction(actor(who), NOW) as ctx:
            return what(ctx)

    return act


@pytest.fixture
def lead(house: Flask, cast: make.Cast, run: Run) -> int:
    case_id: int = run(lambda ctx: make.case(ctx, cast.advisor, amount=None).id)
    return case_id


def codes(case_id: int) -> set[str]:
    db.session.rollback()
    session = db.session()
    return {f.code for f in gate(facts(session, session.get_one(Case, case_id)), TODAY).blocking}


def test_the_whole_talk_opens_the_gate(lead: int, run: Run) -> None:
    """FI step 3: talk minuted, purpose and amount, ability, one route."""
    assert codes(lead) == set(BLOCKS.values())
    run(lambda ctx: note_talk(ctx, lead, NOW - timedelta(hours=1), ContactChannel.MEETING, "About the roof"))
    run(lambda ctx: note_need(ctx, lead, Need("A new roof", 5_000_000, "PLN")))
    run(lambda ctx: note_ability(ctx, lead, Ability(800_000, 200_000, None, 150_000, "PLN")))
    assert codes(lead) == {"analysis.route_missing"}
    row = run(lambda ctx: add_route(ctx, lead, NewRoute(InstitutionKind.BANK, what="Consumer loan")))
    assert codes(lead) == set()
    run(lambda ctx: drop_route(ctx, lead, row.id))
    assert codes(lead) == {"analysis.route_missing"}
    with pytest.raises(ReasonMissing):
        run(lambda ctx: no_route(ctx, lead, " "))
    run(lambda ctx: no_route(ctx, lead, "No bank lends to a newcomer"))
    assert codes(lead) == set()
    run(lambda ctx: add_route(ctx, lead, NewRoute(InstitutionKind.OTHER)))
    assert profile_of(db.session(), lead).no_route is None  # type: ignore[union-attr]


def test_the_interview_is_the_amount_of_a_debt_relief_case(house: Flask, cast: make.Cast, run: Run) -> None:
    def make_one(ctx: Any) -> int:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        return make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                         currency="RUB", amount=None).id  # fmt: skip

    case_id: int = run(make_one)
    assert "analysis.amount_missing" in codes(case_id)
    sheet = Sheet((DebtRow(Debt("bank_loan", Decimal("400000.00"))),), False)
    run(lambda ctx: save_interview(ctx, case_id, sheet))
    assert "analysis.amount_missing" not in codes(case_id)
    words = Words({"debts": ("Lost work", False)}, {"hidden": True, "repeat": None})
    run(lambda ctx: write_topics(ctx, case_id, words))
    session = db.session()
    seen = facts(session, session.get_one(Case, case_id))
    assert seen.open_topics == ("property", "income", "bankruptcies", "conduct")
    assert seen.doubts == ("hidden",)


def test_not_relevant_needs_a_why_and_words_are_sealed(lead: int, run: Run) -> None:
    """Every one of the five topics has text or an explicit "not relevant" with reason."""
    with pytest.raises(ReasonMissing):
        run(lambda ctx: write_topics(ctx, lead, Words({"goals": ("", True)})))
    run(lambda ctx: write_topics(ctx, lead, Words({"goals": ("Only a roof", True), "funding": ("Two banks", False)})))
    rows = topics_of(db.session(), lead)
    assert rows["goals"].not_relevant
    assert b"roof" not in (rows["goals"].words or b"")
    assert facts(db.session(), db.session.get_one(Case, lead)).open_topics == ("investment", "ability")


def test_a_colleagues_newer_words_are_not_overwritten_ones_own_autosave_is(lead: int, run: Run) -> None:
    run(lambda ctx: write_topics(ctx, lead, Words({"goals": ("First", False)})))
    seen = profile_of(db.session(), lead).version  # type: ignore[union-attr]
    run(lambda ctx: write_topics(ctx, lead, Words({"goals": ("Autosaved", False)}, version=seen)))
    run(lambda ctx: write_topics(ctx, lead, Words({"goals": ("Saved", False)}, version=seen)))
    run(lambda ctx: write_topics(ctx, lead, Words({"goals": ("By the manager", False)})), "manager")
    with pytest.raises(StaleVersion):
        run(lambda ctx: write_topics(ctx, lead, Words({"goals": ("Mine", False)}, version=seen)))


def test_hostile_values_and_other_peoples_rows(lead: int, run: Run, cast: make.Cast) -> None:
    with pytest.raises(Invalid):
        run(lambda ctx: note_talk(ctx, lead, NOW + timedelta(hours=1), ContactChannel.CALL, "Tomorrow"))
    with pytest.raises(Invalid):
        run(lambda ctx: note_talk(ctx, lead, NOW, ContactChannel.CALL, "x" * 20_001))
    for amount in (0, -1, 10**15 + 1):
        with pytest.raises(Invalid):
            run(lambda ctx, amount=amount: note_need(ctx, lead, Need("Roof", amount, "PLN")))
    with pytest.raises(Invalid):
        run(lambda ctx: note_ability(ctx, lead, Ability(-1, 0, None, None, "PLN")))
    with pytest.raises(Invalid):
        run(lambda ctx: add_route(ctx, lead, NewRoute(InstitutionKind.BANK, 999)))
    other = run(lambda ctx: make.case(ctx, cast.advisor, make.party(ctx, "Ewa Nowak", phone="600 555 666")).id)
    row = run(lambda ctx: add_route(ctx, other, NewRoute(InstitutionKind.BANK)))
    with pytest.raises(NotFound):
        run(lambda ctx: drop_route(ctx, lead, row.id))
    seen = db.session.get_one(Case, lead).version
    run(lambda ctx: note_need(ctx, lead, Need("Roof", 1, "PLN", seen)))
    with pytest.raises(StaleVersion):
        run(lambda ctx: note_need(ctx, lead, Need("Car", 1, "PLN", seen)))


def test_a_named_institution_gives_its_kind(lead: int, run: Run) -> None:
    def institution(ctx: Any) -> int:
        row = Institution(name="Example Leasing", kind=InstitutionKind.LESSOR)
        ctx.session.add(row)
        ctx.session.flush()
        return row.id

    lessor = run(institution)
    run(lambda ctx: add_route(ctx, lead, NewRoute(InstitutionKind.BANK, lessor)))
    assert [(row.kind, name) for row, name in routes_of(db.session(), lead)] == [
        (InstitutionKind.LESSOR, "Example Leasing")
    ]
