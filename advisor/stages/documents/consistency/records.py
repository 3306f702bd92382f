"""What papers and the application say about a person, sealed; and how a difference was explained."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from advisor.records.base import Row, choice, new_uid
from advisor.records.sealed import Sealed
from advisor.stages.documents.consistency.gate import FactKind


class StatedFact(Row):
    """One fact as one source states it; without a line of the list it is the application that says so."""

    __tablename__ = "stated_fact"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_item.id"), default=None, index=True)
    kind: Mapped[FactKind] = mapped_column(choice(FactKind, 16))
    value: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    explanation: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    explained_mark: Mapped[str] = mapped_column(String(64), default="")  # of the two values that were explained
    stated_at: Mapped[datetime]
    stated_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
