"""The client sends a paper: all its pages in order, whole or not at all; the advisor gets one task for the pile."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from advisor.casework.client_page.tasks import give_task
from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.process import Status
from advisor.records.case import Case, FormKey
from advisor.records.party import Party
from advisor.records.staff import Staff
from advisor.services.context import Context
from advisor.services.language import translations
from advisor.services.rows import words
from advisor.services.uploads import Incoming
from advisor.stages.documents.asking.actions import ask_again
from advisor.stages.documents.bundles.actions import bind, gather
from advisor.stages.documents.bundles.gate import BundleState
from advisor.stages.documents.bundles.records import PhotoBundle
from advisor.stages.documents.desk.actions import CLIENT_SENT, item_of, receive_from_client
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, state_on
from advisor.stages.documents.desk.records import ChecklistItem

MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Brought:
    """What a client sends for one line of the list: its pages in order, and the client's own words."""

    item_id: int
    pages: Sequence[Incoming]
    note: str = ""
    key: str = ""  # drawn when the page was shown: sent twice, it is one sending


def send_paper(ctx: Context, case: Case, client: Party, brought: Brought, base_url: str) -> ChecklistItem:
    """Keep the pages of one paper. Sent again (double click, broken line) the same bytes are kept once.

    A letter that asks for it and has not left yet is written anew without it, or taken back. Invalid('file', ...) for
    what is not accepted: then nothing of it is kept.
    """
    if case.status is Status.CLOSED:
        raise WrongStatus(case.status)
    item = item_of(ctx, case, brought.item_id)
    if client.id not in (case.client_id, item.party_id) or item.form:
        raise NotFound
    if not brought.pages:
        raise Invalid("file", "missing")
    if len(brought.pages) > MOST_PAGES:
        raise Invalid("file", "too_many_pages")
    if not _first_time(ctx, brought.key):
        return item
    if _photos(brought.pages):
        _bundle(ctx, case, item, brought)
    else:
        for page in brought.pages:
            receive_from_client(ctx, case, item.id, page, brought.note)
        if item.state is not ItemState.RECEIVED:
            raise Invalid("file", "same_file")
    ctx.session.flush()
    ask_again(ctx, case, base_url)
    give_task(ctx, case, CLIENT_SENT, _task(ctx, case))
    return item


def _photos(pages: Sequence[Incoming]) -> bool:
    """True for several pictures: they become one document."""
    return len(pages) > 1 and all(page.seen is not None and page.seen.mime.startswith("image/") for page in pages)


def _bundle(ctx: Context, case: Case, item: ChecklistItem, brought: Brought) -> None:
    """The worker binds the photos; the line is received when it has."""
    if state_on(item.state, item.valid_until_on, ctx.today) not in {*OUTSTANDING, ItemState.RECEIVED}:
        raise NotFound
    item.client_note = words("note", brought.note, needed=False)
    gather(ctx, case, item, brought.pages)
    bind(ctx, case, item.id)


def _first_time(ctx: Context, key: str) -> bool:
    if not 16 <= len(key) <= 64:
        return True
    if ctx.session.get(FormKey, key) is not None:
        return False
    ctx.session.add(FormKey(key=key, digest=key, at=ctx.now))
    return True


def _task(ctx: Context, case: Case) -> str:
    """How many papers wait for the advisor, in the advisor's language."""
    owner = ctx.session.get(Staff, case.owner_id) if case.owner_id else None
    bound = select(PhotoBundle.item_id).where(
        PhotoBundle.case_id == case.id, PhotoBundle.state.in_((BundleState.WAITING, BundleState.BUSY))
    )
    waiting = select(func.count()).where(
        ChecklistItem.case_id == case.id, ChecklistItem.removed_at.is_(None),
        or_(ChecklistItem.state == ItemState.RECEIVED, ChecklistItem.id.in_(bound)),
    )  # fmt: skip
    count = ctx.session.scalar(waiting) or 0
    text = translations(owner.language if owner else "en").ngettext(
        "The client sent %(num)s paper: check it", "The client sent %(num)s papers: check them", count
    )
    return text % {"num": count}
