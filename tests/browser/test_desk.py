"""The document desk by keys, and without JavaScript on a phone: preview, A, R, arrows, the next paper by itself."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from advisor.extensions import db
from advisor.records.outbox import Letter
from advisor.records.staff import Staff
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.actions import receive_file
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import items_of
from advisor.transaction import transaction
from tests import make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
CODES = ("APPLICATION", "ID", "CONSENT_BIK")


@pytest.fixture
def pile(site: tuple[str, Flask, make.Cast]) -> int:
    """A case with three files to judge: two scans and a photo."""
    _base, app, cast = site
    now = datetime.now(UTC)
    with app.app_context():
        with transaction(make.COMMAND, now) as ctx:
            client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language="en")
            case_id = make.case(ctx, cast.advisor, client).id
        with transaction(db.session.get_one(Staff, cast.advisor).actor(), now) as ctx:
            build_list(ctx, case_id)
            items = [i for i in items_of(ctx.session, case_id) if i.document in CODES]
            for kind, item in zip(("PDF", "JPEG", "PDF"), items, strict=True):
                out = io.BytesIO()
                Image.new("RGB", (300, 420), (250, 250, item.id)).save(out, kind)
                receive_file(ctx, case_id, item.id, Incoming("scan", out.getvalue()))
        db.session.remove()
    return case_id


def states(app: Flask, case_id: int) -> list[ItemState]:
    with app.app_context():
        return [i.state for i in items_of(db.session(), case_id) if i.document in CODES]


def test_a_pile_by_keys(site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], pile: int) -> None:
    """Issue 4 point 5: A accepts, R rejects with a reason, arrows walk, the next document comes by itself."""
    person = visit().sign_in("advisor")
    page = person.see(f"/cases/{pile}/documents")
    page.get_by_role("link", name="Check 3 papers").click()
    page.wait_for_url("**/desk/*")
    assert page.locator("iframe.preview").count() == 1
    assert not person.axe()
    first = page.url
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != first)
    page.locator("img.preview").wait_for()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(first)
    page.keyboard.press("a")
    page.get_by_text("2 of", exact=False).or_(page.locator("img.preview")).first.wait_for()
    page.locator("img.preview").wait_for()
    second = page.url
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != second)
    assert states(site[1], pile) == [ItemState.ACCEPTED, ItemState.REJECTED, ItemState.RECEIVED]
    with site[1].app_context():
        assert "Pages are missing." in db.session.scalars(select(Letter.text).where(Letter.kind == "paper_again")).one()
    assert not person.complaints


def test_a_pile_without_javascript_and_on_a_phone(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], pile: int
) -> None:
    person = visit(width=390, theme="dark", javascript=False).sign_in("advisor")
    page = person.see(f"/cases/{pile}/desk")
    page.get_by_role("button", name="Accept", exact=True).press("Enter")
    page.locator("img.preview").wait_for()
    page.get_by_label("It is about another person.").check()
    page.get_by_label("In words, for the client").fill("This is your sister's card.")
    page.get_by_role("button", name="Reject and ask again").press("Enter")
    page.wait_for_url("**/desk/*")
    page.get_by_role("button", name="Accept", exact=True).press("Enter")
    page.get_by_text("Nothing waits to be checked.").wait_for()
    assert states(site[1], pile) == [ItemState.ACCEPTED, ItemState.REJECTED, ItemState.ACCEPTED]


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (320, "dark")])
def test_the_desk_is_accessible_and_fits(visit: Callable[..., Visitor], pile: int, width: int, theme: str) -> None:
    person = visit(width, theme).sign_in("advisor")
    for path in (f"/cases/{pile}/desk", f"/cases/{pile}/photos/4", f"/cases/{pile}/documents"):
        person.see(path)
        assert not person.axe(), path
        assert not person.scrolls_sideways(), path
    assert not person.complaints
