"""The checklist: what to bring, until when and where to, readable by eye, phone and screen reader."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from advisor.papers import press
from advisor.papers.checklist import ChecklistItem, ChecklistPaper, checklist
from advisor.papers.letterhead import Firm
from advisor.papers.plain import from_plain
from advisor.papers.qr import qr_code
from advisor.papers.samples import sample_values
from tests.papers.conftest import tags_of, text_of


def sample() -> ChecklistPaper:
    return from_plain(ChecklistPaper, sample_values("checklist"))


def test_every_item_says_who_issues_it_until_when_and_its_state() -> None:
    words = text_of(press.render(*checklist(sample())))
    flat = " ".join(words.split())
    assert "11 December 2026" in flat
    assert "4 of 10 documents are with us already." in flat
    assert "Account statements of the last 6 months" in flat
    assert "Your bank 30 days from issue Filing Requested" in flat
    assert "until 14/05/2031" in flat
    assert "The stamp of the employer is missing" in flat
    assert "https://advisor.example/c/5vYt2qk7Q0mN3pXw8rBd1A" in flat
    assert "2 copies" in flat
    assert flat.index("Please bring") < flat.index("Please answer") < flat.index("Already with us")


@pytest.mark.parametrize(
    ("status", "outstanding"),
    [
        ("needed", True),
        ("requested", True),
        ("rejected", True),
        ("expired", True),
        ("received", False),
        ("accepted", False),
        ("waived", False),
    ],
)
def test_only_what_the_client_can_act_on_is_to_bring(status: str, outstanding: bool) -> None:
    item = ChecklistItem(name="x", status=status, status_title="y")
    paper = replace(sample(), items=(item,))
    assert (item in paper.to_bring) == outstanding
    assert (item in paper.with_us) != outstanding


def test_link_becomes_a_code_with_words_beside_it() -> None:
    pdf = press.render(*checklist(sample()))
    assert tags_of(pdf).count("Figure") == 1
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        links = [str(note["/A"]["/URI"]) for note in opened.pages[0]["/Annots"]]
    assert links == [sample().link]
    assert qr_code("https://advisor.example/a") != qr_code("https://advisor.example/b")
    without = press.render(*checklist(replace(sample(), link="")))
    assert "Figure" not in tags_of(without)
    assert "Bring or send the documents to your advisor." in text_of(without)


def test_complete_list_says_so() -> None:
    done = ChecklistItem(
        name="Identity card", status="accepted", status_title="Accepted", valid_until_on=date(2031, 5, 14)
    )
    words = text_of(press.render(*checklist(replace(sample(), items=(done,), questions=(), deadline_on=None))))
    assert "Nothing to bring: all documents are ready" in words
    assert "Please deliver by" not in words


def test_table_cells_are_tagged_with_their_headers() -> None:
    tags = tags_of(press.render(*checklist(sample())))
    assert tags.count("Table") == 2
    assert tags.count("TH") == 2 * 5 + 10
    assert tags.count("TD") == 10 * 4


def test_logo_is_carried_inside_or_refused() -> None:
    pixel = qr_code("any picture will do")
    paper = sample()
    branded = replace(paper, heading=replace(paper.heading, firm=Firm(name="Mazur", logo=pixel)))
    assert tags_of(press.render(*checklist(branded))).count("Figure") == 2
    for bad in ("https://example.com/logo.png", "file:///etc/hostname", "data:text/html,x"):
        with pytest.raises(ValueError, match="data:image/"):
            Firm(name="Mazur", logo=bad)
