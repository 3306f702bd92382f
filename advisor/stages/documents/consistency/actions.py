"""Note what a paper or the application says; explain a difference that is no mistake."""

from collections.abc import Mapping

from advisor.domain.errors import Invalid, NotFound, ReasonMissing
from advisor.domain.identifiers import LIMIT
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.sealed import load_party_keys
from advisor.services.context import Context
from advisor.services.notes import seal_text
from advisor.services.rows import active, of_case, words
from advisor.stages.documents.consistency.gate import FIGURES, IDENTIFIERS, FactKind, differences, figure
from advisor.stages.documents.consistency.records import StatedFact, facts_of, said, stated, value_of
from advisor.stages.documents.desk.records import ChecklistItem


def state_facts(ctx: Context, case: Case, item: ChecklistItem | None, values: Mapping[FactKind, str]) -> int:
    """Note facts as a paper (or, without one, the application) states them; give how many are new.

    A changed value replaces the former one, an empty one takes it back. Invalid(kind, 'not_a_number').
    """
    party_id = item.party_id if item else case.client_id
    item_id = item.id if item else None
    party = ctx.session.get_one(Party, party_id)
    load_party_keys(ctx.session, [party_id])
    known = {
        row.kind: row for row in stated(ctx.session, case.id) if (row.item_id, row.party_id) == (item_id, party_id)
    }
    changed = 0
    for kind, typed in values.items():
        text = _checked(kind, typed)
        old = known.get(kind)
        if old is not None and value_of(ctx.session, old, party.uid) == text:
            continue
        if old is not None:
            old.ended_at = ctx.now
        if text:
            row = StatedFact(case_id=case.id, party_id=party_id, item_id=item_id, kind=kind, stated_at=ctx.now,
                             stated_by=ctx.actor.id)  # fmt: skip
            row.value = seal_text(ctx.session, party.uid, ("stated_fact", row.uid, "value"), text)
            ctx.session.add(row)
        changed += old is not None or bool(text)
    if changed:
        ctx.session.flush()
        ctx.record("documents.facts_stated", "case", case.id, case_id=case.id, item=item_id, count=changed)
    return changed


def state_paper(ctx: Context, case_id: int, item_id: int, values: Mapping[FactKind, str]) -> int:
    """Note, or put right, what a paper of a case says. NotFound for a line of another case, or taken off the list."""
    case = active(ctx, case_id)
    item = of_case(ctx.session, ChecklistItem, item_id, case)
    if item.removed_at is not None:
        raise NotFound
    return state_facts(ctx, case, item, values)


def carry_facts(ctx: Context, source: ChecklistItem, line: ChecklistItem) -> None:
    """A paper used in another case of its person brings along what it says; there it is compared with that case.

    An explanation stays behind: it was given for the other case's application.
    """
    rows = facts_of(ctx.session, source.id)
    uid = load_party_keys(ctx.session, [source.party_id])[source.party_id] if rows else ""
    for row in rows:
        copy = StatedFact(case_id=line.case_id, party_id=line.party_id, item_id=line.id, kind=row.kind,
                          stated_at=row.stated_at, stated_by=row.stated_by)  # fmt: skip
        copy.value = seal_text(ctx.session, uid, ("stated_fact", copy.uid, "value"), value_of(ctx.session, row, uid))
        ctx.session.add(copy)
    ctx.session.flush()


def end_facts(ctx: Context, item: ChecklistItem) -> None:
    """A paper that is sent back, or replaced by another one, says nothing any more."""
    for row in facts_of(ctx.session, item.id):
        row.ended_at = ctx.now


def state_application(ctx: Context, case_id: int, values: Mapping[FactKind, str]) -> int:
    """Note what the application says about the client."""
    return state_facts(ctx, active(ctx, case_id), None, values)


def explain(ctx: Context, case_id: int, fact_id: int, why: str) -> StatedFact:
    """Say why two sources may differ: it holds for these two values only. NotFound when they do not differ."""
    case = active(ctx, case_id)
    found = next((d for d in differences(said(ctx.session, case)) if d.other.id == fact_id), None)
    row = ctx.session.get(StatedFact, fact_id)
    if found is None or row is None or row.case_id != case.id:
        raise NotFound
    if not why.strip():
        raise ReasonMissing
    party = ctx.session.get_one(Party, row.party_id)
    text = words("reason", why)
    row.explanation = seal_text(ctx.session, party.uid, ("stated_fact", row.uid, "explanation"), text)
    row.explained_mark = found.mark
    ctx.record("documents.difference_explained", "stated_fact", row.id, case_id=case.id, party_id=row.party_id,
               reason=text)  # fmt: skip
    return row


def _checked(kind: FactKind, typed: str) -> str:
    text = words(str(kind), typed, 200, needed=False)
    if text and kind in FIGURES and figure(text) is None:
        raise Invalid(str(kind), "not_a_number")
    if text and kind in IDENTIFIERS and (len(text) > LIMIT or not any(c.isalnum() for c in text)):
        raise Invalid(str(kind), "not_an_identifier")
    return text
