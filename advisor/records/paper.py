"""Papers: numbered PDFs we issue. Stored once under their SHA-256, never re-rendered."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.words import N_
from advisor.records.base import Row, choice
from advisor.records.together import CASE, Rows


class PaperKind(StrEnum):
    """What the press can print."""

    CHECKLIST = "checklist"
    OFFER = "offer"
    STATEMENT = "statement"
    ALTERNATIVES = "alternatives"
    CONTRACT = "contract"
    MANDATE = "mandate"
    SIGNED = "signed"  # the copy with the signature block, made once the client has signed on the client page
    RECEIPT = "receipt"
    PACK = "pack"
    DATA_SHEET = "data_sheet"
    BUSINESS_PLAN = "business_plan"
    HISTORY = "history"


PAPER_KIND_TITLES: dict[PaperKind, str] = {
    PaperKind.CHECKLIST: N_("Document checklist"),
    PaperKind.OFFER: N_("Offer"),
    PaperKind.STATEMENT: N_("Split statement"),
    PaperKind.ALTERNATIVES: N_("Lawful alternatives"),
    PaperKind.CONTRACT: N_("Advisory contract"),
    PaperKind.MANDATE: N_("Power of attorney"),
    PaperKind.SIGNED: N_("Signed copy"),
    PaperKind.RECEIPT: N_("Receipt for originals"),
    PaperKind.PACK: N_("List of accompanying documents"),
    PaperKind.DATA_SHEET: N_("Application data sheet"),
    PaperKind.BUSINESS_PLAN: N_("Business plan"),
    PaperKind.HISTORY: N_("Case history"),
}
INNER = frozenset({PaperKind.HISTORY})
"""Papers of the firm alone: never on the client page, in no copy of a person's data, in no letter."""


class Paper(Row):
    """One issued paper: `number` like O-2026-000017, the data it was printed from, and its stored bytes."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_case", "case_id", "kind"), UniqueConstraint("number"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    number: Mapped[str] = mapped_column(String(24))
    version_no: Mapped[int] = mapped_column(default=1)  # 1, 2, ... per case and kind
    language: Mapped[str] = mapped_column(String(8))
    file_uid: Mapped[str] = mapped_column(String(32), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    issued_at: Mapped[datetime]
    valid_until_on: Mapped[date | None] = mapped_column(default=None)  # last day of an offer; None: no end
    opened_at: Mapped[datetime | None] = mapped_column(default=None)  # first opening by the client


PAPERS = Rows(Paper, Paper.case_id == CASE, (Paper.id.desc(),))


def papers_of(session: Session, case_id: int) -> list[Paper]:
    """Papers of a case, newest first."""
    return PAPERS.of(session, case_id)


def newest_paper(session: Session, case_id: int, kind: PaperKind) -> Paper | None:
    """The last issued paper of a kind."""
    return next((paper for paper in papers_of(session, case_id) if paper.kind is kind), None)
