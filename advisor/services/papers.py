"""Issued papers: numbered, sealed in the file store before their row commits, sent with a link, never printed again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from advisor.domain.errors import NotFound, StaleVersion
from advisor.records.case import Case, Counter, next_number
from advisor.records.outbox import Letter
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.records.paper_source import PaperSource
from advisor.records.party import Party
from advisor.records.sealed import load_party_keys
from advisor.records.staff import Staff, firm
from advisor.services import post
from advisor.services.context import Context
from advisor.services.language import written_day
from advisor.services.links import make_link
from advisor.services.store import open_store

PREFIXES: dict[PaperKind, str] = {
    PaperKind.OFFER: "O",
    PaperKind.CHECKLIST: "C",
    PaperKind.STATEMENT: "S",
    PaperKind.ALTERNATIVES: "A",
    PaperKind.CONTRACT: "K",
    PaperKind.MANDATE: "M",
    PaperKind.SIGNED: "KS",
    PaperKind.RECEIPT: "R",
    PaperKind.PACK: "L",
    PaperKind.DATA_SHEET: "D",
    PaperKind.BUSINESS_PLAN: "B",
    PaperKind.HISTORY: "H",
}
LETTERS: dict[PaperKind, str] = {
    PaperKind.OFFER: "offer",
    PaperKind.CHECKLIST: "checklist",
    PaperKind.CONTRACT: "contract",
    PaperKind.MANDATE: "contract",
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A printed paper that has no row yet. `digest` tells equal contents, `token` is the link it carries (or empty)."""

    kind: PaperKind
    number: str
    language: str
    content: bytes
    pages: int
    digest: str
    figures: dict[str, Any] = field(default_factory=dict)
    token: str = ""


def coming_number(session: Session, kind: PaperKind, now: datetime) -> str:
    """The number the next paper of a kind will get, if nobody is quicker (like O-2026-000017)."""
    last = session.scalar(select(Counter.value).where(Counter.name == _series(kind, now)))
    return _number(kind, now, (last or 0) + 1)


def keep_paper(ctx: Context, case: Case, pressed: Pressed) -> Paper:
    """Give the printed paper its number, seal its bytes and write its row.

    StaleVersion when another paper took the printed number meanwhile: print again with the next one. A paper equal to
    the newest of its kind is not issued twice: that one is given.
    """
    newest = newest_paper(ctx.session, case.id, pressed.kind)
    if newest is not None and _same(ctx.session, newest, pressed):
        return newest
    if _number(pressed.kind, ctx.now, next_number(ctx.session, _series(pressed.kind, ctx.now))) != pressed.number:
        raise StaleVersion
    client = ctx.session.get_one(Party, case.client_id)
    stored = open_store(ctx.session).put(client.uid, pressed.content)
    paper = Paper(
        case_id=case.id, party_id=case.client_id, kind=pressed.kind, number=pressed.number,
        version_no=newest.version_no + 1 if newest else 1, language=pressed.language, file_uid=stored.uid,
        sha256=stored.sha256, size=stored.size, pages=pressed.pages, issued_by=ctx.actor.id, issued_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(paper)
    ctx.session.flush()
    ctx.session.add(PaperSource(paper_id=paper.id, digest=pressed.digest, figures=pressed.figures))
    if pressed.token:
        make_link(ctx, case, client, token=pressed.token)
    ctx.record("paper.issued", "paper", paper.id, case_id=case.id, number=paper.number, sha256=paper.sha256)
    return paper


def paper_of(session: Session, case_id: int, paper_id: int) -> Paper:
    """A paper of this case; NotFound otherwise."""
    paper = session.get(Paper, paper_id)
    if paper is None or paper.case_id != case_id:
        raise NotFound
    return paper


def read_paper(session: Session, paper: Paper) -> Iterator[bytes]:
    """The stored bytes of a paper in chunks, as they were issued."""
    about = session.get_one(Party, paper.party_id, options=[undefer(Party.seal_key)])
    load_party_keys(session, [about.id])  # read together with the person: opening a paper costs no statement more
    return open_store(session).open(paper.file_uid, about.uid)


def send_paper(ctx: Context, case: Case, paper: Paper, base_url: str) -> Letter:
    """Write the letter that brings a paper to the client: a fresh link to the client page. Invalid without an address.

    Raises NotFound for a kind that has no letter.
    """
    if paper.kind not in LETTERS:
        raise NotFound
    party = ctx.session.get_one(Party, paper.party_id)
    link, url = make_link(ctx, case, party, base_url)
    owner = ctx.session.get(Staff, case.owner_id) if case.owner_id else None
    values = {
        "paper": paper.number, "url": url, "until": written_day(link.expires_at, "long", party.language),
        "advisor": owner.name if owner else ctx.actor.name, "firm": firm(ctx.session).name,
    }  # fmt: skip
    letter = post.to_client(ctx, party, post.Draft(
        LETTERS[paper.kind], f"paper:{paper.id}:{link.id}", values, case_id=case.id, why=f"paper {paper.number}",
    ))  # fmt: skip
    ctx.record("paper.sent", "paper", paper.id, case_id=case.id, number=paper.number, channel="email")
    return letter


def _same(session: Session, newest: Paper, pressed: Pressed) -> bool:
    source = session.get(PaperSource, newest.id)
    return source is not None and source.digest == pressed.digest and newest.language == pressed.language


def _series(kind: PaperKind, now: datetime) -> str:
    return f"paper.{kind}.{now.year}"


def _number(kind: PaperKind, now: datetime, count: int) -> str:
    return f"{PREFIXES[kind]}-{now.year}-{count:06d}"
