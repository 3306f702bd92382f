"""Uploads: files a client or advisor brings, sealed in the file store."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.records.base import PERSONAL, Row


class Upload(Row):
    """One stored file. The bytes live in the file store under `file_uid`, sealed with the party's key."""

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_case", "case_id"), Index("ix_upload_sha256", "sha256"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    file_uid: Mapped[str] = mapped_column(String(32), unique=True)
    file_name: Mapped[str] = mapped_column(String(255), info=PERSONAL)
    mime: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date | None] = mapped_column(default=None)
    by_client: Mapped[bool] = mapped_column(default=False)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class UploadUse(Row):
    """A file of one case that serves another one, too: a person is asked for a paper once (ZA-13)."""

    __tablename__ = "upload_use"
    __table_args__ = (UniqueConstraint("upload_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
