"""The words of the forms we prepare, sealed for the client of the case."""

import json
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import Row, new_uid
from advisor.records.reading import once_a_view
from advisor.records.sealed import Sealed
from advisor.services.notes import read_text


class PreparedForm(Row):
    """One form of a case: `words` is a sealed JSON object of section key and text."""

    __tablename__ = "prepared_form"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


PLAN = "business_plan"


@once_a_view
def form_of(session: Session, case_id: int, kind: str = PLAN) -> PreparedForm | None:
    """A form of a case, if anybody began it."""
    return session.scalar(select(PreparedForm).where(PreparedForm.case_id == case_id, PreparedForm.kind == kind))


def words_of(session: Session, row: PreparedForm | None, party_uid: str) -> dict[str, str]:
    """The texts of a form by section."""
    if row is None or row.words is None:
        return {}
    text = read_text(session, party_uid, ("prepared_form", row.uid, "words"), row.words)
    try:
        read = json.loads(text)
    except ValueError:  # the person was erased
        return {}
    return {str(key): str(value) for key, value in read.items()}
