"""Two parties that are one (FI-19): nothing of a case is lost by the merge, and it can be taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from flask import Flask

from advisor.casework.merging import merge, undo_merge
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.notes import read_text
from advisor.stages.analysis.actions import note_talk
from advisor.stages.analysis.records import profile_of
from advisor.stages.contract.actions import check_identity
from advisor.stages.contract.records import IdentityCheck
from advisor.transaction import transaction
from tests import make

TALK = datetime(2026, 3, 1, 10, tzinfo=UTC)

T = TypeVar("T")


def done(do: Callable[[Context], T]) -> T:
    """The answer of a use case in a transaction of its own."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        return do(ctx)


def twins(ctx: Context, owner: int) -> tuple[int, int, int]:
    """The party to keep, its double, and the double's case with a note."""
    kept, gone = make.party(ctx, "Jan Kowalski"), make.party(ctx, "Jan Kowalsky", email="jan@example.test")
    case = make.case(ctx, owner, gone)
    note_talk(ctx, case.id, TALK, ContactChannel.CALL, "Wants a flat")
    return kept.id, gone.id, case.id


def minutes(case_id: int) -> str:
    """What the case page shows of the talk."""
    session = db.session()
    needs, case = profile_of(session, case_id), session.get_one(Case, case_id)
    assert needs is not None
    place = ("needs_profile", needs.uid, "minutes")
    return read_text(session, session.get_one(Party, case.client_id).uid, place, needs.minutes)


def test_notes_open_after_the_merge_after_a_second_one_and_after_the_undo(house: Flask, cast: make.Cast) -> None:
    kept, gone, case = done(lambda ctx: twins(ctx, cast.advisor))
    done(lambda ctx: merge(ctx, kept, gone))
    assert db.session.get_one(Case, case).client_id == kept
    assert minutes(case) == "Wants a flat"
    third = done(lambda ctx: make.party(ctx, "J. Kowalski").id)
    second = done(lambda ctx: merge(ctx, third, kept).id)
    assert minutes(case) == "Wants a flat"
    done(lambda ctx: note_talk(ctx, case, TALK, ContactChannel.CALL, "Wants a house"))
    done(lambda ctx: undo_merge(ctx, second))
    assert db.session.get_one(Case, case).client_id == kept
    assert minutes(case) == "Wants a house"


def test_a_note_of_a_stranger_stays_closed(house: Flask, cast: make.Cast) -> None:
    kept, _gone, case = done(lambda ctx: twins(ctx, cast.advisor))
    session, needs = db.session(), profile_of(db.session(), case)
    assert needs is not None
    stranger = session.get_one(Party, kept).uid
    assert read_text(session, stranger, ("needs_profile", needs.uid, "minutes"), needs.minutes) == "…"


def test_the_proof_of_identity_goes_along_and_comes_back(house: Flask, cast: make.Cast) -> None:
    kept, gone, case = done(lambda ctx: twins(ctx, cast.advisor))
    proof = done(lambda ctx: check_identity(ctx, case, gone, "identity_card", date(2026, 3, 1)).id)
    merged = done(lambda ctx: merge(ctx, kept, gone).id)
    assert db.session.get_one(IdentityCheck, proof).party_id == kept
    assert db.session.get_one(Party, kept).email == "jan@example.test"
    done(lambda ctx: undo_merge(ctx, merged))
    assert db.session.get_one(IdentityCheck, proof).party_id == gone
    assert db.session.get_one(Party, kept).email == ""
