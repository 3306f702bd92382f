"""The offer room through its doors: terms, simulations, PDF equal to screen, hand-over, answer (Finare step 4)."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.process import Profile
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.papers.issue import press_draft
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.paper import Paper, PaperKind, papers_of
from advisor.records.reminder import Reminder
from advisor.services.papers import coming_number, read_paper
from advisor.stages.offer.actions import default_terms, issue_offer, save_terms
from advisor.stages.offer.answers.actions import Handing, hand_over, note_answer
from advisor.stages.offer.composition.actions import draft_offer
from advisor.stages.offer.gate import Facts, gate
from advisor.stages.offer.records import facts
from advisor.stages.offer.simulations.actions import SimulationCard, add_simulation, change_simulation
from advisor.stages.offer.simulations.records import figures, simulations_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]
TODAY = NOW.date()
CARD = SimulationCard(
    institution="Bank Łódzki", product="Own Flat", amount=31_000_000, currency="PLN", months=60,
    annual_rate=Decimal("7.35"), first_due_on=date(2026, 5, 10), upfront_fee=310_000, commission=496_000,
)  # fmt: skip


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        client = make.party(ctx, email="zofia@example.test", language="en")
        return make.case(ctx, cast.advisor, client, product="mortgage", amount=31_000_000).id


def prepare(actor: Actors, lead: int, **changes: object) -> None:
    """Terms saved and one simulation added, as the advisor."""
    with transaction(actor("advisor"), NOW) as ctx:
        case = ctx.session.get_one(Case, lead)
        start = default_terms(case, "en")
        values = {name: getattr(start, name) for name in start.__dataclass_fields__} | {"fee_fixed": 90_000} | changes
        save_terms(ctx, lead, type(start)(**values))
        add_simulation(ctx, lead, CARD)


def codes(lead: int) -> set[str]:
    case = db.session.get_one(Case, lead)
    return {f.code for f in gate(facts(db.session(), case), TODAY).findings}


def test_a_fresh_offer_room_names_every_missing_part(lead: int) -> None:
    """SPEC A0 offer: one finding per missing part; the document list comes from the catalogue by itself."""
    assert codes(lead) == {
        "offer.terms_missing", "offer.simulation_missing", "offer.requirements_missing", "offer.time_plan_missing",
        "offer.commission_missing", "offer.not_handed_over",
    }  # fmt: skip


def test_the_gate_opens_when_all_parts_are_handed_over_and_only_the_answer_warns(lead: int, actor: Actors) -> None:
    prepare(actor, lead)
    assert codes(lead) == {"offer.not_handed_over"}
    with transaction(actor("advisor"), NOW) as ctx:
        hand_over(
            ctx,
            lead,
            Handing(
                "paper",
                TODAY,
                "Shelf 12",
                tuple(sorted({"terms", "simulation", "requirements", "documents", "time_plan"})),
            ),
        )
    verdict = gate(facts(db.session(), db.session.get_one(Case, lead)), TODAY)
    assert verdict.open
    assert [f.code for f in verdict.findings] == ["offer.answer_missing"]
    with transaction(actor("advisor"), NOW) as ctx:
        note_answer(ctx, lead, "accepted", "phone")
    assert not codes(lead)


def test_a_simulation_may_be_refused_with_a_reason(lead: int, actor: Actors) -> None:
    """Finare step 4: simulations 'if possible'."""
    with transaction(actor("advisor"), NOW) as ctx:
        case = ctx.session.get_one(Case, lead)
        terms = default_terms(case, "en")
        values = {name: getattr(terms, name) for name in terms.__dataclass_fields__}
        values |= {"fee_fixed": 0, "no_simulation_because": "The price is not known yet.", "commission_none": True}
        save_terms(ctx, lead, type(terms)(**values))
    assert codes(lead) == {"offer.not_handed_over"}
    draft = draft_offer(db.session(), db.session.get_one(Case, lead), TODAY)
    assert draft.paper.no_simulation_because == "The price is not known yet."  # type: ignore[union-attr]


def test_no_offer_is_printed_without_the_commission(lead: int, actor: Actors) -> None:
    """Idea C-16: the commission is disclosed or the paper is not printed."""
    prepare(actor, lead)
    with transaction(actor("advisor"), NOW) as ctx:
        row = simulations_of(ctx.session, lead)[0]
        change_simulation(ctx, lead, row.id, _without_commission())
    assert "offer.commission_missing" in codes(lead)
    with pytest.raises(Invalid):
        draft_offer(db.session(), db.session.get_one(Case, lead), TODAY)


def _without_commission() -> SimulationCard:
    values = {name: getattr(CARD, name) for name in CARD.__dataclass_fields__}
    return SimulationCard(**{**values, "commission": None})


def test_screen_pdf_and_attached_data_say_the_same(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """CN-22: figures on screen, in the PDF and in the JSON are equal, to the cent, in both schedules."""
    prepare(actor, lead)
    advisor = browser("advisor")
    answer = advisor.post(f"/cases/{lead}/papers/offer/issue")
    assert answer.status_code == 302, answer.text
    paper = papers_of(db.session(), lead)[0]
    assert paper.number == f"O-{paper.issued_at.year}-000001"
    pdf = advisor.get(f"/cases/{lead}/papers/{paper.id}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"
    read = pypdf.PdfReader(BytesIO(pdf.data))
    printed = "".join(page.extract_text() for page in read.pages).replace("\xa0", " ")
    attached = json.loads(read.attachments["offer.json"][0])
    screen = advisor.get(f"/cases/{lead}/offer").text.replace("\xa0", " ")
    simulation = figures(simulations_of(db.session(), lead)[0], "en")
    codes = {"kind": "loan", "rate_kind": "fixed", "day_count": "equal_months", "rate_convention": "eu_equal_months"}
    assert attached["simulations"][0]["codes"] == codes
    for schedule, key in (
        (simulation.equal_instalments, "equal_instalments"),
        (simulation.equal_capital, "equal_capital"),
    ):
        said = attached["simulations"][0][key]
        assert said["total_paid"] == f"{simulation.paid(schedule):f}"
        assert [row["payment"] for row in said["rows"]] == [f"{row.payment:f}" for row in schedule.rows]
        for figure in (schedule.first, schedule.last, simulation.cost(schedule), simulation.paid(schedule)):
            assert f"{figure:,.2f}" in printed
            assert f"PLN {figure:,.2f}" in screen
        assert said["effective_annual_rate_percent"] == f"{schedule.effective_rate:f}"
        assert f"{schedule.effective_rate}%" in printed
        assert f"{schedule.effective_rate}%" in screen


def test_the_same_offer_is_not_issued_twice_and_a_changed_one_is_version_two(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    prepare(actor, lead)
    advisor = browser("advisor")
    for _ in range(2):
        assert advisor.post(f"/cases/{lead}/papers/offer/issue").status_code == 302
    assert len(papers_of(db.session(), lead)) == 1
    with transaction(actor("advisor")) as ctx:
        row = simulations_of(ctx.session, lead)[0]
        values = {name: getattr(CARD, name) for name in CARD.__dataclass_fields__} | {"annual_rate": Decimal("6.95")}
        change_simulation(ctx, lead, row.id, SimulationCard(**values))
    assert advisor.post(f"/cases/{lead}/papers/offer/issue").status_code == 302
    papers = papers_of(db.session(), lead)
    assert [p.version_no for p in papers] == [2, 1]
    assert "1 figure changed" in advisor.get(f"/cases/{lead}/offer").text


def test_figures_changed_while_the_press_worked_are_not_issued(lead: int, actor: Actors) -> None:
    """The paper never says other figures than the ledger at the moment it is issued."""
    prepare(actor, lead)
    session = db.session()
    draft = draft_offer(session, session.get_one(Case, lead), TODAY)
    number = coming_number(session, PaperKind.OFFER, NOW)
    pressed = press_draft(draft, number, "https://firm.example")
    with transaction(actor("advisor"), NOW) as ctx:
        row = simulations_of(ctx.session, lead)[0]
        values = {name: getattr(CARD, name) for name in CARD.__dataclass_fields__} | {"months": 48}
        change_simulation(ctx, lead, row.id, SimulationCard(**values))
    with pytest.raises(StaleVersion), transaction(actor("advisor"), NOW) as ctx:
        issue_offer(ctx, lead, pressed, TODAY)
    assert not papers_of(db.session(), lead)


def test_sending_writes_a_letter_with_a_link_and_counts_as_handing_over(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 2 point 8: sent by mail and link from the case page."""
    prepare(actor, lead)
    advisor = browser("advisor")
    assert advisor.post(f"/cases/{lead}/papers/offer/issue", data={"send": "1"}).status_code == 302
    letter = db.session.scalars(select(Letter)).one()
    assert letter.to_address == "zofia@example.test"
    assert "/c/" in letter.text
    assert codes(lead) == {"offer.answer_missing"}


def test_a_question_plans_a_follow_up_and_does_not_count_as_an_answer(lead: int, actor: Actors) -> None:
    prepare(actor, lead)
    with transaction(actor("advisor"), NOW) as ctx:
        hand_over(
            ctx,
            lead,
            Handing("in_person", TODAY, "", ("terms", "simulation", "requirements", "documents", "time_plan")),
        )
        note_answer(ctx, lead, "question", "phone", "Is the rate fixed?")
    assert codes(lead) == {"offer.answer_missing"}
    assert db.session.scalars(select(Reminder).where(Reminder.plan == "offer.question")).one()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"months": 0}, "months"), ({"months": 601}, "months"), ({"amount": 0}, "amount"),
        ({"annual_rate": Decimal(-1)}, "annual_rate"), ({"annual_rate": Decimal(100_000)}, "annual_rate"),
        ({"upfront_fee": 31_000_000}, "upfront_fee"), ({"institution": "  "}, "institution"),
        ({"currency": "EUR"}, "currency"), ({"rate_kind": "gambled"}, "rate_kind"),
    ],
)  # fmt: skip
def test_what_no_bank_could_lend_is_refused_beside_its_field(
    lead: int, actor: Actors, changes: dict[str, object], field: str
) -> None:
    values = {name: getattr(CARD, name) for name in CARD.__dataclass_fields__} | changes
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        add_simulation(ctx, lead, SimulationCard(**values))
    assert refused.value.field == field
    assert not simulations_of(db.session(), lead)


@pytest.mark.parametrize("text", ["§ A\n{evil}", "{client", "client}", "{}", "{client.name}", "{0}"])
def test_a_contract_text_may_only_name_known_places(lead: int, actor: Actors, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        prepare(actor, lead, contract=text)
    assert refused.value.field == "contract"


def test_a_simulation_of_another_case_is_not_found(lead: int, cast: make.Cast, actor: Actors) -> None:
    prepare(actor, lead)
    row = simulations_of(db.session(), lead)[0].id
    with transaction(make.COMMAND, NOW) as ctx:
        other = make.case(ctx, cast.advisor, make.party(ctx, "Jan Nowak", phone="600 021 001"), product="mortgage").id
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        change_simulation(ctx, other, row, CARD)


def test_debt_relief_asks_for_the_plan_instead_of_a_simulation() -> None:
    """SPEC A0: in debt relief the offer is the plan."""
    found = {f.code for f in gate(Facts(Profile.DEBT_RELIEF), TODAY).findings}
    assert "offer.plan_missing" in found
    assert "offer.simulation_missing" not in found


def test_stored_bytes_are_sealed_and_open_as_issued(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    prepare(actor, lead)
    browser("advisor").post(f"/cases/{lead}/papers/offer/issue")
    paper = db.session.scalars(select(Paper)).one()
    folder = db.session().info["data_dir"] / "files"
    kept = (folder / paper.file_uid[:2] / paper.file_uid).read_bytes()
    assert b"%PDF" not in kept
    assert b"".join(read_paper(db.session(), paper)).startswith(b"%PDF")


SHEET = {
    "institution_id": "0", "institution": "Bank Łódzki", "amount": "310 000,00", "months": "60", "annual_rate": "7,35",
    "rate_kind": "fixed", "first_due_on": "2026-05-10", "day_count": "equal_months", "commission": "0.00",
}  # fmt: skip


def test_figures_are_shown_while_one_types_and_by_a_button_and_nothing_is_kept(
    lead: int, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 5 point 6: live without a page load, and without JavaScript by a button."""
    advisor = browser("advisor")
    live = advisor.post(f"/cases/{lead}/offer/simulations/live", data=SHEET)
    assert live.status_code == 200
    assert "6,189.69" in live.text
    assert "<html" not in live.text
    computed = advisor.post(f"/cases/{lead}/offer/simulations", data={**SHEET, "compute": "1"})
    assert computed.status_code == 200
    assert "6,189.69" in computed.text
    assert not simulations_of(db.session(), lead)


def test_a_typed_simulation_is_kept_once_and_copied(lead: int, browser: Callable[[str], FlaskClient]) -> None:
    advisor = browser("advisor")
    for _ in range(2):
        sent = advisor.post(f"/cases/{lead}/offer/simulations", data={**SHEET, "form_key": "f" * 32})
        assert sent.status_code == 302, sent.text
    rows = simulations_of(db.session(), lead)
    assert [(row.amount, row.annual_rate, row.commission) for row in rows] == [(31_000_000, Decimal("7.35"), 0)]
    assert 'value="7.35"' in advisor.get(f"/cases/{lead}/offer/simulations?like={rows[0].id}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"annual_rate": "-3"}, "This is not a percentage."), ({"amount": "1e9"}, "This is not an amount."),
        ({"upfront_fee": "310000"}, "nothing would be paid out"), ({"months": "0"}, "between 1 and 420"),
        ({"annual_rate": "99999"}, "cannot exceed"),
    ],
)  # fmt: skip
def test_a_bad_sheet_comes_back_with_a_sentence(
    lead: int, browser: Callable[[str], FlaskClient], changes: dict[str, str], sentence: str
) -> None:
    """DONE.md point 4: clear errors, typing kept, nothing stored."""
    answer = browser("advisor").post(f"/cases/{lead}/offer/simulations", data={**SHEET, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Bank Łódzki" in answer.text
    assert not simulations_of(db.session(), lead)


def test_an_incomplete_offer_is_not_printed_and_says_why(lead: int, browser: Callable[[str], FlaskClient]) -> None:
    answer = browser("advisor").post(f"/cases/{lead}/papers/offer/issue")
    assert answer.status_code == 422
    assert "The time plan is missing." in answer.text
    assert not papers_of(db.session(), lead)
