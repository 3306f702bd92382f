"""A client with a link, and a browser that gave the code from the letter."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.links import make_link
from advisor.services.store import open_store
from advisor.transaction import transaction
from tests import make

PDF = b"%PDF-1.7 offer"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@dataclass(frozen=True)
class Linked:
    """One client's case and the way into it."""

    case_id: int
    party_id: int
    door: str

    @property
    def home(self) -> str:
        """Address of the case's home."""
        return f"{self.door}/{self.case_id}"


def linked(ctx: Context, owner: int, name: str = "Zofia Wójcik", number: int = 1, **card: object) -> Linked:
    """A case with an issued offer and a client link."""
    client = make.party(ctx, name, **({"email": f"client{number}@example.test", "phone": f"600 021 00{number}"} | card))
    case = make.case(ctx, owner, client)
    issue_offer(ctx, case, client, number)
    _link, url = make_link(ctx, case, client, "http://x")
    return Linked(case.id, client.id, url.removeprefix("http://x"))


def issue_offer(ctx: Context, case: Case, client: Party, number: int) -> Paper:
    """A stored offer, without the press."""
    stored = open_store(ctx.session).put(client.uid, PDF)
    row = Paper(
        case_id=case.id, party_id=client.id, kind=PaperKind.OFFER, number=f"O-2026-{number:06d}", language="pl",
        file_uid=stored.uid, sha256=stored.sha256, size=stored.size, issued_at=ctx.now, version_no=number,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row


@pytest.fixture
def link(house: Flask, cast: make.Cast) -> Linked:
    """The client of the tests."""
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        return linked(ctx, cast.advisor)


@pytest.fixture
def web(house: Flask, link: Linked) -> FlaskClient:
    """A browser let in with the code from the letter."""
    return enter(house.test_client(), link.door)


def enter(browser: FlaskClient, door: str) -> FlaskClient:
    """Ask for a code, read the letter, type the code."""
    assert browser.post(f"{door}/code").status_code == 302
    answer = browser.post(f"{door}/enter", data={"code": last_code()})
    assert answer.status_code == 302, answer.text
    return browser


def last_letter(kind: str) -> Letter:
    """The newest letter of a kind."""
    db.session.rollback()  # a new view of the ledger
    letter = db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id.desc())).first()
    assert letter is not None
    return letter


def last_code() -> str:
    """The six digits of the newest letter with a code."""
    found = re.search(r"\b(\d{6})\b", last_letter("code").text)
    assert found is not None
    return found[1]


Change = Callable[[Context], object]


def happen(act: Change) -> None:
    """Something happens in the firm meanwhile."""
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        act(ctx)
