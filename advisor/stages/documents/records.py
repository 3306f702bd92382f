"""What the documents room keeps: answers about the case, and what its list should hold; the lines lie on the desk."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain import checklists
from advisor.domain.checklist_words import QUESTIONS
from advisor.records.base import PERSONAL, Row
from advisor.records.case import Case
from advisor.records.reading import once_a_view
from advisor.stages.documents.bundles.records import PhotoBundle, PhotoPage
from advisor.stages.documents.consistency.records import StatedFact
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, fact_of, items_of
from advisor.stages.documents.forms.records import PreparedForm
from advisor.stages.documents.gate import Facts
from advisor.stages.documents.originals.records import OriginalPaper
from advisor.stages.documents.rules.records import HousePaper, HouseTerm

__all__ = [
    "ChecklistAnswer", "ChecklistPlan", "HousePaper", "HouseTerm", "OriginalPaper", "PhotoBundle", "PhotoPage",
    "PreparedForm", "StatedFact", "Wanted", "answers_of", "facts", "open_questions", "plan_of", "question_name",
    "wanted",
]  # fmt: skip


class ChecklistAnswer(Row):
    """The answer to one question of the catalogue (married? security?) for a case."""

    __tablename__ = "checklist_answer"
    __table_args__ = (UniqueConstraint("case_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    question: Mapped[str] = mapped_column(String(80))
    yes: Mapped[bool] = mapped_column(info=PERSONAL)
    answered_at: Mapped[datetime]


class ChecklistPlan(Row):
    """For which institution the pack is made, and when its decision is expected."""

    __tablename__ = "checklist_plan"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), default=None, index=True)
    decision_on: Mapped[date | None] = mapped_column(default=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the catalogue asks of this case now, beside what its list holds: the difference is shown before it acts."""

    add: tuple[checklists.Requirement, ...]
    drop: tuple[ChecklistItem, ...]


@once_a_view
def answers_of(session: Session, case_id: int) -> dict[str, bool]:
    """The answers given so far, by question."""
    query = select(ChecklistAnswer.question, ChecklistAnswer.yes).where(ChecklistAnswer.case_id == case_id)
    return {row.question: row.yes for row in session.execute(query)}


@once_a_view
def plan_of(session: Session, case_id: int) -> ChecklistPlan | None:
    """The institution and decision day a pack is planned with, if anybody said so."""
    return session.scalar(select(ChecklistPlan).where(ChecklistPlan.case_id == case_id))


def wanted(case: Case, items: list[ChecklistItem], answers: dict[str, bool]) -> Wanted:
    """The lines to add, and those of the catalogue that nothing asks for any more. Papers already brought stay."""
    holding = checklists.holding(case.product, case.client_type, answers)
    known = {item.document for item in items if item.document}
    asked = {r.document.code for r in holding}
    untouched = (ItemState.NEEDED, ItemState.REQUESTED)
    gone = [i for i in items if i.document and not i.title and i.document not in asked and i.state in untouched]
    return Wanted(tuple(r for r in holding if r.document.code not in known), tuple(gone))


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at: two statements."""
    items, answers = items_of(session, case.id), answers_of(session, case.id)
    return Facts(
        built=bool(items), planned_filing_on=case.planned_filing_on,
        open_questions=tuple(question_name(q) for q in open_questions(case, answers)),
        items=tuple(fact_of(item, date.min) for item in items),
    )  # fmt: skip


def open_questions(case: Case, answers: dict[str, bool]) -> list[checklists.Question]:
    """Questions about the case that nobody has answered."""
    asked = checklists.questions(case.product, case.client_type)
    return [q for q in asked if q.must_be_answered and q.key not in answers]


def question_name(question: checklists.Question, language: str = "en") -> str:
    """A question in words; a paper's own question names the paper. English text of the catalogue."""
    if question.document is None:
        return QUESTIONS[question.code]
    return f"{question.document.name(language)}: {question.condition}"
