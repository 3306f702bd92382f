"""The client's phone: the link from the letter, the offer, the code, the acceptance, a question (issue 2 point 9)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask

from advisor.jobs.clock import mail_server
from advisor.jobs.letters import deliver
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
    page.get_by_role("heading", name="Hello, Zofia Wójcik").wait_for()
    calm(client)
    href = page.get_by_role("link", name=re.compile("O-2026|Offer O-")).first.get_attribute("href")
    assert "Zofia Wójcik" in words_of(page.request.get(base + str(href)).body())

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

    page.get_by_label("question").fill("May I repay early?")
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("Your question was sent.").wait_for()
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


def test_the_page_works_without_javascript_and_in_the_dark(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor], case_id: int
) -> None:
    _base, app, _cast = site
    desk = Desk(visit().sign_in("advisor"), case_id).open("offer")
    send_offer(desk)
    link = only(r"(/c/\S+)", letters(app))
    dark, plain = visit(390, theme="dark"), visit(390, javascript=False)
    dark.see(link)
    calm(dark)
    page = plain.see(link)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/c/**")
    assert "A code is on its way" in page.locator("body").inner_text()
