"""What can be done with one paper: request, receive, accept, reject, waive; a rejected one asks again by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from advisor.domain import checklists
from advisor.domain.errors import Forbidden, Invalid, NotFound, ReasonMissing
from advisor.domain.roles import ActorKind
from advisor.records.case import Case
from advisor.records.upload import Upload
from advisor.services import followups
from advisor.services.context import Context
from advisor.services.rows import active, past_day
from advisor.services.rows import words as text_of
from advisor.services.uploads import Incoming, add_upload
from advisor.stages.documents.asking.actions import keep_reminding, watch_expiry
from advisor.stages.documents.consistency.actions import end_facts, state_facts
from advisor.stages.documents.consistency.gate import FactKind
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, state_on
from advisor.stages.documents.desk.records import (
    ChecklistFile,
    ChecklistItem,
    ages,
    country_of,
    files_of_line,
    items_of,
)
from advisor.stages.documents.desk.stage import OTHER, REJECT_REASONS
from advisor.stages.documents.originals.actions import take_original
from advisor.stages.documents.vault.actions import redate, share

CLIENT_SENT = "client.sent"
"""Plan of the task that a client's papers wait; it is over when the pile is."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The days printed on a paper: when it was issued, and until when it says it is valid."""

    issued_on: date | None = None
    expires_on: date | None = None


def request_items(ctx: Context, case: Case) -> list[ChecklistItem]:
    """Mark every missing paper of a case as requested (the checklist goes out); give those that are outstanding.

    Each line counts how often it was asked for; after three times it is the advisor's turn to call.
    """
    asked = [item for item in items_of(ctx.session, case.id) if item.state in OUTSTANDING]
    for item in asked:
        if item.state is ItemState.NEEDED:
            item.state = ItemState.REQUESTED
        item.requested_at = item.requested_at or ctx.now
        item.reminded += 1
    if asked:
        ctx.record("documents.items_requested", "case", case.id, case_id=case.id, count=len(asked))
    keep_reminding(ctx, case)
    return asked


def receive_file(ctx: Context, case_id: int, item_id: int, incoming: Incoming) -> Upload:
    """Staff put a file on a line. Invalid('file', ...) for what is not accepted."""
    case = active(ctx, case_id)
    return attach(ctx, case, item_of(ctx, case, item_id), incoming)


def receive_from_client(ctx: Context, case: Case, item_id: int, incoming: Incoming, note: str = "") -> Upload:
    """The client sends a file for a line through the client page; `note` is the client's own explanation.

    The portal has opened the link and read the case; only the person of the case may come here.
    """
    if ctx.actor.kind is not ActorKind.CLIENT:
        raise Forbidden("role")
    item = item_of(ctx, case, item_id)
    if state_on(item.state, item.valid_until_on, ctx.today) not in {*OUTSTANDING, ItemState.RECEIVED}:
        raise NotFound
    item.client_note = text_of("note", note, needed=False)
    return attach(ctx, case, item, incoming)


def attach(ctx: Context, case: Case, item: ChecklistItem, incoming: Incoming) -> Upload:
    """Keep the file and hang it on the line; the line is received then. The same file again changes nothing."""
    upload = add_upload(ctx, case, item.party_id, incoming)
    if ctx.session.query(ChecklistFile).filter_by(item_id=item.id, upload_id=upload.id).first() is None:
        ctx.session.add(ChecklistFile(item_id=item.id, upload_id=upload.id))
        _received(ctx, case, item, Dates(incoming.issued_on, None))
    return upload


def receive_on_paper(ctx: Context, case_id: int, item_id: int, shelf: str, dates: Dates) -> ChecklistItem:
    """The original lies with us: `shelf` says where it stands (FI-13)."""
    case = active(ctx, case_id)
    item = item_of(ctx, case, item_id)
    item.shelf = text_of("shelf", shelf, 120)
    take_original(ctx, case, item)
    _received(ctx, case, item, dates)
    return item


def accept_item(
    ctx: Context, case_id: int, item_id: int, dates: Dates | None = None, says: Mapping[FactKind, str] | None = None
) -> ChecklistItem:
    """The paper is good (or our form is prepared). Invalid when nothing was received, or its issue day is missing.

    The issue day is asked for where the catalogue limits the paper's age; a future one is refused. What it `says` is
    noted first, because both go to the person's other cases that wait for this paper. Accepted once more, its days are
    put right: in the other open cases that hold it, too.
    """
    case = active(ctx, case_id)
    item = item_of(ctx, case, item_id)
    if item.state not in (ItemState.RECEIVED, ItemState.ACCEPTED) and not item.form:
        raise Invalid("state", "not_received")
    _date(ctx, case, item, dates or Dates(item.issued_on, item.expires_on))
    if ages(item) and item.issued_on is None:
        raise Invalid("issued_on", "missing")
    if item.state is ItemState.ACCEPTED:
        for other in redate(ctx, item):
            watch_expiry(ctx, other)
    item.state, item.reason_code, item.reason = ItemState.ACCEPTED, "", ""
    if says:
        state_facts(ctx, case, item, says)
    _judged(ctx, item, "documents.item_accepted")
    for other in share(ctx, item):  # nobody is asked elsewhere for what we hold now
        keep_reminding(ctx, other)
    return item


def reject_item(ctx: Context, case_id: int, item_id: int, code: str, words: str = "") -> ChecklistItem:
    """The paper is no good: a reason from the list, in words where it says "other". It is asked for again by itself."""
    item = item_of(ctx, active(ctx, case_id), item_id)
    if code not in REJECT_REASONS:
        raise Invalid("reason_code", "unknown")
    if code == OTHER and not words.strip():
        raise ReasonMissing
    if item.state not in (ItemState.RECEIVED, ItemState.ACCEPTED):
        raise Invalid("state", "not_received")
    item.reason = text_of("reason", words, needed=False)
    item.state, item.reason_code = ItemState.REJECTED, code
    item.shelf, item.requested_at, item.reminded = "", None, 0  # nobody was told yet: asking.ask_again does
    end_facts(ctx, item)
    item.issued_on = item.expires_on = item.valid_until_on = item.stale_for_on = None
    _judged(ctx, item, "documents.item_rejected", item.reason)
    return item


def waive_item(ctx: Context, case_id: int, item_id: int, reason: str) -> ChecklistItem:
    """The paper is not needed after all, because ..."""
    item = item_of(ctx, active(ctx, case_id), item_id)
    if not reason.strip():
        raise ReasonMissing
    item.state, item.reason_code, item.reason = ItemState.WAIVED, "", text_of("reason", reason)
    _judged(ctx, item, "documents.item_waived", item.reason)
    return item


def reopen_item(ctx: Context, case_id: int, item_id: int) -> ChecklistItem:
    """Ask for the paper again; its files stay as versions."""
    item = item_of(ctx, active(ctx, case_id), item_id)
    item.state, item.reason_code, item.reason, item.shelf = ItemState.NEEDED, "", "", ""
    item.issued_on = item.expires_on = item.valid_until_on = item.stale_for_on = None
    item.requested_at, item.reminded, item.held_from_id = None, 0, None
    end_facts(ctx, item)
    _judged(ctx, item, "documents.item_reopened")
    return item


def sort_file(ctx: Context, case_id: int, item_id: int, upload_id: int, to_id: int) -> ChecklistItem:
    """What came for one line is another paper of the same person: the file goes to that line and waits there.

    The first line is asked for as before. NotFound for a line of somebody else, a form, or a file that is not here.
    """
    case = active(ctx, case_id)
    item, other = item_of(ctx, case, item_id), item_of(ctx, case, to_id)
    link = ctx.session.query(ChecklistFile).filter_by(item_id=item.id, upload_id=upload_id).first()
    if link is None or item.state is not ItemState.RECEIVED or other.form or other.party_id != item.party_id:
        raise NotFound
    ctx.session.delete(link)
    ctx.session.flush()
    if ctx.session.query(ChecklistFile).filter_by(item_id=other.id, upload_id=upload_id).first() is None:
        ctx.session.add(ChecklistFile(item_id=other.id, upload_id=upload_id))
    if not files_of_line(ctx.session, item.id) and not item.shelf:
        asked = ItemState.REQUESTED if item.requested_at else ItemState.NEEDED
        item.state, item.received_at = ItemState.REJECTED if item.reason_code else asked, None
    ctx.record("documents.file_sorted", "checklist_item", item.id, case_id=case.id, to=other.id)
    _received(ctx, case, other, Dates(ctx.session.get_one(Upload, upload_id).issued_on))
    return other


def accept_all(ctx: Context, case_id: int, item_ids: Iterable[int]) -> int:
    """Accept a pile of received papers at once; give how many. The first that cannot be accepted stops all."""
    return len([accept_item(ctx, case_id, item_id) for item_id in item_ids])


def change_limit(ctx: Context, case_id: int, item_id: int, days: int | None, reason: str) -> ChecklistItem:
    """This institution's or case's own validity of a paper, with a reason; None goes back to the catalogue's."""
    case = active(ctx, case_id)
    item = item_of(ctx, case, item_id)
    if days is not None and not 0 <= days <= 3650:
        raise Invalid("limit_days", "out_of_range")
    if days is not None and not reason.strip():
        raise ReasonMissing("limit_reason")
    item.limit_days, item.limit_reason = days, text_of("limit_reason", reason, 200, needed=False)
    date_item(ctx, case, item)
    ctx.record("documents.limit_changed", "checklist_item", item.id, case_id=case.id, days=days, reason=reason.strip())
    return item


def date_item(ctx: Context, case: Case, item: ChecklistItem) -> None:
    """Compute the last good day of a line from its issue day, its own expiry and its limit."""
    paper = checklists.document(item.document) or checklists.Document("", {"en": ""}, "")
    limit = checklists.last_good_on(paper, item.issued_on, country_of(ctx.session, case), item.limit_days)
    item.valid_until_on = min((day for day in (limit, item.expires_on) if day), default=None)


def item_of(ctx: Context, case: Case, item_id: int) -> ChecklistItem:
    """A running line of this case; NotFound otherwise."""
    item = ctx.session.get(ChecklistItem, item_id)
    if item is None or item.case_id != case.id or item.removed_at is not None:
        raise NotFound
    return item


def _received(ctx: Context, case: Case, item: ChecklistItem, dates: Dates) -> None:
    _date(ctx, case, item, dates)
    end_facts(ctx, item)
    item.state, item.received_at, item.stale_for_on = ItemState.RECEIVED, ctx.now, None
    item.held_from_id = None
    ctx.record("documents.item_received", "checklist_item", item.id, case_id=case.id, document=item.document)
    keep_reminding(ctx, case)


def _date(ctx: Context, case: Case, item: ChecklistItem, dates: Dates) -> None:
    if dates.issued_on is not None:
        past_day(ctx, "issued_on", dates.issued_on)
    item.issued_on, item.expires_on = dates.issued_on, dates.expires_on
    date_item(ctx, case, item)


def _judged(ctx: Context, item: ChecklistItem, verb: str, reason: str = "") -> None:
    item.judged_at, item.judged_by = ctx.now, ctx.actor.id
    ctx.record(verb, "checklist_item", item.id, case_id=item.case_id, document=item.document, reason=reason)
    case = ctx.session.get_one(Case, item.case_id)
    keep_reminding(ctx, case, anew=item.state is ItemState.REJECTED)
    watch_expiry(ctx, case)
    waits = any(other.state is ItemState.RECEIVED for other in items_of(ctx.session, case.id))
    if not waits and followups.cancel(ctx, case, "judged", plan=CLIENT_SENT):
        followups.refresh_next_action(ctx, case)
