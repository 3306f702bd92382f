"""Take an original, give it back, and draft what is signed for it: the receipt and the list that goes with a pack."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.papers.handover import OriginalLine, PackLine, PackPaper, ReceiptPaper
from advisor.papers.issue import Draft, heading
from advisor.records.case import Case
from advisor.records.institution import Institution
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.papers import Pressed, keep_paper
from advisor.services.rows import active, words
from advisor.stages.documents.consistency.records import lines_of_same_paper
from advisor.stages.documents.desk.gate import ItemState, state_on
from advisor.stages.documents.desk.records import ChecklistItem, ChecklistPlan, items_of
from advisor.stages.documents.originals.gate import with_us
from advisor.stages.documents.originals.records import OriginalPaper, originals_of
from advisor.stages.documents.originals.stage import PLACES


def take_original(ctx: Context, case: Case, item: ChecklistItem) -> OriginalPaper:
    """Note that the original of a line lies with us, at the shelf the line names.

    Invalid('shelf', 'original_here') while the former one was not given back: a receipt names each original once.
    """
    before = select(OriginalPaper.returned_at).where(OriginalPaper.item_id == item.id)
    if with_us(ctx.session.scalars(before)):
        raise Invalid("shelf", "original_here")
    row = OriginalPaper(
        case_id=case.id, item_id=item.id, shelf=item.shelf, copies=item.copies, taken_at=ctx.now, taken_by=ctx.actor.id
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("documents.original_taken", "original_paper", row.id, case_id=case.id, item=item.id)
    return row


def return_original(ctx: Context, case_id: int, original_id: int, returned_to: str) -> OriginalPaper:
    """Give an original back to somebody. NotFound, Invalid.

    Its line keeps its days; the shelf is empty then, in other cases that hold this paper, too.
    """
    case = active(ctx, case_id)
    row = ctx.session.get(OriginalPaper, original_id)
    if row is None or row.case_id != case.id or row.returned_at is not None:
        raise NotFound
    row.returned_to = words("returned_to", returned_to, 200)
    row.returned_at, row.returned_by = ctx.now, ctx.actor.id
    item = ctx.session.get_one(ChecklistItem, row.item_id)
    for line in (item, *(line for line, _case in lines_of_same_paper(ctx.session, item))):
        line.shelf = ""
    ctx.record("documents.original_returned", "original_paper", row.id, case_id=case.id, item=row.item_id)
    return row


def draft_receipt(session: Session, case: Case, today: date) -> Draft:
    """The receipt as it would be printed today. Invalid('paper', 'no_originals') when none was ever taken."""
    rows = originals_of(session, case.id)
    if not rows:
        raise Invalid("paper", "no_originals")
    client = session.get_one(Party, case.client_id)
    items = {item.id: item for item in session.scalars(select(ChecklistItem).where(ChecklistItem.case_id == case.id))}
    names = _names(session, case, {item.party_id for item in items.values()})
    paper = ReceiptPaper(
        heading=heading(session, case), language=client.language, issued_on=today,
        originals=tuple(
            OriginalLine(
                name=items[row.item_id].name(client.language), for_whom=names.get(items[row.item_id].party_id, ""),
                copies=row.copies, taken_on=row.taken_at.date(), shelf=row.shelf,
                returned_on=row.returned_at.date() if row.returned_at else None, returned_to=row.returned_to,
            )
            for row in rows
        ),
    )  # fmt: skip
    return Draft(PaperKind.RECEIPT, paper, {"originals": len(rows)})


def draft_pack(session: Session, case: Case, today: date) -> Draft:
    """The list that goes with the pack: everything accepted and good. Invalid('paper', 'nothing_good') without any."""
    items = [item for item in items_of(session, case.id) if _goes_along(item, today)]
    if not items:
        raise Invalid("paper", "nothing_good")
    client = session.get_one(Party, case.client_id)
    lang, names = client.language, _names(session, case, {item.party_id for item in items})
    bank = select(Institution.name).join(ChecklistPlan, ChecklistPlan.institution_id == Institution.id)
    paper = PackPaper(
        heading=heading(session, case), language=lang, issued_on=today,
        institution=session.scalar(bank.where(ChecklistPlan.case_id == case.id)) or "",
        lines=tuple(
            PackLine(
                name=item.name(lang), for_whom=names.get(item.party_id, ""), copies=item.copies,
                issued_on=item.issued_on, valid_until_on=item.valid_until_on,
                place=say(lang, PLACES["form" if item.form else "original" if item.shelf else "file"]),
            )
            for item in items
        ),
    )  # fmt: skip
    return Draft(PaperKind.PACK, paper, {"items": len(items)})


def _goes_along(item: ChecklistItem, today: date) -> bool:
    return state_on(item.state, item.valid_until_on, today) is ItemState.ACCEPTED


def issue_receipt(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed receipt. StaleVersion when an original came or went since it went to the press."""
    case = active(ctx, case_id)
    if draft_receipt(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def issue_pack(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed list of accompanying documents. StaleVersion when the pack changed since."""
    case = active(ctx, case_id)
    if draft_pack(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def _names(session: Session, case: Case, party_ids: set[int]) -> dict[int, str]:
    """Names of the people other than the client, whose name stands on top anyway."""
    query = select(Party.id, Party.name).where(Party.id.in_(party_ids - {case.client_id}))
    return {row.id: row.name for row in session.execute(query)}
