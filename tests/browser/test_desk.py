"""The document desk by keys, and without JavaScript on a phone: preview, A, R, arrows, the next paper by itself."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page
from sqlalchemy import select

from advisor.extensions import db
from advisor.records.outbox import Letter
from advisor.records.staff import Staff
from advisor.services.uploads import Incoming
from advisor.stages.documents.actions import NewItem, add_item, build_list
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


class Hands:
    """A person at the keys, paced by the keystroke-level model: what she would need on a machine that never waits.

    0.28 s a key (an average typist), 1.35 s to make up her mind before each paper and each reason, 4 s to look at a
    page of paper, and a whole second for every page that loads (measured ones take a tenth of it).
    """

    KEY_S, MIND_S, LOOK_S, LOAD_S = 0.28, 1.35, 4.0, 1.0

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = self.minds = self.looks = self.loads = 0
        page.on("framenavigated", lambda frame: setattr(self, "loads", self.loads + (frame == page.main_frame)))

    def look(self) -> str:
        """See which paper it is."""
        self.looks += 1
        self.minds += 1
        return self.page.get_by_role("heading", level=1).inner_text()

    def press(self, *keys: str) -> None:
        """Keys one after the other; long words letter by letter."""
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def on(self, *keys: str) -> None:
        """Keys, the last of which brings the next page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])

    @property
    def seconds(self) -> float:
        """What it all takes."""
        parts = (self.keys * self.KEY_S, self.minds * self.MIND_S, self.looks * self.LOOK_S, self.loads * self.LOAD_S)
        return sum(parts)


@pytest.fixture
def ten(site: tuple[str, Flask, make.Cast]) -> int:
    """A mortgage case whose client brought ten papers, one of them on the wrong line."""
    _base, app, cast = site
    now = datetime.now(UTC)
    with app.app_context():
        with transaction(make.COMMAND, now) as ctx:
            client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language="en")
            case_id = make.case(ctx, cast.advisor, client, product="mortgage", amount=30_000_000).id
        with transaction(db.session.get_one(Staff, cast.advisor).actor(), now) as ctx:
            build_list(ctx, case_id)
            add_item(ctx, case_id, NewItem(title="Photos of the flat"))
            papers = [item for item in items_of(ctx.session, case_id) if not item.form]
            assert len(papers) == 10, [item.document for item in papers]
            for turn, item in enumerate(papers):
                out = io.BytesIO()
                Image.new("RGB", (300, 420), (250, 250, turn)).save(out, "JPEG" if turn % 2 else "PDF")
                receive_file(ctx, case_id, item.id, Incoming("scan", out.getvalue()))
        db.session.remove()
    return case_id


def test_a_ten_page_pile_in_two_minutes(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], ten: int
) -> None:
    """Issue 4 point 5: ten papers sorted, judged and asked for again within two minutes of a person's time."""
    person = visit().sign_in("advisor")
    page = person.see(f"/cases/{ten}/documents")
    hands = Hands(page)
    hands.page.get_by_role("link", name="Check 10 papers").focus()
    hands.on("Enter")
    day = datetime.now(UTC).strftime("%m%d%Y")
    judged = {"rejected": 0, "dated": 0, "sorted": 0, "plain": 0}
    for turn in range(11):  # the one that was sorted comes twice
        hands.look()
        if turn == 2:
            hands.press("o", "ArrowDown", "Tab")
            hands.on("Enter")
            judged["sorted"] += 1
        elif turn in (4, 7):  # "Pages are missing.", the second with words of her own
            hands.minds += 1
            hands.press("r", "ArrowDown")
            if turn == 7:
                hands.press("Tab", *"page 2 of 3")
                hands.press("Tab")
            hands.on("Enter")
            judged["rejected"] += 1
        elif page.locator("#accept input[type=date][required]").count():
            hands.press("a", *day)
            hands.on("Enter")
            judged["dated"] += 1
        else:
            hands.on("a")
            judged["plain"] += 1
        if page.get_by_text("Nothing waits to be checked.").count():
            break
    print(judged, hands.keys, "keys", hands.loads, "pages", round(hands.seconds, 1), "s")
    assert judged["sorted"] == 1
    assert judged["rejected"] == 2
    assert judged["dated"] >= 2
    page.get_by_text("Nothing waits to be checked.").wait_for()
    assert hands.seconds < 120, (hands.keys, hands.loads, hands.seconds)
    with site[1].app_context():
        found = [item.state for item in items_of(db.session(), ten)]
        assert ItemState.RECEIVED not in found
        assert found.count(ItemState.REJECTED) == 2
        letters = db.session.scalars(select(Letter.text).where(Letter.kind == "paper_again")).all()
        assert any("page 2 of 3" in text for text in letters)
    assert not person.complaints


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
    page.wait_for_url(lambda url: url != first)  # loaded with its keys, which the picture alone does not say
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
    page.get_by_role("button", name="Accept", exact=True).click()
    page.locator("img.preview").wait_for()
    page.get_by_label("It is about another person.").check()
    page.get_by_label("In words, for the client").fill("This is your sister's card.")
    page.get_by_role("button", name="Reject and ask again").click()
    page.wait_for_url("**/desk/*")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Nothing waits to be checked.").wait_for()
    assert states(site[1], pile) == [ItemState.ACCEPTED, ItemState.REJECTED, ItemState.ACCEPTED]


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (320, "dark")])
def test_the_desk_is_accessible_and_fits(visit: Callable[..., Visitor], pile: int, width: int, theme: str) -> None:
    person = visit(width, theme).sign_in("advisor")
    papers = f"/cases/{pile}/documents"
    for path in (f"/cases/{pile}/desk", f"/cases/{pile}/photos/4", papers, f"{papers}/items", f"{papers}/items/2"):
        person.see(path)
        assert not person.axe(), path
        assert not person.scrolls_sideways(), path
    assert not person.complaints
