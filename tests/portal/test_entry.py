"""Bad keys at the client's door: dead, foreign and guessed links and codes are refused, counted, throttled (A38)."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import IntegerConverter

from advisor.domain.doors import Need
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.client_device import ClientDevice
from advisor.records.link import Link
from advisor.records.party import Party
from advisor.records.staff import Brake
from advisor.records.trail import TrailEntry
from advisor.services import brakes, codes
from advisor.services.context import Context
from advisor.services.entries import LIFE
from advisor.services.links import make_link, revoke_link
from advisor.transaction import transaction
from advisor.web.kit.rules import rule_of
from tests import make
from tests.portal.conftest import Linked, enter, happen, last_code, linked


def verbs() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(TrailEntry.verb).order_by(TrailEntry.seq)))


def change_link(**values: Any) -> None:
    def act(ctx: Context) -> None:
        link = ctx.session.scalars(select(Link).order_by(Link.id)).first()
        for name, value in values.items():
            setattr(link, name, value)

    happen(act)


def test_the_link_alone_shows_nothing_personal(house: Flask, link: Linked) -> None:
    web = house.test_client()
    step = web.get(link.door)
    assert (step.status_code, "Zofia" in step.text, "client1@" in step.text) == (200, False, False)
    for path in ("", "/send", "/papers", "/papers/1.pdf", "/offer", "/messages", "/me"):
        answer = web.get(link.home + path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, link.door), path
    for path in ("/messages", "/me", "/me/copy", "/offer"):
        assert web.post(link.home + path, data={"question": "x"}).status_code == 302
    assert "message.asked" not in verbs()


def test_dead_links_all_look_the_same_and_are_told_in_the_trail(house: Flask, link: Linked) -> None:
    web = house.test_client()
    unknown = web.get("/c/" + "x" * 22)
    change_link(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    over = web.get(link.door)
    change_link(expires_at=datetime.now(UTC) + timedelta(days=1))
    assert web.get(link.door).status_code == 200
    happen(lambda ctx: revoke_link(ctx, ctx.session.get_one(Case, link.case_id), 1))
    revoked = web.get(link.door)
    assert {answer.status_code for answer in (unknown, over, revoked)} == {404}
    said = {re.sub('"X-CSRFToken": "[^"]*"', "", answer.text) for answer in (unknown, over, revoked)}
    assert len(said) == 1
    assert verbs().count("link.refused") == 2


def test_trying_links_is_held_back_and_a_good_one_still_opens(house: Flask, link: Linked) -> None:
    web = house.test_client()
    tried = [web.get(f"/c/{number:022d}").status_code for number in range(brakes.ADDRESS.tries + 2)]
    assert tried == [404] * brakes.ADDRESS.tries + [429] * 2
    assert web.get(link.door).status_code == 200


def test_a_revoked_link_ends_whoever_came_in_by_it(web: FlaskClient, link: Linked) -> None:
    assert web.get(link.home).status_code == 200
    happen(lambda ctx: revoke_link(ctx, ctx.session.get_one(Case, link.case_id), 1))
    assert web.get(link.home).status_code == 404
    fresh: list[str] = []

    def again(ctx: Context) -> None:
        case = ctx.session.get_one(Case, link.case_id)
        fresh.append(make_link(ctx, case, ctx.session.get_one(Party, link.party_id))[1])

    happen(again)
    assert web.get(f"{fresh[0]}/{link.case_id}").status_code == 302


def test_a_second_link_of_the_same_person_knows_the_device_and_ends_with_its_time(
    web: FlaskClient, link: Linked
) -> None:
    fresh: list[str] = []

    def again(ctx: Context) -> None:
        case = ctx.session.get_one(Case, link.case_id)
        fresh.append(make_link(ctx, case, ctx.session.get_one(Party, link.party_id))[1])

    happen(again)
    assert web.get(f"{fresh[0]}/{link.case_id}").status_code == 200

    def later(ctx: Context) -> None:
        ctx.session.scalars(select(ClientDevice)).one().expires_at = ctx.now - LIFE

    happen(later)
    assert web.get(f"{fresh[0]}/{link.case_id}").status_code == 302


def test_a_copied_cookie_is_dead_after_signing_out(house: Flask, web: FlaskClient, link: Linked) -> None:
    cookie = web.get_cookie("advisor-client")
    assert cookie is not None
    assert cookie.http_only
    assert web.post(f"{link.door}/leave").status_code == 302
    thief = house.test_client()
    thief.set_cookie("advisor-client", cookie.value)
    assert thief.get(link.home).status_code == 302
    assert verbs()[-2:] == ["link.opened", "client.left"] or "client.left" in verbs()


def test_a_code_works_once_on_its_own_link_and_in_its_time(house: Flask, link: Linked, cast: make.Cast) -> None:
    """Replayed, foreign and late codes are refused."""
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        other = linked(ctx, cast.advisor, "Jan Nowak", 2)
    web = house.test_client()
    web.post(f"{link.door}/code")
    code = last_code()
    foreign = house.test_client().post(f"{other.door}/enter", data={"code": code})
    assert foreign.status_code == 422
    assert web.post(f"{link.door}/enter", data={"code": code}).status_code == 302
    replayed = house.test_client().post(f"{link.door}/enter", data={"code": code})
    assert replayed.status_code == 422
    change_link(code_expires_at=None)
    web.post(f"{link.door}/code")
    late = last_code()
    change_link(code_expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert house.test_client().post(f"{link.door}/enter", data={"code": late}).status_code == 422


def test_guessing_ends_after_five_tries_and_a_person_is_closed_after_ten(house: Flask, link: Linked) -> None:
    web = house.test_client()
    web.post(f"{link.door}/code")
    right = last_code()
    wrong = "000000" if right != "000000" else "000001"
    assert [web.post(f"{link.door}/enter", data={"code": wrong}).status_code for _ in range(5)] == [422] * 5
    assert web.post(f"{link.door}/enter", data={"code": right}).status_code == 422
    assert verbs().count("code.wrong") == 5
    change_link(code_expires_at=None)
    web.post(f"{link.door}/code")
    right = last_code()
    assert [web.post(f"{link.door}/enter", data={"code": "x"}).status_code for _ in range(5)] == [422] * 5
    assert web.post(f"{link.door}/enter", data={"code": right}).status_code == 429
    change_link(code_expires_at=None)
    assert web.post(f"{link.door}/code").status_code == 429


def test_codes_are_rationed(house: Flask, link: Linked) -> None:
    """One a minute, six an hour: nobody's mailbox is flooded."""
    web = house.test_client()
    assert [web.post(f"{link.door}/code").status_code for _ in range(2)] == [302, 429]
    for _ in range(codes.SENT.tries - 1):
        change_link(code_expires_at=None)
        assert web.post(f"{link.door}/code").status_code == 302
    change_link(code_expires_at=None)
    assert web.post(f"{link.door}/code").status_code == 429
    db.session.rollback()
    assert db.session.get(Brake, f"codes:{link.party_id}") is not None


def test_who_asked_for_silence_still_gets_the_code_asked_for_and_no_invitation(
    house: Flask, link: Linked, browser: Callable[[str], FlaskClient]
) -> None:
    """A code is the answer to the client's own request; a link sent by the firm is outreach and stays refused."""
    from advisor.records.outbox import Letter
    from advisor.services.delivery import claim

    def silence(ctx: Context) -> None:
        ctx.session.get_one(Party, link.party_id).do_not_contact = True

    happen(silence)
    answer = browser("advisor").post(f"/cases/{link.case_id}/client-page/send", follow_redirects=True)
    assert "This person asked not to be contacted." in answer.text
    web = enter(house.test_client(), link.door)
    assert web.get(link.home).status_code == 200
    db.session.rollback()
    assert [letter.kind for letter in db.session.scalars(select(Letter))] == ["code"]
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        assert [letter.kind for letter in claim(ctx, "worker", 10)] == ["code"]


def test_the_code_goes_by_sms_to_who_wishes_it(house: Flask, cast: make.Cast) -> None:
    from advisor.records.outbox import Channel
    from tests.portal.conftest import last_letter

    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        wished = linked(ctx, cast.advisor, "Jan Nowak", 3, preferred_channel="sms")
        bare = linked(ctx, cast.advisor, "Ewa Nowak", 4, email="", phone="")
    enter(house.test_client(), wished.door)
    letter = last_letter("code")
    assert (letter.channel, letter.to_address) == (Channel.SMS, "+48600021003")
    happen(lambda ctx: ctx.session.scalars(select(Link).where(Link.party_id == wished.party_id)).one().__setattr__(
        "code_expires_at", None))  # fmt: skip
    assert house.test_client().post(f"{wished.door}/code", data={"by": "email"}).status_code == 302
    assert last_letter("code").channel is Channel.EMAIL
    page = house.test_client().get(bare.door)
    assert "/code" not in page.text


def addresses(house: Flask, token: str, case_id: int) -> Iterator[tuple[str, str, str]]:
    """Every route of this door with every number an object of somebody else may have."""
    adapter = house.url_map.bind("localhost")
    for rule in house.url_map.iter_rules():
        need = rule_of(rule.endpoint)
        if need is None or need.need is not Need.LINK or "token" not in rule.arguments:
            continue
        numbers = [n for n, c in rule._converters.items() if isinstance(c, IntegerConverter) and n != "case_id"]
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for number in range(1, 8) if numbers else (0,):
                values: dict[str, Any] = {"token": token} | dict.fromkeys(numbers, number)
                if "case_id" in rule.arguments:
                    values["case_id"] = case_id
                yield rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)


@pytest.fixture
def other(house: Flask, cast: make.Cast, link: Linked) -> Linked:
    """Another client with everything a client may have: papers, list, consent, messages."""
    from advisor.records.party import ConsentPurpose
    from advisor.services.messages import leave_message
    from advisor.services.parties import note_consent
    from advisor.stages.documents.actions import build_list

    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        found = linked(ctx, cast.advisor, "FOREIGN Person", 9)
        client, case = ctx.session.get_one(Party, found.party_id), ctx.session.get_one(Case, found.case_id)
        for purpose in (ConsentPurpose.MARKETING, ConsentPurpose.DATA_PROCESSING):
            note_consent(ctx, client, purpose, "portal")
        leave_message(ctx, case, client, "FOREIGN words", from_client=True)
        build_list(ctx, found.case_id)
    return found


def test_no_address_with_a_foreign_number_reaches_another_client(
    house: Flask, web: FlaskClient, link: Linked, other: Linked
) -> None:
    """Every route x every foreign id: the other's case is 404, the other's objects in my case are 404, too."""
    token = link.door.removeprefix("/c/")
    before = len(verbs())
    tried = 0
    for endpoint, method, path in addresses(house, token, other.case_id):
        if f"/{other.case_id}" not in path:
            continue
        answer = web.open(path, method=method)
        tried += 1
        assert answer.status_code == 404, (endpoint, method, path, answer.status_code)
    assert tried > 40
    for endpoint, method, path in addresses(house, token, link.case_id):
        answer = web.open(path, method=method)
        assert "FOREIGN" not in answer.text if answer.mimetype == "text/html" else b"FOREIGN" not in answer.data, path
        if endpoint == "portal.leave":
            change_link(code_expires_at=None, code_tries=0)
            enter(web, link.door)
    assert len(verbs()) >= before


def test_pages_of_two_clients_in_one_process_never_share_an_address(
    house: Flask, web: FlaskClient, link: Linked, other: Linked
) -> None:
    theirs = enter(house.test_client(), other.door)
    for path in ("", "/send", "/papers", "/messages", "/me", "/offer", "/people", "/later"):
        assert other.door not in web.get(link.home + path).text, path
        assert link.door not in theirs.get(other.home + path).text, path
