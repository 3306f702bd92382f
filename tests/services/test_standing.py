"""Who may open a case by standing in for its owner or by a share: on their days only, asked in one statement."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.case import AccessRole, Case, CaseAccess
from advisor.records.staff import Staff, Substitution
from advisor.services.access import standing
from advisor.transaction import transaction
from tests import make

DAY = date(2026, 3, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def case_of(cast: make.Cast) -> int:
    with transaction(COMMAND, make.NOW) as ctx:
        return make.case(ctx, cast.advisor, make.party(ctx)).id


@pytest.mark.parametrize(
    ("from_on", "to_on", "stands"), [(DAY, DAY, True), (BEFORE, BEFORE, False), (AFTER, AFTER, False)]
)
def test_a_substitute_opens_the_owners_cases_on_his_days(
    house: Flask, cast: make.Cast, from_on: date, to_on: date, stands: bool
) -> None:
    case_id = case_of(cast)
    with transaction(COMMAND, make.NOW) as ctx:
        ctx.session.add(Substitution(owner_id=cast.advisor, substitute_id=cast.colleague, from_on=from_on, to_on=to_on))
        ctx.session.add(Substitution(owner_id=cast.operator, substitute_id=cast.other_manager, from_on=DAY, to_on=DAY))
    shared = _shared(cast.colleague, case_id)
    assert (shared, _shared(cast.other_manager, case_id)) == (stands, False)


@pytest.mark.parametrize(
    ("from_on", "to_on", "shares"),
    [(DAY, None, True), (BEFORE, DAY, True), (BEFORE, BEFORE, False), (AFTER, None, False)],
)
def test_a_share_opens_one_case_on_its_days(
    house: Flask, cast: make.Cast, from_on: date, to_on: date | None, shares: bool
) -> None:
    case_id, other_id = case_of(cast), case_of(cast)
    with transaction(COMMAND, make.NOW) as ctx:
        ctx.session.add(
            CaseAccess(case_id=case_id, staff_id=cast.colleague, role=AccessRole.SHARED, from_on=from_on, to_on=to_on)
        )
    assert (_shared(cast.colleague, case_id), _shared(cast.colleague, other_id)) == (shares, False)


def _shared(reader: int, case_id: int) -> bool:
    """By the rule, in one statement once reader and case are read."""
    session, seen = db.session(), []
    actor, case = session.get_one(Staff, reader).actor(), session.get_one(Case, case_id)

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        found = standing(session, actor, case, DAY)
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
    assert len(seen) == 1
    return found.shared
