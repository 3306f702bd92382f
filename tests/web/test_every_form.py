"""No input gives a 500 (R12, B2): every form that the demo firm shows to anybody is sent back full of rubbish.

The forms are found by walking the pages, so a new form is in this test the day a page shows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.cli.demo_data.staff import PASSWORD
from advisor.cli.demo_firm import seed
from advisor.config import Settings
from advisor.extensions import db
from tests.conftest import HouseClient, build_app
from tests.engines import create_tables

PEOPLE = ("karolina", "marta", "edyta", "alicja")
"""Advisor, manager, rule editor, administrator: between them they see every form."""
START = ("/today", "/cases", "/board", "/account", "/settings", "/rules", "/queue", "/institutions", "/messages")
MOST_PAGES = 220
TURNS = 2
KEPT = {"form_key", "csrf_token"}
RUBBISH = {
    "nothing": "",
    "spaces": "   ",
    "a long text": "ż" * 20_000,
    "control and bidi characters": "a\x00b\u202ec\x1b[0m",
    "a huge number": "9" * 40,
    "a negative number": "-1",
    "not a number": "NaN",
    "infinity": "1e309",
    "a day that is not": "2027-02-29",
    "year one": "0001-01-01T00:00",
    "year ten thousand": "10000-01-01",
    "markup": "<script>alert(1)</script>{{ 7*7 }}%(x)s",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as a page shows it: where it goes and which fields it has."""

    action: str
    fields: tuple[tuple[str, str], ...]


class Forms(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self.links: list[str] = []
        self._open: tuple[str, list[tuple[str, str]]] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = dict(attrs)
        if tag == "a" and (href := here.get("href")):
            self.links.append(href)
        if tag == "form" and here.get("method") == "post":
            self._open = here.get("action") or "", []
        if self._open and tag in {"input", "select", "textarea", "button"} and (name := here.get("name")):
            self._open[1].append((name, here.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self.forms.append(Sent(self._open[0], tuple(self._open[1])))
            self._open = None


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("forms")
    url = f"sqlite:///{folder / 'advisor.db'}"
    create_tables(url)
    app = build_app(Settings(data_dir=folder, database_url=url, key_file=folder / "keys"), WTF_CSRF_ENABLED=False)
    app.test_client_class = HouseClient
    with app.app_context():
        seed(datetime.now(UTC), lambda _said: None)
    yield app
    with app.app_context():
        db.engine.dispose()


def signed_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": f"{name}@example.test", "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def shape(path: str) -> str:
    """An address with its numbers left out: one page of a kind is enough."""
    return "/".join("#" if part.isdigit() else part for part in urlsplit(path).path.split("/"))


def walk(client: FlaskClient) -> dict[tuple[str, tuple[str, ...]], Sent]:
    """Every form of a kind on the pages one person can reach; no page answers with an error of ours on the way."""
    waiting, seen, found = [*START], set[str](), dict[tuple[str, tuple[str, ...]], Sent]()
    stages = 0
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        kind = shape(path)
        if kind == "/cases/#" and stages < 40:  # the room of each stage looks different
            kind, stages = path, stages + 1
        if kind in seen or kind.endswith((".pdf", ".ics", ".csv", ".xlsx", ".zip")):
            continue
        seen.add(kind)
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        page = Forms(answer.text)
        waiting += [link for link in (urljoin(path, href) for href in page.links) if link.startswith("/")]
        for form in page.forms:
            action = urljoin(path, form.action)
            found.setdefault((shape(action), tuple(name for name, _value in form.fields)), Sent(action, form.fields))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", PEOPLE)
def test_rubbish_in_every_field_of_every_form_is_answered(firm: Flask, name: str) -> None:
    client = signed_in(firm, name)
    forms = [form for form in walk(client).values() if not form.action.startswith("/sign-")]
    assert len(forms) > 5, name
    broken = []
    for number, form in enumerate(forms):
        for turn in range(TURNS):
            status = client.post(form.action, data=rubbish(form, number, turn)).status_code
            broken += [(status, form.action, turn)] if status >= 500 else []
        if client.get("/account").status_code != 200:  # the form signed us out
            client = signed_in(firm, name)
    assert broken == []


def rubbish(form: Sent, number: int, turn: int) -> dict[str, str]:
    """Every field with another kind of rubbish, another one each turn; the first turn sends one kind in all fields."""
    values = list(RUBBISH.values())
    return {
        field: f"{number:016x}{turn:016x}" if field in KEPT else values[(turn * 5 + place * bool(turn)) % len(values)]
        for place, (field, _shown) in enumerate(form.fields)
    }
