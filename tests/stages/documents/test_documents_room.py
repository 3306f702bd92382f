"""The documents room: list from the catalogue, answers, validity on the filing day, the desk, the printed checklist."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from advisor.domain import checklists
from advisor.domain.errors import Forbidden, Invalid, NotFound, ReasonMissing
from advisor.domain.roles import Actor, ActorKind
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.paper import papers_of
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import NewItem, add_item, answer_questions, build_list, plan_filing
from advisor.stages.documents.consistency.actions import state_application, state_facts
from advisor.stages.documents.consistency.gate import FactKind
from advisor.stages.documents.desk.actions import (
    Dates,
    accept_item,
    change_limit,
    receive_file,
    receive_from_client,
    receive_on_paper,
    reject_item,
    reopen_item,
    waive_item,
)
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import items_of
from advisor.stages.documents.gate import gate
from advisor.stages.documents.records import facts
from advisor.transaction import transaction
from tests import make
from tests.filings import uploads_of
from tests.make import NOW

Actors = Callable[[str], Actor]
TODAY = NOW.date()
FILING = date(2026, 4, 1)


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    """A consumer loan of an employee with its list built, its question answered and its filing day planned."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, make.party(ctx, email="zofia@example.test", language="pl")).id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
        answer_questions(ctx, case_id, {"institution_asks:PIT37": False})
        plan_filing(ctx, case_id, FILING)
    return case_id


def found(lead: int, today: date = TODAY) -> list[tuple[str, str]]:
    verdict = gate(facts(db.session(), db.session.get_one(Case, lead)), today)
    return [(f.code, f.subject) for f in verdict.blocking]


def item(lead: int, code: str) -> int:
    return next(i.id for i in items_of(db.session(), lead) if i.document == code)


def finish(actor: Actors, lead: int, *but: str) -> None:
    """Everything on paper, issued today and accepted, but some."""
    with transaction(actor("advisor"), NOW) as ctx:
        for row in items_of(ctx.session, lead):
            if row.document not in but:
                receive_on_paper(ctx, lead, row.id, "Shelf 3", Dates(TODAY))
                accept_item(ctx, lead, row.id, Dates(TODAY))


def test_before_the_list_is_built_the_gate_says_so(house: Flask, cast: make.Cast) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
    assert found(case_id) == [("documents.list_missing", "")]


def test_a_new_personal_loan_case_asks_for_the_four_papers_of_the_source(lead: int) -> None:
    """CN-21: identity, bank statement, work proof, application form."""
    codes = {row.document for row in items_of(db.session(), lead)}
    assert {"ID", "STATEMENT_3_6", "EMPLOYMENT_CERT", "APPLICATION"} <= codes


def test_the_gate_names_the_missing_one(lead: int, actor: Actors) -> None:
    """Finare step 6: 11 of 12 accepted -> the gate names the twelfth."""
    with transaction(actor("advisor"), NOW) as ctx:
        change_limit(ctx, lead, item(lead, "PESEL_BLOCK"), 60, "Checked by the bank itself")
    finish(actor, lead, "ID")
    assert found(lead) == [("documents.item_needed", "Identity card or passport")]


def test_a_paper_that_will_be_stale_on_the_filing_day_blocks_and_is_named(lead: int, actor: Actors) -> None:
    """SPEC A0: accepted and valid on the planned filing day. A certificate of 30 days, 1 March to 1 April, is stale."""
    finish(actor, lead)
    stale = dict(found(lead))
    assert stale["documents.item_stale"]
    assert ("documents.item_stale", "Employment and earnings certificate") not in found(lead)  # 2 March + 30 = 1 April
    with transaction(actor("advisor"), NOW) as ctx:
        plan_filing(ctx, lead, FILING + timedelta(days=1))
    assert ("documents.item_stale", "Employment and earnings certificate") in found(lead)


def test_papers_for_later_only_warn_but_a_form_must_be_prepared(lead: int, actor: Actors) -> None:
    """SPEC A0: needed_by signing is a dated promise; the application is prepared in this room all the same."""
    verdict = gate(facts(db.session(), db.session.get_one(Case, lead)), TODAY)
    by_subject = {f.subject: (f.code, f.blocking) for f in verdict.findings}
    assert by_subject["Credit or lease application"] == ("documents.form_not_prepared", True)
    assert by_subject["Credit-bureau and data-processing consents"] == ("documents.item_later", False)


def test_an_open_question_blocks_and_its_answer_changes_the_list_only_when_rebuilt(
    house: Flask, cast: make.Cast, actor: Actors
) -> None:
    """Issue 4 point 1: a difference is shown before anything changes."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, product="mortgage").id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
    assert "documents.question_open" in dict(found(case_id))
    with transaction(actor("advisor"), NOW) as ctx:
        answer_questions(ctx, case_id, {"married": True})
    assert "MARITAL" not in {row.document for row in items_of(db.session(), case_id)}
    with transaction(actor("advisor"), NOW) as ctx:
        change = build_list(ctx, case_id)
    assert [need.term.document for need in change.add] == ["MARITAL"]
    with transaction(actor("advisor"), NOW) as ctx:
        answer_questions(ctx, case_id, {"married": False})
        assert [row.document for row in build_list(ctx, case_id).drop] == ["MARITAL"]
    assert "MARITAL" not in {row.document for row in items_of(db.session(), case_id)}


def test_what_was_brought_stays_when_nothing_asks_for_it_any_more(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        answer_questions(ctx, lead, {"institution_asks:PIT37": True})
        build_list(ctx, lead)
    with transaction(actor("advisor"), NOW) as ctx:
        receive_on_paper(ctx, lead, item(lead, "PIT37"), "Shelf 1", Dates())
        answer_questions(ctx, lead, {"institution_asks:PIT37": False})
        assert not build_list(ctx, lead).drop


def test_a_rejected_paper_asks_again_with_its_reason(lead: int, actor: Actors) -> None:
    """Issue 4 point 5: reject reasons from a list; 'other' wants words."""
    one = item(lead, "ID")
    with transaction(actor("advisor"), NOW) as ctx:
        receive_file(ctx, lead, one, Incoming("id.png", png()))
    with pytest.raises(ReasonMissing), transaction(actor("advisor"), NOW) as ctx:
        reject_item(ctx, lead, one, "other")
    with transaction(actor("advisor"), NOW) as ctx:
        reject_item(ctx, lead, one, "unreadable", "The photo is dark.")
    assert ("documents.item_rejected", "Identity card or passport") in found(lead)
    with transaction(actor("advisor"), NOW) as ctx:
        receive_file(ctx, lead, one, Incoming("id2.png", png("blue")))
    assert ("documents.item_received", "Identity card or passport") in found(lead)
    assert len(uploads_of(db.session(), lead)) == 2


def test_nothing_is_accepted_that_never_came_nor_without_its_issue_day(lead: int, actor: Actors) -> None:
    one = item(lead, "EMPLOYMENT_CERT")
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        accept_item(ctx, lead, one)
    assert refused.value.code == "not_received"
    with transaction(actor("advisor"), NOW) as ctx:
        receive_on_paper(ctx, lead, one, "Shelf 1", Dates())
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        accept_item(ctx, lead, one)
    assert (refused.value.field, refused.value.code) == ("issued_on", "missing")
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        accept_item(ctx, lead, one, Dates(TODAY + timedelta(days=5)))


def test_waiving_needs_a_reason_and_asking_again_takes_it_back(lead: int, actor: Actors) -> None:
    one = item(lead, "ID")
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        waive_item(ctx, lead, one, "  ")
    with transaction(actor("advisor"), NOW) as ctx:
        waive_item(ctx, lead, one, "The bank knows the client.")
    assert "Identity card or passport" not in {subject for _, subject in found(lead)}
    with transaction(actor("advisor"), NOW) as ctx:
        reopen_item(ctx, lead, one)
    assert ("documents.item_needed", "Identity card or passport") in found(lead)


def test_the_client_sends_a_file_but_may_not_judge(lead: int) -> None:
    case = db.session.get_one(Case, lead)
    client = Actor(ActorKind.CLIENT, "client", case.client_id)
    one = item(lead, "ID")
    with transaction(client, NOW) as ctx:
        receive_from_client(ctx, ctx.session.get_one(Case, lead), one, Incoming("id.png", png()), "Front side")
    row = next(i for i in items_of(db.session(), lead) if i.id == one)
    assert (row.state, row.client_note) == (ItemState.RECEIVED, "Front side")
    assert uploads_of(db.session(), lead)[0].by_client
    with pytest.raises(NotFound), transaction(client, NOW) as ctx:
        accept_item(ctx, lead, one)


def test_staff_cannot_pretend_to_be_the_client(lead: int, actor: Actors) -> None:
    with pytest.raises(Forbidden), transaction(actor("advisor"), NOW) as ctx:
        receive_from_client(ctx, ctx.session.get_one(Case, lead), item(lead, "ID"), Incoming("id.png", png()))


def test_a_paper_by_hand_may_be_for_the_spouse_but_not_for_a_stranger(lead: int, actor: Actors) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        stranger = make.party(ctx, "Jan Nowak", phone="600 021 001").id
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        add_item(ctx, lead, NewItem(title="Explanation of the gap", party_id=stranger))
    with transaction(actor("advisor"), NOW) as ctx:
        add_item(ctx, lead, NewItem(title="Explanation of the gap"))
    assert ("documents.item_needed", "Explanation of the gap") in found(lead)


def test_the_checklist_is_printed_in_the_clients_language_with_the_link(
    lead: int, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 2 point 8: names in the client's language, a link as QR code, issued once, numbered."""
    advisor = browser("advisor")
    typed = {"copies": "1", "months": "0", "needed_by": "filing", "wanted_as": "scan", "party_id": "1"}
    chinese = {"title": "收入证明以及最近六个月的银行流水账单复印件"}
    assert advisor.post(f"/cases/{lead}/documents/items", data=typed | chinese).status_code == 302
    for _ in range(2):
        assert advisor.post(f"/cases/{lead}/papers/checklist/issue").status_code == 302
    paper = papers_of(db.session(), lead)[0]
    assert len(papers_of(db.session(), lead)) == 1
    assert (paper.number[:2], paper.language) == ("C-", "pl")
    pdf = advisor.get(f"/cases/{lead}/papers/{paper.id}.pdf").data
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    name = checklists.document("ID").name("pl")  # type: ignore[union-attr]
    assert name in text
    assert "/c/" in text
    assert "收入证明" in text.replace("\n", "")  # a script of a font of its own: no empty boxes
    assert "Project-Id" not in text  # what a catalogue says of itself, when it is asked for nothing


def test_the_room_and_its_dialogs_answer(lead: int, browser: Callable[[str], FlaskClient]) -> None:
    advisor, one = browser("advisor"), item(lead, "ID")
    page = advisor.get(f"/cases/{lead}/documents")
    assert page.status_code == 200
    assert f'id="item-{one}"' in page.text
    assert advisor.get(f"/cases/{lead}/files/for/{one}").status_code == 200
    sent = {"file": (io.BytesIO(png()), "../../evil\u202egnp.exe")}
    answer = advisor.post(f"/cases/{lead}/files/for/{one}", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    db.session.rollback()  # what the test read before is an older view
    upload = uploads_of(db.session(), lead)[0]
    shown = advisor.get(f"/cases/{lead}/files/{upload.id}")
    assert shown.mimetype == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert ".." not in shown.headers["Content-Disposition"]
    assert advisor.get(f"/cases/{lead}/documents/items/{one}/accept").status_code == 200
    assert advisor.post(f"/cases/{lead}/documents/items/{one}/accept", data={}).status_code == 302
    db.session.rollback()
    assert "documents.item_received" not in dict(found(lead))
    assert browser("colleague").get(f"/cases/{lead}/files/{upload.id}").status_code == 404


def test_a_paper_has_a_page_with_every_version_and_whatever_can_be_done(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 4 point 1: a case asks otherwise than the catalogue with a reason; every version is kept and found."""
    advisor, one = browser("advisor"), item(lead, "ID")
    at = f"/cases/{lead}/documents/items/{one}"
    with transaction(actor("advisor"), NOW) as ctx:
        for colour in ("red", "blue"):
            receive_file(ctx, lead, one, Incoming(f"{colour}.png", png(colour)))
    page = advisor.get(at).text
    assert "red.png" in page
    assert "blue.png" in page
    for verb in ("accept", "reject", "terms", "limit", "remove"):
        assert f"{at}/{verb}" in page, verb
        assert advisor.get(f"{at}/{verb}").status_code == 200
    reader = browser("auditor").get(at).text
    assert "red.png" in reader
    assert f"{at}/accept" not in reader
    assert browser("colleague").get(at).status_code == 404
    assert advisor.get(f"/cases/{lead}/documents/items/{one + 999}").status_code == 404
    assert advisor.post(f"{at}/limit", data={"limit_days": "5", "limit_reason": ""}).status_code == 422
    assert advisor.post(f"{at}/limit", data={"limit_days": "5", "limit_reason": "This bank"}).status_code == 302
    assert advisor.post(f"{at}/remove", data={"reason": "Not needed here"}).status_code == 302
    assert advisor.get(at).status_code == 404
    assert f'id="item-{one}"' not in advisor.get(f"/cases/{lead}/documents").text


def test_the_case_page_reads_a_fixed_number_of_statements(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 4, speed: more items and versions, the same statements."""
    from tests.web.test_statements import statements

    advisor, page = browser("advisor"), f"/cases/{lead}/documents"
    with transaction(actor("advisor"), NOW) as ctx:
        state_application(ctx, lead, {FactKind.EMPLOYER: "Mazur SA", FactKind.NAME: "Z. Wójcik"})
    few = statements(advisor, page)
    with transaction(actor("advisor"), NOW) as ctx:
        for number in range(20):
            new = add_item(ctx, lead, NewItem(title=f"Paper {number}"))
            receive_file(ctx, lead, new.id, Incoming("a.png", png(f"#0000{number:02x}")))
            state_facts(ctx, ctx.session.get_one(Case, lead), new, {FactKind.EMPLOYER: f"Alfa {number} SA"})
    assert statements(advisor, page) == few <= 12
