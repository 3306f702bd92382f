"""Promises of all three sides (SPEC C-8), silence (FI-14) and the best time to call (ES-12)."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.outreach.best_time import BestTime, Call, best_time
from advisor.domain.outreach.promises import (
    KeptRate,
    Promise,
    PromiseState,
    Side,
    kept_rate,
    state,
)
from advisor.domain.outreach.silence import silent_days

DUE, BEFORE, AFTER = date(2025, 3, 14), date(2025, 3, 13), date(2025, 3, 15)


@pytest.mark.parametrize(
    ("promise", "today", "expected"),
    [
        (Promise(Side.US, DUE), DUE, PromiseState.OPEN),
        (Promise(Side.US, DUE), AFTER, PromiseState.BROKEN),
        (Promise(Side.US, DUE, kept_on=DUE), AFTER, PromiseState.KEPT),
        (Promise(Side.US, DUE, kept_on=AFTER), AFTER, PromiseState.BROKEN),
        (Promise(Side.US, DUE, moved_on=BEFORE), AFTER, PromiseState.MOVED),
        (Promise(Side.US, DUE, moved_on=AFTER), AFTER, PromiseState.BROKEN),
    ],
)
def test_c_8_a_promise_is_kept_moved_or_broken(promise: Promise, today: date, expected: PromiseState) -> None:
    assert state(promise, today) is expected


def test_c_8_the_kept_rate_leaves_out_what_is_not_settled() -> None:
    kept, broken = Promise(Side.US, DUE, kept_on=BEFORE), Promise(Side.US, DUE)
    moved, still_open = Promise(Side.US, DUE, moved_on=BEFORE), Promise(Side.US, date(2025, 4, 1))
    rate = kept_rate([kept, kept, broken, moved, still_open], AFTER)
    assert (rate, rate.percent) == (KeptRate(2, 1), Decimal("66.7"))
    assert kept_rate([moved, still_open], AFTER).percent is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_kept_rate_lies_between_0_and_100(kept: int, broken: int) -> None:
    percent = KeptRate(kept, broken).percent
    assert (percent is None) == (kept + broken == 0)
    assert percent is None or 0 <= percent <= 100


def test_fi_14_silence_is_counted_in_working_days() -> None:
    assert silent_days(date(2025, 3, 10), date(2025, 3, 18), "PL") == 6
    assert silent_days(date(2025, 3, 10), date(2025, 3, 10), "PL") == 0
    assert silent_days(date(2025, 3, 20), date(2025, 3, 18), "PL") == 0


def calls(*told: tuple[int, bool]) -> list[Call]:
    return [Call(datetime.fromisoformat(f"2025-03-12T{hour:02}:30"), answered) for hour, answered in told]


def test_es_12_the_best_time_is_learned_from_answered_calls() -> None:
    afternoon = calls((14, True), (14, True), (15, True), (15, True), (14, False))
    assert best_time(afternoon + calls((9, True), (10, False), (11, False))) == BestTime(14, 16, 4, 5)
    assert best_time(calls((9, False), (14, False))) is None
    assert best_time([]) is None
