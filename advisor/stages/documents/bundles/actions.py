"""Photos of one paper: take pages, say that they are all, bind them (the worker does), or let them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.roles import SYSTEM, Actor, ActorKind
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.staff import Staff
from advisor.services.context import Context
from advisor.services.inspection import Inspected
from advisor.services.rows import active
from advisor.services.store import open_store
from advisor.services.uploads import Incoming, judge
from advisor.stages.documents.bundles.gate import MOST_PHOTOS, RUNNING, BundleState
from advisor.stages.documents.bundles.records import PhotoBundle, PhotoPage, next_to_bind, pages_of
from advisor.stages.documents.desk.actions import attach, item_of
from advisor.stages.documents.desk.records import ChecklistItem

LEASE = timedelta(minutes=2)
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Work:
    """A bundle in a worker's hands: what to read, in which order."""

    id: int
    party_uid: str
    file_uids: tuple[str, ...]


def gather(ctx: Context, case: Case, item: ChecklistItem, photos: Sequence[Incoming]) -> PhotoBundle:
    """Take photos of a paper, in their order, behind those taken before. Invalid for anything but a picture."""
    bundle = _open_bundle(ctx, case, item)
    if bundle.total + len(photos) > MOST_PHOTOS:
        raise Invalid("file", "too_many_pages")
    party, store = ctx.session.get_one(Party, item.party_id), open_store(ctx.session)
    for photo in photos:
        seen = photo.seen or judge(ctx.session, photo.content, ctx.actor.kind)
        if not seen.mime.startswith("image/"):
            raise Invalid("file", "not_a_picture")
        seen.source.seek(0)
        stored = store.put(party.uid, seen.source)
        bundle.total += 1
        ctx.session.add(PhotoPage(bundle_id=bundle.id, party_id=party.id, position=bundle.total,
                                  file_uid=stored.uid, sha256=stored.sha256, size=stored.size))  # fmt: skip
    ctx.session.flush()
    ctx.record("documents.photos_brought", "checklist_item", item.id, case_id=case.id, count=len(photos))
    return bundle


def add_photos(ctx: Context, case_id: int, item_id: int, photos: Sequence[Incoming]) -> PhotoBundle:
    """Staff bring photos of a paper."""
    case = active(ctx, case_id)
    return gather(ctx, case, item_of(ctx, case, item_id), photos)


def bind(ctx: Context, case: Case, item_id: int) -> PhotoBundle:
    """These are all pages: the worker makes one document of them. NotFound without pages."""
    bundle = running(ctx.session, case.id, item_id)
    if bundle is None or not bundle.total or bundle.state is not BundleState.GATHERING:
        raise NotFound
    bundle.state = BundleState.WAITING
    return bundle


def let_go(ctx: Context, case: Case, item_id: int) -> None:
    """Forget the photos taken so far."""
    bundle = running(ctx.session, case.id, item_id)
    if bundle is None or bundle.state is not BundleState.GATHERING:
        raise NotFound
    _forget_pages(ctx, bundle)
    bundle.state, bundle.failed = BundleState.DONE, "let_go"


def forget_old(ctx: Context, before: datetime) -> int:
    """Forget photos nobody came back to; give how many bundles."""
    query = select(PhotoBundle).where(PhotoBundle.state == BundleState.GATHERING, PhotoBundle.created_at < before)
    rows = ctx.session.scalars(query.limit(100)).all()
    for bundle in rows:
        _forget_pages(ctx, bundle)
        bundle.state, bundle.failed = BundleState.DONE, "forgotten"
    return len(rows)


def running(session: Session, case_id: int, item_id: int) -> PhotoBundle | None:
    """The bundle of a line that is not over."""
    query = select(PhotoBundle).where(
        PhotoBundle.case_id == case_id, PhotoBundle.item_id == item_id, PhotoBundle.state.in_(RUNNING)
    )  # fmt: skip
    return session.scalar(query.order_by(PhotoBundle.id.desc()).limit(1))


def claim(session: Session, now: datetime) -> Work | None:
    """Take a bundle for this worker; one that killed three workers is given up."""
    bundle = next_to_bind(session, now)
    while bundle is not None and bundle.tries >= MOST_TRIES:
        bundle.state, bundle.failed = BundleState.FAILED, "file_damaged"
        session.flush()
        bundle = next_to_bind(session, now)
    if bundle is None:
        return None
    bundle.state, bundle.leased_until, bundle.done = BundleState.BUSY, now + LEASE, 0
    bundle.tries += 1
    uids = tuple(page.file_uid for page in pages_of(session, bundle.id))
    return Work(bundle.id, session.get_one(Party, bundle.party_id).uid, uids)


def tell(session: Session, bundle_id: int, done: int, now: datetime) -> None:
    """How far the worker is; its lease goes on."""
    bundle = session.get_one(PhotoBundle, bundle_id)
    bundle.done, bundle.leased_until = done, now + LEASE


def give_up(session: Session, bundle_id: int, why: str) -> None:
    """The photos cannot be bound."""
    bundle = session.get_one(PhotoBundle, bundle_id)
    bundle.state, bundle.failed = BundleState.FAILED, why


def bound(ctx: Context, bundle_id: int, content: bytes) -> None:
    """Receive the bound document on its line; the photos go. Nothing happens when another worker was faster."""
    bundle = ctx.session.get_one(PhotoBundle, bundle_id, with_for_update=True)
    if bundle.state is not BundleState.BUSY:
        return
    case, item = ctx.session.get_one(Case, bundle.case_id), ctx.session.get_one(ChecklistItem, bundle.item_id)
    seen = Inspected("application/pdf", BytesIO(content))
    name = item.name(ctx.session.get_one(Party, item.party_id).language)
    upload = attach(ctx, case, item, Incoming(f"{name}.pdf", content, None, seen))
    bundle.state, bundle.done, bundle.upload_id = BundleState.DONE, bundle.total, upload.id
    _forget_pages(ctx, bundle)
    ctx.record("documents.photos_bound", "checklist_item", item.id, case_id=case.id, pages=bundle.total)


def bringer(session: Session, bundle_id: int) -> Actor:
    """In whose name the document is received: who brought the photos."""
    bundle = session.get_one(PhotoBundle, bundle_id)
    if bundle.by_client:
        return Actor(ActorKind.CLIENT, f"client:{bundle.party_id}", None)
    staff = session.get(Staff, bundle.brought_by) if bundle.brought_by else None
    return staff.actor() if staff else SYSTEM


def _open_bundle(ctx: Context, case: Case, item: ChecklistItem) -> PhotoBundle:
    bundle = running(ctx.session, case.id, item.id)
    if bundle is not None and bundle.state is not BundleState.GATHERING:
        raise Invalid("file", "still_binding")
    if bundle is None:
        client = ctx.actor.kind is ActorKind.CLIENT
        bundle = PhotoBundle(
            case_id=case.id, item_id=item.id, party_id=item.party_id, total=0, by_client=client,
            brought_by=None if client else ctx.actor.id, created_at=ctx.now,
        )  # fmt: skip
        ctx.session.add(bundle)
        ctx.session.flush()
    return bundle


def _forget_pages(ctx: Context, bundle: PhotoBundle) -> None:
    store = open_store(ctx.session)
    for page in pages_of(ctx.session, bundle.id):
        store.delete(page.file_uid)
        ctx.session.delete(page)
