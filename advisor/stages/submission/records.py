"""What the submission room keeps: who signs what. The submissions themselves lie in the ledger."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.process import StageKey
from advisor.records.base import PERSONAL, Row
from advisor.records.case import Case, EventKind, events_of
from advisor.records.engagement import ENGAGEMENT, mandate_last
from advisor.records.submission import SubmissionState, submissions_of
from advisor.records.together import CASE, Rows
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ITEMS, files_of, items_of
from advisor.stages.submission.gate import Facts, Filing, Signature


class Signing(Row):
    """A paper that somebody has to sign before it is filed."""

    __tablename__ = "submission_signing"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    paper: Mapped[str] = mapped_column(String(200))
    signer: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    signed_on: Mapped[date | None] = mapped_column(default=None)


SIGNINGS = Rows(Signing, Signing.case_id == CASE, (Signing.id,))


def signings_of(session: Session, case_id: int) -> list[Signing]:
    """The list 'who signs what', in the order it was written."""
    return SIGNINGS.of(session, case_id)


def frozen_hash(hashes: Iterable[str]) -> str:
    """SHA-256 over the hashes of the files of a pack, whatever their order: the pack as it was filed."""
    return sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def pack_hash(session: Session, case_id: int) -> str:
    """The pack as it lies now: the newest file of every accepted line of the checklist; empty when there is none."""
    files = files_of(session, case_id)
    accepted = [item for item in items_of(session, case_id) if item.state is ItemState.ACCEPTED]
    pack = [files[item.id][0].sha256 for item in accepted if files.get(item.id)]
    return frozen_hash(pack) if pack else ""


ROWS: tuple[Rows[Any], ...] = (SIGNINGS, ENGAGEMENT, ITEMS)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at; four statements."""
    returns = (e.at for e in events_of(session, case.id)
               if e.kind is EventKind.RETURNED and e.target is StageKey.SUBMISSION)  # fmt: skip
    returned = max(returns, default=None)
    live = (SubmissionState.PENDING, SubmissionState.APPROVED)
    return Facts(
        tuple(Signature(row.paper, row.signer, row.signed_on is not None) for row in signings_of(session, case.id)),
        tuple(
            Filing(
                institution.name, row.state in live or returned is None or row.recorded_at >= returned,
                bool(row.reference), row.clerk_id is not None or bool(row.clerk_name),
            )
            for row, institution in submissions_of(session, case.id)
        ),
        mandate_last(session, case.id),
    )  # fmt: skip
