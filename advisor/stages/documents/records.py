"""What the documents room keeps."""

from sqlalchemy.orm import Session

from advisor.records.case import Case
from advisor.stages.documents.gate import Facts


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at."""
    return Facts()
