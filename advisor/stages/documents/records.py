"""What a list of papers should hold beside what it holds, and the facts of the room's gate; rows lie on the desk."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain import checklists
from advisor.domain.checklist_words import QUESTIONS
from advisor.records.case import Case
from advisor.records.case_people import parties_of
from advisor.records.party import Party, PartyKind
from advisor.records.together import Rows
from advisor.stages.analysis.records import PROFILE
from advisor.stages.documents.bundles.records import PhotoBundle, PhotoPage
from advisor.stages.documents.consistency.gate import differences, shown
from advisor.stages.documents.consistency.records import IDENTIFIERS, STATED, StatedFact, said
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import (
    ANSWERS,
    ITEMS,
    PLAN,
    ChecklistAnswer,
    ChecklistItem,
    ChecklistPlan,
    answers_of,
    fact_of,
    items_of,
    plan_of,
)
from advisor.stages.documents.forms.records import PreparedForm
from advisor.stages.documents.gate import Facts
from advisor.stages.documents.originals.records import ORIGINALS, OriginalPaper
from advisor.stages.documents.rules.gate import Person, Term, bringers, terms
from advisor.stages.documents.rules.records import (
    HousePaper,
    HouseTerm,
    change_of,
    papers_of_the_firm,
    running_terms,
)

__all__ = [
    "ChecklistAnswer", "ChecklistPlan", "HousePaper", "HouseTerm", "Need", "OriginalPaper", "PhotoBundle", "PhotoPage",
    "PreparedForm", "StatedFact", "Wanted", "answers_of", "differs", "facts", "needs_of", "open_questions",
    "plan_of", "question_name", "wanted",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """One line a list should hold: its terms, and whose paper it is."""

    term: Term
    party_id: int

    @property
    def key(self) -> tuple[int, str]:
        """Person and kind: a list holds each once."""
        return self.party_id, self.term.document


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the catalogue asks of this case now, beside what its list holds: the difference is shown before it acts."""

    add: tuple[Need, ...]
    drop: tuple[ChecklistItem, ...]
    change: tuple[tuple[ChecklistItem, Need], ...] = ()

    @property
    def empty(self) -> bool:
        """True when the list is as it should be."""
        return not (self.add or self.drop or self.change)

    @property
    def altered(self) -> list[ChecklistItem]:
        """Lines that follow other terms than the catalogue's now."""
        return [item for item, _need in self.change]


def wanted(session: Session, case: Case, items: list[ChecklistItem], answers: dict[str, bool]) -> Wanted:
    """The lines to add, to drop and to change. Papers already brought stay; a case's own terms are left alone."""
    needs = needs_of(session, case, answers)
    known = {(item.party_id, item.document): item for item in items if item.document}
    asked = {need.key for need in needs}
    untouched = (ItemState.NEEDED, ItemState.REQUESTED)
    gone = [i for key, i in known.items() if not i.by_hand and key not in asked and i.state in untouched]
    pairs = [(known[need.key], need) for need in needs if need.key in known]
    return Wanted(
        tuple(need for need in needs if need.key not in known), tuple(gone),
        tuple((item, need) for item, need in pairs if differs(item, need.term)),
    )  # fmt: skip


def needs_of(session: Session, case: Case, answers: dict[str, bool]) -> list[Need]:
    """Every line a case's list should hold: catalogue, the firm's and the institution's terms, person by person."""
    plan = plan_of(session, case.id)
    language = session.get_one(Party, case.client_id).language
    rows = running_terms(session, plan.institution_id if plan else None)
    own = papers_of_the_firm(session) if rows else {}
    changes = [change_of(row, own.get(row.document), language) for row in rows]
    holding = checklists.holding(case.product, case.client_type, answers)
    people = people_of(session, case.id)
    return [
        Need(term, party_id)
        for term in terms(holding, changes, (case.product, case.client_type))
        for party_id in bringers(term.whom, people)
    ]


def people_of(session: Session, case_id: int) -> list[Person]:
    """The people who take part in a case now, with all their roles."""
    roles: dict[int, set[str]] = {}
    kinds: dict[int, PartyKind] = {}
    for row, party in parties_of(session, case_id):
        if row.to_on is None:
            roles.setdefault(party.id, set()).add(str(row.role))
            kinds[party.id] = party.kind
    return [Person(key, frozenset(found), kinds[key] is PartyKind.COMPANY) for key, found in roles.items()]


def differs(item: ChecklistItem, term: Term) -> bool:
    """True when a line follows other terms than the catalogue's now; what a case changed for a reason is its own."""
    own_limit, own_terms = bool(item.limit_reason), bool(item.change_reason)
    limit = item.limit_days != term.limit_days and not own_limit
    rest = (item.needed_by, item.mandatory, item.copies, item.months, item.wanted_as) != (
        term.needed_by, term.mandatory, term.copies, term.months, term.wanted_as
    )  # fmt: skip
    return not item.by_hand and (limit or (rest and not own_terms))


ROWS: tuple[Rows[Any], ...] = (ITEMS, PLAN, ANSWERS, STATED, IDENTIFIERS, PROFILE, ORIGINALS)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at: two statements."""
    items, answers = items_of(session, case.id), answers_of(session, case.id)
    return Facts(
        built=bool(items), planned_filing_on=case.planned_filing_on,
        open_questions=tuple(question_name(q) for q in open_questions(case, answers)),
        items=tuple(fact_of(item, date.min) for item in items), differences=_differences(session, case),
    )  # fmt: skip


def _differences(session: Session, case: Case) -> tuple[str, ...]:
    """Both values of every pair that differs and was not explained."""
    found = differences(said(session, case))
    return tuple(
        f"{shown(d.held.kind, d.held.value)} ≠ {shown(d.other.kind, d.other.value)}" for d in found if not d.explained
    )


def open_questions(case: Case, answers: dict[str, bool]) -> list[checklists.Question]:
    """Questions about the case that nobody has answered."""
    asked = checklists.questions(case.product, case.client_type)
    return [q for q in asked if q.must_be_answered and q.key not in answers]


def question_name(question: checklists.Question, language: str = "en") -> str:
    """A question in words; a paper's own question names the paper. English text of the catalogue."""
    if question.document is None:
        return QUESTIONS[question.code]
    return f"{question.document.name(language)}: {question.condition}"
