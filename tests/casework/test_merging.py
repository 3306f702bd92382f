"""Two parties that are one (FI-19): nothing of a case is lost by the merge, and it can be taken back."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.casework.merging import merge, undo_merge
from advisor.domain.errors import Forbidden
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party, one_person
from advisor.services.context import Context
from advisor.services.links import make_link
from advisor.services.notes import read_text
from advisor.services.store import open_store
from advisor.stages.analysis.actions import note_talk
from advisor.stages.analysis.records import profile_of
from advisor.stages.contract.identity.actions import Proof, check_identity
from advisor.stages.contract.identity.records import IdentityCheck
from advisor.transaction import transaction
from tests import make
from tests.portal.conftest import enter

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
    proof = done(lambda ctx: check_identity(ctx, case, Proof(gone, "identity_card", date(2026, 3, 1))).id)
    merged = done(lambda ctx: merge(ctx, kept, gone).id)
    assert db.session.get_one(IdentityCheck, proof).party_id == kept
    assert db.session.get_one(Party, kept).email == "jan@example.test"
    done(lambda ctx: undo_merge(ctx, merged))
    assert db.session.get_one(IdentityCheck, proof).party_id == gone
    assert db.session.get_one(Party, kept).email == ""


def paper_of(ctx: Context, case_id: int, party: Party, number: str) -> int:
    """An issued offer, sealed for the person it was issued to."""
    stored = open_store(ctx.session).put(party.uid, number.encode())
    row = Paper(
        case_id=case_id, party_id=party.id, kind=PaperKind.OFFER, number=number, language="pl", file_uid=stored.uid,
        sha256=stored.sha256, size=stored.size, issued_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row.id


def test_a_link_of_the_survivor_shows_the_papers_from_before_the_merge(house: Flask, cast: make.Cast) -> None:
    """Issue 2 points 9 and 13: history is kept, also for the client; after the undo the paper is the other's again."""
    kept, gone, case = done(lambda ctx: twins(ctx, cast.advisor))
    paper = done(lambda ctx: paper_of(ctx, case, ctx.session.get_one(Party, gone), "O-2026-000001"))
    merged = done(lambda ctx: merge(ctx, kept, gone).id)
    later = done(lambda ctx: paper_of(ctx, case, ctx.session.get_one(Party, kept), "O-2026-000002"))
    assert one_person(db.session(), kept) == one_person(db.session(), gone) == {kept, gone}

    def link(ctx: Context) -> str:
        return make_link(ctx, ctx.session.get_one(Case, case), ctx.session.get_one(Party, kept))[1]

    with transaction(make.COMMAND) as ctx:
        door = link(ctx)
    web, home = enter(house.test_client(), door), f"{door}/{case}"
    assert {"O-2026-000001", "O-2026-000002"} <= set(re.findall(r"O-2026-\d+", web.get(f"{home}/papers").text))
    for paper_id, number in ((paper, b"O-2026-000001"), (later, b"O-2026-000002")):
        assert web.get(f"{home}/papers/{paper_id}.pdf").data == number
    done(lambda ctx: undo_merge(ctx, merged))
    assert one_person(db.session(), kept) == {kept}


def test_files_of_two_teams_are_merged_by_a_manager_only(
    house: Flask, cast: make.Cast, actor: Callable[[str], Actor]
) -> None:
    kept, gone, _case = done(lambda ctx: twins(ctx, cast.advisor))
    done(lambda ctx: make.case(ctx, cast.colleague, ctx.session.get_one(Party, kept)).id)
    with pytest.raises(Forbidden), transaction(actor("advisor"), make.NOW) as ctx:
        merge(ctx, kept, gone)
    with transaction(actor("manager"), make.NOW) as ctx:
        merged = merge(ctx, kept, gone).id
    with pytest.raises(Forbidden), transaction(actor("advisor"), make.NOW) as ctx:
        undo_merge(ctx, merged)
    with transaction(actor("admin"), make.NOW) as ctx:
        undo_merge(ctx, merged)


def test_the_merge_page_says_who_may_merge_across_teams(
    house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient]
) -> None:
    kept, gone, _case = done(lambda ctx: twins(ctx, cast.colleague))
    done(lambda ctx: make.case(ctx, cast.advisor, ctx.session.get_one(Party, kept)).id)
    part = db.session.get_one(Party, gone).name[:4]
    assert f'name="gone" value="{gone}"' in browser("advisor").get(f"/clients/{kept}/merge?other={part}").text
    answer = browser("advisor").post(f"/clients/{kept}/merge", data={"gone": str(gone), "form_key": "a" * 32})
    assert (answer.status_code, "belong to two teams" in answer.text) == (403, True)
    assert (
        browser("manager").post(f"/clients/{kept}/merge", data={"gone": str(gone), "form_key": "b" * 32}).status_code
        == 302
    )
    db.session.rollback()
    assert db.session.get_one(Party, gone).merged_into_id == kept
