"""One paper on the desk as the page shows it: its versions, what it has to be, its neighbours in the pile."""

from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import get_locale, gettext, ngettext

from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.upload import Upload
from advisor.stages.documents.asking.gate import Days
from advisor.stages.documents.composition.gate import validity
from advisor.stages.documents.desk.records import ChecklistItem, ages, country_of, files_of_line
from advisor.stages.documents.desk.stage import SHAPES
from advisor.stages.documents.records import plan_of
from advisor.web.kit.show import day


@dataclass(frozen=True, slots=True)
class View:
    """One paper on the desk."""

    item: ChecklistItem
    name: str
    whom: str
    facts: tuple[str, ...]
    files: list[Upload]
    file: Upload | None
    ages: bool
    number: int
    before: int | None
    after: int | None


def view_of(case: Case, pile: list[ChecklistItem], place: int, names: dict[int, str]) -> View:
    """The paper at this place of the pile; the address may ask for an older version of it."""
    item = pile[place]
    mine = files_of_line(db.session(), item.id)
    wanted = request.args.get("file", "")
    shown = next((f for f in mine if str(f.id) == wanted), mine[0] if mine else None)
    return View(
        item, item.name(str(get_locale())), names[item.party_id], _facts(item, case), mine, shown,
        ages(item), place + 1,
        pile[place - 1].id if place else None, pile[place + 1].id if place + 1 < len(pile) else None,
    )  # fmt: skip


def _facts(item: ChecklistItem, case: Case) -> tuple[str, ...]:
    """What the paper has to be, in the reader's words."""
    rule = validity(checklists.document(item.document), item.limit_days)
    plan = plan_of(db.session(), case.id)
    needed = Days(case.planned_filing_on, plan.decision_on if plan else None).counts_on(item.needed_by)
    facts = [gettext(NEEDED_BY[item.needed_by]), gettext(SHAPES[item.wanted_as])]
    if rule:
        facts.append(ngettext(*rule[0], rule[1]))
    facts += [ngettext("%(num)s copy", "%(num)s copies", item.copies)] if item.copies > 1 else []
    facts += [ngettext("covers %(num)s month", "covers %(num)s months", item.months)] if item.months else []
    first = _oldest_issue(item, case, needed)
    if needed and first:
        facts.append(
            gettext("issued on %(day)s or later, to be good on %(needed)s", day=day(first), needed=day(needed))
        )
    return tuple(facts)


def _oldest_issue(item: ChecklistItem, case: Case, needed: date | None) -> date | None:
    paper = checklists.document(item.document)
    if paper is None or needed is None:
        return None
    return checklists.earliest_issue_on(paper, needed, country_of(db.session(), case), item.limit_days)


def issued_on(view: View) -> date | None:
    """The day noted for the paper, or said when its file was brought."""
    return view.item.issued_on or (view.file.issued_on if view.file else None)
