"""Clients of the demo firm on their own pages: links to try, photos waiting at the desk, a question, an answer."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from textwrap import fill

from sqlalchemy import select

from advisor.casework.client_page.sending import Brought, send_paper
from advisor.casework.client_page.thread import answer, ask
from advisor.domain.process import StageKey, Status
from advisor.domain.roles import Actor, ActorKind
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import ConsentPurpose, Party
from advisor.records.staff import Staff
from advisor.services.context import Context
from advisor.services.entries import let_in
from advisor.services.links import make_link, running_links
from advisor.services.parties import note_consent
from advisor.services.uploads import Incoming
from advisor.stages.documents.desk.gate import OUTSTANDING
from advisor.stages.documents.desk.records import items_of
from advisor.transaction import transaction

SHOWN = 3
LINKS = "client-links.txt"
"""Name of the file in the data folder that lists the links to the demo clients' pages."""
QUESTIONS = {"pl": "Czy wystarczy zdjęcie dowodu z telefonu?", "ru": "Достаточно ли фотографии паспорта?"}
ANSWERS = {"pl": "Tak, byle były widoczne wszystkie cztery rogi.", "ru": "Да, если видны все четыре угла."}


def open_pages(now: datetime, base_url: str, data_dir: Path) -> int:
    """Make links for some clients who are bringing papers, and let them come in, send and ask; gives how many.

    The Russian one is the first. The links stand in the data folder; the one-time codes come with the letters.
    """
    told = [_one(case_id, now, base_url) for case_id in _chosen()]
    (data_dir / LINKS).write_text("".join(f"{line}\n" for line in told), encoding="utf-8")
    (data_dir / LINKS).chmod(0o600)
    return len(told)


def _chosen() -> list[int]:
    query = (
        select(Case.id).join(Party, Party.id == Case.client_id)
        .where(Case.stage == StageKey.DOCUMENTS, Case.status == Status.ACTIVE, Case.owner_id.is_not(None),
               Party.email != "", Party.do_not_contact.is_(False))
        .order_by((Party.language == "ru").desc(), Case.id).limit(SHOWN)
    )  # fmt: skip
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _one(case_id: int, now: datetime, base_url: str) -> str:
    case = db.session.get_one(Case, case_id)
    client, staff = db.session.get_one(Party, case.client_id), db.session.get_one(Staff, case.owner_id)
    language, name, party_id, owner = client.language, client.name, client.id, staff.actor()
    db.session.rollback()
    with transaction(owner, now - timedelta(hours=20)) as ctx:
        case, client = _rows(ctx, case_id, party_id)
        note_consent(ctx, client, ConsentPurpose.MARKETING, "paper")
        url = make_link(ctx, case, client, base_url)[1]
    with transaction(Actor(ActorKind.CLIENT, f"client:{party_id}"), now - timedelta(hours=2)) as ctx:
        case, client = _rows(ctx, case_id, party_id)
        let_in(ctx, running_links(ctx.session, case_id, ctx.now)[0], client)
        _send(ctx, case, client, base_url)
        ask(ctx, case, client, QUESTIONS.get(language, "Is a photo from my phone enough?"), base_url)
    if case_id % 2:
        with transaction(owner, now - timedelta(hours=1)) as ctx:
            answer(ctx, case_id, ANSWERS.get(language, "Yes, if all four corners can be seen."), base_url)
    db.session.expunge_all()
    return f"{name} ({language}): {url}"


def _rows(ctx: Context, case_id: int, party_id: int) -> tuple[Case, Party]:
    return ctx.session.get_one(Case, case_id), ctx.session.get_one(Party, party_id)


def _send(ctx: Context, case: Case, client: Party, base_url: str) -> None:
    """Photos of the first two papers still missing."""
    open_items = [item for item in items_of(ctx.session, case.id) if item.state in OUTSTANDING and not item.form]
    for item in open_items[:2]:
        photo = Incoming("IMG_0412.jpg", _photo(item.name(client.language)))
        send_paper(ctx, case, client, Brought(item.id, [photo]), base_url)


def _photo(words: str) -> bytes:
    """A picture of a sheet with a heading and grey lines."""
    from PIL import Image, ImageDraw, ImageFont

    from advisor.papers.typeface import FACES, FONTS

    sheet = Image.new("RGB", (900, 1270), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(FONTS / FACES[0], 34)
    draw.multiline_text((80, 90), fill(words, 42), fill="black", font=font, spacing=12)
    for place in range(14):
        draw.rectangle((80, 260 + place * 60, 820 - place * 37 % 300, 274 + place * 60), fill="#c9ccd1")
    out = BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()
