"""What we hold of people: accepted papers of all their cases, newest first."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.upload import Upload, UploadUse
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState
from advisor.stages.documents.desk.records import ChecklistFile, ChecklistItem

Key = tuple[int, str]


def held(session: Session, keys: Iterable[Key], but_case: int) -> dict[Key, list[ChecklistItem]]:
    """Accepted papers by person and kind from other cases, the one issued last first: one statement."""
    wanted = set(keys)
    if not wanted:
        return {}
    query = select(ChecklistItem).where(
        ChecklistItem.party_id.in_({party for party, _ in wanted}),
        ChecklistItem.document.in_({code for _, code in wanted} - {""}),
        ChecklistItem.state == ItemState.ACCEPTED, ChecklistItem.form.is_(False),
        ChecklistItem.removed_at.is_(None), ChecklistItem.case_id != but_case,
    )  # fmt: skip
    found: dict[Key, list[ChecklistItem]] = {}
    newest_first = query.order_by(
        ChecklistItem.issued_on.desc(), ChecklistItem.judged_at.desc(), ChecklistItem.id.desc()
    )
    for item in session.scalars(newest_first):
        if (item.party_id, item.document) in wanted:
            found.setdefault((item.party_id, item.document), []).append(item)
    return found


def holds_papers(session: Session, party_id: int, but_case: int) -> bool:
    """True when a paper of this person was accepted in another case."""
    query = select(ChecklistItem.id).where(
        ChecklistItem.party_id == party_id, ChecklistItem.case_id != but_case, ChecklistItem.removed_at.is_(None),
        ChecklistItem.state == ItemState.ACCEPTED, ChecklistItem.document != "",
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def waiting_elsewhere(session: Session, item: ChecklistItem) -> list[tuple[ChecklistItem, Case]]:
    """Lines of the person's other active cases that still wait for this very paper."""
    query = (
        select(ChecklistItem, Case)
        .join(Case, Case.id == ChecklistItem.case_id)
        .where(
            ChecklistItem.party_id == item.party_id, ChecklistItem.document == item.document,
            ChecklistItem.case_id != item.case_id, ChecklistItem.removed_at.is_(None),
            ChecklistItem.state.in_(OUTSTANDING - {ItemState.EXPIRED}), Case.status == Status.ACTIVE,
        ).order_by(ChecklistItem.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(query)]


def share_files(session: Session, source: ChecklistItem, item: ChecklistItem) -> None:
    """Let the files of one line serve another line, too, in a case of the same person."""
    query = (
        select(Upload.id)
        .join(ChecklistFile, ChecklistFile.upload_id == Upload.id)
        .where(ChecklistFile.item_id == source.id, Upload.removed_at.is_(None))
    )
    known = set(session.scalars(select(UploadUse.upload_id).where(UploadUse.case_id == item.case_id)))
    hanging = set(session.scalars(select(ChecklistFile.upload_id).where(ChecklistFile.item_id == item.id)))
    for upload_id in session.scalars(query).all():
        if upload_id not in hanging:
            session.add(ChecklistFile(item_id=item.id, upload_id=upload_id))
        if upload_id not in known:
            session.add(UploadUse(upload_id=upload_id, case_id=item.case_id))
    session.flush()
