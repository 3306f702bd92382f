"""Put the checklist of a case together as the press prints it, in the client's language."""

from datetime import date

from sqlalchemy.orm import Session

from advisor.domain import checklists
from advisor.domain.checklist_words import HOW_TO_GET, NEEDED_BY, ORDERED_BY, QUESTIONS
from advisor.domain.errors import Invalid
from advisor.papers.checklist import ChecklistItem as PrintedItem
from advisor.papers.checklist import ChecklistPaper, Question
from advisor.papers.issue import Draft, heading
from advisor.records.case import Case
from advisor.records.paper import PaperKind
from advisor.records.party import Party
from advisor.services.language import say, say_many
from advisor.stages.documents.asking.actions import reason_of
from advisor.stages.documents.composition.gate import validity
from advisor.stages.documents.composition.records import names_of
from advisor.stages.documents.composition.stage import COVERS, FORM_TITLES
from advisor.stages.documents.desk.gate import state_on
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.documents.desk.stage import SHAPES, STATE_TITLES
from advisor.stages.documents.records import answers_of


def draft_checklist(session: Session, case: Case, today: date) -> Draft:
    """The checklist as it would be printed today, in the client's language, without number and link.

    Invalid('paper', 'list_missing') before the list is built.
    """
    items = items_of(session, case.id)
    if not items:
        raise Invalid("paper", "list_missing")
    client = session.get_one(Party, case.client_id)
    lang, answers, names = (
        client.language,
        answers_of(session, case.id),
        names_of(session, {item.party_id for item in items}),
    )
    paper = ChecklistPaper(
        heading=heading(session, case), language=lang, issued_on=today, deadline_on=case.planned_filing_on,
        items=tuple(
            _line(item, lang, today, names[item.party_id] if item.party_id != client.id else "") for item in items
        ),
        questions=tuple(
            Question(text=_asked(question, lang))
            for question in checklists.questions(case.product, case.client_type)
            if question.must_be_answered and question.key not in answers
        ),
    )  # fmt: skip
    states = {f"item.{item.id}": str(item.state) for item in items}
    return Draft(PaperKind.CHECKLIST, paper, states)


def _line(item: ChecklistItem, lang: str, today: date, for_whom: str) -> PrintedItem:
    state = state_on(item.state, item.valid_until_on, today)
    paper = checklists.document(item.document)
    title = FORM_TITLES.get(state) if item.form else None
    return PrintedItem(
        name=item.name(lang), status=state, status_title=say(lang, title or STATE_TITLES[state]),
        issued_by=say(lang, paper.issued_by) if paper else "", validity=_validity(item, paper, lang),
        valid_until_on=item.valid_until_on, needed_by=say(lang, NEEDED_BY[item.needed_by]), copies=item.copies,
        how_to_get=say(lang, ORDERED_BY["firm"] if item.form else HOW_TO_GET.get(item.document, "")),
        for_whom=for_whom, form=_shape(item, lang), note=reason_of(item, lang),
    )  # fmt: skip


def _shape(item: ChecklistItem, lang: str) -> str:
    """In which shape, and over how many months."""
    shape = "" if item.form else say(lang, SHAPES[item.wanted_as])
    months = say_many(lang, COVERS, item.months) if item.months else ""
    return ", ".join(part for part in (shape, months) if part)


def _validity(item: ChecklistItem, paper: checklists.Document | None, lang: str) -> str:
    rule = validity(paper, item.limit_days)
    return say_many(lang, *rule) if rule else ""


def _asked(question: checklists.Question, lang: str) -> str:
    text = say(lang, QUESTIONS[question.code])
    if question.document is None:
        return text
    more = f" ({say(lang, question.condition)})" if question.condition else ""
    return f"{question.document.name(lang)}: {text}{more}"
