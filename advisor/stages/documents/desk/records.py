"""What the document desk keeps: the lines of the checklist, and the files and originals behind them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, and_, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain import checklists
from advisor.records.base import PERSONAL, Row, choice
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.together import CASE, Rows
from advisor.records.upload import Upload
from advisor.stages.documents.desk.gate import ItemFact, ItemState, WantedAs, state_on


class ChecklistItem(Row):
    """One paper (or piece of information) asked for in a case. `document` is the catalogue's code, empty for our own.

    `issued_on` with the catalogue's (or this line's) days gives the last good day; `expires_on` is printed on the
    paper itself. `shelf` says where it stands on paper (FI-13). A paper used again keeps the line that took it in
    (`held_from_id`) and the moment it came (`received_at`): both together tell it from any later one.
    """

    __tablename__ = "checklist_item"
    __table_args__ = (
        Index("ix_checklist_item_case", "case_id", "position"),
        Index("ix_checklist_item_party", "party_id", "document"),  # what a person has brought already
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    needed_by: Mapped[checklists.NeededBy] = mapped_column(choice(checklists.NeededBy))
    document: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    form: Mapped[bool] = mapped_column(default=False)
    mandatory: Mapped[bool] = mapped_column(default=True)
    ordered_by: Mapped[str] = mapped_column(String(24), default="client")
    copies: Mapped[int] = mapped_column(default=1)
    limit_days: Mapped[int | None] = mapped_column(default=None)  # this institution's or case's own validity
    limit_reason: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[ItemState] = mapped_column(choice(ItemState), default=ItemState.NEEDED)
    reason_code: Mapped[str] = mapped_column(String(24), default="")
    reason: Mapped[str] = mapped_column(default="", info=PERSONAL)  # shown to the client, in the client's language
    client_note: Mapped[str] = mapped_column(default="", info=PERSONAL)
    shelf: Mapped[str] = mapped_column(String(120), default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    expires_on: Mapped[date | None] = mapped_column(default=None)
    valid_until_on: Mapped[date | None] = mapped_column(default=None)
    requested_at: Mapped[datetime | None] = mapped_column(default=None)
    reminded: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)  # by a plan of its own, the last time
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    judged_at: Mapped[datetime | None] = mapped_column(default=None)
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    months: Mapped[int] = mapped_column(default=0, server_default="0")  # how many months it has to cover
    wanted_as: Mapped[WantedAs] = mapped_column(choice(WantedAs, 12), default=WantedAs.SCAN, server_default="scan")
    by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    stale_for_on: Mapped[date | None] = mapped_column(default=None)  # asked for again because of this day
    held_from_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_item.id"), default=None, index=True)
    change_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")  # this case's own terms

    def name(self, language: str) -> str:
        """What people of a language call it: the catalogue's name, or the title somebody wrote."""
        paper = checklists.document(self.document) if self.document else None
        return self.title or (paper.name(language) if paper else self.document)


class ChecklistPlan(Row):
    """For which institution the pack is made, and when its decision is expected."""

    __tablename__ = "checklist_plan"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), default=None, index=True)
    decision_on: Mapped[date | None] = mapped_column(default=None)


class ChecklistAnswer(Row):
    """The answer to one question of the catalogue (married? security?) for a case."""

    __tablename__ = "checklist_answer"
    __table_args__ = (UniqueConstraint("case_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    question: Mapped[str] = mapped_column(String(80))
    yes: Mapped[bool] = mapped_column(info=PERSONAL)
    answered_at: Mapped[datetime]


class ChecklistFile(Row):
    """A file that was brought for a line; the newest counts, the older ones stay as versions."""

    __tablename__ = "checklist_file"
    __table_args__ = (UniqueConstraint("item_id", "upload_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.id"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)


ITEMS = Rows(
    ChecklistItem, and_(ChecklistItem.case_id == CASE, ChecklistItem.removed_at.is_(None)),
    (ChecklistItem.position, ChecklistItem.id),
)  # fmt: skip
PLAN = Rows(ChecklistPlan, ChecklistPlan.case_id == CASE, (ChecklistPlan.id,))
ANSWERS = Rows(ChecklistAnswer, ChecklistAnswer.case_id == CASE, (ChecklistAnswer.id,))


def items_of(session: Session, case_id: int) -> list[ChecklistItem]:
    """The running lines of a case in their order."""
    return ITEMS.of(session, case_id)


def plan_of(session: Session, case_id: int) -> ChecklistPlan | None:
    """The institution and decision day a pack is planned with, if anybody said so."""
    return PLAN.one(session, case_id)


def answers_of(session: Session, case_id: int) -> dict[str, bool]:
    """The answers given so far, by question."""
    return {row.question: row.yes for row in ANSWERS.of(session, case_id)}


def files_of_line(session: Session, item_id: int) -> list[Upload]:
    """The files of one line, newest first."""
    query = select(Upload).join(ChecklistFile, ChecklistFile.upload_id == Upload.id)
    query = query.where(ChecklistFile.item_id == item_id, Upload.removed_at.is_(None))
    return list(session.scalars(query.order_by(Upload.id.desc())))


def files_of(session: Session, case_id: int) -> dict[int, list[Upload]]:
    """The files of every line, newest first: one statement."""
    query = (
        select(ChecklistFile.item_id, Upload)
        .join(Upload, Upload.id == ChecklistFile.upload_id)
        .join(ChecklistItem, ChecklistItem.id == ChecklistFile.item_id)
        .where(ChecklistItem.case_id == case_id, Upload.removed_at.is_(None))
    )
    found: dict[int, list[Upload]] = {}
    for item_id, upload in session.execute(query.order_by(Upload.id.desc())):
        found.setdefault(item_id, []).append(upload)
    return found


def ages(item: ChecklistItem) -> bool:
    """True when the paper's age is limited, so that its issue day must be known."""
    paper = checklists.document(item.document)
    known = paper is not None and (paper.validity_days is not None or paper.working_days is not None)
    return item.limit_days is not None or known


def fact_of(item: ChecklistItem, today: date, language: str = "en") -> ItemFact:
    """A line as the gate sees it."""
    state = state_on(item.state, item.valid_until_on, today)
    return ItemFact(item.id, item.name(language), state, item.mandatory, item.form, item.needed_by, item.valid_until_on)


def country_of(session: Session, case: Case) -> str:
    """The client's country, whose working days count."""
    return session.get_one(Party, case.client_id).country
