"""The audit page says before and after in words: no table, no field, no code, no minor units (issue 2 points 7, 11)."""

import re
from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from advisor.casework.assign import assign
from advisor.casework.status import hold
from advisor.records.base import Base
from advisor.records.case import Case
from advisor.records.fee import FeeKind
from advisor.stages.monitoring.actions import Money, add_money
from advisor.transaction import transaction
from advisor.web.before_after import told
from tests import make

RAW = re.compile(rf"\b({'|'.join(Base.metadata.tables)})\.\w+")


def test_the_trail_is_told_in_words(house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient]) -> None:
    with transaction(make.COMMAND, make.NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
        add_money(ctx, case_id, Money(FeeKind.FEE, "Fee", 123_450, "PLN", make.NOW.date()))
    with transaction(make.COMMAND, make.NOW) as ctx:
        ctx.session.get_one(Case, case_id).amount = 6_000_000
        assign(ctx, case_id, cast.manager)
        hold(ctx, case_id, date(2026, 4, 1), "Abroad")
    text = re.sub(r"<[^>]+>", "", browser("auditor").get("/audit").text)
    assert RAW.search(text) is None
    for line in ("Our money Added", "Amount: PLN", "Owner: Anna Advisor → Marta Manager", "State: Active → On hold",
                 "On hold until: Apr 1, 2026"):  # fmt: skip
        assert line in text, line


def test_values_of_every_kind_are_said(house: Flask) -> None:
    """A sealed value, a list, a field nobody knows any more: nothing is left out and nothing breaks the page."""
    change = {
        "table": "contact_attempt", "op": "update", "id": 1,
        "fields": {
            "note": [None, "b64:AAAA"], "at": ["2026-03-01T23:30:00", "2026-03-02T08:00:00+00:00"],
            "gone_field": ["x", None], "result": ["reached", "not_a_result"], "human": [False, True],
            "occurred_on": ["bad day", ["a", 1]],
        },
    }  # fmt: skip
    with house.test_request_context():
        (row,) = told([change], {})
    lines = {name: (old, new) for name, old, new in row.fields}
    assert (row.title, row.op) == ("Contact", "Changed")
    assert lines["Note"] == ("", "sealed")
    assert lines["gone field"] == ("x", "")
    assert lines["Outcome"] == ("Reached", "not_a_result")
    assert lines["On behalf of"] == ("No", "Yes")
    assert lines["occurred on"] == ("bad day", '["a", 1]')
    assert "2026" in lines["When"][1]
