"""OP-17: the history of a case as a paper for the firm's own audit: what it tells, who gets it, who never does."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select, text

from advisor.casework.advance import Order, advance, undo_move
from advisor.casework.client_page.export import pack
from advisor.casework.client_page.view import papers_for_client
from advisor.casework.history.draft import draft_history
from advisor.casework.status import Closing, close
from advisor.domain.process import StageKey
from advisor.domain.roles import COMMAND, Actor
from advisor.extensions import db
from advisor.papers.history import Happening, HistoryPaper
from advisor.records.case import Case
from advisor.records.paper import INNER, Paper, PaperKind
from advisor.records.party import Party
from advisor.records.trail import TrailEntry
from advisor.services.papers import LETTERS
from advisor.stages.contact.actions import give_notice
from advisor.stages.contact.prequalification.actions import answer_consent, reopen_consent, save_interview
from advisor.stages.contact.review.actions import answer_review
from advisor.stages.contact.review.gate import Answer
from advisor.stages.contact.review.records import waiting
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.services.test_audit import disarm
from tests.stages.contact.test_prequalification import MIXED, MORTGAGE, YES

Do = Callable[..., Any]


@pytest.fixture
def do(actor: Callable[[str], Actor]) -> Do:
    """Run something some minutes after NOW, so that the order of events is the order of the clock."""

    def run(what: Callable[..., Any], who: str = "advisor", minute: int = 0) -> Any:
        with transaction(actor(who), NOW + timedelta(minutes=minute)) as ctx:
            return what(ctx)

    return run


@pytest.fixture
def debtor(house: Flask, cast: make.Cast) -> int:
    """A debt-relief lead of the advisor, opened by the command line."""
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        return make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                         currency="RUB", amount=None).id  # fmt: skip


def drawn(case_id: int) -> HistoryPaper:
    """The history of a case as it stands in the ledger, in English."""
    db.session.rollback()
    paper = draft_history(db.session(), db.session.get_one(Case, case_id), date(2026, 3, 2)).paper
    assert isinstance(paper, HistoryPaper)
    return paper


def told(rows: tuple[Happening, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    """What happened, its lines, and by whom."""
    return [(row.what, row.lines, row.who) for row in rows]


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A firm of a country whose language the house does not speak."""
    monkeypatch.setattr("advisor.casework.history.told.COUNTRY_LANGUAGES", {})


@pytest.mark.usefixtures("english")
def test_a_no_a_doubt_a_consent_an_override_and_an_undo_are_all_told(debtor: int, do: Do) -> None:
    """Verdicts with clause and edition beside the law's answer; the "no" and the taking back like the consent."""
    do(lambda ctx: give_notice(ctx, debtor, "phone"))
    do(lambda ctx: save_interview(ctx, debtor, MORTGAGE), minute=1)
    review_id = waiting(db.session(), debtor).id  # type: ignore[union-attr]
    do(lambda ctx: answer_review(ctx, debtor, review_id, Answer.APPROVED, "The only home"), "editor", 2)
    do(lambda ctx: save_interview(ctx, debtor, MIXED), minute=3)
    do(lambda ctx: answer_consent(ctx, debtor, replace(YES, agrees=False, at=NOW + timedelta(minutes=4))), minute=4)
    do(lambda ctx: reopen_consent(ctx, debtor, "email"), minute=5)
    do(lambda ctx: answer_consent(ctx, debtor, replace(YES, at=NOW + timedelta(minutes=6))), minute=6)
    do(lambda ctx: advance(ctx, Order(debtor, StageKey.MEETING, evidence="folder 17")), minute=7)
    do(lambda ctx: undo_move(ctx, debtor), minute=8)
    do(lambda ctx: advance(ctx, Order(debtor, StageKey.MEETING)), minute=9)
    do(lambda ctx: advance(ctx, Order(debtor, StageKey.ANALYSIS, override_reason="He sits here")), "manager", 10)
    do(lambda ctx: close(ctx, Closing(debtor, "fee", "Too dear")), minute=11)
    paper = drawn(debtor)
    assert paper.closing == "Closed: Client does not want it. The fee is too high"
    assert told(paper.moves) == [
        ("Opened: Contact", (), "Command line"),
        ("Moved on: Contact → Meeting", ("Evidence: folder 17",), "Anna Advisor"),
        ("Move undone: Meeting → Contact", (), "Anna Advisor"),
        ("Moved on: Contact → Meeting", (), "Anna Advisor"),
        ("Moved on: Meeting → Analysis", ("Reason: He sits here",), "Marta Manager"),
        ("Closed: Analysis", ("Reason: Too dear",), "Anna Advisor"),
    ]
    assert told(paper.overrides)[0] == (
        "No appointment with day and place is agreed.", ("Meeting → Analysis", "Reason: He sits here"), "Marta Manager"
    )  # fmt: skip
    edition, law = "OP-1: lead qualification, version 1, edition of 30 August 2023", "May the law help this person? "
    assert [(row.what, row.lines[0], row.lines[-1]) for row in paper.verdicts] == [
        ("Undecided: a person decides", "Clause 1.3: The policy has no rule for mortgages.", edition),
        ("Waiting for the client's consent", "Clause 4: A part of the debt cannot be written off.", edition),
        ("Not qualified", "Clause 4: The client does not agree that a part stays.", edition),
        ("Waiting for the client's consent", "Clause 4: A part of the debt cannot be written off.", edition),
        ("Qualified in part, with consent", "Clause 4: A part of the debt cannot be written off.", edition),
    ]
    assert all(row.lines[-2].startswith(law) for row in paper.verdicts)
    assert told(paper.answers)[0][::2] == ("Approved", "Edyta Editor")
    assert "Rule editor: The policy has no rule for mortgages." in paper.answers[0].lines
    assert "Reason: The only home" in paper.answers[0].lines
    case, client = db.session.get_one(Case, debtor), db.session.scalars(select(Party)).one()
    (copied,) = pack(db.session(), client, [case], NOW).document["person"]["refused_consents"]
    assert (copied["purpose"], copied["channel"]) == ("partial_write_off", "phone"), "his own copy of his data"
    channel = "Phone · Wording 2026-11"
    assert told(paper.consents) == [
        ("Privacy notice given", (channel,), "Anna Advisor"),
        ("Only a part may be written off: refused",
         (channel, "Taken back on 2 March 2026, 09:05, E-mail, Anna Advisor"), "Anna Advisor"),
        ("Only a part may be written off: given", (channel,), "Anna Advisor"),
    ]  # fmt: skip


def test_it_is_issued_once_read_by_the_auditor_and_never_reaches_the_client(
    debtor: int, do: Do, browser: Callable[[str], FlaskClient]
) -> None:
    """The owner issues a numbered one; the auditor, who changes nothing, gets a reading copy; the client gets none."""
    address = f"/cases/{debtor}/papers"
    web, auditor = browser("advisor"), browser("auditor")
    for _press in range(2):
        assert web.post(f"{address}/history/issue").headers["Location"].endswith(f"/cases/{debtor}#papers")
    paper = db.session.scalars(select(Paper)).one()
    assert (paper.kind, paper.number, paper.language) == (PaperKind.HISTORY, "H-2026-000001", "pl")
    assert paper.number in auditor.get(f"/cases/{debtor}").text
    entries = select(func.count()).select_from(TrailEntry).where(TrailEntry.case_id == debtor)
    before = db.session.scalar(entries)
    copy = auditor.get(f"{address}/history.pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(copy.data)).pages)
    assert "Иван Петров" in words
    assert paper.number not in words
    assert auditor.post(f"{address}/history/issue").status_code == 403
    assert browser("other_manager").get(f"{address}/history.pdf").status_code == 404
    assert browser("admin").get(f"{address}/history.pdf").status_code == 404
    db.session.rollback()
    assert db.session.scalar(entries) == before
    case, client = db.session.get_one(Case, debtor), db.session.scalars(select(Party)).one()
    assert papers_for_client(db.session(), case, client) == ()
    assert pack(db.session(), client, [case], NOW).pieces == ()
    assert web.post(f"{address}/{paper.id}/send").status_code == 404
    assert INNER.isdisjoint(LETTERS)
    do(lambda ctx: give_notice(ctx, debtor, "phone"))
    assert web.post(f"{address}/history/issue").status_code == 302
    db.session.rollback()
    numbers = db.session.scalars(select(Paper.number).order_by(Paper.id)).all()
    assert numbers == ["H-2026-000001", "H-2026-000002"], "something happened in the case"


def test_an_entry_that_was_changed_is_named(debtor: int, do: Do) -> None:
    do(lambda ctx: give_notice(ctx, debtor, "phone"))
    sound = drawn(debtor).trail
    last = db.session.scalars(select(TrailEntry).where(TrailEntry.case_id == debtor).order_by(TrailEntry.seq)).all()[-1]
    assert (sound.broken, sound.last, sound.seal) == ((), last.seq, last.hash)
    disarm(db.session())
    db.session.execute(text("UPDATE trail_entry SET actor_name = 'Nobody' WHERE seq = :seq"), {"seq": sound.last})
    db.session.commit()
    assert drawn(debtor).trail.broken == (sound.last,)
