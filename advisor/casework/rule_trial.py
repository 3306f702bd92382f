"""Try another edition of a rule set on the live cases before it is saved: how many change, and which (issue 3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from advisor.domain.debts import RulePack, Thresholds, lead_from_json, prequalify
from advisor.domain.debts.affordability import RatioLimits
from advisor.domain.debts.extrajudicial import HintRules, hint
from advisor.domain.process import StageKey, Status
from advisor.records.case import Case
from advisor.stages.contact.affordability.actions import figures_of, weigh
from advisor.stages.contact.affordability.records import AffordabilityCheck
from advisor.stages.contact.prequalification.records import Interview, Prequalification, hint_facts

BATCH, MOST = 2000, 200
Said = tuple[str, tuple[str, ...], tuple[object, ...]]
"""What an edition says to a case: outcome and reasons as codes, and its figures."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A case that would be told something else: its number, outcomes and reasons as codes."""

    number: str
    before: str
    after: str
    reasons_before: tuple[str, ...]
    reasons_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """How far a trial has come: cases read of all, verdicts that change, those that only change their figures."""

    total: int
    read: int = 0
    changed: int = 0
    refigured: int = 0
    shown: tuple[Turned, ...] = ()


@dataclass(frozen=True, slots=True)
class _Book:
    """The live cases a rule set speaks about: their rows by a growing id, and what an edition says to one of them."""

    rows: Select[Any]
    id: ColumnElement[int]
    facts: Callable[[Any], Any]
    say: Callable[[Any, RulePack[Any]], Said]


def trial(
    session: Session, now: RulePack[Any], then: RulePack[Any], batch: int = BATCH, most: int = MOST
) -> Iterator[Sum]:
    """Decide every live case by both editions, batch by batch; the last value is the result.

    Live: an open case in the contact room with a verdict (or a pre-check). Facts are read as they were stored, a batch
    at a time, and at most `most` cases are named, so the memory needed does not grow with the ledger. Writes nothing.
    """
    book = next(book() for rules, book in _BOOKS if isinstance(now.rules, rules))
    live = book.rows.where(Case.status != Status.CLOSED, Case.stage == StageKey.CONTACT)
    page = live.order_by(book.id).limit(batch)
    found = Sum(session.scalar(select(func.count()).select_from(live.subquery())) or 0)
    last = 0
    while rows := session.execute(page.where(book.id > last)).all():
        for row in rows:
            facts = book.facts(row)
            found = _count(found, row.number, book.say(facts, now), book.say(facts, then), most)
        last = rows[-1].id
        yield found
    yield found


def _count(found: Sum, number: str, before: Said, after: Said, most: int) -> Sum:
    turned = before[:2] != after[:2]
    refigured = not turned and before[2] != after[2]
    shown = found.shown
    if turned and len(shown) < most:
        shown = (*shown, Turned(number, before[0], after[0], before[1], after[1]))
    return Sum(found.total, found.read + 1, found.changed + turned, found.refigured + refigured, shown)


def _debt_book() -> _Book:
    verdict = Prequalification
    rows = select(Interview.id, verdict.facts, Case.number)
    rows = rows.join(verdict, verdict.id == Interview.verdict_id).join(Case, Case.id == Interview.case_id)

    def say(lead: Any, pack: RulePack[Thresholds]) -> Said:
        said = prequalify(lead, pack)
        figures = (said.written_off, said.not_written_off, said.disputed, said.non_dischargeable_clauses)
        return said.outcome.value, tuple(reason.code for reason in said.reasons), figures

    return _Book(rows, Interview.id, lambda row: lead_from_json(row.facts), say)  # type: ignore[arg-type]


def _law_book() -> _Book:
    verdict = Prequalification
    rows = select(Interview.id, verdict.facts, Interview.hint, Case.number)
    rows = rows.join(verdict, verdict.id == Interview.verdict_id).join(Case, Case.id == Interview.case_id)

    def say(facts: Any, pack: RulePack[HintRules]) -> Said:
        said = hint(facts, pack)
        duty = said.duty_to_petition is not None
        return "possible" if said.possible else "not_possible", said.why, (duty, said.mortgage_route)

    return _Book(rows, Interview.id, lambda row: hint_facts(lead_from_json(row.facts), row.hint), say)  # type: ignore[arg-type]


def _ability_book() -> _Book:
    check = AffordabilityCheck
    newest = select(func.max(check.id)).group_by(check.case_id)
    figures = (check.income, check.obligations, check.instalment, check.currency)
    rows = select(check.id, *figures, Case.number).join(Case, Case.id == check.case_id).where(check.id.in_(newest))

    def say(facts: Any, pack: RulePack[RatioLimits]) -> Said:
        said = weigh(facts, pack)
        return said.outcome.value, tuple(reason.code for reason in said.reasons), (said.burden,)

    return _Book(rows, check.id, figures_of, say)  # type: ignore[arg-type]


_BOOKS: tuple[tuple[type, Callable[[], _Book]], ...] = (
    (Thresholds, _debt_book),
    (HintRules, _law_book),
    (RatioLimits, _ability_book),
)
