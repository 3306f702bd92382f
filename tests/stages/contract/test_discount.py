"""A discount above the advisor's limit waits for a manager, who approves it or refuses it with a reason (ZA-02)."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.domain.errors import Forbidden, Invalid, ReasonMissing, StaleVersion
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.reminder import OPEN, Reminder
from advisor.records.staff import Firm
from advisor.records.trail import TrailEntry
from advisor.stages.contract.actions import Agreed, negotiate
from advisor.stages.contract.composition.actions import draft_contract
from advisor.stages.contract.discount.actions import ANSWERED, approve_discount, refuse_discount
from advisor.stages.contract.discount.gate import Discount, Fee
from advisor.stages.contract.gate import gate
from advisor.stages.contract.records import facts
from advisor.stages.offer.actions import OfferTerms, save_terms
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.stages.contract.conftest import case_of, engaged

Actors = Callable[[str], Actor]
TODAY = NOW.date()


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    """A case whose offer asks 1 000.00 and 2 %, agreed at half the fixed fee."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
    with transaction(actor("advisor"), NOW) as ctx:
        save_terms(ctx, case_id, OfferTerms(scope="We file.", fee_fixed=100_000, fee_percent=Decimal(2)))
        negotiate(ctx, case_id, Agreed("We file.", 50_000, Decimal(2)))
    return case_id


def codes(lead: int) -> set[str]:
    return {f.code for f in gate(facts(db.session(), case_of(lead)), TODAY).blocking if "discount" in f.code}


def told(lead: int) -> list[tuple[int | None, str]]:
    """Open follow-ups that say how the discount was answered."""
    query = select(Reminder).where(Reminder.case_id == lead, Reminder.plan == ANSWERED, Reminder.state.in_(OPEN))
    return [(row.assignee_id, row.text) for row in db.session.scalars(query)]


def test_it_waits_and_prints_nothing_until_the_manager_agrees(
    lead: int, cast: make.Cast, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    assert (engaged(lead).discount_asked_at, engaged(lead).discount_asked_by) == (NOW, cast.advisor)
    assert codes(lead) == {"contract.discount_unapproved"}
    with pytest.raises(Invalid, match="discount_unapproved"):
        draft_contract(db.session(), case_of(lead), TODAY)
    assert "1 discount waits for your approval." in browser("manager").get("/today").text
    assert "Zofia Wójcik" in browser("manager").get("/queue").text
    assert "discount waits" not in browser("advisor").get("/today").text
    assert "Zofia Wójcik" not in browser("other_manager").get("/queue").text
    with pytest.raises(Forbidden), transaction(actor("advisor"), NOW) as ctx:
        approve_discount(ctx, lead)
    with transaction(actor("manager"), NOW) as ctx:
        approve_discount(ctx, lead)
    assert engaged(lead).discount_asked_at is None
    assert codes(lead) == set()
    assert told(lead) == [(cast.advisor, "The discount was approved: issue the contract")]
    assert draft_contract(db.session(), case_of(lead), TODAY).figures["fee_fixed"] == "50000"


def test_the_next_change_of_the_fee_asks_again(lead: int, actor: Actors) -> None:
    with transaction(actor("manager"), NOW) as ctx:
        approve_discount(ctx, lead)
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file and answer.", 50_000, Decimal(2)))
    assert codes(lead) == set()
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 40_000, Decimal(2)))
    assert codes(lead) == {"contract.discount_unapproved"}
    assert told(lead) == []


def test_a_manager_refuses_with_a_reason_and_who_asked_is_told(
    lead: int, cast: make.Cast, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """Issue 5 point 5: the no is in the trail, on the page and with the asker; nothing is printed by these terms."""
    version = engaged(lead).version
    with pytest.raises(Forbidden), transaction(actor("advisor"), NOW) as ctx:
        refuse_discount(ctx, lead, "No", version)
    with pytest.raises(ReasonMissing), transaction(actor("manager"), NOW) as ctx:
        refuse_discount(ctx, lead, "  ", version)
    with pytest.raises(StaleVersion), transaction(actor("manager"), NOW) as ctx:
        refuse_discount(ctx, lead, "Too much", version - 1)
    manager = browser("manager")
    assert "Refuse it" in manager.get(f"/cases/{lead}/contract").text
    where = f"/cases/{lead}/contract/discount/refuse"
    assert manager.get(f"{where}?version={version}").status_code == 200
    assert manager.post(where, data={"reason": "", "version": version}).status_code == 422
    assert manager.post(where, data={"reason": "Half of it is enough", "version": version - 1}).status_code == 409
    assert manager.post(where, data={"reason": "Half of it is enough", "version": version}).status_code == 302
    assert codes(lead) == {"contract.discount_refused"}
    assert told(lead) == [(cast.advisor, "The discount was refused: agree on another fee")]
    entry = db.session.scalars(select(TrailEntry).where(TrailEntry.verb == "contract.discount_refused")).one()
    assert (entry.actor_name, entry.case_id) == ("Marta Manager", lead)
    page = browser("advisor").get(f"/cases/{lead}/contract").text
    assert "Half of it is enough" in page
    assert "Marta Manager" in page
    assert "Refused by a manager" in page
    assert "Zofia Wójcik" not in manager.get("/queue").text
    assert "discount waits" not in manager.get("/today").text
    with pytest.raises(Invalid, match="discount_unapproved"):
        draft_contract(db.session(), case_of(lead), TODAY)
    with pytest.raises(Invalid, match="refused_already"), transaction(actor("manager"), NOW) as ctx:
        refuse_discount(ctx, lead, "Again")


def test_a_refused_discount_stays_refused_until_another_fee_or_a_yes(lead: int, actor: Actors) -> None:
    with transaction(actor("manager"), NOW) as ctx:
        refuse_discount(ctx, lead, "Too much")
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file and answer.", 50_000, Decimal(2)))
    assert codes(lead) == {"contract.discount_refused"}
    assert engaged(lead).discount_asked_at is None
    with transaction(actor("manager"), NOW) as ctx:
        approve_discount(ctx, lead)
    assert codes(lead) == set()
    assert (engaged(lead).discount_refused_at, engaged(lead).discount_refused_why) == (None, "")
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 40_000, Decimal(2)))
    with transaction(actor("manager"), NOW) as ctx:
        refuse_discount(ctx, lead, "Still too much")
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal(2)))
    assert codes(lead) == set()
    assert told(lead) == []
    with pytest.raises(Invalid, match="within_limit"), transaction(actor("manager"), NOW) as ctx:
        refuse_discount(ctx, lead, "Nothing to refuse")


def test_a_manager_who_asked_himself_needs_no_letter(lead: int, actor: Actors) -> None:
    with transaction(actor("manager"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 45_000, Decimal(2)))
        approve_discount(ctx, lead)
    assert told(lead) == []


def test_the_firms_limit_counts_where_an_advisor_has_no_own(lead: int, actor: Actors) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        ctx.session.get_one(Firm, 1).discount_limit = 60
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 40_000, Decimal(2)))
    assert engaged(lead).discount_asked_at is None
    assert facts(db.session(), case_of(lead)).discount.limit_percent == 60


@pytest.mark.parametrize(
    ("listed", "agreed", "limit", "above"),
    [
        (Fee(100_000), Fee(90_000), 10, False),
        (Fee(100_000), Fee(89_999), 10, True),
        (Fee(percent=Decimal(2)), Fee(percent=Decimal("1.8")), 10, False),
        (Fee(percent=Decimal(2)), Fee(percent=Decimal("1.79")), 10, True),
        (Fee(100_000, Decimal(2)), Fee(100_000, None), 10, True),
        (Fee(100_000), Fee(), 0, False),
        (Fee(), Fee(50_000), 0, False),
        (Fee(0), Fee(0), 0, False),
        (Fee(100_000), Fee(120_000), 0, False),
    ],
)
def test_the_limit_counts_exactly_on_both_parts_of_the_fee(listed: Fee, agreed: Fee, limit: int, above: bool) -> None:
    found = Discount(listed, agreed, limit)
    assert (found.above, found.given >= 0) == (above, True)
