"""Contract and power of attorney as papers: clauses, places, editions, instalments, the client's signature."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.clauses import PLACES, changed_clauses, checked, filled, read_clauses, strange_places
from advisor.domain.errors import AdvisorError, Forbidden, Invalid, ReasonMissing, StaleVersion
from advisor.domain.fee_plan import fee_parts
from advisor.domain.process import Profile
from advisor.domain.roles import Actor, ActorKind
from advisor.extensions import db
from advisor.papers.issue import Draft, press_draft
from advisor.records.case import Case
from advisor.records.contact import Message
from advisor.records.paper import Paper
from advisor.services.clause_book import add_edition, contract_key, house_text
from advisor.services.papers import coming_number, read_paper
from advisor.stages.contract.actions import Agreed, end_mandate, negotiate, take_edition
from advisor.stages.contract.composition.actions import draft_contract, draft_mandate, issue_contract, issue_mandate
from advisor.stages.contract.discount.actions import approve_discount
from advisor.stages.contract.gate import Facts, gate
from advisor.stages.contract.records import facts, negotiations_of
from advisor.stages.contract.signing.actions import decline_by_client, draft_signed, keep_copy, sign_by_client
from advisor.stages.contract.signing.gate import key_of
from advisor.stages.contract.signing.records import to_sign
from advisor.stages.offer.actions import OfferTerms, save_terms
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.papers.conftest import text_of
from tests.stages.contract.conftest import case_of, engaged

Actors = Callable[[str], Actor]
TODAY = NOW.date()
KEY = contract_key(Profile.FINANCING, "en")
HOSTILE = (
    "§ A\n{client.__class__}", "§ A\n{0}", "§ A\n{}", "§ A\n{{ 7*7 }}", "§ A\n{client", "§ A\nclient}", "§ A\n{CLIENT}",
    "§ A\n{client!r}", "§ A\n{client:>10}", "§ A\n{fee}{secret}", "§ A\n{% raw %}", "§ A\n{config[SECRET_KEY]}",
)  # fmt: skip


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    """A case whose offer asks 1 000.00 and 2 %, agreed as offered."""
    with transaction(make.COMMAND, NOW) as ctx:
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", address="ul. Długa 4", language="en")
        case_id = make.case(ctx, cast.advisor, client).id
    with transaction(actor("advisor"), NOW) as ctx:
        save_terms(ctx, case_id, OfferTerms(scope="We file.", fee_fixed=100_000, fee_percent=Decimal(2)))
        negotiate(ctx, case_id, Agreed("We file.", 100_000, Decimal(2)))
    return case_id


def client_of(lead: int) -> Actor:
    return Actor(ActorKind.CLIENT, f"client:{case_of(lead).client_id}", None)


def printed(draw: Callable[..., Draft], keep: Callable[..., Paper], lead: int, who: Actor) -> Paper:
    """Print and keep a paper the way the doors do it."""
    draft = draw(db.session(), case_of(lead), TODAY)
    pressed = press_draft(draft, coming_number(db.session(), draft.kind, NOW), "https://example.test")
    with transaction(who, NOW) as ctx:
        return keep(ctx, lead, pressed, TODAY)


def told(paper: Paper) -> str:
    """The words of a stored paper."""
    return text_of(b"".join(read_paper(db.session(), paper))).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_with_an_unknown_or_hostile_place_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked("text", text)
    assert (refused.value.field, refused.value.code) == ("text", "unknown_place")


def test_a_fact_that_looks_like_a_place_stays_what_it_is() -> None:
    facts = {"client": "{fee} {{7*7}} <b>%(x)s</b>", "fee": "1 000"}
    assert filled("{client} pays {fee}.", facts) == "{fee} {{7*7}} <b>%(x)s</b> pays 1 000."
    assert filled("{offer}", facts) == "________"


@given(st.text(alphabet="{}§ \nclientf%e.$()[]0", max_size=60))
def test_no_text_makes_the_clauses_raise_anything_but_invalid(text: str) -> None:
    read_clauses(text, dict.fromkeys(PLACES, "x"))
    if not strange_places(text) and "§" not in text:
        with pytest.raises(Invalid, match="no_clause"):
            checked("text", text)


def test_only_the_clauses_that_changed_are_told() -> None:
    before, after = "§ A\none\n§ B\ntwo", "§ A\none\n§ B\nthree\n§ C\nfour"
    assert changed_clauses(before, after) == (("§ B\ntwo", "§ B\nthree"), ("", "§ C\nfour"))


@given(st.integers(1, 10**15), st.integers(1, 60), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_instalments_of_a_fee_add_up_to_it(total: int, parts: int, first: date) -> None:
    """The last one takes the rest; days stay on the day of the first or on the last day of a shorter month."""
    if total < parts:
        with pytest.raises(Invalid):
            fee_parts(total, parts, first)
        return
    plan = fee_parts(total, parts, first)
    assert sum(part.amount for part in plan) == total
    assert all(part.amount > 0 for part in plan)
    days = [part.due_on for part in plan if part.due_on]
    assert days[0] == first
    assert days == sorted(set(days))


def test_instalments_at_month_ends_and_what_is_refused() -> None:
    plan = fee_parts(100_000, 3, date(2026, 12, 31))
    assert [(p.due_on, p.amount) for p in plan] == [
        (date(2026, 12, 31), 33_333), (date(2027, 1, 31), 33_333), (date(2027, 2, 28), 33_334),
    ]  # fmt: skip
    for total, parts, first in ((2, 3, TODAY), (100, 0, TODAY), (100, 61, TODAY), (100, 2, None)):
        with pytest.raises(Invalid):
            fee_parts(total, parts, first)


def test_the_contract_says_what_was_agreed_and_nothing_is_retyped(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal("1.5"), fee_parts=3, fee_first_on=date(2026, 12, 31),
                                    asked_by="client", note="Competes"))  # fmt: skip
    with transaction(actor("manager"), NOW) as ctx:
        approve_discount(ctx, lead)
    paper = printed(draft_contract, issue_contract, lead, actor("advisor"))
    text = told(paper)
    assert paper.number == "K-2026-000001"
    for words in ("Zofia Wójcik", "ul. Długa 4", "Example Finance", "We file.", "PLN 1,000.00", "333.34",
                  "28 February 2027", "1.5 % of the sum paid out", "§ 1", "Model form of withdrawal"):  # fmt: skip
        assert words in text, words
    assert "{" not in text
    assert hashlib.sha256(b"".join(read_paper(db.session(), paper))).hexdigest() == paper.sha256
    assert printed(draft_contract, issue_contract, lead, actor("advisor")).id == paper.id


def test_debt_relief_has_a_contract_and_a_power_of_attorney_of_its_own(lead: int) -> None:
    for key in (KEY, replace(KEY, profile=Profile.DEBT_RELIEF)):
        assert checked("text", house_text(key)) == house_text(key)
    assert "insolvency manager" in house_text(replace(KEY, profile=Profile.DEBT_RELIEF))
    assert "insolvency manager" not in house_text(KEY)


def test_a_negotiated_clause_is_logged_and_printed_as_changed(lead: int, actor: Actors) -> None:
    text = engaged(lead).clauses + "\r\n§ Extra\r\nWe also call {client} on Sundays."
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal(2), clauses=text))
    newest = negotiations_of(db.session(), lead)[0]
    assert (newest.field, newest.old, newest.new) == ("clauses", "", "§ Extra\nWe also call {client} on Sundays.")
    assert newest.terms_no == engaged(lead).terms_no == 2
    told_now = told(printed(draft_contract, issue_contract, lead, actor("advisor")))
    assert "We also call Zofia Wójcik on Sundays." in told_now
    assert "changed for this case" in told_now
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal(2), clauses="§ A\n{client.email}"))


def test_editions_are_added_by_administrators_only_and_a_contract_keeps_its_own(lead: int, actor: Actors) -> None:
    with pytest.raises(Forbidden), transaction(actor("manager"), NOW) as ctx:
        add_edition(ctx, KEY, "§ New\nFor {client}.", 0)
    with transaction(actor("admin"), NOW) as ctx:
        assert add_edition(ctx, KEY, "§ New\nFor {client}.", 0).number == 1
    with pytest.raises(StaleVersion), transaction(actor("admin"), NOW) as ctx:
        add_edition(ctx, KEY, "§ Newer\nFor {client}.", 0)
    assert "§ Subject" in engaged(lead).clauses
    assert "For Zofia" not in told(printed(draft_contract, issue_contract, lead, actor("advisor")))
    with transaction(actor("advisor"), NOW) as ctx:
        take_edition(ctx, lead)
    assert (engaged(lead).wording_no, engaged(lead).clauses) == (1, "§ New\nFor {client}.")
    assert "edition 1 of 2 March 2026" in told(printed(draft_contract, issue_contract, lead, actor("advisor")))


def test_the_client_signs_both_papers_and_the_copy_carries_their_hashes(lead: int, actor: Actors) -> None:
    """Issue 5 point 5: typed name, wording shown, time and hash in the trail, the signed copy stored."""
    contract = printed(draft_contract, issue_contract, lead, actor("advisor"))
    mandate = printed(draft_mandate, issue_mandate, lead, actor("advisor"))
    found = to_sign(db.session(), case_of(lead), TODAY)
    assert found.waiting.papers == (contract.id, mandate.id)
    seen = key_of(found.waiting)
    with pytest.raises(Forbidden), transaction(actor("advisor"), NOW) as ctx:
        sign_by_client(ctx, ctx.session.get_one(Case, lead), "Anna", seen)
    with transaction(client_of(lead), NOW) as ctx:
        sign_by_client(ctx, ctx.session.get_one(Case, lead), "Zofia Wójcik", seen)
    row = engaged(lead)
    assert (row.signed_how, row.signer, row.text_hash, row.signed_at) == (
        "portal",
        "Zofia Wójcik",
        contract.sha256,
        NOW,
    )
    assert (row.mandate_paper_id, row.mandate_from_on, row.mandate_until_on) == (mandate.id, TODAY, date(2027, 3, 2))
    draft = draft_signed(db.session(), case_of(lead), TODAY)
    pressed = press_draft(draft, coming_number(db.session(), draft.kind, NOW), "")
    with transaction(client_of(lead), NOW) as ctx:
        copy = keep_copy(ctx, ctx.session.get_one(Case, lead), pressed)
    text = told(copy).replace("\n", "")
    assert all(
        each in text for each in (contract.sha256, mandate.sha256, contract.number, "Zofia Wójcik", "2 March 2026")
    )
    assert engaged(lead).copy_paper_id == copy.id
    assert to_sign(db.session(), case_of(lead), TODAY).waiting.papers == ()


def test_what_changed_after_it_was_shown_cannot_be_signed(lead: int, actor: Actors) -> None:
    printed(draft_contract, issue_contract, lead, actor("advisor"))
    seen = key_of(to_sign(db.session(), case_of(lead), TODAY).waiting)
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file and wait.", 100_000, Decimal(2)))
    assert to_sign(db.session(), case_of(lead), TODAY).waiting.papers == ()
    with pytest.raises(StaleVersion), transaction(client_of(lead), NOW) as ctx:
        sign_by_client(ctx, ctx.session.get_one(Case, lead), "Zofia Wójcik", seen)


def test_the_client_declines_with_a_reason_that_reaches_the_advisor(lead: int, actor: Actors) -> None:
    with pytest.raises(AdvisorError), transaction(client_of(lead), NOW) as ctx:
        decline_by_client(ctx, ctx.session.get_one(Case, lead), "Too dear")
    printed(draft_contract, issue_contract, lead, actor("advisor"))
    with pytest.raises(ReasonMissing), transaction(client_of(lead), NOW) as ctx:
        decline_by_client(ctx, ctx.session.get_one(Case, lead), " ")
    with transaction(client_of(lead), NOW) as ctx:
        decline_by_client(ctx, ctx.session.get_one(Case, lead), "Too dear")
    assert db.session.query(Message).filter_by(case_id=lead, from_client=True).count() == 1
    codes = {f.code for f in gate(facts(db.session(), case_of(lead)), TODAY).findings}
    assert {"contract.declined", "contract.signature_missing"} <= codes


def test_a_mandate_that_ran_out_or_was_withdrawn_is_told_apart_from_none() -> None:
    def found(known: Facts) -> set[str]:
        return {f.code for f in gate(known, TODAY).findings if f.code.startswith("contract.mandate")}

    assert found(Facts()) == {"contract.mandate_missing"}
    assert found(Facts(mandate=True, mandate_until=TODAY)) == set()
    assert found(Facts(mandate=True, mandate_until=date(2026, 3, 1))) == {"contract.mandate_over"}
    assert found(Facts(mandate_ended=True)) == {"contract.mandate_over"}


def test_a_withdrawn_mandate_is_renewed_on_the_client_page(lead: int, actor: Actors) -> None:
    first = printed(draft_mandate, issue_mandate, lead, actor("advisor"))
    with transaction(client_of(lead), NOW) as ctx:
        sign_by_client(ctx, ctx.session.get_one(Case, lead), "Zofia Wójcik", str(first.id))
    with transaction(actor("advisor"), NOW) as ctx:
        end_mandate(ctx, lead, date(2026, 3, 1), "Withdrawn")
        from advisor.stages.contract.actions import set_mandate_months

        set_mandate_months(ctx, lead, 0)
    second = printed(draft_mandate, issue_mandate, lead, actor("advisor"))
    assert second.id != first.id
    with transaction(client_of(lead), NOW) as ctx:
        sign_by_client(ctx, ctx.session.get_one(Case, lead), "Zofia Wójcik", str(second.id))
    row = engaged(lead)
    assert row.mandate_runs(TODAY)
    assert row.mandate_until_on is None


def test_contract_papers_are_tagged_pdf_ua(lead: int, actor: Actors) -> None:
    paper = printed(draft_contract, issue_contract, lead, actor("advisor"))
    with pikepdf.open(io.BytesIO(b"".join(read_paper(db.session(), paper)))) as pdf:
        assert bool(pdf.Root["/MarkInfo"]["/Marked"])
        assert str(pdf.Root["/Lang"]) == "en"
