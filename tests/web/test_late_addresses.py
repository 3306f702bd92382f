"""Addresses: builders are compiled at the first link and answer what the framework's own would."""

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError, Rule

from advisor.web.kit import addresses


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [("search.show", {"q": "Żółć & co", "page": 2}), ("cases.show", {"case_id": 7}), ("today.show", {})],
)
def test_a_late_builder_answers_as_an_early_one(house: Flask, endpoint: str, values: dict[str, Any]) -> None:
    with house.test_request_context():
        late = url_for(endpoint, **values)
    (rule,) = house.url_map.iter_rules(endpoint)
    assert isinstance(rule, addresses.LateRule)
    early = Rule(rule.rule, endpoint=endpoint)
    early.bind(house.url_map, rebind=True)
    built = early.build(values, append_unknown=True)
    assert built is not None
    assert late == built[1]


def test_a_missing_value_is_an_error_at_every_link(house: Flask) -> None:
    with house.test_request_context():
        for _again in range(2):
            with pytest.raises(BuildError):
                url_for("cases.show")
