"""The debt a ruling belongs to, and the rulings of a case by name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.records.upload import Upload
from advisor.stages.contact.prequalification.records import DebtLine


def names_of_rulings(session: Session, case_id: int) -> dict[int, str]:
    """File names of the rulings kept beside the debts of a case, by upload id; one statement."""
    query = select(Upload.id, Upload.file_name).join(DebtLine, DebtLine.ruling_id == Upload.id)
    return {row.id: row.file_name for row in session.execute(query.where(DebtLine.case_id == case_id))}
