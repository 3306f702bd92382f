"""The client's phone: the link from the letter, the offer, the code, the acceptance, a question (issue 2 point 9)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import FilePayload
from pypdf import PdfWriter
from sqlalchemy import select

from advisor.jobs.clock import mail_server
from advisor.jobs.letters import deliver
from advisor.records.link import Link
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.records import items_of
from advisor.transaction import transaction
from tests import filings, make
from tests.browser.conftest import Visitor
from tests.browser.steps import Desk, complaints, send_offer, words_of

pytestmark = pytest.mark.browser


@pytest.fixture
def case_id(site: tuple[str, Flask, make.Cast]) -> int:
    """A lead whose client reads English, and a bank."""
    _base, app, cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        filings.institution(ctx)
        client = make.party(ctx, "Zofia Wójcik", email="zofia@example.test", language="en")
        return make.case(ctx, cast.advisor, client).id


def letters(app: Flask) -> list[str]:
    """What the post delivers now: the plain text of each new letter in the folder."""
    settings = app.config["SETTINGS"]
    folder = Path(mail_server(settings).folder)
    before = set(folder.glob("*.eml"))
    with app.app_context():
        deliver(mail_server(settings))
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


def let_in(client: Visitor, app: Flask) -> None:
    """Ask for a code on the doorstep and type the one from the letter."""
    page = client.page
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("button", name="Open my page").wait_for()
    page.get_by_label("Code from the letter").fill(only(r"\b\d{6}\b", letters(app)))
    page.get_by_role("button", name="Open my page").click()
    page.get_by_role("heading", name="Hello, Zofia Wójcik").wait_for()


def pass_a_minute(app: Flask) -> None:
    """The pause between two codes is over."""
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        for row in ctx.session.scalars(select(Link)):
            row.code_expires_at = None


def calm(client: Visitor) -> None:
    """No accessibility finding, nothing to scroll sideways."""
    assert not client.axe()
    assert not client.scrolls_sideways()


def test_a_client_reads_accepts_and_asks_on_a_phone(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], case_id: int
) -> None:
    base, app, _cast = site
    advisor, client = visit().sign_in("advisor"), visit(390)
    desk = Desk(advisor, case_id).open("offer")
    send_offer(desk)
    link = only(rf"{re.escape(base)}(/c/\S+)", letters(app))

    page = client.see(link)
    calm(client)
    let_in(client, app)
    calm(client)
    page.get_by_role("link", name="Read and accept our offer").click()
    href = page.get_by_role("link", name="Read the offer").get_attribute("href")
    assert "Zofia Wójcik" in words_of(page.request.get(base + str(href)).body())

    pass_a_minute(app)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_text("A code is on its way").wait_for()
    code = only(r"\b\d{6}\b", letters(app))
    page.get_by_label("name").fill("Zofia Wójcik")
    page.get_by_label("Code").fill("000000" if code != "000000" else "000001")
    page.get_by_role("button", name="I accept the offer").click()
    page.get_by_text("This code is wrong.").first.wait_for()
    calm(client)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="I accept the offer").click()
    page.get_by_text("Accepted on").wait_for()

    page.get_by_role("link", name="Back to your case").click()
    page.get_by_role("link", name="Messages").click()
    page.get_by_label("question").fill("May I repay early?")
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("Your question was sent.").wait_for()
    calm(client)
    assert any(f"{base}/cases/{case_id}" in text for text in letters(app))

    page.set_viewport_size({"width": 320, "height": 700})
    calm(client)
    desk.open("offer")
    assert "Accepted" in desk.card("The client's answer").inner_text()
    side = advisor.page.locator("#followups").inner_text()
    assert "The client opened the page for the first time: call" in side
    assert "Answer the client's question" in side
    assert not complaints(advisor)
    assert all("422" in text for text in complaints(client))


PAGES = ("", "/send", "/papers", "/offer", "/messages", "/people", "/me", "/later")


def test_every_page_is_calm_in_the_dark_and_works_without_javascript(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], case_id: int
) -> None:
    """The longest words of three languages on the smallest phone; sending and asking need no script."""
    base, app, _cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        build_list(ctx, case_id)
        item_id = next(item.id for item in items_of(ctx.session, case_id) if not item.form)
    desk = Desk(visit().sign_in("advisor"), case_id).open("offer")
    send_offer(desk)
    link = only(r"(/c/\S+)", letters(app))
    plain, dark = visit(390, javascript=False), visit(320, theme="dark")
    plain.see(link)
    let_in(plain, app)
    page = plain.see(f"{link}/{case_id}/send/{item_id}")
    paper: FilePayload = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    page.get_by_label("Choose photos or files").set_input_files(paper)
    page.get_by_role("button", name="Send", exact=True).click()
    assert "Thank you. We have it and check it." in page.locator("body").inner_text()
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "advisor-client")
    dark.page.context.add_cookies([{"name": "advisor-client", "value": token, "url": base}])
    pages = dark.see(f"{link}/{case_id}/send/{item_id}?lang=en")
    chosen: list[FilePayload] = [
        {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": small_pdf()} for name in ("a", "b", "c")
    ]
    for one in chosen:
        pages.get_by_label("Choose photos or files").set_input_files([one])
    pages.locator("[data-pages-list] li").nth(2).get_by_role("button", name="Earlier").click()
    pages.locator("[data-pages-list] li").nth(0).get_by_role("button", name="Remove").click()
    assert pages.evaluate("[...document.querySelector('#files').files].map((f) => f.name)") == ["c.pdf", "b.pdf"]
    calm(dark)
    for language in ("pl", "ru", "en"):
        for path in (*PAGES, f"/send/{item_id}"):
            dark.see(f"{link}/{case_id}{path}?lang={language}")
            calm(dark)
    assert not complaints(dark, plain)


def small_pdf() -> bytes:
    """One empty page."""
    out = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 300)
    writer.write(out)
    return out.getvalue()
