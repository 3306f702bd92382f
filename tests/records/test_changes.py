"""Every changed field is seen by the session itself, from old to new (R8, C6)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, inspect, update
from sqlalchemy.orm import Session

from advisor.domain.process import Profile, StageKey
from advisor.domain.roles import Role
from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.case import Case, Counter
from advisor.records.changes import NOTED, Change, UntrackedWrite, collect
from advisor.records.party import Identifier, Party
from advisor.records.sealed import seal
from advisor.records.staff import Staff

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def a_case(session: Session) -> Case:
    """A case of one client, flushed."""
    party = Party(name="Jan", created_at=NOW)
    session.add(party)
    session.flush()
    case = Case(
        number="2026-000001", profile=Profile.FINANCING, product="loan", client_type="consumer", client_id=party.id,
        opened_at=NOW, stage_since_at=NOW,
    )  # fmt: skip
    session.add(case)
    session.flush()
    return case


def settled(session: Session) -> Case:
    """A committed case, with nothing to collect."""
    case = a_case(session)
    session.commit()
    assert collect(session) == []
    return case


def only(changes: list[Change]) -> Change:
    assert len(changes) == 1, changes
    return changes[0]


def test_insert_shows_every_given_field(ledger: Open) -> None:
    session = ledger()
    case = a_case(session)
    party, made = collect(session)
    assert (party.table, party.id, party.op, party.party_id) == ("party", case.client_id, "insert", case.client_id)
    assert party.personal["name"] == [None, "Jan"]
    assert "name" not in party.plain
    assert (made.table, made.case_id, made.party_id) == ("case_file", case.id, case.client_id)
    assert made.plain["stage"] == [None, "contact"]
    assert made.plain["opened_at"] == [None, NOW.isoformat()]
    assert not {"version", "id", "search_text", "seal_key"} & (made.plain.keys() | party.plain.keys())


def test_update_shows_old_and_new(ledger: Open) -> None:
    session = ledger()
    case = settled(session)
    assert case.stage is StageKey.CONTACT
    case.stage, case.planned_filing_on, case.next_action = StageKey.MEETING, date(2026, 12, 1), "Call Jan"
    session.flush()
    change = only(collect(session))
    assert change.plain == {"stage": ["contact", "meeting"], "planned_filing_on": [None, "2026-12-01"]}
    assert change.personal == {"next_action": ["", "Call Jan"]}


def test_a_field_never_loaded_still_shows_its_old_value(ledger: Open) -> None:
    session = ledger()
    case = settled(session)
    assert "amount" not in inspect(case).dict
    case.amount, case.product = 5_000, "loan"
    session.flush()
    assert only(collect(session)).plain == {"amount": [None, 5_000]}


def test_several_flushes_are_one_change_and_undone_ones_none(ledger: Open) -> None:
    session = ledger()
    case = settled(session)
    for amount in (1, 2, 3):
        case.amount = amount
        session.flush()
    case.campaign = "spring"
    session.flush()
    case.campaign = ""
    session.flush()
    assert only(collect(session)).plain == {"amount": [None, 3]}


def test_delete_shows_what_went(ledger: Open) -> None:
    session = ledger()
    case = settled(session)
    session.delete(case)
    session.flush()
    change = only(collect(session))
    assert change.op == "delete"
    assert change.plain["number"] == ["2026-000001", None]


def test_inserted_and_deleted_in_one_transaction_is_nothing(ledger: Open) -> None:
    session = ledger()
    case = a_case(session)
    session.delete(case)
    session.flush()
    assert [change.table for change in collect(session)] == ["party"]


def test_sealed_values_stay_sealed(ledger: Open) -> None:
    session = ledger()
    case = a_case(session)
    party = session.get_one(Party, case.client_id)
    row = Identifier(party_id=party.id, kind="pesel", value=None, blind_index=b"x", masked="4405...")
    row.value = seal(session, party.uid, "party_identifier", row.uid, "value", "44051401359")
    session.add(row)
    session.flush()
    change = collect(session)[-1]
    assert change.personal["value"][1].startswith("b64:")
    assert "44051401359" not in str(change)
    assert "blind_index" not in change.plain | change.personal


def test_sets_and_roles_are_plain_lists(ledger: Open) -> None:
    session = ledger()
    session.add(Staff(email="a@b.pl", name="A", roles=frozenset({Role.MANAGER, Role.ADVISOR}), created_at=NOW))
    session.flush()
    change = only(collect(session))
    assert change.plain["roles"] == [None, ["advisor", "manager"]]
    assert "password_hash" not in change.plain


def test_rolled_back_changes_are_gone(ledger: Open) -> None:
    session = ledger()
    case = settled(session)
    case.amount = 1
    session.flush()
    with session.begin_nested() as savepoint:
        case.amount = 2
        session.flush()
        savepoint.rollback()
    assert only(collect(session)).plain == {"amount": [None, 1]}
    case.amount = 7
    session.flush()
    session.rollback()
    assert collect(session) == []


def test_kept_savepoint_keeps_its_changes(ledger: Open) -> None:
    session = ledger()
    case = settled(session)
    with session.begin_nested():
        case.amount = 2
    session.flush()
    assert only(collect(session)).plain == {"amount": [None, 2]}


def test_c6_bulk_writes_past_the_rows_are_refused(ledger: Open) -> None:
    session = ledger()
    settled(session)
    for statement in (update(Case).values(amount=1), delete(Case), update(Case).values(amount=1, version=2)):
        with pytest.raises(UntrackedWrite, match="case_file"):
            session.execute(statement)
    session.execute(update(Case).values(amount=1), execution_options=NOTED)
    session.execute(update(Party).values(search_text="jan"))
    session.execute(delete(Counter))
    assert collect(session) == []


def test_c6_every_tracked_column_is_watched() -> None:
    """A change of any column of any tracked row is seen: nothing but keys, versions and marked columns is left out."""
    all_tables()
    from advisor.records.changes import _watch

    for mapper in Base.registry.mappers:
        table = mapper.local_table
        watch = _watch(mapper)
        if table.info.get("untracked"):  # type: ignore[attr-defined]
            assert watch is None
            continue
        assert watch is not None
        left_out = {column.name for column in table.columns} - {name for _, name, _ in watch.fields}
        for name in left_out:
            column = table.columns[name]
            assert column.primary_key or column is mapper.version_id_col or column.info.get("untracked"), name
