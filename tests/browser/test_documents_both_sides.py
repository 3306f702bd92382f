"""Both sides of the documents: requested, sent, rejected, sent again, asked anew when stale, until the gate opens.

Issue 4, "Done when": the advisor works at the desk, the client on a page of phone size.
"""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload
from sqlalchemy import select

from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.jobs.clock import mail_server
from advisor.jobs.letters import deliver
from advisor.records.case import Case
from advisor.stages.documents.asking.actions import reask_stale
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.transaction import transaction
from tests import filings, make
from tests.browser.conftest import Visitor
from tests.browser.steps import Desk, complaints

pytestmark = pytest.mark.browser


def photo(words: str) -> bytes:
    """A photo of a page."""
    out = io.BytesIO()
    picture = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(picture).text((40, 40), words, fill="black")
    picture.save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def case_id(site: tuple[str, Flask, make.Cast]) -> int:
    """A case in the documents room; the client reads English."""
    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        filings.institution(ctx)
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language="en")
        case = make.case(ctx, cast.advisor, client)
        case.stage = StageKey.DOCUMENTS
        return case.id


def letters(app: Flask) -> list[str]:
    """What the post delivers now."""
    server = mail_server(app.config["SETTINGS"])
    folder = Path(server.folder)
    before = set(folder.glob("*.eml"))
    with app.app_context():
        deliver(server)
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in set(folder.glob("*.eml")) - before
    ]
    return [part.get_content() for mail in mails if (part := mail.get_body(("plain",))) is not None]


def only(pattern: str, texts: list[str]) -> str:
    """The one match of a pattern in some letters."""
    found = {match for text in texts for match in re.findall(pattern, text)}
    assert len(found) == 1, (pattern, texts)
    match: str = found.pop()
    return match


def let_in(client: Visitor, app: Flask, link: str) -> None:
    """The client opens the link and types the code from the letter."""
    page = client.see(link)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the letter").fill(only(r"\b\d{6}\b", letters(app)))
    page.get_by_role("button", name="Open my page").click()
    page.get_by_role("heading", name="Hello, Zofia Wójcik").wait_for()


def send(client: Visitor, paper: str, *words: str) -> None:
    """One paper from the phone: photos taken, sent."""
    page = client.page
    row = page.locator(".todo > li").filter(has=page.get_by_text(paper, exact=True))
    row.get_by_role("link").click()
    page.get_by_role("heading", name=paper).wait_for()
    files: list[FilePayload] = [
        {"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": photo(text)} for n, text in enumerate(words)
    ]
    page.get_by_label("Choose photos or files").set_input_files(files)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Thank you. We have it and check it.").wait_for()


def judge(desk: Desk, reject: str) -> None:
    """The whole pile at the desk: each is good but the one that is not; dates as printed."""
    page = desk.page
    desk.person.see(f"{desk.path}/desk")
    for _ in range(30):
        if page.get_by_text("Nothing waits to be checked.").count():
            return
        title = page.get_by_role("heading", level=1).inner_text()
        if title == reject:
            card = page.locator("#reject")
            card.get_by_label("It cannot be read.").check()
            card.locator("[name$=reject-reason]").fill("Page 1 is dark.")
            with page.expect_navigation():
                card.get_by_role("button", name="Reject and ask again").click()
        else:
            card = page.locator("#accept")
            card.get_by_label(re.compile("Issued on")).fill(str(datetime.now(UTC).date()))
            with page.expect_navigation():
                card.get_by_role("button", name="Accept").click()
        desk.content()
    raise AssertionError("the pile does not end")


def test_a_pile_goes_there_and_back_until_the_gate_opens(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], case_id: int
) -> None:
    base, app, _cast = site
    advisor, client = visit().sign_in("advisor"), visit(390)
    desk = Desk(advisor, case_id).open("documents")
    desk.save("Build the list", {}, "Build the list")
    desk.save("Planned filing day", {"Planned filing day": str(datetime.now(UTC).date() + timedelta(days=1))}, "Plan")
    answer_questions(desk)
    desk.card("Client page").get_by_role("link", name="Open").click()
    desk.press(advisor.page.get_by_role("button", name="Send a new link"), "The link is on its way.")

    let_in(client, app, only(rf"{re.escape(base)}(/c/\S+)", letters(app)))
    page = client.page
    page.get_by_role("link", name=re.compile("Send the missing papers")).click()
    assert not client.axe()
    assert not client.scrolls_sideways()
    papers = page.locator(".todo > li", has=page.get_by_text("Missing", exact=True)).locator("b").all_inner_texts()
    assert len(papers) > 2
    for paper in papers:
        send(client, paper, f"{paper}, page 1")

    bad = papers[0]
    desk.open()
    assert "papers: check them" in advisor.page.locator("#followups").inner_text()
    judge(desk, bad)
    assert any("Page 1 is dark" in text or "cannot be read" in text for text in later_letters(app))

    page.goto(page.url)
    page.get_by_text("Please send again").wait_for()
    assert "It cannot be read." in page.locator("main").inner_text()
    send(client, bad, "a clear page 1")
    judge(desk, "")
    prepare_forms(desk)
    desk.open()
    assert desk.missing() == [], desk.card("Ready to move?").inner_text()

    stale(app, case_id, bad)
    page.goto(page.url)
    page.get_by_text("Missing", exact=True).first.wait_for()
    assert desk.open().missing() != []
    send(client, bad, "a fresh one")
    judge(desk, "")
    assert desk.open().missing() == []
    assert not complaints(advisor, client)


def answer_questions(desk: Desk) -> None:
    """Everything is answered with no."""
    card = desk.open("documents").card("Questions that decide on papers")
    if not card.count() or card.get_by_text("All are answered.").count():
        return
    for group in card.locator("fieldset").all():
        group.get_by_label("No", exact=True).check()
    desk.press(card.get_by_role("button", name="Save the answers"))


def prepare_forms(desk: Desk) -> None:
    """What the firm prepares itself."""
    desk.open("documents")
    while desk.page.get_by_role("link", name=re.compile("^Prepared")).count():
        desk.ask(desk.page.get_by_role("link", name=re.compile("^Prepared")).first, {}, "Save")
        desk.open("documents")


def later_letters(app: Flask) -> list[str]:
    """Letters that settle for some minutes before they go."""
    from advisor.records.outbox import Letter

    with app.app_context():
        found = db.session.scalars(select(Letter.text).where(Letter.kind == "paper_again")).all()
        db.session.remove()
    return list(found)


def stale(app: Flask, case_id: int, paper: str) -> None:
    """Time goes by: the accepted paper will not be good on the planned day, and the worker asks for it anew."""
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        case = ctx.session.get_one(Case, case_id)
        items = ctx.session.scalars(select(ChecklistItem).where(ChecklistItem.case_id == case_id))
        item = next(each for each in items if each.name("en") == paper)
        item.limit_days = 18
        item.valid_until_on = ctx.now.date()
        assert case.planned_filing_on is not None
        assert reask_stale(ctx, ctx.now.date(), "http://x")[1] == 1
