"""What was written about a meeting."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.records.outbox import Letter


def letters_about(session: Session, uid: str) -> int:
    """How many letters about a meeting were written."""
    wanted = Letter.key.startswith(f"invitation:{uid}", autoescape=True)
    return session.scalar(select(func.count()).select_from(Letter).where(wanted)) or 0
