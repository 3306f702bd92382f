"""Rule packs are dated data that prove themselves (OP-01, OP-09, OP-22; C-3)."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import advisor.domain.debts as law
from advisor.domain.closing import UNDONE, offered, outcome_of
from advisor.domain.debts import OP1, SHIPPED, Debt, Lead, NoPackInForce, pack_as_of, prequalify, verify_pack, words
from advisor.domain.debts.affordability import LoanFacts, afford
from advisor.domain.debts.decision import Outcome, Relation
from advisor.domain.debts.explain import CONDITIONS, RELATIONS
from advisor.domain.debts.kinds import KINDS, Group, picker
from advisor.domain.debts.pack import RulePack
from advisor.domain.debts.prequalify import GROUND_CLAUSES, REASON_CLAUSES
from advisor.domain.debts.review import differences, reviewers
from advisor.domain.debts.thresholds import CHOICES, KEYS
from advisor.domain.debts.verify import failures, restate
from advisor.domain.process import Outcome as ClosingOutcome
from advisor.domain.process import Profile
from advisor.domain.roles import Role


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: f"{pack.key}-{pack.version}")
def test_every_shipped_pack_passes_its_own_examples(pack: RulePack[object]) -> None:
    assert pack.examples
    assert verify_pack(pack) == []


def test_op01_the_first_pack_names_editor_edition_and_source() -> None:
    assert (OP1.edition_on, OP1.editor_role, OP1.version) == (date(2023, 8, 30), Role.EDITOR, 1)
    assert OP1.purpose
    assert "2023-08-30" in OP1.source


def test_op09_open_questions_name_real_settings_with_their_reading_and_the_others() -> None:
    for question in OP1.open_questions:
        if question.setting in CHOICES:
            assert (question.chosen, *question.alternatives) == CHOICES[question.setting]
        assert question.setting is None or question.setting in KEYS
        assert question.alternatives


def test_a_pack_whose_rules_contradict_its_examples_is_named() -> None:
    stricter = OP1.succeeded_by(replace(OP1.rules, total_min_inclusive=True), date(2026, 1, 1))
    assert set(verify_pack(stricter)) == {"Q001", "Q024", "Q083"}


def test_a_person_may_confirm_changed_examples_one_by_one() -> None:
    edited = OP1.succeeded_by(replace(OP1.rules, total_min_inclusive=True), date(2026, 1, 1))
    assert {f.example.id: f.answer and f.answer["outcome"] for f in failures(edited)}["Q001"] == "qualified"
    assert verify_pack(restate(edited, ["Q001"])) == ["Q024", "Q083"]
    assert verify_pack(restate(edited, ["Q001", "Q024", "Q083"])) == []


def test_op22_the_edition_in_force_on_a_day_is_used() -> None:
    newer = OP1.succeeded_by(replace(OP1.rules, mortgage_policy="ignore"), date(2026, 3, 1))
    packs = (*SHIPPED, newer)
    assert pack_as_of("op1", date(2026, 2, 28), packs) is OP1
    assert pack_as_of("op1", date(2026, 3, 1), packs) is newer
    with pytest.raises(NoPackInForce):
        pack_as_of("op1", date(2023, 8, 29))


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2020, 9, 1), 1),
        (date(2023, 11, 2), 1),
        (date(2023, 11, 3), 2),
        (date(2024, 9, 7), 2),
        (date(2024, 9, 8), 3),
        (date(2030, 1, 1), 3),
    ],
)
def test_editions_of_the_hint_meet_without_gap_or_overlap(day: date, version: int) -> None:
    assert pack_as_of("extrajudicial", day).version == version
    assert sum(pack.key == "extrajudicial" and pack.in_force_on(day) for pack in SHIPPED) == 1


def test_op22_a_recheck_with_other_rules_lists_the_differences() -> None:
    lead = Lead((Debt("bank_loan", Decimal("150000.00")),), mortgage=True)
    newer = OP1.succeeded_by(replace(OP1.rules, mortgage_policy="ignore"), date(2026, 3, 1))
    before, after = prequalify(lead), prequalify(lead, newer)
    assert {d.field: (d.before, d.after) for d in differences(before, after)} == {
        "outcome": ("refer", "qualified"),
        "reasons": (("MORTGAGE",), ()),
        "pack_version": (1, 2),
    }
    assert differences(before, before) == ()


def test_za03_policy_doubts_go_to_the_editor_and_missing_facts_to_the_underwriter() -> None:
    loan = Debt("bank_loan", Decimal("150000.00"))
    assert reviewers(prequalify(Lead((loan,), mortgage=True))) == {Role.EDITOR}
    assert reviewers(prequalify(Lead((loan,), mortgage=None))) == {Role.UNDERWRITER}
    assert reviewers(prequalify(Lead((loan,), mortgage=False))) == frozenset()


def test_every_code_has_a_title() -> None:
    asked = set(re.findall(r'"([A-Z_]{6,})", "[a-z_]+", "[0-9.]+"', _source("interview")))
    assert asked | {"DEBT_ROWS", "MORTGAGE_ASKED"} == set(words.QUESTIONS)
    assert {*REASON_CLAUSES, *GROUND_CLAUSES} <= set(words.REASONS)
    assert set(words.KINDS) == set(KINDS)
    assert set(words.OUTCOMES) == set(Outcome)
    assert set(RELATIONS) == set(Relation)
    assert set(CONDITIONS) <= set(REASON_CLAUSES)
    assert {q.code for pack in SHIPPED for q in pack.open_questions} == set(words.OPEN_QUESTIONS)
    assert set(re.findall(r'Option\(\s*"([A-Z_]+)"', _source("alternatives"))) == set(words.ALTERNATIVES)
    assert set(re.findall(r'"((?:BELOW|ABOVE|GROUND)_[A-Z0-9_]+)"', _source("packs"))) <= set(words.HINTS)


def test_op19_every_refusal_of_the_engine_is_a_reason_a_case_can_be_closed_with() -> None:
    refusals = set(REASON_CLAUSES) - {"PART_NOT_WRITTEN_OFF"}
    assert {code: outcome_of(code) for code in refusals} == dict.fromkeys(refusals, ClosingOutcome.REFUSED)


def test_op19_clauses_of_the_debt_rules_close_debt_relief_only() -> None:
    refusals = set(REASON_CLAUSES) - {"PART_NOT_WRITTEN_OFF"}
    codes = {profile: {code for rows in offered(profile).values() for code, _ in rows} for profile in Profile}
    assert codes[Profile.DEBT_RELIEF] - codes[Profile.FINANCING] == refusals
    assert UNDONE not in codes[Profile.DEBT_RELIEF]


def test_every_reason_of_the_affordability_check_has_a_title() -> None:
    pack = pack_as_of("affordability_pl", date(2026, 1, 1))
    figures = [("PLN", "0.00"), ("PLN", "100.00"), ("PLN", "220.00"), ("PLN", None), ("EUR", "900.00")]
    reasons = set()
    for currency, income in figures:
        facts = LoanFacts(currency, None if income is None else Decimal(income), Decimal(0), Decimal("100.00"))
        reasons |= {reason.code for reason in afford(facts, pack).reasons}
    assert reasons == {"NO_INCOME", "BURDEN_ABOVE_LIMIT", "BURDEN_HIGH", "FIGURES_MISSING", "OTHER_CURRENCY"}
    assert reasons <= set(words.REASONS)


def test_op10_the_picker_groups_the_lists_and_hides_kinds_reached_by_a_question() -> None:
    """Six kinds of clause 2 and those of clause 3 stand in their lists; 3.6 and 3.8 come of the answers."""
    groups = {group: [kind for kind in picker() if kind.group is group] for group in Group}
    assert sorted({kind.clause for kind in groups[Group.WRITTEN_OFF]}) == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]
    assert [kind.clause for kind in groups[Group.NOT_WRITTEN_OFF]] == ["3.1", "3.2", "3.3", "3.4", "3.5", "3.7"]
    keys = [kind.key for kind in picker()]
    assert keys[:2] == ["bank_loan", "credit_card"]
    assert {"fine", "challenged_deal", "mortgage", "alimony"} <= set(keys)
    assert len(keys) == len(set(keys))
    assert not {"fine_fee", "state_harm_fine", "challenged_transaction"} & set(keys)
    assert {kind.clause.split(".")[0] for kind in KINDS.values() if kind.clause} == {"1", "2", "3"}


def _source(module: str) -> str:
    return Path(law.__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
