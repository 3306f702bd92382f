"""Client links: a random token kept as a hash, for two weeks, revocable; bad ones look alike (issue 2 point 9)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from advisor.domain.errors import NotFound
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.link import Link
from advisor.records.party import Party
from advisor.services.links import LIFETIME, make_link, new_token, open_link, revoke_link, running_links
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor).id


def _link(actor: Actor, lead: int) -> tuple[int, str]:
    with transaction(actor, NOW) as ctx:
        case = ctx.session.get_one(Case, lead)
        link, url = make_link(ctx, case, ctx.session.get_one(Party, case.client_id), "https://firm.example")
        return link.id, url.removeprefix("https://firm.example/c/")


def test_a_token_has_128_bits_and_is_not_in_the_ledger(lead: int, actor: Actors) -> None:
    link_id, token = _link(actor("advisor"), lead)
    assert len(token) == 22
    row = db.session.get_one(Link, link_id)
    assert token not in row.token_hash
    assert len({new_token() for _ in range(100)}) == 100


def test_it_opens_until_its_last_moment_and_then_looks_unknown(lead: int, actor: Actors) -> None:
    link_id, token = _link(actor("advisor"), lead)
    last = NOW + LIFETIME
    assert open_link(db.session(), token, last - timedelta(seconds=1)).id == link_id
    for bad, moment in ((token, last), ("x" * 22, NOW), ("", NOW), ("é" * 22, NOW), (token[:-1], NOW)):
        with pytest.raises(NotFound):
            open_link(db.session(), bad, moment)


def test_a_revoked_link_is_gone_and_nobody_revokes_another_cases(lead: int, cast: make.Cast, actor: Actors) -> None:
    link_id, token = _link(actor("advisor"), lead)
    with transaction(make.COMMAND, NOW) as ctx:
        other = make.case(ctx, cast.advisor, make.party(ctx, "Jan Nowak", phone="600 021 001")).id
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        revoke_link(ctx, ctx.session.get_one(Case, other), link_id)
    assert [row.id for row in running_links(db.session(), lead, NOW)] == [link_id]
    with transaction(actor("advisor"), NOW) as ctx:
        revoke_link(ctx, ctx.session.get_one(Case, lead), link_id)
    with pytest.raises(NotFound):
        open_link(db.session(), token, NOW)
    assert not running_links(db.session(), lead, NOW)
