"""What can be done with the list as a whole: build it from the catalogue, answer its questions, plan the filing day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from advisor.domain import checklists
from advisor.domain.errors import Invalid, NotFound, ReasonMissing, StaleVersion
from advisor.records.case import Case, CaseParty
from advisor.records.institution import Institution
from advisor.records.outbox import Letter
from advisor.records.paper import Paper
from advisor.services.context import Context
from advisor.services.papers import Pressed, keep_paper, paper_of, send_paper
from advisor.services.rows import active, coming_day
from advisor.services.rows import words as text_of
from advisor.stages.documents.composition.actions import draft_checklist
from advisor.stages.documents.desk.actions import date_item, item_of, request_items
from advisor.stages.documents.desk.gate import WantedAs
from advisor.stages.documents.desk.records import ChecklistItem, ChecklistPlan, items_of
from advisor.stages.documents.records import ChecklistAnswer, Need, Wanted, answers_of, wanted
from advisor.stages.documents.rules.gate import Term
from advisor.stages.documents.vault.actions import attach_held
from advisor.stages.documents.vault.records import holds_papers

MOST_ITEMS = 300


@dataclass(frozen=True, slots=True)
class NewItem:
    """A paper (or information) added by hand: from the catalogue by code, or with a title of its own."""

    title: str = ""
    document: str = ""
    party_id: int | None = None
    needed_by: checklists.NeededBy = checklists.NeededBy.FILING
    mandatory: bool = True
    form: bool = False
    copies: int = 1
    months: int = 0
    wanted_as: WantedAs = WantedAs.SCAN


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """How one case asks for a paper, and why otherwise than the catalogue."""

    needed_by: checklists.NeededBy
    mandatory: bool
    copies: int
    months: int
    wanted_as: WantedAs
    reason: str


def build_list(ctx: Context, case_id: int) -> Wanted:
    """Bring the list to what the catalogue asks for product, client type, institution, people and answers.

    Gives the difference made. Papers already brought stay even when nothing asks for them any more; what we hold of
    the people and is good on the day that counts is used at once (ZA-13).
    """
    return _build(ctx, active(ctx, case_id))


def welcome_back(ctx: Context, case: Case) -> bool:
    """A new case of somebody whose accepted papers we hold opens with its list built and those papers on it (ZA-13)."""
    if not holds_papers(ctx.session, case.client_id, case.id):
        return False
    _build(ctx, case)
    return True


def _build(ctx: Context, case: Case) -> Wanted:
    items = items_of(ctx.session, case.id)
    change = wanted(ctx.session, case, items, answers_of(ctx.session, case.id))
    start = max((item.position for item in items), default=0)
    new = [_line(case, need, place) for place, need in enumerate(change.add, start + 1)]
    ctx.session.add_all(new)
    ctx.session.flush()
    for item in change.drop:
        item.removed_at = ctx.now
    for item, need in change.change:
        _follow(ctx, case, item, need.term)
    held = attach_held(ctx, case, new)
    if not change.empty:
        ctx.record("documents.list_built", "case", case.id, case_id=case.id, added=len(change.add),
                   dropped=len(change.drop), changed=len(change.change), held=len(held))  # fmt: skip
    return change


def _line(case: Case, need: Need, place: int) -> ChecklistItem:
    term = need.term
    return ChecklistItem(
        case_id=case.id, party_id=need.party_id, document=term.document, title=term.title, needed_by=term.needed_by,
        form=term.form, mandatory=term.mandatory, ordered_by=term.ordered_by, copies=term.copies, months=term.months,
        wanted_as=term.wanted_as, limit_days=term.limit_days, position=place,
    )  # fmt: skip


def _follow(ctx: Context, case: Case, item: ChecklistItem, term: Term) -> None:
    """Let a line follow changed terms, but for what this case changed itself."""
    if not item.limit_reason:
        item.limit_days = term.limit_days
        date_item(ctx, case, item)
    if not item.change_reason:
        item.needed_by, item.mandatory, item.copies = term.needed_by, term.mandatory, term.copies
        item.months, item.wanted_as = term.months, term.wanted_as


def answer_questions(ctx: Context, case_id: int, answers: dict[str, bool]) -> int:
    """Keep answers to the catalogue's questions; give how many changed. The list changes only when it is rebuilt."""
    case = active(ctx, case_id)
    known = {q.key for q in checklists.questions(case.product, case.client_type)}
    if not answers.keys() <= known:
        raise NotFound
    rows = {r.question: r for r in ctx.session.scalars(select(ChecklistAnswer).filter_by(case_id=case.id))}
    changed = [key for key, yes in answers.items() if key not in rows or rows[key].yes != yes]
    for key in changed:
        if key in rows:
            rows[key].yes, rows[key].answered_at = answers[key], ctx.now
        else:
            ctx.session.add(ChecklistAnswer(case_id=case.id, question=key, yes=answers[key], answered_at=ctx.now))
    if changed:
        ctx.record("documents.question_answered", "case", case.id, case_id=case.id, questions=sorted(changed))
    return len(changed)


def plan_pack(ctx: Context, case_id: int, institution_id: int | None, decision_on: date | None) -> ChecklistPlan:
    """Say for which institution the pack is made and when its decision is expected. NotFound, Invalid."""
    case = active(ctx, case_id)
    if institution_id is not None and ctx.session.get(Institution, institution_id) is None:
        raise NotFound
    if decision_on is not None:
        decision_on = coming_day(ctx, "decision_on", decision_on)
        if case.planned_filing_on and decision_on < case.planned_filing_on:
            raise Invalid("decision_on", "before_start")
    row = ctx.session.scalar(select(ChecklistPlan).where(ChecklistPlan.case_id == case.id))
    if row is None:
        row = ChecklistPlan(case_id=case.id)
        ctx.session.add(row)
    row.institution_id, row.decision_on = institution_id, decision_on
    ctx.session.flush()
    ctx.record("documents.pack_planned", "case", case.id, case_id=case.id, institution=institution_id)
    return row


def change_terms(ctx: Context, case_id: int, item_id: int, terms: OwnTerms) -> ChecklistItem:
    """This case's own terms for a paper, with a reason; the catalogue's own need none and end the case's. Invalid."""
    case = active(ctx, case_id)
    item = item_of(ctx, case, item_id)
    if not 1 <= terms.copies <= 20:
        raise Invalid("copies", "out_of_range")
    if not 0 <= terms.months <= 120:
        raise Invalid("months", "out_of_range")
    item.needed_by, item.mandatory, item.copies = terms.needed_by, terms.mandatory, terms.copies
    item.months, item.wanted_as = terms.months, terms.wanted_as
    item.change_reason = text_of("change_reason", terms.reason, 200, needed=False)
    if not item.change_reason and item in wanted(ctx.session, case, [item], answers_of(ctx.session, case.id)).altered:
        raise ReasonMissing("change_reason")
    ctx.record("documents.terms_changed", "checklist_item", item.id, case_id=case.id, reason=item.change_reason)
    return item


def plan_filing(ctx: Context, case_id: int, on: date, version: int | None = None) -> Case:
    """Set the day the pack shall be filed; papers are checked against it. Invalid for a past day, StaleVersion."""
    case = active(ctx, case_id)
    if version is not None and case.version != version:
        raise StaleVersion
    case.planned_filing_on = coming_day(ctx, "planned_filing_on", on)
    ctx.record("documents.filing_planned", "case", case.id, case_id=case.id, on=on.isoformat())
    return case


def add_item(ctx: Context, case_id: int, new: NewItem) -> ChecklistItem:
    """Put a paper on the list by hand, for one of the people of the case. Invalid, NotFound for a stranger."""
    case = active(ctx, case_id)
    if new.document and checklists.document(new.document) is None:
        raise Invalid("document", "unknown")
    if not 1 <= new.copies <= 20:
        raise Invalid("copies", "out_of_range")
    items = items_of(ctx.session, case.id)
    if len(items) >= MOST_ITEMS:
        raise Invalid("title", "out_of_range")
    item = ChecklistItem(
        case_id=case.id, party_id=_of_case(ctx, case, new.party_id),
        title=text_of("title", new.title, 200, needed=not new.document),
        document=new.document, needed_by=new.needed_by, mandatory=new.mandatory, form=new.form, copies=new.copies,
        position=max((i.position for i in items), default=0) + 1, by_hand=True, months=new.months,
        wanted_as=new.wanted_as,
    )  # fmt: skip
    ctx.session.add(item)
    ctx.session.flush()
    ctx.record("documents.item_added", "checklist_item", item.id, case_id=case.id, document=item.document)
    return item


def remove_item(ctx: Context, case_id: int, item_id: int, reason: str) -> ChecklistItem:
    """Take a line off the list with a reason; it stays in the ledger."""
    item = item_of(ctx, active(ctx, case_id), item_id)
    if not reason.strip():
        raise ReasonMissing
    item.removed_at = ctx.now
    ctx.record("documents.item_removed", "checklist_item", item.id, case_id=case_id, reason=reason.strip())
    return item


def _of_case(ctx: Context, case: Case, party_id: int | None) -> int:
    if party_id is None or party_id == case.client_id:
        return case.client_id
    query = select(CaseParty.id).where(CaseParty.case_id == case.id, CaseParty.party_id == party_id)
    if ctx.session.scalar(query.limit(1)) is None:
        raise NotFound
    return party_id


def issue_checklist(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed checklist. StaleVersion when the list changed since it went to the press."""
    case = active(ctx, case_id)
    if draft_checklist(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def send_checklist(ctx: Context, case_id: int, paper_id: int, base_url: str) -> Letter:
    """Send an issued checklist by e-mail with a link; what is outstanding counts as requested."""
    case = active(ctx, case_id)
    letter = send_paper(ctx, case, paper_of(ctx.session, case.id, paper_id), base_url)
    request_items(ctx, case)
    return letter
