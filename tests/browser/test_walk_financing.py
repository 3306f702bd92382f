"""One imported financing lead walks from contact to referrals through every gate in a real Chromium.

Issue 2, "Done when": by an advisor, in the rooms' own forms, with one override by a manager, one return from tracking
to documents, both PDFs downloaded from the case page; at the end the manager reads in Audit who moved what.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask

from advisor.transaction import transaction
from tests import filings, make
from tests.browser.conftest import Visitor
from tests.browser.steps import Desk, complaints, fill, send_offer, words_of

TODAY = datetime.now(UTC).date()
FILING_ON = TODAY + timedelta(days=1)
APPLICATION = "Credit or lease application"
LATE = "Employment and earnings certificate"
LATE_IN_POLISH = "Zaświadczenie o zatrudnieniu i zarobkach"
WHY = "The bank takes the certificate later"
LIST = """Imię i nazwisko;Telefon;E-mail;Kwota;Zgoda
Zofia Wójcik;600 021 100;zofia@example.test;50 000,00;tak
Łukasz Żak;600 021 101;;12 000;tak
Bez Zgody;600 021 102;;9 000;
"""

pytestmark = pytest.mark.browser


def take_in_list(person: Visitor) -> int:
    """Import a list as it came, in cp1250: two rows are good, one without consent stays out. The new case's id."""
    page = person.see("/imports")
    page.set_input_files("[name=file]", {"name": "leads.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1250")})
    fill(page.locator("main form"), {"Product where none is named": "Consumer loan"})
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="Rows that stay out").wait_for()
    assert page.locator("#good tbody th").all_inner_texts() == ["Zofia Wójcik", "Łukasz Żak"]
    assert not page.get_by_role("heading", name="What came of it").count()
    page.get_by_role("button", name="Import 2 rows").click()
    page.get_by_role("link", name="Zofia Wójcik").click()
    page.wait_for_url("**/cases/*")
    return int(page.url.rsplit("/", 1)[1])


def contact(desk: Desk) -> None:
    """Source, privacy notice, channel, affordability: everything the gate asks for (FI-01, A0)."""
    assert desk.missing() == ["The source of the lead is not noted.", "The privacy notice was not given."]
    desk.save("Source", {"Source": "Contact details on the website", "Campaign": "spring"}, "Save the source")
    desk.save("Privacy notice", {"Given": "Phone"}, "Notice was given")
    desk.save("Channel", {"Channel": "Phone"}, "This channel works")
    desk.save("Affordability pre-check", {
        "Net income a month": "9 500,00", "Instalments due a month": "400", "Instalment asked for": "1 100,50",
    }, "Check")  # fmt: skip


def meeting(desk: Desk) -> None:
    """A walk to the agreed appointment; the client confirms that it is free of charge (FI-02)."""
    desk.save("Appointment", {
        "Day and time": f"{FILING_ON}T10:00", "Place": "At our office", "Address, number or link": "Prosta 1",
    }, "Book")  # fmt: skip
    desk.save("Appointment", {}, "Confirmed; free of charge was said")


def analysis(desk: Desk) -> None:
    """The talk, the need, the figures, the topics, a route (FI-03)."""
    desk.save("The talk", {"Minutes": "A car, 50 000, three years."}, "The talk was held")
    desk.save("Purpose and amount", {"Purpose": "A used car", "Amount": "50 000,00"}, "Save")
    desk.save("Ability figures", {
        "Net income a month": "9500", "Instalments due a month": "400", "Living costs a month": "4 000",
    }, "Save the figures")  # fmt: skip
    desk.save("Possible routes", {"Institution": "Example Bank", "What with": "Cash loan"}, "Add the route")


def offer(desk: Desk) -> None:
    """A simulation, the terms, the issued PDF, sent by mail with the link (FI-04)."""
    send_offer(desk)
    desk.save("The client's answer", {"Answer": "Accepted", "In the client's words": "Fine with me"}, "Save the answer")


def contract(desk: Desk) -> None:
    """Scope and fee as offered, identity, the signed paper on its shelf, a mandate (FI-05, ZA-04)."""
    desk.save("Scope and fee", {"Why": "As offered"}, "Agree on these terms")
    desk.save("Identity", {"How": "Identity card"}, "Identity checked")
    desk.save("Signature", {"Or where the paper stands": "Folder 12/4"}, "Signed")
    desk.save("Power of attorney", {}, "Save the power of attorney")


def documents(desk: Desk) -> None:
    """The list from the catalogue, the day, every paper but one; the application is prepared (FI-06, FI-13)."""
    desk.save("Build the list", {}, "Build the list")
    desk.save("Planned filing day", {"Planned filing day": str(FILING_ON)}, "Plan")
    desk.save("Checklist for the client", {}, "Issue the PDF")
    for paper in desk.papers():
        if paper not in {LATE, APPLICATION}:
            take_in(desk, paper)
    desk.ask(desk.line(APPLICATION).get_by_role("link", name="Prepared"), {"Issued on": str(TODAY)}, "Save")
    assert desk.missing() == ["A paper is missing."], desk.missing()


def take_in(desk: Desk, paper: str) -> None:
    """The original comes in on paper and is judged."""
    desk.of_line(paper, "On paper", {
        "Where it stands (folder, shelf number)": "Folder 12/4", "Issued on": str(TODAY),
    })  # fmt: skip
    desk.of_line(paper, "Accept", {})


def submission(desk: Desk) -> None:
    """Who signs what, and the filing (FI-07)."""
    desk.save("Who signs what", {"Paper": "Application form", "Signed on": str(TODAY)}, "Add")
    desk.save("File an application", {
        "Institution": "Example Bank", "Channel": "In person", "Reference number": "EB/77/2026", "Clerk": "Ewa Żak",
    }, "Note the filing")  # fmt: skip


def question(desk: Desk) -> None:
    """The bank asks for the paper that was overridden; the case goes back to documents (FI-08)."""
    desk.ask(desk.card("Whose turn").get_by_role("link", name="Question"), {
        "Kind": "Document", "What it asks for": "The certificate of earnings",
        "Due on, or day of the hearing": str(FILING_ON),
    }, "Save")  # fmt: skip
    desk.ask(desk.page.get_by_role("link", name="Back to documents for supplements"), {
        "Reason": "The bank asks for the certificate of earnings",
    }, "Send back")  # fmt: skip
    assert desk.stage() == "Documents"


def supplement(desk: Desk) -> None:
    """The late paper comes in; nothing is missing any more."""
    take_in(desk, LATE)


def tracking(desk: Desk) -> None:
    """The question is answered, the clerk's call noted, the decision arrives (FI-08)."""
    desk.ask(desk.card("Questions and hearings").get_by_role("link", name="Answer"), {
        "What was answered": "Sent on paper",
    }, "Save")  # fmt: skip
    desk.ask(desk.card("Whose turn").get_by_role("link", name="Note a call"), {
        "Who contacted whom": "The institution contacted us", "Channel": "Call",
        "What was said": "Approved, papers follow",
    }, "Save")  # fmt: skip
    assert desk.missing() == ["No institution has decided yet."]
    desk.ask(desk.card("Whose turn").get_by_role("link", name="Decision"), {
        "Outcome": "Approved", "Amount approved": "50 000,00", "Months": "36", "Rate, percent a year": "9.9",
    }, "Save")  # fmt: skip


def decision(desk: Desk) -> None:
    """Told, accepted, the financing contract dated (FI-09)."""
    desk.ask(desk.page.get_by_role("link", name="The client was told"), {"Channel": "Call"}, "Save")
    desk.ask(desk.page.get_by_role("link", name="Note the answer"), {
        "Answer": "Accepted by the client", "Date of the financing contract": str(TODAY),
        "Number of the financing contract": "EB-1",
    }, "Save")  # fmt: skip


def monitoring(desk: Desk) -> None:
    """The contract's fee and the bank's commission are expected already; one click: our service ended (FI-10, A0)."""
    fee = desk.card("Our money").get_by_role("row", name="Fee of the contract")
    assert "1,230" in fee.locator("td.amount").inner_text()
    desk.ask(fee.get_by_role("link", name="Change"), {"Paid or received on": str(TODAY)}, "Save")
    desk.save("Does our service go on?", {}, "Service ended")


def referrals(desk: Desk) -> None:
    """Opinion, recommendation, next contact (FI-12)."""
    desk.save("Opinion", {
        "Opinion": "Answered", "Score, 1 to 5": "5", "In words, or why it was not asked": "Good",
    }, "Save")  # fmt: skip
    desk.save("Recommendation", {"Recommendation": "Asked, no answer yet"}, "Save")
    desk.save("Next contact", {
        "Next contact on": str(TODAY + timedelta(days=200)), "What about": "Early repayment",
    }, "Plan")  # fmt: skip


ROUTE = (
    (contact, "Meeting"), (meeting, "Analysis"), (analysis, "Offer"), (offer, "Contract"), (contract, "Documents"),
    (documents, ""), (submission, "Tracking"), (question, ""), (supplement, "Submission"), (None, "Tracking"),
    (tracking, "Decision"), (decision, "Monitoring"), (monitoring, "Referrals"), (referrals, ""),
)  # fmt: skip
"""What the advisor does in each room, and where the case goes then; after `documents` the manager moves it."""


WAY = ("Contact", "Meeting", "Analysis", "Offer", "Contract", "Documents", "Submission", "Tracking", "Decision",
       "Monitoring", "Referrals")  # fmt: skip


def test_an_imported_lead_walks_through_every_gate(
    site: tuple[str, Flask, make.Cast], visit: Callable[..., Visitor]
) -> None:
    _base, app, _cast = site
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        filings.institution(ctx)
    advisor, manager = visit().sign_in("advisor"), visit().sign_in("manager")
    desk = Desk(advisor, take_in_list(advisor))
    for work, to in ROUTE:
        desk.open()
        if work is not None:
            work(desk)
        if work is documents:
            Desk(manager, desk.case_id).move("Submission", reason=WHY)
        elif to:
            desk.move(to)
    figures_agree(desk)
    desk.open()
    assert not desk.missing()
    number = advisor.page.locator(".crumbs li").last.inner_text()
    desk.ask(advisor.page.locator(".page-head").get_by_role("link", name="Close the case"), {}, "Close the case")
    advisor.page.get_by_text("Closed: Service completed.").wait_for()
    who_moved_what(manager, number)
    assert not complaints(advisor, manager)


def figures_agree(desk: Desk) -> None:
    """Both papers carry the client's name; the offer's figures are those of the screen, to the cent (FI-04, FI-06)."""
    desk.open("offer")
    shown = desk.card("Simulations").locator("td.amount").all_inner_texts()
    figures = {text.replace(",", "").replace(".", ",") for text in re.findall(r"[\d,]+\.\d\d", " ".join(shown))}
    assert len(figures) >= 8
    offer_pdf, list_pdf = (words_of(desk.paper(name)) for name in ("Offer", "Document checklist"))
    assert "Zofia Wójcik" in offer_pdf
    assert "Zofia Wójcik" in list_pdf
    assert "".join(LATE_IN_POLISH.split()) in "".join(list_pdf.split())
    printed = "".join(offer_pdf.split())
    assert {figure for figure in figures if figure not in printed} == set()


def who_moved_what(manager: Visitor, number: str) -> None:
    """Audit: every move with its person; the register of overrides has one line (SPEC C-2)."""
    page = manager.see(f"/audit?number={number}&verb=case.moved")
    rows = [" ".join(text.split()) for text in page.locator("main tbody tr").all_inner_texts()]
    passages = [f"{here} → {there}" for here, there in pairwise(WAY)]
    assert len(rows) == len(passages) + 2, "documents and submission were left twice"
    assert {one for one in passages if not any(one in row and "Anna Advisor" in row for row in rows)} == set()
    assert [row for row in rows if "Marta Manager" in row] == [row for row in rows if WHY in row]
    page = manager.see(f"/audit?number={number}&verb=case.returned")
    assert "Tracking → Documents" in page.locator("main tbody tr").inner_text()
    page = manager.see("/audit/overrides")
    text = page.locator("main tbody tr").inner_text()
    assert all(words in text for words in ("Marta Manager", WHY, "Documents", LATE, number)), text
