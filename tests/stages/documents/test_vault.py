"""Ask once: the firm's and institutions' terms, person by person; what we hold is used and never asked for (ZA-13)."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from advisor.casework.parties import add_party
from advisor.domain import checklists
from advisor.domain.checklists import NeededBy
from advisor.domain.errors import Invalid, NotFound, ReasonMissing
from advisor.domain.roles import SYSTEM, Actor
from advisor.extensions import db
from advisor.records.case import Case, PartyRole
from advisor.records.party import Party, PartyKind
from advisor.services.uploads import Incoming, upload_of
from advisor.stages.documents.actions import OwnTerms, build_list, change_terms, plan_filing, plan_pack
from advisor.stages.documents.asking.actions import reask_stale
from advisor.stages.documents.desk.actions import Dates, accept_item, receive_file, request_items
from advisor.stages.documents.desk.gate import ItemState, WantedAs
from advisor.stages.documents.desk.records import ChecklistItem, files_of, items_of
from advisor.stages.documents.records import Wanted, answers_of, wanted
from advisor.stages.documents.rules.actions import NewPaper, NewTerm, define_paper, end_term, set_term
from advisor.stages.documents.rules.gate import Asking, Person, Term, Whom, bringers
from advisor.stages.documents.vault.gate import HeldPaper, Use, good_until
from advisor.transaction import transaction
from tests import filings, make
from tests.make import NOW

Actors = Callable[[str], Actor]
TODAY = NOW.date()


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor, make.party(ctx, email="zofia@example.test")).id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
    return case_id


def line(case_id: int, code: str, party_id: int = 0) -> ChecklistItem:
    db.session.rollback()
    found = [i for i in items_of(db.session(), case_id) if i.document == code and party_id in (0, i.party_id)]
    assert len(found) == 1, [(i.document, i.party_id) for i in found]
    return found[0]


def difference(case_id: int) -> Wanted:
    db.session.rollback()
    case = db.session.get_one(Case, case_id)
    return wanted(db.session(), case, items_of(db.session(), case_id), answers_of(db.session(), case_id))


def bring(actor: Actor, case_id: int, code: str, issued_on: date | None = TODAY) -> None:
    item_id = line(case_id, code).id
    with transaction(actor, NOW) as ctx:
        receive_file(ctx, case_id, item_id, Incoming("a.png", png()))
        accept_item(ctx, case_id, item_id, Dates(issued_on))


def term(code: str, **changed: object) -> Term:
    values = {"document": code, "mandatory": True, "needed_by": NeededBy.FILING, "ordered_by": "client"} | changed
    return Term(**values)  # type: ignore[arg-type]


def test_a_second_case_opens_with_what_is_held_and_still_good(lead: int, cast: make.Cast, actor: Actors) -> None:
    """ZA-13: reused with its files and days; what will be stale on the filing day of the new case is asked for."""
    advisor = actor("advisor")
    bring(advisor, lead, "ID", None)
    bring(advisor, lead, "EMPLOYMENT_CERT", TODAY)
    client = db.session.get_one(Case, lead).client_id
    later = NOW + timedelta(days=10)
    with transaction(make.COMMAND, later) as ctx:
        second = make.case(ctx, cast.advisor, ctx.session.get_one(Party, client)).id
    assert line(second, "ID").held_from_id == line(lead, "ID").id
    with transaction(advisor, later) as ctx:
        plan_filing(ctx, second, TODAY + timedelta(days=31))
        build_list(ctx, second)
        request_items(ctx, ctx.session.get_one(Case, second))
    assert line(second, "EMPLOYMENT_CERT").state is ItemState.ACCEPTED
    with transaction(SYSTEM, later) as ctx:
        reask_stale(ctx, later.date(), "https://advisor.example")
    identity, work = line(second, "ID"), line(second, "EMPLOYMENT_CERT")
    assert (identity.state, identity.held_from_id) == (ItemState.ACCEPTED, line(lead, "ID").id)
    assert work.state is ItemState.REQUESTED
    (upload,) = files_of(db.session(), second)[line(second, "ID").id]
    assert upload_of(db.session(), second, upload.id).case_id == lead
    with pytest.raises(NotFound):
        upload_of(db.session(), second + 1, upload.id)


def test_days_put_right_hold_wherever_the_paper_is_held(
    lead: int, cast: make.Cast, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """A mistyped issue day is no reason to ask for the paper again."""
    bring(actor("advisor"), lead, "EMPLOYMENT_CERT", TODAY - timedelta(days=20))
    with transaction(make.COMMAND, NOW) as ctx:
        client = ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id)
        second = make.case(ctx, cast.advisor, client).id
    page, path = browser("advisor"), f"/cases/{lead}/documents/items/{line(lead, 'EMPLOYMENT_CERT').id}"
    assert f"{path}/accept" in page.get(path).text
    assert page.post(f"{path}/accept", data={"issued_on": str(TODAY)}).status_code == 302
    days = {line(case_id, "EMPLOYMENT_CERT").valid_until_on for case_id in (lead, second)}
    assert days == {TODAY + timedelta(days=30)}


def test_a_paper_accepted_in_one_case_ends_the_request_in_another(lead: int, cast: make.Cast, actor: Actors) -> None:
    """Issue 4 point 3: never request what is held and valid."""
    advisor, client = actor("advisor"), db.session.get_one(Case, lead).client_id
    with transaction(make.COMMAND, NOW) as ctx:
        second = make.case(ctx, cast.colleague, ctx.session.get_one(Party, client), product="mortgage").id
    with transaction(actor("colleague"), NOW) as ctx:
        build_list(ctx, second)
        request_items(ctx, ctx.session.get_one(Case, second))
    bring(advisor, lead, "EMPLOYMENT_CERT")
    found = line(second, "EMPLOYMENT_CERT")
    assert (found.state, found.issued_on, found.held_from_id) == (
        ItemState.ACCEPTED, TODAY, line(lead, "EMPLOYMENT_CERT").id,
    )  # fmt: skip


def test_another_persons_paper_is_not_taken(lead: int, cast: make.Cast, actor: Actors) -> None:
    bring(actor("advisor"), lead, "ID", None)
    with transaction(make.COMMAND, NOW) as ctx:
        other = make.case(ctx, cast.advisor, make.party(ctx, "Jan Nowak", phone="600 021 001")).id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, other)
    assert line(other, "ID").state is ItemState.NEEDED


def test_a_co_borrower_brings_papers_of_her_own(lead: int, actor: Actors) -> None:
    """Issue 4 point 1: per applicant, co-applicant or guarantor; a difference before anything changes."""
    with transaction(actor("advisor"), NOW) as ctx:
        spouse = make.party(ctx, "Adam Wójcik", phone="600 021 002")
        add_party(ctx, lead, spouse, PartyRole.CO_APPLICANT)
        spouse_id = spouse.id
    change = difference(lead)
    assert {n.term.document for n in change.add} >= {"ID", "EMPLOYMENT_CERT", "CONSENT_BIK"}
    assert {n.party_id for n in change.add} == {spouse_id}
    assert not change.drop
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, lead)
    assert line(lead, "ID", spouse_id).state is ItemState.NEEDED
    assert difference(lead).empty


def test_the_papers_of_a_company_are_those_of_its_people(house: Flask, cast: make.Cast, actor: Actors) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        firm = make.party(ctx, "Wójcik sp. z o.o.", kind=PartyKind.COMPANY)
        case_id = make.case(ctx, cast.advisor, firm, product="business_investment", client_type="sp_zoo").id
        boss = make.party(ctx, "Zofia Wójcik", phone="600 021 003")
    with transaction(actor("advisor"), NOW) as ctx:
        add_party(ctx, case_id, boss, PartyRole.REPRESENTATIVE)
        build_list(ctx, case_id)
        boss_id = boss.id
    lines = items_of(db.session(), case_id)
    assert {i.party_id for i in lines if i.document == "ID"} <= {boss_id}
    assert {i.party_id for i in lines if i.document == "KRS"} == {db.session.get_one(Case, case_id).client_id}


def test_an_institutions_terms_show_as_a_difference_and_act_when_taken_over(lead: int, actor: Actors) -> None:
    """Issue 4 point 1: overridable per institution and per case with a reason."""
    with transaction(make.COMMAND, NOW) as ctx:
        bank = filings.institution(ctx).id
        strict = NewTerm(
            term("EMPLOYMENT_CERT", limit_days=14, copies=2), Asking.MUST, "This bank wants it fresh", bank
        )
        set_term(ctx, strict)
        set_term(ctx, NewTerm(term("STATEMENT_3_6"), Asking.OFF, "Reads the accounts itself", bank))
    assert difference(lead).empty
    with transaction(actor("advisor"), NOW) as ctx:
        plan_pack(ctx, lead, bank, None)
    change = difference(lead)
    assert [i.document for i, _n in change.change] == ["EMPLOYMENT_CERT"]
    assert [i.document for i in change.drop] == ["STATEMENT_3_6"]
    assert line(lead, "EMPLOYMENT_CERT").limit_days is None
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, lead)
    found = line(lead, "EMPLOYMENT_CERT")
    assert (found.limit_days, found.copies) == (14, 2)
    own = OwnTerms(NeededBy.SIGNING, True, 1, 0, WantedAs.COPY, "Agreed with the clerk")
    banks = OwnTerms(found.needed_by, found.mandatory, found.copies, found.months, found.wanted_as, "")
    with pytest.raises(ReasonMissing), transaction(actor("advisor"), NOW) as ctx:
        change_terms(ctx, lead, found.id, replace(own, reason=" "))
    with transaction(actor("advisor"), NOW) as ctx:
        change_terms(ctx, lead, found.id, own)
    assert difference(lead).empty
    assert line(lead, "EMPLOYMENT_CERT").wanted_as is WantedAs.COPY
    with transaction(actor("advisor"), NOW) as ctx:
        change_terms(ctx, lead, found.id, banks)  # back to the bank's: no reason is needed, the case's own one ends
    assert difference(lead).empty
    assert (line(lead, "EMPLOYMENT_CERT").copies, line(lead, "EMPLOYMENT_CERT").change_reason) == (2, "")


def test_the_firm_adds_papers_of_its_own_and_takes_terms_back(lead: int, actor: Actors) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        with pytest.raises(Invalid):
            define_paper(ctx, NewPaper("ID", "x", "x", "x"))
        define_paper(ctx, NewPaper("PHOTO_ID", "Photo for the file", "Zdjęcie do akt", "Фото для дела", "", 90))
        with pytest.raises(ReasonMissing):
            set_term(ctx, NewTerm(term("PHOTO_ID"), Asking.MAY, " "))
        with pytest.raises(Invalid):
            set_term(ctx, NewTerm(term("NO_SUCH"), Asking.MUST, "because"))
        row_id = set_term(ctx, NewTerm(term("PHOTO_ID"), Asking.MAY, "We like faces", product="consumer_loan")).id
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, lead)
    found = line(lead, "PHOTO_ID")
    assert (found.name("pl"), found.mandatory, found.limit_days) == ("Zdjęcie do akt", False, 90)
    with transaction(make.COMMAND, NOW) as ctx:
        end_term(ctx, row_id)
    assert [i.document for i in difference(lead).drop] == ["PHOTO_ID"]


def test_what_the_administrator_changes_in_settings(lead: int, browser: Callable[[str], FlaskClient]) -> None:
    admin = browser("admin")
    assert admin.get("/settings/papers").status_code == 200
    form = {
        "term-document": "PIT37", "term-asking": "must", "term-needed_by": "filing", "term-ordered_by": "client",
        "term-whom": "client", "term-wanted_as": "scan", "term-institution_id": "0", "term-product": "consumer_loan",
        "term-client_type": "", "term-copies": "1", "term-months": "0", "term-reason": "Always helpful",
    }  # fmt: skip
    assert admin.post("/settings/papers/terms", data=form | {"term-reason": ""}).status_code == 422
    assert admin.post("/settings/papers/terms", data=form).status_code == 302
    assert "Always helpful" in admin.get("/settings/papers").text
    assert [n.term.document for n in difference(lead).add] == ["PIT37"]
    paper = {"paper-code": "SELFIE", "paper-name_en": "Selfie", "paper-name_pl": "Selfie", "paper-name_ru": "Селфи"}
    assert admin.post("/settings/papers/kinds", data=paper).status_code == 302
    assert admin.post("/settings/papers/kinds", data=paper).status_code == 422
    assert browser("advisor").get("/settings/papers").status_code == 403


PEOPLE = st.lists(
    st.builds(
        Person, st.integers(1, 6),
        st.frozensets(st.sampled_from(["client", "co_applicant", "guarantor", "representative", "spouse"]), min_size=1),
        st.booleans(),
    ), min_size=1, max_size=6, unique_by=lambda p: p.party_id,
)  # fmt: skip


@given(PEOPLE, st.sampled_from(Whom))
def test_a_paper_is_never_asked_of_a_stranger_nor_of_nobody_while_there_is_a_client(
    people: list[Person], whom: Whom
) -> None:
    asked = bringers(whom, people)
    assert set(asked) <= {p.party_id for p in people}
    if whom is not Whom.GUARANTORS and any("client" in p.roles for p in people):
        assert asked


@given(
    st.sampled_from([d for d in checklists.documents() if d.validity_days or d.working_days]),
    st.dates(date(2024, 1, 15), date(2028, 3, 15)), st.integers(0, 60), st.one_of(st.none(), st.integers(1, 90)),
)  # fmt: skip
def test_a_held_paper_is_used_exactly_as_long_as_it_is_good(
    paper: checklists.Document, issued_on: date, later: int, limit: int | None
) -> None:
    on = issued_on + timedelta(days=later)
    good, until = good_until(HeldPaper(issued_on, None), Use(paper, limit, "PL", on))
    assert until == checklists.last_good_on(paper, issued_on, "PL", limit)
    assert until is not None
    assert good == (on <= until)
    assert good_until(HeldPaper(None, None), Use(paper, limit, "PL", on)) == (False, None)
