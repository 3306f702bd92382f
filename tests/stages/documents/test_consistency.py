"""CN-05: stated facts are compared with the profile and the application; differences block, quoted, until explained."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from advisor.casework.status import Closing, close, reopen
from advisor.domain.errors import Invalid, NotFound, ReasonMissing
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.sealed import load_party_keys
from advisor.services.identities import set_identifier
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.consistency.actions import explain, state_application, state_facts, state_paper
from advisor.stages.documents.consistency.gate import FactKind, Said, differences, figure, same
from advisor.stages.documents.consistency.records import StatedFact, facts_of, value_of
from advisor.stages.documents.desk.actions import Dates, accept_item, receive_file, reject_item, reopen_item
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.documents.gate import gate
from advisor.stages.documents.records import facts
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        client = make.party(ctx, address="ul. Piotrkowska 104", city="Łódź")
        case_id = make.case(ctx, cast.advisor, client).id
        set_identifier(ctx, client, "pesel", "44051401359")
    with transaction(actor("advisor"), NOW) as ctx:
        build_list(ctx, case_id)
    return case_id


def differing(lead: int) -> list[str]:
    db.session.rollback()
    verdict = gate(facts(db.session(), db.session.get_one(Case, lead)), NOW.date())
    return [f.subject for f in verdict.blocking if f.code == "documents.fact_differs"]


def say(actor: Actor, lead: int, code: str, **values: str) -> None:
    with transaction(actor, NOW) as ctx:
        item = next(i for i in items_of(ctx.session, lead) if i.document == code)
        item = ctx.session.get_one(ChecklistItem, item.id)
        state_facts(ctx, ctx.session.get_one(Case, lead), item, {FactKind(k): v for k, v in values.items()})


def test_an_employer_that_differs_blocks_with_both_sources_until_resolved(lead: int, actor: Actors) -> None:
    """SPEC CN-05: employer differs between payslip and form -> red mismatch before submission."""
    with transaction(actor("advisor"), NOW) as ctx:
        state_application(ctx, lead, {FactKind.EMPLOYER: "Mazur Sp. z o.o."})
    say(actor("advisor"), lead, "EMPLOYMENT_CERT", employer="MAZUR sp z oo")
    assert differing(lead) == []
    say(actor("advisor"), lead, "EMPLOYMENT_CERT", employer="Alfa SA")
    assert differing(lead) == ["Mazur Sp. z o.o. ≠ Alfa SA"]
    with transaction(actor("advisor"), NOW) as ctx:
        state_application(ctx, lead, {FactKind.EMPLOYER: "Alfa S.A."})
    assert differing(lead) == []


def test_a_difference_may_be_explained_for_these_two_values_only(lead: int, actor: Actors) -> None:
    advisor = actor("advisor")
    say(advisor, lead, "STATEMENT_3_6", address="ul. Zielona 5, Łódź", name="Zofia Wójcik")
    assert len(differing(lead)) == 1
    row = db.session.query(StatedFact).filter_by(kind=FactKind.ADDRESS).one().id
    with pytest.raises(ReasonMissing), transaction(advisor, NOW) as ctx:
        explain(ctx, lead, row, " ")
    with transaction(advisor, NOW) as ctx:
        explain(ctx, lead, row, "Correspondence address at the bank")
    assert differing(lead) == []
    with pytest.raises(NotFound), transaction(advisor, NOW) as ctx:
        explain(ctx, lead, row + 100, "x")
    with transaction(make.COMMAND, NOW) as ctx:
        ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id).address = "ul. Nowa 1"
    assert len(differing(lead)) == 1


def test_identifiers_and_amounts_are_compared_and_never_shown_whole(lead: int, actor: Actors) -> None:
    say(actor("advisor"), lead, "ID", pesel="440514 01359")
    assert differing(lead) == []
    say(actor("advisor"), lead, "ID", pesel="02070803628")
    (pair,) = differing(lead)
    assert "4405140" not in pair
    assert pair.endswith("628")
    with transaction(actor("advisor"), NOW) as ctx:
        state_application(ctx, lead, {FactKind.AMOUNT: "50 000,00 zł"})
    assert len(differing(lead)) == 1
    with transaction(actor("advisor"), NOW) as ctx:
        state_application(ctx, lead, {FactKind.AMOUNT: "55000"})
    assert len(differing(lead)) == 2
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        state_application(ctx, lead, {FactKind.AMOUNT: "a lot"})


def bring(actor: Actor, case_id: int, code: str, **says: str) -> None:
    """A paper comes in and is accepted with what it says."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    with transaction(actor, NOW) as ctx:
        item_id = next(i.id for i in items_of(ctx.session, case_id) if i.document == code)
        receive_file(ctx, case_id, item_id, Incoming("a.png", out.getvalue()))
        accept_item(ctx, case_id, item_id, Dates(NOW.date()), {FactKind(k): v for k, v in says.items()})


def second_case(lead: int, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        client = ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id)
        return make.case(ctx, cast.advisor, client, product="mortgage", amount=30_000_000).id


def line_of(case_id: int, code: str) -> int:
    db.session.rollback()
    return next(i.id for i in items_of(db.session(), case_id) if i.document == code)


@pytest.mark.parametrize("waiting", [False, True])
def test_what_a_paper_says_goes_with_it_to_the_second_case(
    lead: int, cast: make.Cast, actor: Actors, waiting: bool
) -> None:
    """CN-05 and ZA-13: the paper held is compared with the second case's application, and explained there alone."""
    advisor = actor("advisor")
    second = second_case(lead, cast) if waiting else 0
    if waiting:
        with transaction(advisor, NOW) as ctx:
            build_list(ctx, second)
    bring(advisor, lead, "EMPLOYMENT_CERT", employer="Alfa SA", income="5400")
    second = second or second_case(lead, cast)
    with transaction(advisor, NOW) as ctx:
        state_application(ctx, second, {FactKind.EMPLOYER: "Mazur SA", FactKind.INCOME: "5 400,00"})
    assert (differing(second), differing(lead)) == (["Mazur SA ≠ Alfa SA"], [])
    row = db.session.query(StatedFact).filter_by(item_id=line_of(second, "EMPLOYMENT_CERT"), kind="employer").one().id
    with transaction(advisor, NOW) as ctx:
        explain(ctx, second, row, "Alfa took Mazur over")
        state_application(ctx, lead, {FactKind.EMPLOYER: "Mazur SA"})
    assert (differing(second), differing(lead)) == ([], ["Mazur SA ≠ Alfa SA"])


def test_a_paper_sent_back_says_nothing_here_and_still_does_where_it_is_held(
    lead: int, cast: make.Cast, actor: Actors
) -> None:
    advisor = actor("advisor")
    bring(advisor, lead, "EMPLOYMENT_CERT", employer="Alfa SA")
    second = second_case(lead, cast)
    with transaction(advisor, NOW) as ctx:
        for case_id in (lead, second):
            state_application(ctx, case_id, {FactKind.EMPLOYER: "Mazur SA"})
    assert (len(differing(lead)), len(differing(second))) == (1, 1)
    item_id = line_of(lead, "EMPLOYMENT_CERT")
    with transaction(advisor, NOW) as ctx:
        reject_item(ctx, lead, item_id, "differs")
    assert (len(differing(lead)), len(differing(second))) == (0, 1)


def test_what_was_mistyped_is_put_right_beside_the_paper(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    bring(actor("advisor"), lead, "EMPLOYMENT_CERT", employer="Alga SA")
    web, item_id = browser("advisor"), line_of(lead, "EMPLOYMENT_CERT")
    assert web.post(f"/cases/{lead}/facts/application", data={"employer": "Alfa SA"}).status_code == 302
    assert len(differing(lead)) == 1
    assert f"/cases/{lead}/facts/paper/{item_id}" in web.get(f"/cases/{lead}/documents/items/{item_id}").text
    assert "Alga SA" in web.get(f"/cases/{lead}/facts/paper/{item_id}").text
    assert web.post(f"/cases/{lead}/facts/paper/{item_id}", data={"employer": "Alfa SA"}).status_code == 302
    assert differing(lead) == []
    assert web.get(f"/cases/{lead}/facts/paper/{item_id + 999}").status_code == 404
    assert 'name="pesel"' in web.get(f"/cases/{lead}/facts/application").text
    with transaction(make.COMMAND, NOW) as ctx:
        ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id).country = "RU"
    assert 'name="snils"' in web.get(f"/cases/{lead}/facts/application").text


def read(case_id: int, code: str) -> dict[str, tuple[str, bool]]:
    """What a line says, and which of it is another case's reading."""
    item_id, uid = line_of(case_id, code), db.session.scalars(select(Party.uid)).one()
    load_party_keys(db.session(), db.session.scalars(select(Party.id)).all())
    rows = facts_of(db.session(), item_id)
    return {str(row.kind): (value_of(db.session(), row, uid), row.read_in_id is not None) for row in rows}


def correct(actor: Actor, case_id: int, code: str, **says: str) -> None:
    with transaction(actor, NOW) as ctx:
        item_id = next(i.id for i in items_of(ctx.session, case_id) if i.document == code)
        state_paper(ctx, case_id, item_id, {FactKind(k): v for k, v in says.items()})


def test_a_correction_holds_in_every_open_case_that_holds_the_paper(lead: int, cast: make.Cast, actor: Actors) -> None:
    """CN-05, a document belongs to the person and the fact: whoever reads it right, reads it for all."""
    advisor = actor("advisor")
    bring(advisor, lead, "EMPLOYMENT_CERT", employer="Alga SA", income="5400")
    second, third = second_case(lead, cast), second_case(lead, cast)
    correct(advisor, lead, "EMPLOYMENT_CERT", employer="Alfa SA", name="Zofia Wójcik", income="")
    wanted = {"employer": ("Alfa SA", False), "name": ("Zofia Wójcik", False)}
    assert [read(case_id, "EMPLOYMENT_CERT") for case_id in (lead, second, third)] == [wanted] * 3
    correct(advisor, third, "EMPLOYMENT_CERT", employer="Alfa S.A. Oddział")
    assert read(lead, "EMPLOYMENT_CERT") == read(second, "EMPLOYMENT_CERT") == read(third, "EMPLOYMENT_CERT")
    with transaction(advisor, NOW + timedelta(days=1)) as ctx:  # a paper of its own: no longer the one that was held
        reopen_item(ctx, second, line_of(second, "EMPLOYMENT_CERT"))
    correct(advisor, lead, "EMPLOYMENT_CERT", employer="Beta")
    assert read(third, "EMPLOYMENT_CERT")["employer"] == ("Beta", False)
    assert read(second, "EMPLOYMENT_CERT") == {}


def test_a_case_that_reads_a_paper_otherwise_keeps_its_reading_and_is_offered_the_other(
    lead: int, cast: make.Cast, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """CN-05: both sources quoted, taken over by one press; a file that was closed is never changed."""
    advisor = actor("advisor")
    bring(advisor, lead, "EMPLOYMENT_CERT", employer="Alga SA")
    second = second_case(lead, cast)
    with transaction(advisor, NOW) as ctx:
        close(ctx, Closing(second, "no_longer_needed"))
    correct(advisor, lead, "EMPLOYMENT_CERT", employer="Alfa SA")
    with transaction(advisor, NOW) as ctx:
        reopen(ctx, second, "came back")
    assert differing(second) == ["Alga SA ≠ Alfa SA"]
    web, number = browser("advisor"), db.session.get_one(Case, lead).number
    assert f"as read in case {number}" in web.get(f"/cases/{second}/documents").text
    row = db.session.query(StatedFact).filter(StatedFact.read_in_id == lead).one().id
    assert web.post(f"/cases/{lead}/facts/{row}/take-over").status_code == 404
    assert web.post(f"/cases/{second}/facts/{row}/take-over").status_code == 302
    assert differing(second) == []
    assert read(second, "EMPLOYMENT_CERT") == {"employer": ("Alfa SA", False)}
    assert web.post(f"/cases/{second}/facts/{row}/take-over").status_code == 404


def test_what_is_stated_lies_sealed(lead: int, actor: Actors) -> None:
    say(actor("advisor"), lead, "EMPLOYMENT_CERT", employer="Verysecret SA")
    raw = db.session.connection().exec_driver_sql("SELECT value FROM stated_fact").scalar_one()
    assert b"Verysecret" not in bytes(raw)


@pytest.mark.parametrize(
    ("kind", "one", "two", "equal"),
    [
        ("address", "ul. Piotrkowska 104 Łódź", "Piotrkowska 104", True),
        ("address", "Piotrkowska 104", "Piotrkowska 14", False),
        ("name", "WÓJCIK Zofia", "Zofia Wojcik", True), ("name", "Zofia Wójcik", "Zofia Wójcik-Mazur", False),
        ("income", "5 400,00", "5400", True),
        ("income", "5400", "540", False), ("income", "5,400.00 PLN", "5 400,50", True),
        ("iban", "PL61 1090 1014", "pl6110901014", True), ("employer", "ООО «Ромашка»", "Ромашка, ООО", True),
    ],
)  # fmt: skip
def test_two_spellings_of_one_fact(kind: str, one: str, two: str, equal: bool) -> None:
    assert same(FactKind(kind), one, two) is same(FactKind(kind), two, one) is equal


def test_the_profile_comes_before_papers_and_people_are_kept_apart() -> None:
    said = [
        Said(0, 1, FactKind.NAME, "A B", "profile"), Said(5, 1, FactKind.NAME, "A C", "7"),
        Said(6, 2, FactKind.NAME, "X Y", "8"),
    ]  # fmt: skip
    (found,) = differences(said)
    assert (found.held.id, found.other.id, found.explained) == (0, 5, False)
    assert figure("no") is None


def test_on_the_desk_facts_are_typed_beside_the_paper(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    with transaction(actor("advisor"), NOW) as ctx:
        item_id = next(i.id for i in items_of(ctx.session, lead) if i.document == "EMPLOYMENT_CERT")
        receive_file(ctx, lead, item_id, Incoming("a.png", out.getvalue()))
    advisor = browser("advisor")
    form = {"employer": "Mazur SA", "amount": "50000"}
    assert advisor.post(f"/cases/{lead}/facts/application", data=form).status_code == 302
    assert 'name="accept-employer"' in advisor.get(f"/cases/{lead}/desk/{item_id}").text
    typed = {"accept-issued_on": NOW.date().isoformat(), "accept-employer": "Alfa SA", "accept-name": "Zofia Wójcik"}
    assert advisor.post(f"/cases/{lead}/desk/{item_id}/accept", data=typed).status_code == 302
    page = advisor.get(f"/cases/{lead}/documents").text
    assert "Mazur SA" in page
    assert "Alfa SA" in page
    row = db.session.query(StatedFact).filter(StatedFact.item_id == item_id, StatedFact.kind == FactKind.EMPLOYER).one()
    assert advisor.get(f"/cases/{lead}/facts/{row.id}/explain").status_code == 200
    answer = advisor.post(f"/cases/{lead}/facts/{row.id}/explain", data={"reason": "Changed jobs in May"})
    assert answer.status_code == 302
    assert differing(lead) == []
