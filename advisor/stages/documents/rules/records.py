"""What the firm changed in the shipped catalogue: papers of its own, and terms for itself or for one institution."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from advisor.domain.checklists import NeededBy
from advisor.records.base import Row, choice
from advisor.stages.documents.desk.gate import WantedAs
from advisor.stages.documents.rules.gate import Asking, Whom


class HousePaper(Row):
    """A kind of paper the firm added. `names` by language; the English one is always there."""

    __tablename__ = "house_paper"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    names: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    issued_by: Mapped[str] = mapped_column(String(120), default="")
    validity_days: Mapped[int | None] = mapped_column(default=None)
    form: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)


class HouseTerm(Row):
    """How the firm (or one institution) asks for a paper, instead of what is shipped. Ended, never deleted."""

    __tablename__ = "house_term"
    __table_args__ = (Index("ix_house_term_product", "product", "client_type"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), default=None, index=True)
    product: Mapped[str] = mapped_column(String(40), default="")  # empty: every product
    client_type: Mapped[str] = mapped_column(String(40), default="")  # empty: every client type
    document: Mapped[str] = mapped_column(String(40))
    asking: Mapped[Asking] = mapped_column(choice(Asking, 12))
    needed_by: Mapped[NeededBy] = mapped_column(choice(NeededBy))
    ordered_by: Mapped[str] = mapped_column(String(24), default="client")
    whom: Mapped[Whom] = mapped_column(choice(Whom, 16))
    wanted_as: Mapped[WantedAs] = mapped_column(choice(WantedAs, 12), default=WantedAs.SCAN)
    limit_days: Mapped[int | None] = mapped_column(default=None)
    copies: Mapped[int] = mapped_column(default=1)
    months: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
