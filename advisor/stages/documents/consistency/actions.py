"""Note what a paper or the application says; explain a difference that is no mistake."""

from collections.abc import Iterable, Mapping

from advisor.domain.errors import Invalid, NotFound, ReasonMissing
from advisor.domain.identifiers import LIMIT
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.sealed import load_party_keys
from advisor.services.context import Context
from advisor.services.notes import seal_text
from advisor.services.rows import active, of_case, words
from advisor.stages.documents.consistency.gate import FIGURES, IDENTIFIERS, FactKind, differences, figure, same
from advisor.stages.documents.consistency.records import (
    StatedFact,
    facts_of,
    lines_of_same_paper,
    said,
    stated,
    value_of,
)
from advisor.stages.documents.desk.records import ChecklistItem

Corrected = dict[FactKind, tuple[str, str]]
"""Values before and after, empty for none."""


def state_facts(ctx: Context, case: Case, item: ChecklistItem | None, values: Mapping[FactKind, str]) -> int:
    """Note facts as a paper (or, without one, the application) states them; give how many are new.

    A changed value replaces the former one, an empty one takes it back; other cases that hold this very paper follow.
    Invalid(kind, 'not_a_number').
    """
    item_id, party_id = (item.id, item.party_id) if item else (None, case.client_id)
    uid = load_party_keys(ctx.session, [party_id])[party_id]
    noted = [row for row in stated(ctx.session, case.id) if (row.item_id, row.party_id) == (item_id, party_id)]
    changed: Corrected = {}
    for kind, typed in values.items():
        text = _checked(kind, typed)
        own, beside = _readings(noted, kind)
        before = value_of(ctx.session, own, uid) if own else ""
        if text == before:
            continue
        _end(ctx, own)
        if beside is not None and same(kind, value_of(ctx.session, beside, uid), text):
            _end(ctx, beside)
        _keep(ctx, StatedFact(case_id=case.id, party_id=party_id, item_id=item_id, kind=kind, stated_at=ctx.now,
                              stated_by=ctx.actor.id), uid, text)  # fmt: skip
        changed[kind] = before, text
    if changed:
        ctx.session.flush()
        ctx.record("documents.facts_stated", "case", case.id, case_id=case.id, item=item_id, count=len(changed))
        if item is not None:
            _pass_on(ctx, item, changed)
    return len(changed)


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
    rows = [row for row in facts_of(ctx.session, source.id) if row.read_in_id is None]
    uid = load_party_keys(ctx.session, [source.party_id])[source.party_id] if rows else ""
    for row in rows:
        _keep(ctx, StatedFact(case_id=line.case_id, party_id=line.party_id, item_id=line.id, kind=row.kind,
                              stated_at=row.stated_at, stated_by=row.stated_by),
              uid, value_of(ctx.session, row, uid))  # fmt: skip
    ctx.session.flush()


def end_facts(ctx: Context, item: ChecklistItem) -> None:
    """A paper that is sent back, or replaced by another one, says nothing any more."""
    for row in facts_of(ctx.session, item.id):
        _end(ctx, row)


def state_application(ctx: Context, case_id: int, values: Mapping[FactKind, str]) -> int:
    """Note what the application says about the client."""
    return state_facts(ctx, active(ctx, case_id), None, values)


def take_over(ctx: Context, case_id: int, fact_id: int) -> int:
    """Read a paper as another case reads it. NotFound when no other case reads it otherwise."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, StatedFact, fact_id, case)
    if row.read_in_id is None or row.ended_at is not None or row.item_id is None:
        raise NotFound
    uid = load_party_keys(ctx.session, [row.party_id])[row.party_id]
    return state_paper(ctx, case.id, row.item_id, {row.kind: value_of(ctx.session, row, uid)})


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


def _pass_on(ctx: Context, item: ChecklistItem, changed: Corrected) -> None:
    """Tell every other case that holds this very paper how it is read now.

    An open one that read it alike follows. Any other keeps its own reading; the new one stands beside it, as a
    difference to take over or to explain.
    """
    for line, case in lines_of_same_paper(ctx.session, item):
        uid = load_party_keys(ctx.session, [line.party_id])[line.party_id]
        noted, told = facts_of(ctx.session, line.id), set()
        for kind, (before, after) in changed.items():
            own, beside = _readings(noted, kind)
            mine = value_of(ctx.session, own, uid) if own else ""
            row = StatedFact(case_id=case.id, party_id=line.party_id, item_id=line.id, kind=kind, stated_at=ctx.now,
                             stated_by=ctx.actor.id)  # fmt: skip
            _end(ctx, beside)
            if mine == before and case.status is not Status.CLOSED:
                _end(ctx, own)
                told.add("documents.facts_followed")
            elif after and not same(kind, mine, after):
                row.read_in_id = item.case_id
                told.add("documents.read_otherwise")
            else:
                continue
            _keep(ctx, row, uid, after)
        ctx.session.flush()
        for verb in sorted(told):
            ctx.record(verb, "case", case.id, case_id=case.id, item=line.id, by_case=item.case_id)


def _readings(noted: Iterable[StatedFact], kind: FactKind) -> tuple[StatedFact | None, StatedFact | None]:
    """How this case reads a fact of a paper, and how another one does where it reads it otherwise."""
    rows = [row for row in noted if row.kind is kind]
    own = next((row for row in rows if row.read_in_id is None), None)
    return own, next((row for row in rows if row.read_in_id is not None), None)


def _keep(ctx: Context, row: StatedFact, uid: str, text: str) -> None:
    """Seal and keep a value; nothing is kept for none."""
    if text:
        row.value = seal_text(ctx.session, uid, ("stated_fact", row.uid, "value"), text)
        ctx.session.add(row)


def _end(ctx: Context, row: StatedFact | None) -> None:
    if row is not None:
        row.ended_at = ctx.now
