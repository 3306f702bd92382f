"""The fast lane of a repeat client (C-19): from a new case to the printed offer with at most five typed entries."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.institution import InstitutionKind
from advisor.records.paper import PaperKind, papers_of
from advisor.records.party import Party
from advisor.services.institutions import Card, ProductCard, save_institution, save_product
from advisor.stages.analysis.actions import Ability, note_ability, note_talk
from advisor.stages.contact.actions import give_notice
from advisor.stages.offer.simulations.records import simulations_of
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Browser = Callable[[str], FlaskClient]
Values = dict[str, list[str]]


class Shown(HTMLParser):
    """The forms of a page with their addresses, each with what a browser would send of it untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, Values]] = []
        self._form: Values | None = None
        self._list: tuple[str, list[str]] | None = None
        self._text: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = dict(attrs)
        if tag == "form" and here.get("method") == "post":
            self._form = {}
            self.forms.append((here.get("action") or "", self._form))
        if self._form is None:
            return
        name, value = here.get("name") or "", here.get("value") or ""
        if tag == "input" and name and (here.get("type") not in ("checkbox", "radio") or "checked" in here):
            self._form.setdefault(name, []).append(value)
        elif tag == "select":
            self._list = name, []
        elif tag == "option" and self._list is not None and ("selected" in here or not self._list[1]):
            self._list = self._list[0], [value]
        elif tag == "textarea":
            self._text = name
            self._form[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._text is not None and self._form is not None:
            self._form[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._list is not None and self._form is not None:
            self._form[self._list[0]] = self._list[1]
        self._list = None if tag == "select" else self._list
        self._text = None if tag == "textarea" else self._text
        self._form = None if tag == "form" else self._form


class Hand:
    """Somebody who sends the forms of pages as they stand and counts what has to be typed or chosen besides."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.entries = client, 0

    def send(self, page: str, action: str, **typed: str) -> str:
        """Send the first form of a page that goes to such an address; where it leads."""
        forms = Shown(self.client.get(page).text).forms
        address, values = next(each for each in forms if (each[0] or page).split("?")[0].endswith(action))
        assert set(typed) <= set(values), (typed, values)
        self.entries += len(typed)
        answer = self.client.post(address or page, data=values | typed)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])


@pytest.fixture
def zofia(house: Flask, cast: make.Cast, actor: Callable[[str], Actor]) -> int:
    """A client whose first mortgage was analysed, and a mortgage in the catalogue; the client's id."""
    with transaction(make.COMMAND, NOW) as ctx:
        bank = save_institution(ctx, Card("Bank", InstitutionKind.BANK))
        save_product(ctx, bank.id, ProductCard(
            product="mortgage", name="Flat", from_on=date(2026, 1, 1), annual_rate=Decimal("7.35"), months_max=60,
            commission_percent=Decimal("1.5"),
        ))  # fmt: skip
        client = make.party(ctx, email="zofia@example.test", language="en", birth_on=date(1986, 3, 3)).id
        first = make.case(ctx, cast.advisor, ctx.session.get_one(Party, client), product="mortgage").id
    with transaction(actor("advisor"), NOW) as ctx:
        give_notice(ctx, first, "phone")
        note_talk(ctx, first, NOW, ContactChannel.MEETING, "A flat.")
        note_ability(ctx, first, Ability(1_200_000, 100_000, 300_000, 250_000, "PLN"))
    return client


def test_c_19_five_entries_lead_from_a_new_case_to_the_printed_offer(zofia: int, browser: Browser) -> None:
    """SPEC C 19: what is known is not asked again; typed are product, amount, wish, minutes and our fee."""
    hand = Hand(browser("advisor"))
    here = hand.send(f"/cases/new?party={zofia}", "/cases/new", product="mortgage", amount="450 000",
                     purpose="A larger flat")  # fmt: skip
    hand.send(f"{here}/move?to=meeting", "/move")
    hand.send(here, "/meeting/walk-in")
    hand.send(f"{here}/move?to=analysis", "/move")
    hand.send(here, "/analysis/talk", minutes="Two children now; the flat is to have four rooms.")
    hand.send(here, "/analysis/ability")
    hand.send(here, "/analysis/routes")
    hand.send(f"{here}/move?to=offer", "/move")
    case = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
    assert case is not None
    assert case.stage is StageKey.OFFER
    assert hand.entries == 4
    hand.send(f"{here}/offer/simulations?sold=1", "/offer/simulations")
    hand.send(here, "/offer/terms", **{"terms-fee_fixed": "1 900,00"})
    hand.send(here, "/papers/offer/issue")
    assert hand.entries == 5
    db.session.rollback()
    (simulation,) = simulations_of(db.session(), case.id)
    assert (simulation.amount, simulation.months, simulation.commission) == (45_000_000, 60, 675_000)
    assert [paper.kind for paper in papers_of(db.session(), case.id)] == [PaperKind.OFFER]
