"""Several lists of a case in one statement: the same rows in the same order as each list alone, nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.case import EVENTS, OVERRIDES, Case
from advisor.records.contact import ATTEMPTS, ContactAttempt, ContactChannel, ContactResult
from advisor.records.promise import OPEN_PROMISES
from advisor.records.reminder import OPEN_REMINDERS
from advisor.records.together import Rows, Together
from advisor.stages.contact.actions import give_notice
from advisor.transaction import transaction
from tests import make

LISTS: tuple[Rows[Any], ...] = (EVENTS, OVERRIDES, ATTEMPTS, OPEN_REMINDERS, OPEN_PROMISES)


@pytest.fixture
def two_cases(house: Flask, cast: make.Cast) -> list[int]:
    """Two cases with contacts, two of them at the same moment, more than a page shows in the first."""
    found = []
    for contacts in (103, 2):
        with transaction(COMMAND, make.NOW) as ctx:
            client = make.party(ctx)
            case = make.case(ctx, cast.advisor, client)
            give_notice(ctx, case.id, "phone")
            for _ in range(contacts):
                ctx.session.add(ContactAttempt(case_id=case.id, party_id=client.id, at=make.NOW,
                                               channel=ContactChannel.CALL, result=ContactResult.REACHED))  # fmt: skip
            found.append(case.id)
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", look)


def test_lists_read_together_are_the_lists_read_alone(two_cases: list[int]) -> None:
    for case_id in two_cases:
        alone = [list(db.session.scalars(rows.query, {"case_id": case_id})) for rows in LISTS]
        assert alone == Together(*LISTS).of(db.session(), case_id)
        assert all(row.case_id == case_id for rows in alone for row in rows)
        assert [bool(rows) for rows in alone] == [True, False, True, True, False]


def test_a_list_ends_where_it_should(two_cases: list[int]) -> None:
    """The newest hundred, also among other lists."""
    together = Together(OPEN_REMINDERS, ATTEMPTS)
    found = [row.id for row in together.of(db.session(), two_cases[0])[1]]
    assert found == sorted(found, reverse=True)
    assert len(found) == 100
    assert len(together.of(db.session(), two_cases[1])[1]) == 2


def test_it_is_one_statement_that_reads_each_row_once(two_cases: list[int]) -> None:
    together = Together(*LISTS)
    db.session().get_one(Case, two_cases[0])
    with statements() as seen:
        found = together.of(db.session(), two_cases[0])
    assert len([one for one in seen if not one.startswith("BEGIN")]) == 1
    assert all(len({row.id for row in rows}) == len(rows) for rows in found)


def test_what_was_read_together_is_not_read_again(two_cases: list[int]) -> None:
    """A room that asks for the papers beside it costs nothing; a write makes it ask anew."""
    both = Together(EVENTS, OPEN_REMINDERS)
    events, reminders = both.of(db.session(), two_cases[0])
    with statements() as seen:
        assert (EVENTS.of(db.session(), two_cases[0]), OPEN_REMINDERS.of(db.session(), two_cases[0])) == (
            events,
            reminders,
        )
    assert seen == []
    with transaction(COMMAND, make.NOW) as ctx:
        make.case(ctx, 1, make.party(ctx))
    with statements() as seen:
        EVENTS.of(db.session(), two_cases[0])
    assert len([one for one in seen if not one.startswith("BEGIN")]) == 1
