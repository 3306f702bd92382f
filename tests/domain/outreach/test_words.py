"""Every code of the outreach law has its English title, no two the same."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from advisor.domain.outreach import cadence, contact, decision, notices, policy, promises, words

TITLES: list[tuple[type[StrEnum], Mapping[Any, str]]] = [
    (decision.Reason, words.REASON_TITLES),
    (decision.Caution, words.CAUTION_TITLES),
    (policy.Standing, words.STANDING_TITLES),
    (contact.Channel, words.CHANNEL_TITLES),
    (contact.Purpose, words.PURPOSE_TITLES),
    (contact.Recipient, words.RECIPIENT_TITLES),
    (contact.Principal, words.PRINCIPAL_TITLES),
    (cadence.Snooze, words.SNOOZE_TITLES),
    (notices.CallResult, words.CALL_RESULT_TITLES),
    (promises.Side, words.SIDE_TITLES),
    (promises.PromiseState, words.PROMISE_STATE_TITLES),
    (promises.NextStep, words.NEXT_STEP_TITLES),
]


@pytest.mark.parametrize(("codes", "titles"), TITLES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_code_has_its_own_title(codes: type[StrEnum], titles: Mapping[Any, str]) -> None:
    assert set(titles) == set(codes)
    assert len(set(titles.values())) == len(titles)
