"""The document desk: one paper at a time, the next one by itself, the whole pile at once; without JavaScript."""

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.outbox import Letter
from advisor.records.staff import Staff
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.actions import receive_file
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import files_of_line, items_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW


def scan(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9), f"#0000{number:02x}").save(out, "PDF")
    return out.getvalue()


@pytest.fixture
def pile(house: Flask, cast: make.Cast, actor: Callable[[str], Actor]) -> tuple[int, list[int]]:
    """A case with three scans that wait to be judged, none of a kind that ages."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, make.party(ctx, email="zofia@example.test")).id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
        ids = [i.id for i in items_of(ctx.session, case_id) if i.document in ("APPLICATION", "ID", "CONSENT_BIK")]
        for number, item_id in enumerate(ids):
            receive_file(ctx, case_id, item_id, Incoming("scan.exe", scan(number)))
    return case_id, ids


def states(case_id: int, ids: list[int]) -> list[ItemState]:
    db.session.rollback()
    found = {i.id: i.state for i in items_of(db.session(), case_id)}
    return [found[item_id] for item_id in ids]


def test_a_pile_is_judged_one_by_one(pile: tuple[int, list[int]], browser: Callable[[str], FlaskClient]) -> None:
    """Issue 4 point 5: preview, accept, reject with a reason, the next document by itself."""
    case_id, ids = pile
    advisor, desk = browser("advisor"), f"/cases/{case_id}/desk"
    assert advisor.get(desk).headers["Location"].endswith(f"{desk}/{ids[0]}")
    page = advisor.get(f"{desk}/{ids[0]}").text
    frame = re.search(r'<iframe class="preview" loading="lazy" src="([^"#]+)', page)
    assert frame is not None
    shown = advisor.get(frame[1])
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert advisor.get(desk).headers["X-Frame-Options"] == "DENY"
    answer = advisor.post(f"{desk}/{ids[0]}/accept", data={"next": str(ids[1])})
    assert answer.headers["Location"].endswith(f"{desk}/{ids[1]}")
    assert advisor.post(f"{desk}/{ids[1]}/reject", data={"next": str(ids[2])}).status_code == 422
    form = {"next": str(ids[2]), "reject-reason_code": "unreadable", "reject-reason": "Too dark."}
    assert advisor.post(f"{desk}/{ids[1]}/reject", data=form).status_code == 302
    assert states(case_id, ids) == [ItemState.ACCEPTED, ItemState.REJECTED, ItemState.RECEIVED]
    assert "Too dark." in db.session.scalars(select(Letter.text).where(Letter.kind == "paper_again")).one()


def test_a_file_of_another_paper_is_sorted_to_its_line(
    pile: tuple[int, list[int]], browser: Callable[[str], FlaskClient], cast: make.Cast
) -> None:
    """The file goes, the line it lay on is asked for as before; only lines of the same person, and no forms."""
    case_id, ids = pile
    advisor, desk = browser("advisor"), f"/cases/{case_id}/desk"
    lines = {i.document: i for i in items_of(db.session(), case_id)}
    form_id, other_id = next(i.id for i in lines.values() if i.form), lines["STATEMENT_3_6"].id
    file_id = files_of_line(db.session(), ids[0])[0].id
    with transaction(make.COMMAND, NOW) as ctx:
        foreign = make.case(ctx, cast.advisor, make.party(ctx, "Jan Nowak", phone="600 021 001")).id
    with transaction(db.session.get_one(Staff, cast.advisor).actor(), NOW) as ctx:
        build_list(ctx, foreign)
        theirs = items_of(ctx.session, foreign)[0].id
    for bad in ({"file": "x"}, {"file": str(10**30)}, {"to_id": str(form_id)}, {"to_id": str(theirs)}, {"to_id": "x"}):
        typed = {"sort-file": str(file_id), "sort-to_id": str(other_id)} | {f"sort-{k}": v for k, v in bad.items()}
        assert advisor.post(f"{desk}/{ids[0]}/sort", data=typed).status_code == 422, bad
    unknown = {"sort-file": str(file_id + 900), "sort-to_id": str(other_id)}
    assert advisor.post(f"{desk}/{ids[0]}/sort", data=unknown).status_code == 404
    answer = advisor.post(f"{desk}/{ids[0]}/sort", data={"sort-file": str(file_id), "sort-to_id": str(other_id)})
    assert answer.headers["Location"].endswith(f"{desk}/{other_id}")
    assert states(case_id, [ids[0], other_id]) == [ItemState.NEEDED, ItemState.RECEIVED]
    assert [f.id for f in files_of_line(db.session(), other_id)] == [file_id]
    assert files_of_line(db.session(), ids[0]) == []


def test_the_chosen_ones_are_accepted_at_once_or_none(
    pile: tuple[int, list[int]], browser: Callable[[str], FlaskClient]
) -> None:
    case_id, ids = pile
    advisor, desk = browser("advisor"), f"/cases/{case_id}/desk"
    chosen = [str(i) for i in ids]
    assert advisor.post(f"{desk}/accept", data={"item": chosen}).status_code == 302
    assert states(case_id, ids) == [ItemState.RECEIVED] * 3
    advisor.post(f"{desk}/accept", data={"item": [*chosen, "999999"], "pile-sure": "y"})
    assert states(case_id, ids) == [ItemState.RECEIVED] * 3
    advisor.post(f"{desk}/accept", data={"item": chosen, "pile-sure": "y"})
    assert states(case_id, ids) == [ItemState.ACCEPTED] * 3
    assert "Nothing waits" in advisor.get(desk).text


def test_the_desk_is_shut_to_others(pile: tuple[int, list[int]], browser: Callable[[str], FlaskClient]) -> None:
    case_id, ids = pile
    assert browser("colleague").get(f"/cases/{case_id}/desk/{ids[0]}").status_code == 404
    assert browser("auditor").get(f"/cases/{case_id}/desk/{ids[0]}").status_code == 403
