"""The points list: transparent, exact at its limits, never a refusal (ZA-02, ZA-03, ES-19)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.points import CONTROLS, GROUND_TITLES, POINT_TITLES, SHEET, Band, PointFacts, count

CALM = PointFacts(income=1_000_000, obligations=100_000, living_costs=300_000, instalment=100_000, amount=5_000_000)
MONEY = st.one_of(st.none(), st.integers(0, 10**12))


def test_every_line_is_listed_and_the_sum_is_theirs() -> None:
    told = count(CALM)
    assert [(line.code, line.value, line.points) for line in told.lines] == [
        ("start", "", 50), ("burden", "20.0 %", 20), ("left_over", "", 10),
    ]  # fmt: skip
    assert (told.points, told.band, told.grounds) == (80, Band.GOOD, ())


@pytest.mark.parametrize(("instalment", "points"), [
    (200_000, 20), (200_001, 10), (300_000, 10), (300_001, 0), (400_000, 0), (400_001, -20),
])  # fmt: skip
def test_the_burden_is_compared_in_money_so_its_limits_are_exact(instalment: int, points: int) -> None:
    told = count(replace(CALM, instalment=instalment, living_costs=None))
    assert next(line.points for line in told.lines if line.code == "burden") == points


def test_unknown_figures_and_unasked_control_points_are_for_a_person() -> None:
    assert count(PointFacts()).grounds == ("POINTS_FIGURES_MISSING", "POINTS_FEW")
    assert count(replace(CALM, unasked=1)).grounds == ("POINTS_CONTROLS_UNASKED",)
    assert count(replace(CALM, income=0)).band is Band.DOUBT


def test_a_control_point_costs_points_and_is_named() -> None:
    told = count(replace(CALM, controls=("gambling", "region")))
    assert told.points == 70
    assert {"control_gambling", "control_region"} <= {line.code for line in told.lines}


@given(MONEY, MONEY, MONEY, MONEY, MONEY, st.integers(0, 10**12), st.booleans(), MONEY)
def test_no_facts_ever_refuse_and_every_code_has_words(
    income: int | None, due: int | None, costs: int | None, new: int | None, amount: int | None, behind: int,
    guarantor: bool, profit: int | None,
) -> None:  # fmt: skip
    told = count(PointFacts(income, due, costs, new, amount, behind, guarantor, profit, profit, tuple(CONTROLS), 0))
    assert told.band in Band
    assert told.points == sum(line.points for line in told.lines)
    assert {line.code for line in told.lines} <= set(POINT_TITLES)
    assert set(told.grounds) <= set(GROUND_TITLES)
    assert (told.band is Band.GOOD) == (not told.grounds)
    assert told.points < SHEET.good_from or "POINTS_FEW" not in told.grounds
