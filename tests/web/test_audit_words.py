"""The audit page says before and after in words: no table, no field, no code, no minor units (issue 2 points 7, 11)."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Enum

from advisor.casework.assign import assign
from advisor.casework.status import hold
from advisor.records.base import Base
from advisor.records.case import Case
from advisor.records.fee import FeeKind
from advisor.services.ledger_words import TABLE_TITLES
from advisor.stages.monitoring.actions import Money, add_money
from advisor.transaction import transaction
from advisor.web.before_after import told
from advisor.web.value_words import CODES
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
    assert lines["By a person"] == ("No", "Yes")
    assert lines["occurred on"] == ("bad day", '["a", 1]')
    assert "2026" in lines["When"][1]


def _told(table: str, **fields: Any) -> dict[str, str]:
    """What the page says of one row that was added."""
    change = {"table": table, "op": "insert", "id": 1, "fields": {name: [None, fields[name]] for name in fields}}
    return {title: new for title, _old, new in told([change], {})[0].fields}


def _closed_sets() -> Iterator[tuple[str, str, str]]:
    """(table, field, code): every member of every enum of the ledger, every code that is kept as text."""
    for name in TABLE_TITLES:
        for column in Base.metadata.tables[name].c:
            if isinstance(column.type, Enum) and column.type.enum_class:
                yield from ((name, column.name, member.value) for member in column.type.enum_class)
    for (table, field), titles in CODES.items():
        yield from ((table, field, str(code)) for code in titles)


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_no_code_of_the_ledger_is_shown(house: Flask, language: str) -> None:
    """Not "fee_basis", not "identity_card", not "on_hold"."""
    seen = 0
    with house.test_request_context():
        g.language = language
        for table, field, code in _closed_sets():
            said = list(_told(table, **{field: code}).values())
            assert said != [code], (table, field, code)
            seen += len(said)
    assert seen > 400


ROWS = (
    ("negotiation_entry", {"field": "fee_percent", "asked_by": "client", "old": "1.5", "new": "1.4"},
     ["Wynagrodzenie za sukces, procent", "Klient", "1,5%", "1,4%"]),
    ("reminder", {"plan": "stage.tracking", "anchor_at": "2026-03-01T08:00:00", "channels": "own,email",
                  "cancelled_why": "moved_on"}, ["kanał klienta → e-mail", "Sprawa przeszła dalej"]),
    ("checklist_answer", {"question": "institution_asks:PIT37", "yes": True},
     ["Czy wybrana instytucja wymaga tego dokumentu? PIT-37 za ostatni rok z UPO", "Tak"]),
    ("offer_handover", {"parts": ["documents", "plan"]}, ["Lista dokumentów, Plan postępowania"]),
    ("staff_member", {"language": "ru", "theme": "dark"}, ["Rosyjski", "Ciemny"]),
    ("affordability_check", {"pack_key": "affordability_pl"}, ["Zdolność do spłaty: Polska"]),
    ("prequalification", {"outcome": "refused"}, ["Niezakwalifikowany"]),
    ("engagement", {"signed_on": "2026-03-01", "signed_how": "paper"}, ["1 mar 2026; Na papierze"]),
    ("offer", {"step_days": {"documents": 14}}, ["Komplet dokumentów: 14"]),
    ("needs_profile", {"company": {"profit": 4_500_000}, "currency": "PLN"},
     ["Zysk z ostatniego roku: 45\xa0000\xa0zł", "PLN"]),
    ("decision", {"annual_rate": "8.70", "told_by": "client:Jan"}, ["8,7", "Klient"]),
    ("firm", {"logo": "sha256:00"}, ["Plik"]),
    ("follow_plan", {"rule": {"older": "shape"}}, ['{"older": "shape"}']),
)  # fmt: skip


@pytest.mark.parametrize(("table", "fields", "said"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_is_told_as_people_say_it(house: Flask, table: str, fields: dict[str, Any], said: list[str]) -> None:
    """Names, languages, JSON, two fields of one title in one line; what an older version wrote breaks nothing."""
    with house.test_request_context():
        g.language = "pl"
        assert list(_told(table, **fields).values()) == said
