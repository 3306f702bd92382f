"""Papers as plain values: what is stored and printed later is what was meant."""

import json
from decimal import Decimal

import pytest

from advisor.papers.kinds import KINDS, page_of
from advisor.papers.offer import OfferPaper
from advisor.papers.plain import from_plain, to_plain
from advisor.papers.samples import sample_values
from advisor.papers.simulation import Charge


@pytest.mark.parametrize("kind", KINDS)
def test_stored_paper_comes_back_equal(kind: str) -> None:
    paper = from_plain(KINDS[kind][0], sample_values(kind))
    assert from_plain(KINDS[kind][0], json.loads(json.dumps(to_plain(paper)))) == paper


def test_figures_never_pass_through_a_float() -> None:
    assert to_plain(Charge(title="x", amount=Decimal("0.10")))["amount"] == "0.10"
    with pytest.raises(ValueError, match="decimal number in text"):
        from_plain(Charge, {"title": "x", "amount": 0.1})
    with pytest.raises(ValueError, match="decimal number in text"):
        from_plain(Charge, {"title": "x", "amount": "NaN"})


def test_missing_and_unknown_values_are_named() -> None:
    values = sample_values("offer")
    del values["commissions"]
    with pytest.raises(ValueError, match="OfferPaper lacks commissions"):
        from_plain(OfferPaper, values)
    with pytest.raises(ValueError, match="Charge has no note"):
        from_plain(Charge, {"title": "x", "amount": "1", "note": "y"})


def test_wrong_types_are_refused() -> None:
    with pytest.raises(ValueError, match="is not str"):
        from_plain(Charge, {"title": 7, "amount": "1"})


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        page_of("invoice", {})
