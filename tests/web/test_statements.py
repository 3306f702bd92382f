"""Pages ask the database a fixed number of times, however much there is to show (DONE.md 5, PERFORMANCE budgets)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from advisor.casework.advance import Order, advance, undo_move
from advisor.domain.outreach.cadence import Snooze
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.reminder import open_reminders
from advisor.services import followups
from advisor.services.context import Context
from advisor.services.notes import seal_text
from advisor.stages.contact.actions import give_notice
from advisor.transaction import transaction
from tests import make

FEW, MANY = 3, 40
LISTS = {
    "/today": ("advisor", 6),
    "/board": ("advisor", 6),
    "/cases": ("advisor", 6),
    "/cases?text=zofia&stage=contact": ("advisor", 6),
    "/search/live?q=zofia": ("advisor", 3),
    "/search/live?q=600021": ("advisor", 3),
    "/board?whose=all": ("manager", 6),
    "/reports?months=12": ("manager", 12),
    "/audit": ("manager", 12),
    "/outgoing": ("advisor", 3),
    "/outgoing?whose=all&text=zofia": ("manager", 3),
    "/outgoing/sent": ("advisor", 3),
    "/bell": ("advisor", 3),
    "/audit/overrides": ("auditor", 4),
}


class Counter:
    """Counts the statements of whatever runs inside."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Begin at zero."""
        self.count = 0
        event.listen(db.engine, "before_cursor_execute", self._seen)
        try:
            yield
        finally:
            event.remove(db.engine, "before_cursor_execute", self._seen)

    def _seen(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.count += not statement.startswith("BEGIN")


def statements(client: FlaskClient, path: str) -> int:
    """How many statements a page takes once everything that is read once a process is read."""
    client.get(path)
    counter = Counter()
    with counter.counting():
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return counter.count


def open_cases(ctx: Context, owner: int, numbers: range) -> list[int]:
    """Cases with a moved past, so that every list has something to show."""
    found = []
    for number in numbers:
        client = make.party(ctx, f"Zofia Wójcik {number}", phone=f"60002{number:04d}")
        case = make.case(ctx, owner, client)
        give_notice(ctx, case.id, "phone")
        found.append(case.id)
    return found


def move_some(case_ids: list[int]) -> None:
    """Every second one goes on, each by an own transaction as people do it."""
    for case_id in case_ids[::2]:
        with transaction(make.COMMAND, make.NOW) as ctx:
            advance(ctx, Order(case_id, StageKey.MEETING))


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_the_same_statements_for_three_cases_and_for_forty(
    house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient], path: str
) -> None:
    """DONE.md 5: the number of statements does not depend on the number of rows, and stays within the budget."""
    who, budget = LISTS[path]
    with transaction(make.COMMAND, make.NOW) as ctx:
        few = open_cases(ctx, cast.advisor, range(FEW))
    move_some(few)
    client = browser(who)
    before = statements(client, path)
    with transaction(make.COMMAND, make.NOW) as ctx:
        many = open_cases(ctx, cast.advisor, range(FEW, MANY))
    move_some(many)
    assert statements(client, path) == before <= budget


def fill(ctx: Context, case_id: int, count: int) -> None:
    """Contacts with sealed notes and free reminders."""
    from advisor.records.case import Case
    from advisor.records.party import Party

    case = ctx.session.get_one(Case, case_id)
    client = ctx.session.get_one(Party, case.client_id)
    for number in range(count):
        row = ContactAttempt(
            case_id=case_id, party_id=client.id, at=make.NOW, channel=ContactChannel.CALL, result=ContactResult.REACHED
        )
        row.note = seal_text(ctx.session, client.uid, ("contact_attempt", row.uid, "note"), f"Note {number}")
        ctx.session.add(row)
    first = open_reminders(ctx.session, case_id)[0]
    followups.put_off(ctx, case, first.id, Snooze.TOMORROW)


def test_a_case_page_takes_the_same_statements_for_one_event_and_for_fifty(
    house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient]
) -> None:
    """Budget of PERFORMANCE.md: 12 for a case with 50 events."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        case_id = open_cases(ctx, cast.advisor, range(1))[0]
        fill(ctx, case_id, 1)
    client = browser("advisor")
    before = statements(client, f"/cases/{case_id}")
    for _ in range(24):
        with transaction(make.COMMAND, make.NOW) as ctx:
            advance(ctx, Order(case_id, StageKey.MEETING))
        with transaction(make.COMMAND, make.NOW) as ctx:
            undo_move(ctx, case_id)
    with transaction(make.COMMAND, make.NOW) as ctx:
        fill(ctx, case_id, 30)
    assert statements(client, f"/cases/{case_id}") == before <= 12


@pytest.mark.parametrize("stage", list(StageKey))
def test_no_room_takes_more_than_twelve_statements(
    house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient], stage: StageKey
) -> None:
    """Budget of PERFORMANCE.md, in every room: the frame takes five, the short lists of the room one."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        case_id = open_cases(ctx, cast.advisor, range(1))[0]
    assert statements(browser("advisor"), f"/cases/{case_id}/{stage}") <= 12


def test_a_move_takes_a_fixed_number_of_statements(
    house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient]
) -> None:
    """Gate, event, follow-up and trail together; nothing slow runs inside (DONE.md 5)."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        first, second = open_cases(ctx, cast.advisor, range(2))
        fill(ctx, second, 20)
    client, counter, taken = browser("advisor"), Counter(), []
    for case_id in (first, second):
        with counter.counting():
            answer = client.post(f"/cases/{case_id}/move", data={"to": "meeting", "form_key": f"{case_id:032d}"})
        assert answer.status_code == 302, answer.text
        taken.append(counter.count)
    waiting = db.engine.dialect.name == "postgresql"  # for the trail: one statement takes the lock, one looks after it
    assert taken[0] == taken[1] <= 13 + waiting
