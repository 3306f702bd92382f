"""What we prepare and hand over: data sheet, business plan, receipt for originals, list of accompanying documents."""

import io
from collections.abc import Callable

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.paper import papers_of
from advisor.services.identities import set_identifier
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.actions import Dates, accept_item, receive_on_paper
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import items_of
from advisor.stages.documents.forms.actions import draft_plan, save_plan
from advisor.stages.documents.forms.stage import NEEDED_SECTIONS
from advisor.stages.documents.originals.actions import return_original
from advisor.stages.documents.originals.records import OriginalPaper, originals_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        client = make.party(ctx, "Zofia Wójcik 王秀英", address="ul. Piotrkowska 104", city="Łódź", language="pl")
        case_id = make.case(ctx, cast.advisor, client).id
        set_identifier(ctx, client, "pesel", "44051401359")
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
    return case_id


def printed(advisor: FlaskClient, lead: int, kind: str) -> str:
    """Issue a paper through the door; its text."""
    answer = advisor.post(f"/cases/{lead}/papers/{kind}/issue")
    assert answer.status_code == 302, answer.text[-2000:]
    db.session.rollback()
    paper = papers_of(db.session(), lead)[0]
    pdf = advisor.get(f"/cases/{lead}/papers/{paper.id}.pdf").data
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def state(lead: int, code: str) -> tuple[ItemState, str]:
    db.session.rollback()
    return next((i.state, i.shelf) for i in items_of(db.session(), lead) if i.document == code)


def test_the_data_sheet_is_a_line_of_its_own_ready_for_signing(
    lead: int, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 4 point 6; Chinese names survive (point 8)."""
    text = printed(browser("advisor"), lead, "data_sheet")
    for word in ("44051401359", "Piotrkowska 104", "王秀英", "50"):
        assert word in text
    found, number = state(lead, "DATA_SHEET")
    assert found is ItemState.ACCEPTED
    assert number.startswith("D-2026-")


def test_the_business_plan_is_printed_once_its_needed_sections_have_words(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    advisor = browser("advisor")
    with pytest.raises(Invalid):
        draft_plan(db.session(), db.session.get_one(Case, lead), NOW.date())
    assert advisor.post(f"/cases/{lead}/papers/business_plan/issue").status_code == 422
    assert advisor.get(f"/cases/{lead}/forms/business-plan").status_code == 200
    texts = {key: f"Treść {key}" for key in NEEDED_SECTIONS}
    assert advisor.post(f"/cases/{lead}/forms/business-plan", data=texts).status_code == 302
    assert "Treść summary" in advisor.get(f"/cases/{lead}/forms/business-plan").text
    text = printed(advisor, lead, "business_plan")
    assert "Treść market" in text
    assert state(lead, "BUSINESS_PLAN")[0] is ItemState.ACCEPTED
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        save_plan(ctx, lead, {"summary": "x" * 9000})


def test_originals_are_taken_against_a_receipt_and_given_back(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 4 point 8: receipt for originals taken and returned; a shelf number counts as evidence."""
    advisor = browser("advisor")
    assert advisor.post(f"/cases/{lead}/papers/receipt/issue").status_code == 422
    with transaction(actor("advisor"), NOW) as ctx:
        found = {i.document: i.id for i in items_of(ctx.session, lead)}
        item_id = found["ID"]
        for paper in (item_id, found["EMPLOYMENT_CERT"]):
            receive_on_paper(ctx, lead, paper, "Cabinet 2", Dates(NOW.date()))
            accept_item(ctx, lead, paper)
    assert "Cabinet 2" in printed(advisor, lead, "receipt")
    assert state(lead, "ID") == (ItemState.ACCEPTED, "Cabinet 2")
    shelf = advisor.post(f"/cases/{lead}/documents/items/{item_id}/paper", data={"shelf": "Cabinet 3"})
    assert (shelf.status_code, "lies with us already" in shelf.text) == (422, True)
    with pytest.raises(IntegrityError), transaction(actor("advisor"), NOW) as ctx:  # of two at one moment, too
        ctx.session.add(OriginalPaper(case_id=lead, item_id=item_id, shelf="Cabinet 4", taken_at=NOW))
    row = next(original.id for original in originals_of(db.session(), lead) if original.item_id == item_id)
    assert advisor.get(f"/cases/{lead}/originals/{row}/return").status_code == 200
    answer = advisor.post(f"/cases/{lead}/originals/{row}/return", data={"returned_to": "Adam Nowak"})
    assert answer.status_code == 302
    assert "Adam Nowak" in printed(advisor, lead, "receipt")
    assert state(lead, "ID") == (ItemState.ACCEPTED, "")
    assert "papers/receipt/issue" in advisor.get(f"/cases/{lead}/documents").text
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        return_original(ctx, lead, row, "Again")
    pack = printed(advisor, lead, "pack")
    assert "Dowód osobisty" in pack
    assert "Cabinet" not in pack
    assert "Zaświadczenie o zatrudnieniu" not in pack  # it has expired by the day of the door
    with transaction(actor("advisor"), NOW) as ctx:
        receive_on_paper(ctx, lead, item_id, "Cabinet 5", Dates(NOW.date()))
    assert [o.shelf for o in originals_of(db.session(), lead) if o.item_id == item_id] == ["Cabinet 2", "Cabinet 5"]
