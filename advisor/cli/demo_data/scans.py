"""Scans for the document desk of the demo: a few files wait to be judged, one was rejected, two sources differ."""

from io import BytesIO
from textwrap import fill

from advisor.cli.demo_data.life import Life
from advisor.records.case import Case
from advisor.services.context import Context
from advisor.services.uploads import Incoming
from advisor.stages.documents.asking.actions import ask_again
from advisor.stages.documents.consistency.actions import state_application, state_facts
from advisor.stages.documents.consistency.gate import FactKind
from advisor.stages.documents.desk import actions as desk
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem

ADDRESS = "http://127.0.0.1:8000"
SIZE = (620, 877)


def bring_scans(ctx: Context, life: Life, papers: list[ChecklistItem]) -> None:
    """What still waits comes as a scan; the first one cannot be read, and the employer differs from the application."""
    waiting = [item for item in papers if item.state is not ItemState.ACCEPTED][:4]
    for item in waiting:
        content = _scan(f"{life.plot.name}\n\n{item.name(life.say('pl', 'ru'))}")
        desk.receive_file(ctx, life.case_id, item.id, Incoming("skan.pdf", content))
    case = ctx.session.get_one(Case, life.case_id)
    if waiting:
        desk.reject_item(
            ctx, life.case_id, waiting[0].id, "unreadable", life.say("Zdjęcie jest ciemne.", "Фото тёмное.")
        )
        ask_again(ctx, case, ADDRESS)
    proof = next((item for item in papers if item.document in ("EMPLOYMENT_CERT", "RU_INCOME")), None)
    if proof is not None:
        state_application(ctx, life.case_id, {FactKind.EMPLOYER: life.say("Zakłady Widzew sp. z o.o.", "ООО «Волна»")})
        state_facts(ctx, case, proof, {FactKind.EMPLOYER: life.say("Widzew Serwis SA", "ООО «Волна-Сервис»")})


def _scan(words: str) -> bytes:
    """One page with some words in a plain hand."""
    from PIL import Image, ImageDraw, ImageFont

    from advisor.papers.typeface import FACES, FONTS

    page = Image.new("L", SIZE, 250)
    font = ImageFont.truetype(FONTS / FACES[0], 22)
    pen = ImageDraw.Draw(page)
    lines = "\n".join(fill(line, 44) for line in words.splitlines())
    pen.multiline_text((60, 70), lines, fill=30, font=font, spacing=10)
    for line in range(12):
        pen.line((60, 260 + 42 * line, 540 - 37 * (line % 3), 260 + 42 * line), fill=170, width=2)
    out = BytesIO()
    page.save(out, "PDF")
    return out.getvalue()
