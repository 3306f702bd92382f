"""Issued papers: numbered without gaps, sealed before their row, never twice the same, sent with a link."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.link import Link
from advisor.records.outbox import Letter
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party
from advisor.services.links import new_token
from advisor.services.papers import Pressed, coming_number, keep_paper, paper_of, read_paper, send_paper
from advisor.services.store import orphans
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]


def pressed(number: str, digest: str = "a" * 64, kind: PaperKind = PaperKind.OFFER) -> Pressed:
    return Pressed(kind, number, "en", b"%PDF-1.7 " + digest.encode(), 1, digest, {"fee": "1"}, new_token())


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, make.party(ctx, email="zofia@example.test")).id


def keep(actor: Actor, lead: int, what: Pressed, now: datetime = NOW) -> int:
    with transaction(actor, now) as ctx:
        return keep_paper(ctx, ctx.session.get_one(Case, lead), what).id


def test_numbers_run_by_kind_and_year(lead: int, actor: Actors) -> None:
    me = actor("advisor")
    assert coming_number(db.session(), PaperKind.OFFER, NOW) == "O-2026-000001"
    keep(me, lead, pressed("O-2026-000001"))
    db.session.rollback()
    assert coming_number(db.session(), PaperKind.OFFER, NOW) == "O-2026-000002"
    assert coming_number(db.session(), PaperKind.CHECKLIST, NOW) == "C-2026-000001"
    assert coming_number(db.session(), PaperKind.OFFER, datetime(2027, 1, 1, tzinfo=UTC)) == "O-2027-000001"


def test_a_number_somebody_else_took_is_not_used_twice_and_leaves_no_gap(lead: int, actor: Actors) -> None:
    me = actor("advisor")
    keep(me, lead, pressed("O-2026-000001"))
    with pytest.raises(StaleVersion):
        keep(me, lead, pressed("O-2026-000001", "b" * 64))
    keep(me, lead, pressed("O-2026-000002", "b" * 64))
    assert db.session.scalars(select(Paper.number).order_by(Paper.id)).all() == ["O-2026-000001", "O-2026-000002"]
    assert not orphans(db.session(), datetime(2100, 1, 1, tzinfo=UTC))


def test_an_equal_paper_is_the_one_that_is_there(lead: int, actor: Actors) -> None:
    me = actor("advisor")
    assert keep(me, lead, pressed("O-2026-000001")) == keep(me, lead, pressed("O-2026-000002"))
    assert len(db.session.scalars(select(Link)).all()) == 1


def test_the_bytes_are_what_was_pressed(lead: int, actor: Actors) -> None:
    what = pressed("O-2026-000001")
    paper = paper_of(db.session(), lead, keep(actor("advisor"), lead, what))
    assert b"".join(read_paper(db.session(), paper)) == what.content
    assert paper.size == len(what.content)


def test_a_paper_of_another_case_is_not_found(lead: int, cast: make.Cast, actor: Actors) -> None:
    paper_id = keep(actor("advisor"), lead, pressed("O-2026-000001"))
    with transaction(make.COMMAND, NOW) as ctx:
        other = make.case(ctx, cast.advisor, make.party(ctx, "Jan Nowak", phone="600 021 001")).id
    with pytest.raises(NotFound):
        paper_of(db.session(), other, paper_id)


def test_sending_makes_a_fresh_link_and_one_letter(lead: int, actor: Actors) -> None:
    paper_id = keep(actor("advisor"), lead, pressed("O-2026-000001"))
    with transaction(actor("advisor"), NOW) as ctx:
        send_paper(ctx, ctx.session.get_one(Case, lead), ctx.session.get_one(Paper, paper_id), "https://firm.example")
    letter = db.session.scalars(select(Letter)).one()
    assert "https://firm.example/c/" in letter.text
    assert "O-2026-000001" in letter.subject
    assert "Anna Advisor" in letter.text


@pytest.mark.parametrize(("change", "code"), [({"email": ""}, "missing"), ({"do_not_contact": True}, "do_not_contact")])
def test_nobody_is_written_to_without_an_address_or_against_his_word(
    lead: int, actor: Actors, change: dict[str, object], code: str
) -> None:
    paper_id = keep(actor("advisor"), lead, pressed("O-2026-000001"))
    with transaction(make.COMMAND, NOW) as ctx:
        party = ctx.session.get_one(Party, ctx.session.get_one(Case, lead).client_id)
        for name, value in change.items():
            setattr(party, name, value)
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        send_paper(ctx, ctx.session.get_one(Case, lead), ctx.session.get_one(Paper, paper_id), "https://firm.example")
    assert refused.value.code == code
    assert len(db.session.scalars(select(Link)).all()) == 1  # the printed one only
