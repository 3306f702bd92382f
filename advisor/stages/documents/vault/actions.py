"""Use what we hold: when a list is built, and the moment a paper is accepted in any case of the person."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain import checklists
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.services.context import Context
from advisor.stages.documents.asking.gate import Days
from advisor.stages.documents.consistency.actions import carry_facts
from advisor.stages.documents.consistency.records import lines_of_same_paper
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, ChecklistPlan, country_of
from advisor.stages.documents.vault.gate import HeldPaper, Use, good_until
from advisor.stages.documents.vault.records import held, share_files, waiting_elsewhere

PLAIN = checklists.Document("", {"en": ""}, "")


def attach_held(ctx: Context, case: Case, items: Iterable[ChecklistItem]) -> list[ChecklistItem]:
    """Fill lines with papers we hold and that are good on the day that counts; give the lines filled."""
    lines = [item for item in items if item.document and not item.form]
    found = held(ctx.session, {(i.party_id, i.document) for i in lines}, case.id)
    if not found:
        return []
    days, country = days_of(ctx.session, case), country_of(ctx.session, case)
    filled = []
    for line in lines:
        day = days.counts_on(line.needed_by) or ctx.today
        for source in found.get((line.party_id, line.document), []):
            if _fill(ctx, line, source, (day, country)):
                filled.append(line)
                break
    return filled


def share(ctx: Context, item: ChecklistItem) -> list[Case]:
    """A paper was accepted: fill the lines of the person's other cases that wait for it; give those cases."""
    if not item.document or item.form:
        return []
    filled = []
    for line, case in waiting_elsewhere(ctx.session, item):
        day = days_of(ctx.session, case).counts_on(line.needed_by) or ctx.today
        if _fill(ctx, line, item, (day, country_of(ctx.session, case))):
            filled.append(case)
    return filled


def redate(ctx: Context, item: ChecklistItem) -> list[Case]:
    """The days of an accepted paper were put right: so they are in the other open cases that hold it; give those."""
    found = [(line, case) for line, case in lines_of_same_paper(ctx.session, item) if case.status is not Status.CLOSED]
    for line, case in found:
        paper, country = checklists.document(line.document) or PLAIN, country_of(ctx.session, case)
        use = Use(paper, line.limit_days, country, ctx.today)
        line.issued_on, line.expires_on = item.issued_on, item.expires_on
        line.valid_until_on = good_until(HeldPaper(item.issued_on, item.expires_on), use)[1]
    return [case for _line, case in found]


def days_of(session: Session, case: Case) -> Days:
    """The days a case plans with."""
    decision = session.scalar(select(ChecklistPlan.decision_on).where(ChecklistPlan.case_id == case.id))
    return Days(case.planned_filing_on, decision)


def _fill(ctx: Context, line: ChecklistItem, source: ChecklistItem, when: tuple[date, str]) -> bool:
    day, country = when
    use = Use(checklists.document(line.document) or PLAIN, line.limit_days, country, max(day, ctx.today))
    good, until = good_until(HeldPaper(source.issued_on, source.expires_on), use)
    if not good or (source.months and source.months < line.months):
        return False
    line.state, line.reason_code, line.reason = ItemState.ACCEPTED, "", ""
    line.issued_on, line.expires_on, line.valid_until_on = source.issued_on, source.expires_on, until
    line.held_from_id, line.received_at = source.held_from_id or source.id, source.received_at
    line.shelf, line.stale_for_on = source.shelf, None
    line.judged_at, line.judged_by = ctx.now, ctx.actor.id
    ctx.session.flush()
    share_files(ctx.session, source, line)
    carry_facts(ctx, source, line)
    ctx.record("documents.item_held", "checklist_item", line.id, case_id=line.case_id, document=line.document,
               source=source.id)  # fmt: skip
    return True
