"""Rights: every route of the url_map has a rule, and every party meets the same answer everywhere (A8, A9, R9).

The table is enumerated from the app: a new route without a rule fails here, and a route that answers a party otherwise
than its rule says fails here.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from advisor.domain.doors import Need, Rule
from advisor.extensions import db
from advisor.records.trail import TrailEntry
from advisor.transaction import transaction
from advisor.web.kit.rules import rule_of
from tests import make
from tests.make import NOW

PARTIES = ("operator", "advisor", "colleague", "manager", "other_manager", "underwriter", "editor", "auditor", "admin")
READ = {"advisor", "manager", "auditor"}
WRITE = {"advisor", "manager"}


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor).id


def example(converter: BaseConverter) -> int | str:
    """A value the converter of an address takes."""
    if isinstance(converter, IntegerConverter):
        return 1
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "x"


def routes(house: Flask) -> list[tuple[str, str, Rule, str]]:
    """Endpoint, method, rule and an address with example values, for every route of every door."""
    found = []
    adapter = house.url_map.bind("localhost")
    for rule in house.url_map.iter_rules():
        need = rule_of(rule.endpoint)
        assert need is not None, f"no access rule on {rule.endpoint}"
        values = {name: example(converter) for name, converter in rule._converters.items()}
        if "stage" in values:
            values["stage"] = "contact"
        method = sorted(rule.methods - {"OPTIONS", "HEAD"})[0]
        path = adapter.build(rule.endpoint, values, force_external=False, method=method)
        found += [(rule.endpoint, method, need, path) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def test_every_route_has_a_rule_and_changes_nothing_by_get(house: Flask) -> None:
    table = routes(house)
    assert len(table) > 40
    assert all(isinstance(rule, Rule) for _e, _m, rule, _p in table)


def test_nobody_is_sent_to_sign_in_everywhere_but_public_pages(house: Flask, lead: int) -> None:
    nobody = house.test_client()
    for endpoint, method, rule, path in routes(house):
        if rule.need in (Need.PUBLIC, Need.LINK):
            continue
        answer = nobody.open(path, method=method)
        assert answer.status_code == 302, (endpoint, method, answer.status_code)
        assert "/sign-in" in answer.headers["Location"], endpoint


def test_a_client_link_opens_nothing_without_its_token(house: Flask, lead: int) -> None:
    nobody = house.test_client()
    for endpoint, method, rule, path in routes(house):
        if rule.need is Need.LINK:
            assert nobody.open(path, method=method).status_code in (404, 410, 405), endpoint


@pytest.mark.parametrize("party", PARTIES)
def test_case_routes_answer_by_the_right_to_the_case(
    house: Flask, lead: int, browser: Callable[[str], FlaskClient], party: str
) -> None:
    """Own and team: open. Others: 404, as if it did not exist. Auditor: reads, never writes."""
    web = browser(party)
    before = db.session.scalar(select(func.count()).select_from(TrailEntry))
    for endpoint, method, rule, path in routes(house):
        if rule.need not in (Need.CASE_READ, Need.CASE_WRITE) or (method == "POST" and party in WRITE):
            continue
        status = web.open(path, method=method).status_code
        if party not in READ:
            assert status == 404, (endpoint, method, status)
        elif rule.need is Need.CASE_WRITE and party not in WRITE:
            assert status == 403, (endpoint, method, status)
        else:
            assert status not in (401, 403, 500), (endpoint, method, status)
    if party not in WRITE:
        db.session.expire_all()
        assert db.session.scalar(select(func.count()).select_from(TrailEntry)) == before


@pytest.mark.parametrize("party", PARTIES)
def test_role_routes_answer_by_role(
    house: Flask, lead: int, cast: make.Cast, browser: Callable[[str], FlaskClient], party: str
) -> None:
    web = browser(party)
    roles = next(roles for key, _n, roles, _t in make.PEOPLE if key == party)
    for endpoint, method, rule, path in routes(house):
        if rule.need is not Need.ROLES:
            continue
        if roles.isdisjoint(rule.roles):
            assert web.open(path, method=method).status_code == 403, (endpoint, method)
        elif method == "GET":
            assert web.open(path).status_code not in (401, 403, 500), endpoint


def test_a_disabled_person_is_out_at_the_next_request(
    house: Flask, cast: make.Cast, browser: Callable[[str], FlaskClient]
) -> None:
    """A11."""
    from advisor.services.people import disable

    web = browser("advisor")
    assert web.get("/today").status_code == 200
    with transaction(make.COMMAND, NOW) as ctx:
        disable(ctx, cast.advisor)
    assert web.get("/today").status_code == 302


def test_a_missing_file_signs_nobody_out(house: Flask, browser: Callable[[str], FlaskClient]) -> None:
    """Files are asked for without their session: the page about a missing one gives no new session in its place."""
    web = browser("advisor")
    answer = web.get("/static/nothing.js")
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (404, [])
    assert web.get("/today").status_code == 200


def test_a_copied_cookie_is_dead_after_sign_out(house: Flask, browser: Callable[[str], FlaskClient]) -> None:
    """RELIABILITY finding 7."""
    web = browser("advisor")
    cookie = web.get_cookie("advisor")
    assert cookie is not None
    web.post("/sign-out")
    thief = house.test_client()
    thief.set_cookie("advisor", cookie.value)
    assert thief.get("/today").status_code == 302


def test_wrong_passwords_are_braked_for_the_account(house: Flask, cast: make.Cast) -> None:
    web = house.test_client()
    wrong = {"email": "advisor@example.test", "password": "no"}
    codes = [web.post("/sign-in", data=wrong).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    right = {"email": "advisor@example.test", "password": make.PASSWORD}
    assert web.post("/sign-in", data=right).status_code == 429


def test_headers_on_every_answer(house: Flask, lead: int, browser: Callable[[str], FlaskClient]) -> None:
    """A36, A39: errors included."""
    web = browser("advisor")
    for path in ("/today", "/board", "/nowhere", "/cases/999999", "/sign-in"):
        answer = web.get(path)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]
