"""The rooms of analysis, offer and contract full to the brim: no more statements than empty ones may take."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from advisor.casework.assign import StandIn, substitute
from advisor.casework.parties import add_party
from advisor.domain.points import CONTROLS
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.papers.issue import Draft
from advisor.records.case import Case, PartyRole
from advisor.records.contact import ContactChannel
from advisor.records.institution import InstitutionKind
from advisor.records.paper import Paper
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.institutions import Card, ProductCard, save_institution, save_product
from advisor.services.papers import Pressed, coming_number
from advisor.services.reference_rates import add_reference_rate, set_value
from advisor.stages.analysis.actions import (
    Ability,
    NewRoute,
    Words,
    add_route,
    note_ability,
    note_talk,
    write_topics,
)
from advisor.stages.analysis.points.actions import NewLine, add_line, count_points, note_controls
from advisor.stages.contract.actions import Agreed, negotiate
from advisor.stages.contract.composition.actions import draft_contract, draft_mandate, issue_contract, issue_mandate
from advisor.stages.contract.discount.actions import refuse_discount
from advisor.stages.contract.identity.actions import Proof, check_identity
from advisor.stages.offer.actions import default_terms, issue_offer, save_terms
from advisor.stages.offer.answers.actions import Handing, hand_over, note_answer
from advisor.stages.offer.composition.actions import draft_offer
from advisor.stages.offer.simulations.actions import MOST, SimulationCard, add_simulation, remove_simulation
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.web.test_statements import fill, statements

Actors = Callable[[str], Actor]
Browser = Callable[[str], FlaskClient]
TODAY = NOW.date()
BUSY = (StageKey.ANALYSIS, StageKey.OFFER, StageKey.CONTRACT)
CARD = SimulationCard(
    institution="Bank", product="Flat", amount=31_000_000, currency="PLN", months=60, annual_rate=Decimal("7.35"),
    first_due_on=date(2026, 5, 10), commission=0,
)  # fmt: skip


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    """Eight products, a guarantor, ten figures, a doubt, twelve simulations, two offers, contract, mandate."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = _opened(ctx, cast)
    with transaction(actor("advisor"), NOW) as ctx:
        _analysed(ctx, case_id)
        _offered(ctx, case_id)
    _issued(draft_offer, issue_offer, case_id, actor("advisor"))
    with transaction(actor("advisor"), NOW) as ctx:
        remove_simulation(ctx, case_id, add_simulation(ctx, case_id, CARD).id)
        add_simulation(ctx, case_id, CARD)
    _issued(draft_offer, issue_offer, case_id, actor("advisor"))
    with transaction(actor("advisor"), NOW) as ctx:
        hand_over(ctx, case_id, Handing("paper", TODAY, "Shelf 7", ("terms", "simulation")))
        note_answer(ctx, case_id, "question", "phone", "Is the rate fixed?")
        negotiate(ctx, case_id, Agreed("We file.", 90_000, note="As offered"))
    _issued(draft_contract, issue_contract, case_id, actor("advisor"))
    _issued(draft_mandate, issue_mandate, case_id, actor("advisor"))
    return case_id


def _opened(ctx: Context, cast: make.Cast) -> int:
    client = make.party(ctx, birth_on=date(1986, 3, 3), address="ul. Długa 4", language="en")
    before = make.case(ctx, cast.advisor, client)
    check_identity(ctx, before.id, Proof(client.id, "identity_card", TODAY))
    case = make.case(ctx, cast.advisor, client, product="mortgage", amount=31_000_000)
    fill(ctx, case.id, 5)
    for number, role in enumerate((PartyRole.GUARANTOR, PartyRole.CO_APPLICANT)):
        add_party(ctx, case.id, make.party(ctx, f"Beside {number}", phone=f"60002111{number}"), role)
    wibor = add_reference_rate(ctx, "WIBOR 3M", "GPW Benchmark")
    set_value(ctx, wibor.id, date(2026, 1, 1), Decimal("4.5"))
    for number in range(8):
        bank = save_institution(ctx, Card(f"Bank {number}", InstitutionKind.BANK))
        save_product(ctx, bank.id, ProductCard(product="mortgage", name="Flat", from_on=date(2026, 1, 1),
                                               margin=Decimal(2), reference_rate_id=wibor.id))  # fmt: skip
    return case.id


def _analysed(ctx: Context, case_id: int) -> None:
    note_talk(ctx, case_id, NOW, ContactChannel.MEETING, "A flat.")
    note_ability(ctx, case_id, Ability(1_000_000, 200_000, 400_000, 50_000, "PLN"))
    write_topics(ctx, case_id, Words(dict.fromkeys(("goals", "investment", "ability", "funding"), ("Said.", False))))
    for number in range(5):
        add_line(ctx, case_id, NewLine("obligation", f"Loan {number}", 100_000, 1_000))
        add_line(ctx, case_id, NewLine("collateral", f"Plot {number}", 100_000))
    note_controls(ctx, case_id, dict.fromkeys(CONTROLS, True))
    count_points(ctx, case_id)
    add_route(ctx, case_id, NewRoute(InstitutionKind.BANK, 1, "Flat"))


def _offered(ctx: Context, case_id: int) -> None:
    save_terms(ctx, case_id, replace(default_terms(ctx.session.get_one(Case, case_id), "en"), fee_fixed=90_000))
    for rate in range(2, MOST + 1):
        add_simulation(ctx, case_id, replace(CARD, annual_rate=Decimal(rate)))


def _issued(
    draw: Callable[[Session, Case, date], Draft], keep: Callable[[Context, int, Pressed, date], Paper], case_id: int,
    who: Actor,
) -> None:  # fmt: skip
    """A paper is kept; what the press made of it costs no statement."""
    session = db.session()
    draft = draw(session, session.get_one(Case, case_id), TODAY)
    number = coming_number(session, draft.kind, NOW)
    with transaction(who, NOW) as ctx:
        keep(ctx, case_id, Pressed(draft.kind, number, "en", b"%PDF", 1, draft.digest, draft.figures), TODAY)


@pytest.mark.parametrize("who", ["advisor", "colleague"])
def test_a_full_room_takes_no_more_than_twelve_statements(
    lead: int, cast: make.Cast, actor: Actors, browser: Browser, who: str
) -> None:
    """Budget of PERFORMANCE.md for its owner and a colleague who stands in for him; so does the client's next case."""
    with transaction(actor("manager")) as ctx:
        substitute(ctx, cast.advisor, StandIn(cast.colleague, ctx.today, ctx.today + timedelta(days=1)))
        known = ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id)
        again = make.case(ctx, cast.advisor, known, product="mortgage", amount=31_000_000).id
        fill(ctx, again, 5)
    client, taken = browser(who), dict[tuple[str, str, int], int]()
    for stands in BUSY:
        with transaction(make.COMMAND, NOW) as ctx:
            for case_id in (lead, again):
                ctx.session.get_one(Case, case_id).stage = stands
        for room in BUSY:
            taken |= {(stands, room, each): statements(client, f"/cases/{each}/{room}") for each in (lead, again)}
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 10_000))
    with transaction(actor("manager"), NOW) as ctx:
        refuse_discount(ctx, lead, "Too much")
    taken["refused", "", lead] = statements(client, f"/cases/{lead}/{StageKey.CONTRACT}")
    assert max(taken.values()) <= 12, taken
