"""Photos on their way to become one document: sealed pages in order, and how far the worker is."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import BOOKKEEPING, Row, choice
from advisor.stages.documents.bundles.gate import RUNNING, BundleState


class PhotoBundle(Row):
    """Photos of one paper. `done` of `total` pages are bound; `leased_until` frees it when a worker died."""

    __tablename__ = "photo_bundle"
    __table_args__ = (
        Index("ix_photo_bundle_state", "state", "leased_until"),
        Index("ix_photo_bundle_case", "case_id", "item_id"),
        {"info": BOOKKEEPING},
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    state: Mapped[BundleState] = mapped_column(choice(BundleState, 12), default=BundleState.GATHERING)
    by_client: Mapped[bool] = mapped_column(default=False)
    brought_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    created_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"), default=None, index=True)
    failed: Mapped[str] = mapped_column(String(40), default="")


class PhotoPage(Row):
    """One photo of a bundle, sealed in the file store until it is bound."""

    __tablename__ = "photo_page"
    __table_args__ = ({"info": BOOKKEEPING},)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    bundle_id: Mapped[int] = mapped_column(ForeignKey("photo_bundle.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    position: Mapped[int]
    file_uid: Mapped[str] = mapped_column(String(32), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]


def bundles_of(session: Session, case_id: int) -> dict[int, PhotoBundle]:
    """The newest bundle of every line of a case that is not over, or failed."""
    query = select(PhotoBundle).where(PhotoBundle.case_id == case_id).order_by(PhotoBundle.id)
    newest = {row.item_id: row for row in session.scalars(query)}
    return {item_id: row for item_id, row in newest.items() if row.state in RUNNING or row.state is BundleState.FAILED}


def pages_of(session: Session, bundle_id: int) -> list[PhotoPage]:
    """The photos of a bundle in their order."""
    query = select(PhotoPage).where(PhotoPage.bundle_id == bundle_id).order_by(PhotoPage.position, PhotoPage.id)
    return list(session.scalars(query))


def next_to_bind(session: Session, now: datetime) -> PhotoBundle | None:
    """A bundle that waits, or whose worker died; PostgreSQL skips rows others hold."""
    free = or_(
        PhotoBundle.state == BundleState.WAITING,
        and_(PhotoBundle.state == BundleState.BUSY, PhotoBundle.leased_until < now),
    )
    query = select(PhotoBundle).where(free).order_by(PhotoBundle.id).limit(1)
    return session.scalar(query.with_for_update(skip_locked=True))
