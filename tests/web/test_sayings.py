"""One-time messages: shown on the next page and only there, never written to the ledger, never from a forged cookie."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask import url_for as flasks
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import IntegerConverter

from advisor.extensions import db
from advisor.web.kit.addresses import url_for
from advisor.web.kit.sayings import COOKIE
from tests import make

Browser = Callable[[str], FlaskClient]
SAID = "Your substitute has your rights until that day."


def stand_in(web: FlaskClient, cast: make.Cast) -> None:
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    assert web.post("/account/substitute", data={"substitute_id": cast.colleague, "to_on": day}).status_code == 302


def test_said_once_and_to_this_browser_alone(cast: make.Cast, browser: Browser) -> None:
    web, other = browser("advisor"), browser("advisor")
    stand_in(web, cast)
    assert SAID not in other.get("/account").text
    assert SAID in web.get("/account").text
    assert web.get_cookie(COOKIE) is None
    assert SAID not in web.get("/account").text


def test_the_session_row_is_not_written_for_a_message(cast: make.Cast, browser: Browser) -> None:
    web, written = browser("advisor"), []

    def seen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        written.append(statement) if statement.startswith("UPDATE web_session") else None

    web.get("/account")  # its forms get the token that this session keeps
    event.listen(db.engine, "before_cursor_execute", seen)
    try:
        stand_in(web, cast)
        assert SAID in web.get("/account").text
    finally:
        event.remove(db.engine, "before_cursor_execute", seen)
    assert written == []


def test_a_forged_message_is_not_shown(cast: make.Cast, browser: Browser) -> None:
    web = browser("advisor")
    stand_in(web, cast)
    cookie = web.get_cookie(COOKIE)
    assert cookie is not None
    payload, _dot, seal = cookie.value.partition(".")
    web.set_cookie(COOKIE, payload[:-2] + "AA." + seal, domain="localhost")
    answer = web.get("/account")
    assert answer.status_code == 200
    assert SAID not in answer.text


def test_addresses_are_what_flask_would_build(house: Flask) -> None:
    """Every address of the house that is made of numbers, with small and large ones."""
    seen = 0
    with house.test_request_context("/"):
        for rule in house.url_map.iter_rules():
            if not all(type(converter) is IntegerConverter for converter in rule._converters.values()):
                continue
            for first in (0, 7, 987_654_321):
                values: dict[str, Any] = {name: first + turn for turn, name in enumerate(sorted(rule.arguments))}
                assert url_for(rule.endpoint, **values) == flasks(rule.endpoint, **values)
                assert url_for(rule.endpoint, **values, page=3) == flasks(rule.endpoint, **values, page=3)
                seen += 1
    assert seen > 100
