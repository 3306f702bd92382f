"""What the six rooms' pages owe: anchors of every finding, constant statements, stale forms, other people's rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.fee import FeeKind
from advisor.stages.decision.actions import Ruling, Step, plan_remedy, record_decision, tell_client
from advisor.stages.monitoring.actions import Money, NewDuty, add_duty, add_money
from advisor.stages.plan import BY_KEY
from advisor.stages.submission.actions import add_signing
from advisor.stages.support.actions import open_ticket
from advisor.stages.tracking.actions import Ask, Call, log_call, note_question
from advisor.transaction import transaction
from tests import filings, make
from tests.filings import TODAY
from tests.make import NOW

Browser = Callable[[str], FlaskClient]
Actors = Callable[[str], Actor]
ROOMS = (StageKey.SUBMISSION, StageKey.TRACKING, StageKey.DECISION, StageKey.MONITORING, StageKey.SUPPORT,
         StageKey.REFERRALS)  # fmt: skip


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def fill(ctx: Any, case_id: int, number: int) -> None:
    """One of everything these rooms show."""
    add_signing(ctx, case_id, f"Paper {number}", "Zofia")
    sent = filings.filed(ctx, case_id, filings.institution(ctx, f"Bank {number}"), reference="").id
    log_call(ctx, case_id, Call(sent, "call", "Asked for a paper"))
    note_question(ctx, case_id, Ask(sent, "document", "Payslip", TODAY))
    row = record_decision(ctx, case_id, Ruling(sent, "refused", TODAY, ("income",), "Too low"))
    tell_client(ctx, case_id, row.id, ContactChannel.CALL, TODAY)
    plan_remedy(ctx, case_id, row.id, Step("income", "Add the spouse", TODAY + timedelta(days=9)))
    add_duty(ctx, case_id, NewDuty("report", "Report", TODAY + timedelta(days=9)))
    add_money(ctx, case_id, Money(FeeKind.FEE, "Fee", 100, "PLN", TODAY))
    open_ticket(ctx, case_id, "Question", "Words")


@pytest.mark.parametrize("stage", ROOMS)
def test_the_statements_of_a_room_do_not_grow_with_its_rows(
    house: Flask, cast: make.Cast, browser: Browser, actor: Actors, stage: StageKey
) -> None:
    """DONE 5."""
    with transaction(actor("advisor"), NOW) as ctx:
        few, many = make.case(ctx, cast.advisor).id, make.case(ctx, cast.advisor).id
        fill(ctx, few, 0)
        for number in range(1, 7):
            fill(ctx, many, number)
    client, seen = browser("advisor"), []
    client.get(f"/cases/{few}/{stage}")
    for case_id in (few, many):
        with counted() as statements:
            assert client.get(f"/cases/{case_id}/{stage}").status_code == 200
        seen.append(len(statements))
    assert seen[0] == seen[1], seen


def anchors(stage: StageKey, case_id: int) -> set[str]:
    db.session.rollback()
    case = db.session.get_one(Case, case_id)
    return {finding.action for finding in BY_KEY[stage].judge(db.session(), case, TODAY).findings}


def test_every_finding_leads_to_a_place_of_its_room(
    house: Flask, cast: make.Cast, browser: Browser, actor: Actors
) -> None:
    """C-2: each unmet condition is a link to what clears it."""
    with transaction(actor("advisor"), NOW) as ctx:
        empty, full = make.case(ctx, cast.advisor).id, make.case(ctx, cast.advisor).id
        fill(ctx, full, 1)
        sent = filings.filed(ctx, full, filings.institution(ctx), reference="").id
        note_question(ctx, full, Ask(sent, "document", "Payslip", TODAY))
    client, found = browser("advisor"), set()
    for case_id in (empty, full):
        for stage in ROOMS:
            page = client.get(f"/cases/{case_id}/{stage}").text
            for anchor in anchors(stage, case_id):
                assert f'id="{anchor}"' in page, (stage, anchor)
                found.add(anchor)
    wanted = "signing filing filed institutions questions decisions service duties money tickets opinion recommendation"
    assert found >= {*wanted.split(), "next-contact"}


def test_a_stale_decision_form_keeps_what_was_typed(
    house: Flask, cast: make.Cast, browser: Browser, actor: Actors
) -> None:
    """DONE 4: a stale form is told so and loses nothing."""
    with transaction(actor("advisor"), NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
        sent = filings.filed(ctx, case_id, filings.institution(ctx)).id
        row = record_decision(ctx, case_id, Ruling(sent, "approved", TODAY, months=12))
        seen = row.version
    with transaction(actor("manager"), NOW) as ctx:
        record_decision(ctx, case_id, Ruling(sent, "approved", TODAY, months=24))
    form = {"outcome": "approved", "decided_on": str(TODAY), "currency": "PLN", "words": "my words", "version": seen}
    answer = browser("advisor").post(f"/cases/{case_id}/decision/{sent}/record", data=form)
    assert answer.status_code == 409
    assert "my words" in answer.text


def test_rows_of_another_case_are_not_found_at_any_address(
    house: Flask, cast: make.Cast, browser: Browser, actor: Actors
) -> None:
    """DONE 4: a request for somebody else's object."""
    with transaction(actor("advisor"), NOW) as ctx:
        mine, other = make.case(ctx, cast.advisor).id, make.case(ctx, cast.advisor).id
        fill(ctx, other, 1)
    client = browser("advisor")
    for path in (
        "submission/signing/1/sign", "submission/1/reference", "tracking/1/call", "tracking/1/question",
        "tracking/1/withdraw", "tracking/questions/1/answer", "decision/1/record", "decision/decisions/1/told",
        "decision/decisions/1/answer", "decision/decisions/1/remedy", "decision/decisions/1/no-remedy",
        "monitoring/duties/1/done", "monitoring/duties/1/drop", "monitoring/money/1", "monitoring/money/1/waive",
        "support/1/answer",
    ):  # fmt: skip
        assert client.get(f"/cases/{other}/{path}").status_code == 200, path
        assert client.get(f"/cases/{mine}/{path}").status_code == 404, path
    for path in ("submission/signing/1/remove", "support/1/close"):
        assert client.post(f"/cases/{mine}/{path}").status_code == 404, path
    reader = browser("auditor")
    assert reader.get(f"/cases/{other}/tracking").status_code == 200
    assert reader.get(f"/cases/{other}/tracking/1/call").status_code == 403
