"""Files clients and advisors bring: inspected, sealed with the person's key, on the disk before their row commits."""

import logging
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.roles import ActorKind
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.upload import Upload, UploadUse
from advisor.services.context import Context
from advisor.services.inspection import ENDINGS, MOST_BYTES, Inspected, inspect
from advisor.services.store import open_store
from advisor.services.virus import must_be_clean

log = logging.getLogger("advisor.uploads")

MOST_FILES = 1000
"""Files one case may hold; beyond it somebody is filling the disk (A45)."""

__all__ = [
    "MOST_BYTES", "Incoming", "add_upload", "judge", "judged", "read_upload", "remove_upload", "safe_name", "upload_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it arrives: the name its sender gave it, and its bytes or the open file they lie in."""

    name: str
    content: bytes | BinaryIO
    issued_on: date | None = None
    seen: Inspected | None = None  # judged before the transaction began


def judged(session: Session, incoming: Incoming, by: ActorKind = ActorKind.STAFF) -> Incoming:
    """The file with what it is, found out before a transaction begins: scanning may be slow. Raises Invalid."""
    return replace(incoming, seen=judge(session, incoming.content, by))


def add_upload(ctx: Context, case: Case, party_id: int, incoming: Incoming) -> Upload:
    """Keep a file of a person in a case. The same bytes again in the same case are the same upload.

    Raises Invalid('file', ...) for what is not accepted (written into the log), StoreFull when the disk is.
    """
    seen = incoming.seen or judge(ctx.session, incoming.content, ctx.actor.kind)
    count = select(func.count()).select_from(Upload).where(Upload.case_id == case.id)
    if (ctx.session.scalar(count) or 0) >= MOST_FILES:
        raise Invalid("file", "too_many_files")
    seen.source.seek(0)
    store = open_store(ctx.session)
    stored = store.put(ctx.session.get_one(Party, party_id).uid, seen.source)
    same = select(Upload).where(
        Upload.case_id == case.id, Upload.party_id == party_id, Upload.sha256 == stored.sha256,
        Upload.removed_at.is_(None),
    )  # fmt: skip
    known = ctx.session.scalar(same.limit(1))
    if known is not None:
        store.delete(stored.uid)
        return known
    client = ctx.actor.kind is ActorKind.CLIENT
    row = Upload(
        case_id=case.id, party_id=party_id, file_uid=stored.uid, file_name=safe_name(incoming.name, seen.mime),
        mime=seen.mime, size=stored.size, sha256=stored.sha256, issued_on=incoming.issued_on, by_client=client,
        uploaded_by=None if client else ctx.actor.id, uploaded_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("upload.added", "upload", row.id, case_id=case.id, party_id=party_id, mime=row.mime, size=row.size)
    return row


def judge(session: Session, content: bytes | BinaryIO, by: ActorKind) -> Inspected:
    """What the file is, scanned and made harmless; a refusal is logged with its kind and size, never its name."""
    source = BytesIO(content) if isinstance(content, bytes) else content
    try:
        must_be_clean(session, source)
        return inspect(source)
    except Invalid as problem:
        size = source.seek(0, os.SEEK_END)
        log.warning("upload refused", extra={"why": problem.code, "size": size, "by": str(by)})
        raise


def upload_of(session: Session, case_id: int, upload_id: int) -> Upload:
    """An upload of this case (or of another one, used here, too) that was not removed; NotFound otherwise."""
    row = session.get(Upload, upload_id)
    if row is None or row.removed_at is not None or not (row.case_id == case_id or _used(session, row, case_id)):
        raise NotFound
    return row


def _used(session: Session, row: Upload, case_id: int) -> bool:
    use = select(UploadUse.id).where(UploadUse.upload_id == row.id, UploadUse.case_id == case_id)
    return session.scalar(use) is not None


def read_upload(session: Session, row: Upload) -> Iterator[bytes]:
    """The plain bytes of an upload in chunks."""
    return open_store(session).open(row.file_uid, session.get_one(Party, row.party_id).uid)


def remove_upload(ctx: Context, case: Case, upload_id: int, reason: str) -> Upload:
    """Take a file out of the case with a reason; row and sealed bytes stay until the person is erased."""
    row = upload_of(ctx.session, case.id, upload_id)
    if not reason.strip():
        raise Invalid("reason", "reason_missing")
    row.removed_at = ctx.now
    ctx.record("upload.removed", "upload", row.id, case_id=case.id, party_id=row.party_id, reason=reason.strip())
    return row


def safe_name(name: str, mime: str) -> str:
    """The sender's name without folders, control or direction marks, with the ending its content deserves."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    stem = kept.rsplit(".", 1)[0] if "." in kept else kept
    return (stem.strip(" .")[:120] or "file") + ENDINGS[mime]
