"""What a person does on a case page, in the page's own words: fill a card's form, answer a dialog, move the case."""

import re
from io import BytesIO
from typing import Any

from playwright.sync_api import Locator, Page
from pypdf import PdfReader

from tests.browser.conftest import Visitor

Answers = dict[str, Any]
"""Label of a field -> what is typed, chosen or ticked."""


class Desk:
    """A person with one case open."""

    def __init__(self, person: Visitor, case_id: int) -> None:
        self.person = person
        self.page: Page = person.page
        self.case_id = case_id
        self.path = f"/cases/{case_id}"

    def open(self, room: str = "") -> "Desk":
        """The case page, at the current stage or in another room."""
        self.person.see(f"{self.path}/{room}" if room else self.path)
        return self

    def card(self, title: str) -> Locator:
        """The card with this heading."""
        return self.page.locator("section.card").filter(has=self.page.get_by_role("heading", name=title, exact=True))

    def save(self, title: str, answers: Answers, button: str) -> None:
        """Fill the form of a card and send it; the page comes back and says that it is saved."""
        card = self.card(title)
        send = card.get_by_role("button", name=button, exact=True, include_hidden=True)
        form = send.locator("xpath=ancestor::form")
        unfold(form)
        fill(form, answers)
        self.press(send)

    def press(self, button: Locator, said: str = "") -> None:
        """Press a button of the page and wait for the page after it, which must not complain."""
        with self.page.expect_navigation():
            button.click()
        self.content()
        if said:
            self.page.get_by_text(said).first.wait_for()

    def ask(self, opener: Locator, answers: Answers, button: str) -> None:
        """Open a dialog, answer it and come back."""
        opener.click()
        dialog = self.page.get_by_role("dialog")
        dialog.locator("form").wait_for()
        fill(dialog, answers)
        self.press(dialog.get_by_role("button", name=button, exact=True))

    def content(self) -> None:
        """Fail with the page's own words when it complains about what was typed."""
        errors = self.page.locator("[data-errors]:visible")
        assert errors.count() == 0, errors.all_inner_texts()

    def papers(self) -> list[str]:
        """Names on the document list."""
        return [text.split("\n")[0] for text in self.page.locator(".checklist .what").all_inner_texts()]

    def line(self, paper: str) -> Locator:
        """One line of the document list."""
        return self.page.locator(".checklist > li").filter(has_text=paper)

    def of_line(self, paper: str, verb: str, answers: Answers, button: str = "Save") -> None:
        """Open a line of the document list, choose what to do with it and answer."""
        self.line(paper).get_by_role("link", name=paper, exact=True).click()
        dialog = self.page.get_by_role("dialog")
        self.ask(dialog.get_by_role("link", name=verb, exact=True), answers, button)

    def missing(self) -> list[str]:
        """What the panel "Ready to move?" says is missing."""
        rows = self.card("Ready to move?").locator(".gate li.bad")
        return [text.split("\n")[0] for text in rows.all_inner_texts()]

    def move(self, to: str, reason: str = "") -> None:
        """Move one stage on in the dialog; with `reason` as a manager past a closed gate."""
        self.open()
        assert bool(self.missing()) == bool(reason), (self.stage(), self.missing())
        self.ask(self.page.get_by_role("link", name=f"Move to {to}"),
                 {"Reason for passing a closed gate": reason} if reason else {}, "Move")  # fmt: skip
        assert self.stage() == to

    def stage(self) -> str:
        """Short name of the stage the stepper marks as current."""
        return self.page.locator("[aria-current=step] .label").first.inner_text()

    def paper(self, kind: str) -> bytes:
        """The newest paper of a kind as the card "Papers" of the right column hands it out."""
        link = self.page.locator("#papers").get_by_role("link", name=kind).first
        answer = self.page.request.get(f"{self.person.base}{link.get_attribute('href')}")
        assert answer.ok, (kind, answer.status)
        return answer.body()


def ugly(person: Visitor, where: str) -> list[str]:
    """What axe finds and what scrolls sideways on the page in view: wide and light, phone and dark, narrowest."""
    found = []
    for width, theme in ((1440, "light"), (390, "dark"), (320, "light")):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found += [f"{where} {width} {theme}: {said}" for said in person.axe()]
        if person.scrolls_sideways():
            found.append(f"{where} {width}: scrolls sideways")
    return found


def unfold(form: Locator) -> None:
    """Open what hides the form."""
    for details in form.locator("xpath=ancestor::details[not(@open)]").all():
        details.locator("summary").first.click()


def fill(scope: Locator, answers: Answers) -> None:
    """Type, choose or tick by the words beside the fields."""
    for label, value in answers.items():
        words = re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$")
        group = scope.get_by_role("group", name=words)
        if group.count():
            group.get_by_label(str(value), exact=True).check()
            continue
        field = scope.get_by_label(words)
        assert field.count() == 1, (label, scope.locator("label, legend").all_inner_texts())
        kind = field.evaluate("e => e.tagName + ':' + e.type")
        if kind.startswith("SELECT"):
            field.select_option(label=str(value))
        elif kind.endswith(("checkbox", "radio")):
            field.set_checked(bool(value))
        else:
            field.fill(str(value))


def send_offer(desk: Desk) -> None:
    """In the offer room: a simulation of Example Bank, the terms, the issued paper, sent by mail with the link."""
    desk.ask(desk.page.get_by_role("link", name="Add a simulation"), {
        "Institution": "Example Bank", "Product": "Cash loan", "Amount": "50 000,00", "Months": "36",
        "Rate a year": "9,9", "Arrangement fee": "500", "Commission paid to us": "750",
    }, "Save")  # fmt: skip
    desk.save("Terms of the offer", {
        "Fixed fee": "1 230,00", "When and how the fee is due": "After the loan is paid out.",
    }, "Save the terms")  # fmt: skip
    desk.save("Offer for the client", {}, "Issue the offer")
    desk.save("Offer for the client", {}, "Send to the client")


def words_of(pdf: bytes) -> str:
    """The text of a PDF with single spaces."""
    assert pdf.startswith(b"%PDF-")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def complaints(*people: Visitor) -> list[str]:
    """What the consoles complained about; a request that newer typing replaced is no complaint."""
    replaced = ("htmx:sendAbort", "htmx:afterRequest")
    return [text for person in people for text in person.complaints if not text.startswith(replaced)]
